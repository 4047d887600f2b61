"""The work that placing.py times, in a process of its own with a database of its own.

python -m bench.placing_process measure        5,000 notes, a new version, and the page of one member (JSON out)
python -m bench.placing_process tally COUNT    random passages in random revisions (JSON out)
"""

import json
import random
import resource
import sys
import time
from io import StringIO

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.models import User  # noqa: E402
from articles import actions, generations  # noqa: E402
from articles.models import Version  # noqa: E402
from notes import receivers  # noqa: E402
from notes.annotations.placements import actions as placements  # noqa: E402
from notes.models import Note, Placement  # noqa: E402
from tests.notes.annotations import documents, revisions, trials  # noqa: E402

MEMBERS, EACH, MANY = 960, 5, 200  # members with five notes each, and one with 200: 5,000 in all
EDITS = 12  # of the new version
PAGES = 9  # times that the page is opened; the median counts


def measure() -> dict:
    """Fill an empty database, publish a version, and open its page."""

    def peak() -> float:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    rng = random.Random(1)
    member, version = _fill(rng)
    worked = time.process_time()
    placements.counts(version)
    counting = time.process_time() - worked
    before, begun, worked = peak(), time.perf_counter(), time.process_time()
    placed = placements.place(version)
    seconds, work = time.perf_counter() - begun, time.process_time() - worked
    states = dict.fromkeys(["exact", "moved", "changed", "detached"], 0)
    for state in Placement.objects.values_list("state", flat=True):
        states[state] += 1
    figures = {"placed": placed, "seconds": round(seconds, 2), "work": round(work, 2), "counting": round(counting, 2)}
    figures |= {"before": round(before), "peak": round(peak())}

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(member)
    version = Version.objects.select_related("article").get(pk=version.pk)
    times, works = [], []
    generations.LEASE = 3600
    for _ in range(PAGES + 1):
        begun, worked = time.perf_counter(), time.process_time()
        with CaptureQueriesContext(connection) as captured:
            page = client.get(version.article.get_absolute_url(), secure=True)
        times.append(time.perf_counter() - begun)
        works.append(time.process_time() - worked)
        if page.status_code != 200 or b'class="note' not in page.content:
            raise SystemExit(f"The page answers {page.status_code}.")
    asking = Placement.objects.owned_by(member).undecided().count()
    page_ms, page_work = (round(1000 * sorted(taken[1:])[PAGES // 2]) for taken in (times, works))
    queries = [query["sql"] for query in captured if not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT"))]
    return figures | {
        "states": states,
        "page_ms": page_ms,
        "page_work": page_work,
        "queries": len(queries),
        "asking": asking,
    }


def _fill(rng):
    """The first article with 5,000 notes, and its next version with random edits. Gives the member with most notes."""
    receivers.tasks.place_notes = type("Later", (), {"enqueue": staticmethod(lambda pk: None)})  # it is timed below
    call_command("prepare", "--demo", stdout=StringIO())
    live = Version.objects.published().select_related("article").get()
    members = User.objects.bulk_create(
        User(email=f"m{n}@example.org", display_name=f"M {n}", password="!")  # noqa: S106 (no password opens it)
        for n in range(MEMBERS + 1)
    )
    sections = [(part["id"], *part["text"]) for part in live.contents]
    notes = []
    for member in [members[0]] * MANY + [member for member in members[1:] for _ in range(EACH)]:
        anchor = trials.passage(live, rng)
        section = next(id_ for id_, start, end in sections if start <= anchor.start < end)
        notes.append(Note(user=member, version=live, section=section, body="Ask about this.", **vars(anchor)))
    Note.objects.bulk_create(notes)
    author, reviewer, publisher = (
        User.objects.get(email=f"{n}@example.org") for n in ("author", "reviewer", "publisher")
    )
    draft = actions.start_version(live.article, by=author)
    document = revisions.revise(documents.first_article(), rng, EDITS)
    draft = actions.write(
        draft, by=author, body=document.html, significance="clinical", change_note="Revised at random"
    )
    draft = actions.approve(actions.submit(draft, by=author), by=reviewer)
    return members[0], actions.publish(draft, by=publisher)


def tally(count: int) -> dict:
    """What became of so many random passages."""
    return trials.rates(list(trials.trials(count)))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["measure"]:
            print(json.dumps(measure()))
        case ["tally", count]:
            print(json.dumps(tally(int(count))))
