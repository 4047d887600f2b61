"""Pages that are kept in memory: right at once after every change, on every process, and never another's."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from articles import actions, generations
from articles.models import Topic
from articles.public.middleware import MOST_SEARCHES, SEARCHES, CachedPage
from tests.conftest import BODY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _pages_are_kept(settings, monkeypatch):
    settings.KEEP_PAGES = True
    monkeypatch.setattr(generations, "_current", generations._Current(("", generations.date.min), -1.0, {}))


@pytest.fixture
def kept(client, article):
    """The address of an article that this process keeps."""
    address = article.get_absolute_url()
    client.get(address)
    return address


def test_a_kept_page_costs_no_query_and_is_the_same(client, article, queries, monkeypatch):
    monkeypatch.setattr(generations, "LEASE", 60)
    first = client.get(article.get_absolute_url())
    with queries() as count:
        again = client.get(article.get_absolute_url())
    assert len(count) == 0
    assert (again.content, dict(again.items())) == (first.content, dict(first.items()))


def test_a_kept_page_carries_every_header(client, kept):
    page = client.get(kept)
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert {"X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Permissions-Policy"} <= set(page.headers)
    assert "Set-Cookie" not in page.headers
    assert not page.cookies


def test_who_has_the_page_already_is_told_so(client, kept):
    etag = client.get(kept)["ETag"]
    answer = client.get(kept, headers={"if-none-match": etag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert client.get(kept, headers={"if-none-match": '"another"'}).status_code == 200


def test_head_gets_the_headers_alone(client, kept):
    answer = client.head(kept)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["ETag"] == client.get(kept)["ETag"]


def test_a_new_version_is_read_at_once(client, kept, article, make_article):
    make_article.revise(article, body=BODY.replace("at dusk", "at dawn"))
    assert "at dawn" in client.get(kept).content.decode()


def test_a_withdrawn_version_is_gone_at_once(client, kept, version, petra):
    actions.withdraw(version, by=petra, comment="Wrong colour")
    assert client.get(kept).status_code == 410


def later(monkeypatch):
    """Let the lease run out, as it does by itself in a tenth of a second."""
    monkeypatch.setattr(generations, "_current", generations._current._replace(asked_at=-1.0))


def rename_topic(version):
    Topic.objects.update(name="Renamed")


def refile(version):
    version.article.topics.clear()


def check_again(version):
    actions.check(version, by=version.approved_by, next_check_on=generations.date(2099, 1, 2))


@pytest.mark.parametrize("change", [rename_topic, refile, check_again])
def test_whatever_changes_on_the_page_is_read_within_the_lease(client, kept, version, change, monkeypatch):
    before = client.get(kept).content
    change(version)
    later(monkeypatch)
    assert client.get(kept).content != before


def test_a_page_says_tomorrow_how_old_its_check_is(client, kept, monkeypatch):
    before = generations.page_cache()
    monkeypatch.setattr(generations.timezone, "localdate", lambda: generations.date(2099, 1, 1))
    later(monkeypatch)
    assert generations.page_cache() is not before


def test_a_draft_begins_no_edition(article, make_article):
    before = generations.page_cache()
    make_article.revise(article, to="in_review")
    assert generations.page_cache() is before


def test_a_member_never_gets_the_page_of_everyone(client, kept, grace):
    client.force_login(grace)
    page = client.get(kept)
    assert page["Cache-Control"] == "private, no-store"
    assert "Add a note" in page.content.decode()


def test_everyone_never_gets_the_page_of_a_member(client, article, grace):
    client.force_login(grace)
    client.get(article.get_absolute_url())
    client.cookies.clear()
    page = client.get(article.get_absolute_url()).content.decode()
    assert "Sign in" in page
    assert "Add a note" not in page


@pytest.mark.parametrize("address", ["/search/?q=lanterns", "/articles/9999/nothing/", "/health/live/", "/about/"])
def test_nothing_else_is_kept(client, address):
    client.get(address)
    kept = [value for value in generations._current.cache.values() if isinstance(value, CachedPage)]
    assert kept == []
    assert SEARCHES not in generations._current.cache


def test_a_page_under_another_name_of_the_site_is_another_page(client, kept, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    assert "http://other.example/" in client.get(kept, headers={"host": "other.example"}).content.decode()


def test_memory_has_an_end(monkeypatch):
    monkeypatch.setattr(generations, "MOST_CACHED", 2)
    memory = generations.page_cache()
    for number in range(5):
        generations.store(memory, number, number)
    assert len(memory) <= 2


SERVER = """
import sys, django
django.setup()
from django.test import Client
from django.utils import timezone
from accounts.models import User
from articles import actions
from articles.models import Version

for line in sys.stdin:
    match line.split():
        case ["make"]:
            ada, rita, petra = (
                User.objects.create_user(f"{name}@example.org", display_name=name) for name in ("ada", "rita", "petra")
            )
            article = actions.plan(document_id=7, title="Hooks", audience="professional")
            version = actions.start_version(article, by=ada)
            actions.write(version, by=ada, body="<p>A hook holds a lantern.</p>", interests="None")
            actions.approve(actions.submit(version, by=ada), by=rita)
            actions.publish(Version.objects.get(), by=petra)
            print("made")
        case ["withdraw"]:
            petra = User.objects.get(email="petra@example.org")
            actions.withdraw(Version.objects.get(), by=petra, comment="Wrong")
            print("withdrawn")
        case ["read"]:
            print(Client().get("/articles/7/hooks/", secure=True, headers={"host": "localhost"}).status_code)
    sys.stdout.flush()
"""


class Process:
    """A process of the site, which does as it is told and says how it went."""

    def __init__(self, url: str) -> None:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "patientplus.settings",
            "DATABASE_URL": url,
            "SECRET_KEY": "only-for-tests",
            "DEBUG": "true",
            "KEEP_PAGES": "true",
            "EMAIL_URL": "dummymail://",
        }
        command = [sys.executable, "-c", SERVER]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen(command, env=environment, text=True, **pipes)  # noqa: S603 (our own words)

    def do(self, what: str) -> str:
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def end(self) -> None:
        self.process.communicate(timeout=20)


@pytest.fixture
def url(tmp_path):
    """A database that two processes can share: PostgreSQL's is, and SQLite's becomes a file."""
    if connection.vendor == "postgresql":
        at = connection.settings_dict
        return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    path = tmp_path / "shared.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("vacuum into %s", [str(path)])
    return f"sqlite:///{path}"


def test_a_withdrawal_is_seen_at_once_by_another_process(url):
    one, other = Process(url), Process(url)
    try:
        assert one.do("make") == "made"
        assert [other.do("read"), other.do("read")] == ["200", "200"]
        assert one.do("withdraw") == "withdrawn"
        assert [other.do("read"), one.do("read")] == ["410", "410"]
    finally:
        one.end()
        other.end()


def test_what_a_search_found_is_kept_until_the_next_edition(client, article, make_article, monkeypatch):
    monkeypatch.setattr(generations, "LEASE", 0.0)
    assert "1 article for" in client.get("/search/?q=lanterns").content.decode()
    assert list(generations._current.cache[SEARCHES])
    make_article(2, "More lanterns")
    assert "2 articles for" in client.get("/search/?q=lanterns").content.decode()


def test_searches_that_found_nothing_are_asked_again(client, article):
    client.get("/search/?q=submarine")
    assert SEARCHES not in generations._current.cache


def test_only_so_many_searches_are_kept(client, article, monkeypatch):
    monkeypatch.setattr(generations, "LEASE", 60)
    for number in range(MOST_SEARCHES + 3):
        client.get(f"/search/?q=lanterns+{number}")
    assert len(generations._current.cache[SEARCHES]) == MOST_SEARCHES
