"""How long a filled database of an earlier release takes to come to this one, and that nothing of it is lost.

    python -m bench.upgrade --from COMMIT [--notes 100000] [--views 1000000]

Uses DATABASE_URL (an empty database), or a SQLite file in a temporary folder. Takes the code of the earlier release out
of git, lets it make and fill its database, brings that to this release with `prepare`, and compares every row of every
table of ours: what the earlier release had in a column is there in the same row, under the table's name of today. Columns that are
no longer there are named.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
# Tables that go by another name since.
RENAMED = {
    **{
        f"notes_{name}": f"appraisal_{name}"
        for name in (
            *("action", "entry", "evidence", "objective", "share", "sharevisit", "source", "summary", "summaryfile"),
            *("entry_notes", "entry_objectives", "entry_page_views"),
        )
    },
    "notes_unlogged": "notes_loggingoptout",
}
ROOMS = ("accounts_", "articles_", "notes_", "feedback_")
# What counts on when anything was migrated, and what is left behind: whose turn it was to send mails.
MOVES_ON, LEFT = {"articles_edition"}, {"feedback_turn"}

FILL = """
import sys, uuid, django
from datetime import timedelta
django.setup()
from django.core.management import call_command
from django.utils import timezone
call_command("prepare", "--demo", verbosity=0)
from accounts.models import User
from articles.models import Version
from feedback.models import Issue, Delivery, Subscription
from notes.models import Bookmark, Entry, Evidence, Note, Objective, PageView, Placement, Source, Tag
notes, views = int(sys.argv[1]), int(sys.argv[2])
now, version = timezone.now().replace(microsecond=0), Version.objects.first()
people = User.objects.bulk_create([User(email=f"m{i}@example.org", display_name=f"Member {i}") for i in range(200)])
def fill(model, count, row, batch=5000):
    for start in range(0, count, batch):
        model.objects.bulk_create([row(i) for i in range(start, min(start + batch, count))])
who = lambda i: people[i % len(people)]
at = lambda i: now - timedelta(minutes=i % 500_000)
fill(Note, notes, lambda i: Note(user=who(i), version=version, section="s", body=f"Note {i}: 10⁹/L", created_at=at(i)))
fill(PageView, views, lambda i: PageView(
    user=who(i), version=version, opened_at=at(i), seen_at=at(i), active_seconds=i % 600, question="Why?"[: i % 5]))
first = {user.pk: PageView.objects.filter(user=user).first() for user in people}
fill(Tag, 2000, lambda i: Tag(user=who(i), name=f"tag {i}", folded=f"tag {i}"))
fill(Objective, 1000, lambda i: Objective(user=who(i), title=f"Objective {i}"))
fill(Entry, notes // 20, lambda i: Entry(user=who(i), title=f"Entry {i}", what="Read it.", claimed_minutes=i % 60))
for entry in Entry.objects.all()[:1000]:
    entry.page_views.add(first[entry.user_id])
    Source.objects.create(entry=entry, version=version, read_on=now.date(), opened_count=1, active_seconds=60)
from datetime import date
from django.core.files.base import ContentFile
from notes.actions import evidence, summaries
from notes.summaries.build import Choices, Words
from notes.forms.summary import SHOW
for entry in Entry.objects.select_related("user")[:20]:
    evidence.keep(by=entry.user, entry=entry, file=ContentFile(b"%PDF-1.7", name="a.pdf"), kind="application/pdf")
    choices = Choices(date(2026, 1, 1), date(2026, 12, 31), frozenset(dict(SHOW)), frozenset([entry.pk]))
    summaries.freeze(by=entry.user, key=uuid.uuid4(), choices=choices, words=Words(overview="A year."))
Subscription.objects.bulk_create([Subscription(email=f"s{i}@example.org", confirmed_at=now) for i in range(5000)])
issue = Issue.objects.create(subject="News", begins_on=now.date(), ends_on=now.date())
sent = lambda i: {} if i % 10 == 0 else {"sent_at": now}
subscriptions = list(Subscription.objects.all())
Delivery.objects.bulk_create([Delivery(issue=issue, subscription=s, **sent(i)) for i, s in enumerate(subscriptions)])
"""

DIGEST = """
import hashlib, json, sys, django
django.setup()
from django.db import connection
names, found = json.loads(sys.argv[1]), {}
with connection.cursor() as cursor:
    tables = connection.introspection.table_names(cursor)
    for table, columns in (names or {t: None for t in tables if t.startswith(tuple(json.loads(sys.argv[2])))}).items():
        have = sorted(c.name for c in connection.introspection.get_table_description(cursor, table))
        columns = [c for c in columns or have if c in have]
        key = "id" if "id" in columns else columns[0]
        digests, count = [hashlib.sha256() for _ in columns], 0
        cursor.execute(f'SELECT {", ".join(chr(34) + c + chr(34) for c in columns)} FROM "{table}" ORDER BY "{key}"')
        while rows := cursor.fetchmany(5000):
            count += len(rows)
            for digest, values in zip(digests, zip(*rows)):
                digest.update(repr([bytes(it) if isinstance(it, memoryview) else it for it in values]).encode())
        found[table] = [count, {c: digest.hexdigest() for c, digest in zip(columns, digests)}]
print(json.dumps(found))
"""


def run(folder: Path, script: str, *arguments: str) -> str:
    """Run Python in a checkout; what it printed last. Raises CalledProcessError with its complaint shown."""
    command = [sys.executable, "-c", script, *arguments]
    result = subprocess.run(command, cwd=folder, env=os.environ, check=True, text=True, stdout=subprocess.PIPE)
    return result.stdout.strip().splitlines()[-1] if result.stdout.strip() else ""


def take_out(commit: str, folder: Path) -> None:
    """The tree of a commit, in a folder."""
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive, check=True)


def main() -> int:
    import json

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="commit", required=True)
    parser.add_argument("--notes", default="100000")
    parser.add_argument("--views", default="1000000")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'filled.sqlite3'}")
        os.environ |= {"SECRET_KEY": hashlib.sha256(name.encode()).hexdigest(), "DEBUG": "true", "DATA_DIR": name}
        os.environ |= {"DJANGO_SETTINGS_MODULE": "patientplus.settings", "DEMO_PASSWORD": "correct-Horse-battery-9"}
        old = folder / "old"
        old.mkdir()
        take_out(options.commit, old)
        started = time.monotonic()
        run(old, FILL, options.notes, options.views)
        print(f"filled in {time.monotonic() - started:.0f} s", flush=True)
        before = json.loads(run(old, DIGEST, "{}", json.dumps(ROOMS)))
        started = time.monotonic()
        subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, check=True)
        print(f"prepare took {time.monotonic() - started:.1f} s", flush=True)
        wanted = {
            RENAMED.get(table, table): list(columns) for table, (_, columns) in before.items() if table not in LEFT
        }
        after = json.loads(run(ROOT, DIGEST, json.dumps(wanted), "[]"))
        is_whole = True
        for table, (count, columns) in sorted(before.items(), key=lambda item: -item[1][0]):
            found, same = after.get(RENAMED.get(table, table), [0, {}])
            changed = [name for name, digest in columns.items() if same.get(name, digest) != digest]
            gone = [name for name in columns if name not in same]
            is_whole = is_whole and (table in LEFT | MOVES_ON or (found == count and not changed))
            print(f"{table:32} {count:>9} rows -> {found:>9}  changed: {changed or '-'}  columns gone: {gone or '-'}")
        subprocess.run([sys.executable, "manage.py", "check", "--database", "default"], cwd=ROOT, check=True)
    return 0 if is_whole else 1


if __name__ == "__main__":
    sys.exit(main())
