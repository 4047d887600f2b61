"""Many people at once on one article: `python3 bench/races.py`, on the database that DATABASE_URL names.

Publications, edits and withdrawals race on one article by eight threads, and two editors save one draft; after each round
the promises are looked at (docs/measurements/races.md has the figures). The tests run a share of it. Options: --help.
"""

import argparse
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from core.errors import Conflict, NotAllowed

THREADS = 8
BODY = "<h2>Use</h2><p>A lantern burns for {} hours.</p>"


def together(jobs: Iterable[Callable[[], object]]) -> list[object]:
    """Do all of these at once, each in a thread of its own. A refusal is a result; anything else is raised."""
    from django.db import connection

    def do(job: Callable[[], object]) -> object:
        try:
            return job()
        except (NotAllowed, Conflict) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(do, jobs))


def publication_round(article, number: int, *, ada, rita, petra) -> Counter:
    """One round of publish x publish x edit x withdraw on the version in the making. Raises AssertionError for a
    promise that was broken; returns what came of it."""
    from articles import actions

    version = ready(article, number, ada=ada, rita=rita)
    live = list(article.versions.published())

    def edit(text: object) -> object:
        changed = actions.request_changes(version, by=rita, comment="Race")
        return actions.write(changed, by=ada, body=BODY.format(text))

    jobs = [
        *[partial(actions.publish, version, by=petra)] * 3,
        *[partial(edit, f"{number}.{n}") for n in range(2)],
        partial(actions.approve, version, by=rita, edits=version.edits),
        *[partial(actions.withdraw, one, by=petra, comment="Race") for one in live * 2],
    ]
    random.Random(number).shuffle(jobs)  # so that each gets to be first
    results = together(jobs)
    look(article, newest=3)
    version.refresh_from_db()
    refused = sum(isinstance(result, Exception) for result in results)
    return Counter({version.status: 1, "moves made": len(results) - refused, "moves refused": refused})


def ready(article, number: int, *, ada, rita):
    """The next version of an article, or the one in the making, approved."""
    from articles import actions

    version = article.versions.open().first() or actions.start_version(article, by=ada)
    if version.status == "draft":
        words = {"change_note": "Race", "interests": "None declared", "significance": "minor"}
        version = actions.write(version, by=ada, body=BODY.format(number), **words)
        version = actions.submit(version, by=ada)
    return actions.approve(version, by=rita) if version.status == "in_review" else version


def look(article, *, newest: int | None = None) -> None:
    """Look at every promise, of all versions or the newest. Raises AssertionError with the one that was broken."""
    from articles.text.fingerprint import fingerprint

    live = list(article.versions.published())
    last = article.versions.released().order_by("published_at").last()
    may_be_none = last is None or last.status == "withdrawn"
    assert len(live) == 1 or (not live and may_be_none), f"{len(live)} live versions"
    for version in article.versions.prefetch_related("transitions").order_by("-number")[:newest]:
        moves = list(version.transitions.all())
        assert sum(move.to_status == "published" for move in moves) <= 1, "published twice"
        if version.approved_at:
            approval = [move for move in moves if move.to_status == "approved"][-1]
            assert approval.words == fingerprint(version), "an approval outlived an edit"
            assert version.approved_by_id not in {version.author_id}, "approved by its author"
        for move in moves:
            if move.to_status == "published":
                assert move.words == fingerprint(version), "words of a released version changed"


def editing_race(version, saves: int, *, people) -> Counter:
    """Two editors save one draft in turn and at once. Raises AssertionError if a save overwrote one that its editor
    had not seen."""
    from articles import actions
    from articles.models import Version

    counts: Counter = Counter()
    for number in range(saves // 2):
        seen = Version.objects.get(pk=version.pk).edits
        writes = [
            partial(actions.write, version, by=person, edits=seen, summary=f"{person.pk} in round {number}")
            for person in people
        ]
        results = together(writes)
        saved = [result for result in results if not isinstance(result, Exception)]
        now = Version.objects.get(pk=version.pk)
        assert len(saved) == 1, f"{len(saved)} saves went through"
        assert (now.edits, now.summary) == (seen + 1, saved[0].summary), "a save was overwritten"
        counts.update({"saved": len(saved), "told of the other": len(results) - len(saved)})
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=500, help="rounds of publications (500)")
    parser.add_argument("--saves", type=int, default=1000, help="saves of the two editors (1000)")
    options = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    settings = {"DJANGO_SETTINGS_MODULE": "patientplus.settings", "SECRET_KEY": "races", "EMAIL_URL": "dummymail://"}
    os.environ.update(settings | {"DEBUG": "true"})
    import django

    django.setup()
    from django.db import connection

    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        race(connection.vendor, options)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def race(vendor: str, options: argparse.Namespace) -> None:
    """Both races, and what came of them."""
    from accounts.models import User
    from articles import actions

    cast = {
        name: User.objects.create(email=f"{name}@example.org", display_name=name) for name in ("ada", "rita", "petra")
    }
    article = actions.plan(document_id=1, title="Lanterns", audience="professional")
    started = time.monotonic()
    counts: Counter = Counter()
    for number in range(options.rounds):
        counts += publication_round(article, number, **cast)
    look(article)
    print(
        f"{vendor}: {options.rounds} rounds by {THREADS} threads in {time.monotonic() - started:.0f} s: {dict(counts)}"
    )
    draft = actions.start_version(actions.plan(document_id=2, title="Hooks", audience="professional"), by=cast["ada"])
    started = time.monotonic()
    edits = editing_race(draft, options.saves, people=[cast["ada"], cast["rita"]])
    print(f"{vendor}: {options.saves} saves by two editors in {time.monotonic() - started:.0f} s: {dict(edits)}")


if __name__ == "__main__":
    main()
