"""What years of reading cost: `.venv/bin/python -m bench.years` (both databases, some four minutes; --help for options).

A member with 5,000 views, 500 notes and 200 entries, first among 100,000 views of others and then among 1,000,000. Each page
is asked for by Django's test client in this process, in turn with its floor; the median of the rounds is printed, in
milliseconds, with the number of queries. Floor F is what plain Django does for the same member: the session, the user, a
count, a page of fifty views with their versions, and a small template.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "data" / "bench"
POSTGRESQL = os.environ.get("BENCH_POSTGRES_URL", "postgres://127.0.0.1:5432/bench_years")
OTHERS = (100_000, 1_000_000)
VIEWS, NOTES, ENTRIES, ARTICLES, MEMBERS, TOPICS = 5_000, 500, 200, 300, 400, 12


def main() -> None:
    """Measure each database in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--in", dest="inside", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        print(json.dumps(measured(chosen.rounds)))
        return
    print("| database | page | others' views | queries | ms | floor F, ms |\n|---|---|---|---|---|---|")
    for database in chosen.databases:
        for row in in_a_process(database, chosen.rounds):
            print("| {} | {page} | {others:,} | {queries} | {ms:.0f} | {floor:.0f} |".format(database, **row))


def in_a_process(database: str, rounds: int) -> list[dict]:
    """Make an empty database, and measure in it."""
    WORK.mkdir(parents=True, exist_ok=True)
    file = WORK / "years.sqlite3"
    for path in WORK.glob("years.sqlite3*"):
        path.unlink()
    if database == "postgresql":
        name = POSTGRESQL.rpartition("/")[2]
        if not name.startswith("bench"):
            raise SystemExit(f"{name} would be dropped: the name must begin with bench.")
        server = POSTGRESQL.rpartition("/")[0] + "/postgres"
        for statement in (f"drop database if exists {name}", f"create database {name}"):
            subprocess.run(["psql", "-q", server, "-c", statement], check=True)
    address = f"sqlite:///{file}" if database == "sqlite" else POSTGRESQL
    settings = {"SECRET_KEY": "x", "DATABASE_URL": address, "DATA_DIR": str(WORK), "LOG_LEVEL": "ERROR"}
    settings |= {"ALLOWED_HOSTS": "testserver", "STATIC_ROOT": str(WORK / "static"), "DEMO_PASSWORD": "lantern-light-9"}
    environment = os.environ | settings | {"DJANGO_SETTINGS_MODULE": "patientplus.settings"}
    command = [sys.executable, "-m", "bench.years", "--in", database, "--rounds", str(rounds)]
    out = subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(out.splitlines()[-1])


def measured(rounds: int) -> list[dict]:
    """Fill the database in two steps, and measure after each."""
    import django

    django.setup()
    from django.core.management import call_command

    with open(os.devnull, "w") as nowhere:
        call_command("prepare", "--demo", stdout=nowhere)
        call_command("collectstatic", "--noinput", stdout=nowhere)
    member, versions = fill()
    found, there = [], 0
    for others in OTHERS:
        add_views(others - there, versions)
        there = others
        found += [row | {"others": others} for row in asked(member, versions, rounds)]
    return found


def fill():
    """The articles, the member and the others."""
    from django.utils import timezone

    from accounts.models import User
    from articles.models import Article, Topic, Version

    first = Version.objects.published().get()
    topics = Topic.objects.bulk_create(Topic(name=f"Topic {it}", slug=f"topic-{it}") for it in range(TOPICS))
    articles = Article.objects.bulk_create(
        Article(document_id=50_000 + it, slug=f"a-{it}", working_title=f"Article {it}") for it in range(ARTICLES)
    )
    Article.topics.through.objects.bulk_create(
        Article.topics.through(article=it, topic=topics[place % TOPICS]) for place, it in enumerate(articles)
    )
    same = {name: getattr(first, name) for name in ("status", "body", "page", "contents", "text", "summary", "author")}
    same |= {"approved_by": first.approved_by, "approved_at": first.approved_at, "published_at": timezone.now()}
    versions = Version.objects.bulk_create(
        Version(article=it, number=1, title=it.working_title, **same) for it in articles
    )
    User.objects.bulk_create(
        User(email=f"m{it}@example.org", display_name=f"M {it}", password="!")  # noqa: S106 (opens nothing)
        for it in range(MEMBERS)
    )
    member = User.objects.get(email="reader@example.org")
    live(member, versions)
    return member, versions


def live(member, versions) -> None:
    """Five years of one member."""
    from datetime import timedelta

    from django.utils import timezone

    from appraisal.models import Entry, Source
    from notes.models import Note, PageView

    now = timezone.now()
    views = PageView.objects.bulk_create(
        PageView(
            user=member,
            version=versions[it * 7 % len(versions)],
            opened_at=now - timedelta(hours=it * 8 + 1),
            seen_at=now - timedelta(hours=it * 8),
            active_seconds=it % 900,
        )
        for it in range(VIEWS)
    )
    Note.objects.bulk_create(
        Note(user=member, version=versions[it * 3 % len(versions)], body="x", created_at=now - timedelta(days=it * 3))
        for it in range(NOTES)
    )
    entries = Entry.objects.bulk_create(
        Entry(user=member, title=f"Entry {it}", learned_on=(now - timedelta(days=it * 9)).date(), what="x" * 400)
        for it in range(ENTRIES)
    )
    through = Entry.page_views.through
    through.objects.bulk_create(through(entry=it, pageview=views[place * 20]) for place, it in enumerate(entries))
    Source.objects.bulk_create(
        Source(entry=it, version=views[place * 20].version, read_on=it.learned_on, opened_count=1)
        for place, it in enumerate(entries)
    )


def add_views(count: int, versions) -> None:
    """That many views of others, spread over five years."""
    from django.db import connection

    from accounts.models import User

    low, high = versions[0].pk, len(versions)
    first = User.objects.filter(email__startswith="m").order_by("pk").first().pk
    spread = {
        "sqlite": (
            "with recursive n(n) as (select 1 union all select n + 1 from n where n < %s)",
            "datetime('now', '-' || (n %% 1825) || ' days')",
            "n",
        ),
        "postgresql": (
            "with n as (select n from generate_series(1, %s) n)",
            "now() - make_interval(days => n %% 1825)",
            "n",
        ),
    }
    series, moment, table = spread[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""insert into notes_pageview (user_id, version_id, opened_at, seen_at, active_seconds, question)
            {series} select {first} + n %% {MEMBERS}, {low} + n %% {high}, {moment}, {moment}, n %% 900, '' from {table}""",
            [count],
        )
        cursor.execute("vacuum analyze" if connection.vendor == "postgresql" else "analyze")


def asked(member, versions, rounds: int) -> list[dict]:
    """Each page in turn with the floor: its queries, and the medians of both."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(member)
    pages = {
        "/activity/": "/activity/",
        "/diary/": "/diary/",
        "/diary/inbox/": "/diary/inbox/",
        "article": versions[5].article.get_absolute_url(),
    }
    rows = []
    for name, address in pages.items():
        times, floors = [], []
        for _ in range(rounds + 2):
            floors.append(timed(lambda: floor(client)))
            times.append(timed(lambda address=address: get(client, address)))
        with CaptureQueriesContext(connection) as captured:
            get(client, address)
        ms, least = (statistics.median(it[2:]) * 1000 for it in (times, floors))
        rows.append({"page": name, "queries": len(captured), "ms": ms, "floor": least})
    return rows


def timed(call) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def get(client, address: str) -> None:
    answer = client.get(address, secure=True)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answers {answer.status_code}.")


def floor(client) -> str:
    """What plain Django does for a page of a member's log."""
    from django.core.paginator import Paginator
    from django.template import Context, Template

    from accounts.models import Session, User
    from notes.models import PageView

    session = Session.objects.get(pk=client.cookies["sessionid"].value).get_decoded()
    user = User.objects.get(pk=session["_auth_user_id"])
    views = PageView.objects.filter(user=user).select_related("version").defer("version__body", "version__text")
    page = Paginator(views.defer("version__page", "version__contents"), 50).get_page(1)
    line = "{% for it in page %}<li>{{ it.opened_at }} {{ it.version.title }} {{ it.active_seconds }}</li>{% endfor %}"
    return Template(line).render(Context({"page": page}))


if __name__ == "__main__":
    main()
