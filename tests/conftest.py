"""The cast, and the articles they made. Everything is made through actions, so no test holds an impossible object."""

import shutil
import socket
import tempfile
import time
import uuid
from datetime import UTC, date, datetime

import hypothesis
import pytest
from django.conf import settings
from django.core.management import CommandError
from django.db import OperationalError, connections
from django.test import TransactionTestCase
from django.utils import timezone

from accounts.models import User
from accounts.regulators import files as regulator_tables
from accounts.regulators import regulators
from appraisal.diary import actions as diary
from appraisal.rules import files as rules
from appraisal.summaries import actions as summaries
from appraisal.summaries.document import layouts
from appraisal.summaries.document.build import Choices, Words
from appraisal.summaries.forms import SHOW
from articles import actions
from articles.models import Article, Version
from articles.text import anchors
from core import triggers
from notes.annotations import actions as annotations
from notes.models import Note, PageView
from notes.reading import tracking
from tests.collected import collected, collected_files  # noqa: F401 (fixtures)

# The same examples each time, however busy the machine: a failure is of the code, never of the hour.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis.settings.load_profile("steady")

BODY = """
<h2>Introduction</h2>
<p>Lanterns are lit at dusk.<cite data-ref="first"></cite> They burn for 2.5 hours.</p>
<h2>Presentation</h2>
<p>A lantern may be red or green. It hangs from a hook.</p>
<ul><li>Red lanterns face west.<cite data-ref="second"></cite></li><li>Green lanterns face east.</li></ul>
"""
REFERENCES = [
    {"key": "first", "authors": "Author A, Author B", "title": "On lanterns", "source": "Journal", "issued": "2014"},
    {"key": "second", "title": "Second report", "source": "Guidance", "issued": "2015 May", "doi": "10.1000/182"},
]


def pytest_addoption(parser):
    parser.addoption("--only-database", action="store_true", help="leave out tests that use no database")


def pytest_collection_modifyitems(config, items):
    """On a second database, what uses none would only be said again."""
    if config.getoption("--only-database"):
        wanted, rest = [], []
        for item in items:
            (wanted if _uses_database(item) else rest).append(item)
        config.hook.pytest_deselected(items=rest)
        items[:] = wanted


def _uses_database(item):
    is_marked = any(item.get_closest_marker(name) for name in ("django_db", "postgresql", "browser"))
    return is_marked or bool({"db", "transactional_db", "live_server"} & set(item.fixturenames))


def pytest_configure():
    """Nobody attacks the passwords of the cast, and hashing them well took most of the time of the tests.

    What members keep in files lies in a folder of this run.
    """
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["private"]["OPTIONS"]["location"] = tempfile.mkdtemp()


def pytest_unconfigure():
    shutil.rmtree(settings.STORAGES["private"]["OPTIONS"]["location"], ignore_errors=True)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Only this machine may be reached."""
    connect = socket.socket.connect

    def guarded(self, address):
        host = address[0] if isinstance(address, tuple) else "localhost"
        assert host in {"127.0.0.1", "::1", "localhost"}, f"a test reached for {host}"
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True, scope="session")
def _thaw_before_flush():
    """SQLite empties tables with DELETE, which the triggers refuse; migrate's signal makes them again after it.

    A page that a browser test closed may still be telling the server how long it was read: then the tables are locked
    for a moment, in another order, and are emptied a little later.
    """
    teardown = TransactionTestCase._fixture_teardown

    def thawed(self):
        for tries_left in (3, 2, 1, 0):
            try:
                for connection in connections.all():
                    triggers.drop_all(connection)
                teardown(self)
                return
            except (CommandError, OperationalError):
                if not tries_left:
                    raise
                time.sleep(1)

    TransactionTestCase._fixture_teardown = thawed
    yield
    TransactionTestCase._fixture_teardown = teardown


def person(name: str, **fields) -> User:
    return User.objects.create_user(f"{name.lower()}@example.org", "lantern-light-9", display_name=name, **fields)


@pytest.fixture
def ada(db):
    """Writes."""
    return person("Ada")


@pytest.fixture
def rita(db):
    """Reviews."""
    return person("Rita")


@pytest.fixture
def petra(db):
    """Publishes."""
    return person("Petra")


@pytest.fixture
def grace(db):
    """Reads and keeps notes."""
    return person("Grace")


@pytest.fixture
def mallory(db):
    """Is signed in and owns nothing."""
    return person("Mallory")


@pytest.fixture
def as_grace(client, grace):
    client.force_login(grace)
    return client


@pytest.fixture
def as_mallory(client, mallory):
    client.force_login(mallory)
    return client


@pytest.fixture
def make_article(ada, rita, petra):
    """Make an article as staff would: planned, or with a draft, or published."""

    def make(document_id=1234, title="Lanterns", *, to="published", body=BODY, **fields) -> Article:
        article = actions.plan(
            document_id=document_id,
            title=title,
            audience=fields.pop("audience", "professional"),
            topics=fields.pop("topics", ["Lighting"]),
            **fields,
        )
        if to != "planned":
            revise(article, body=body, to=to)
        return article

    def revise(article, *, body=BODY, to="published", title=None, change_note="New words") -> Version:
        version = actions.start_version(article, by=ada)
        actions.set_references(version, REFERENCES, by=ada)
        words = {
            "title": title or article.working_title,
            "body": body,
            "significance": "minor",
            "change_note": change_note,
            "interests": "None declared",
        }
        version = actions.write(version, by=ada, summary="What lanterns are for.", **words)
        if to == "draft":
            return version
        version = actions.submit(version, by=ada)
        if to == "in_review":
            return version
        version = actions.approve(version, by=rita)
        return publish(version) if to == "published" else version

    def publish(version) -> Version:
        return actions.publish(version, by=petra)

    make.revise, make.publish = revise, publish
    return make


@pytest.fixture
def article(make_article):
    """A published article."""
    article = make_article()
    article.refresh_from_db()
    return article


@pytest.fixture
def version(article):
    """The live version of the article."""
    return article.versions.get()


@pytest.fixture
def queries(db):
    """Count the queries of a call: `with queries() as count: ...; len(count)`."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    return lambda: CaptureQueriesContext(connection)


@pytest.fixture
def write(grace, version):
    """Write a note of Grace's: on the whole page, on a section, or on a passage by its words."""

    def write(body="Ask about dusk.", *, quote="", section="", by=grace, version=version, key=None):
        anchor = None
        if quote:
            anchor, section = anchors.locate(version, section=section, quote=quote)
        return annotations.write(
            by=by, version=version, key=key or uuid.uuid4(), body=body, section=section, anchor=anchor
        )

    return write


@pytest.fixture
def read():
    """Let a member open a version, and read it for so many seconds."""

    def read(user, version, at=None, seconds=0) -> PageView:
        at = at or timezone.now()
        tracking.log(user, version, at)
        visit = PageView.objects.filter(user=user, version=version, opened_at__lte=at, seen_at__gte=at)
        visit.update(active_seconds=seconds)
        return visit.get()

    return read


@pytest.fixture
def note():
    """Let a member write a note on the whole page."""

    def note(user, version, body="Hooks matter.", at=None) -> Note:
        at = at or timezone.now()
        return Note.objects.create(user=user, version=version, body=body, created_at=at, updated_at=at)

    return note


@pytest.fixture
def reflect():
    """Let a member write an entry of their diary."""

    def reflect(user, title="On lanterns", *, learned_on=None, key=None, **words):
        words = {"what": "Read it.", "so_what": "", "what_next": "Hang them.", "claimed_minutes": 0} | words
        day = learned_on or timezone.localdate()
        return diary.write(by=user, key=key or uuid.uuid4(), title=title, learned_on=day, **words)

    return reflect


@pytest.fixture
def frozen(grace, version, read, reflect):
    """Let Grace freeze a summary of everything, with one entry about one read. Its files are made by `files.make`."""

    def frozen(
        *,
        by=grace,
        key=None,
        supersedes=None,
        words=None,
        overview="",
        at=datetime(2026, 11, 17, 9, tzinfo=UTC),
        **entry,
    ):
        view = read(by, version, at, seconds=400)
        written = reflect(by, page_views=[view], learned_on=at.date(), **entry)
        choices = Choices(date(2026, 1, 1), date(2026, 11, 20), frozenset(dict(SHOW)), frozenset([written.pk]))
        words = words or Words(overview=overview)
        return summaries.freeze(by=by, key=key or uuid.uuid4(), choices=choices, words=words, supersedes=supersedes)

    return frozen


@pytest.fixture
def regulator_files(tmp_path, monkeypatch):
    """A folder with a copy of every regulator's file, which the site reads until the test ends."""
    folder = shutil.copytree(
        regulator_tables.FOLDER, tmp_path / "regulators", ignore=shutil.ignore_patterns("*.py", "__*")
    )
    monkeypatch.setattr(regulator_tables, "FOLDER", folder)
    forget_regulators()
    yield folder
    monkeypatch.undo()
    forget_regulators()


def forget_regulators():
    for cached in (regulator_tables.read, regulators, rules.rules, rules.models, rules.method_labels, layouts.layouts):
        cached.cache_clear()
