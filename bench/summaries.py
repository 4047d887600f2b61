"""What a summary of 200 entries and 5,000 views costs in each format, beside Typst alone.

python bench/summaries.py                       three rounds, a table, results/summaries.json
python bench/summaries.py --rounds 1 --entries 50 --views 500

Each format is made in a process of its own, which tells its seconds (the median of the rounds; imports do not count), its
peak memory after the first round, and that of the process that it lets Typst run in. On a busy machine believe the CPU seconds, of both
processes, by which it is compared. `typst alone` is the same text set by the same template, without Django, building, cleaning or signing.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
RESULT = ROOT / "bench" / "results" / "summaries.json"
FORMATS = ["typst alone", "build", "pdf", "docx", "csv", "json", "xapi", "txt"]
WORDS = "The page says what to look for and when to ask. I had not thought of it, and will look for it from now on. "


def main() -> None:
    """Fill a database, make every format, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=200)
    parser.add_argument("--views", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(folder, "fill", str(asked.entries), str(asked.views))
        rows = {name: json.loads(run(folder, "one", name, str(asked.rounds))) for name in FORMATS}
    print(table(rows))
    load = os.getloadavg()[0]
    print(
        f"{asked.entries} entries, {asked.views} views, Python {platform.python_version()}, load {load:.1f} at the end"
    )
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(
        json.dumps({"entries": asked.entries, "views": asked.views, "load": load, "formats": rows}, indent=2)
    )


def run(folder: str, *what: str) -> str:
    """One step in a process of its own; what it says last is its result."""
    environment = os.environ | {
        "DATA_DIR": folder,
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "DEBUG": "false",
        "DJANGO_SETTINGS_MODULE": "patientplus.settings",
        "LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(ROOT),
        "SECRET_KEY": "only-for-this-measurement",
        "STATIC_ROOT": f"{folder}/static",
    }
    command = [sys.executable, __file__, "--step", folder, *what]
    done = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.strip().splitlines()[-1]


def table(rows: dict[str, dict[str, Any]]) -> str:
    """The figures as Markdown."""
    floor = rows["typst alone"]["work"]
    lines = [
        "| format | seconds | CPU seconds | of typst alone | pages | KiB | peak MiB | and of Typst's process |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, row in rows.items():
        ratio = f"{row['work'] / floor:.2f}" if name in {"typst alone", "pdf"} else ""
        size, pages, apart = (row[key] or "" for key in ("kib", "pages", "apart"))
        lines.append(
            f"| {name} | {row['seconds']:.2f} | {row['work']:.2f} | {ratio} | {pages} | {size} | {row['mib']} | {apart} |"
        )
    return "\n".join(lines)


# --- The steps, each in its own process ---


def step(folder: Path, what: str, *options: str) -> None:
    """Do one step and print its result."""
    if what == "fill":
        fill(folder, *map(int, options))
        print("filled")
        return
    name, rounds = options[0], int(options[1])
    make = maker(folder, name)
    seconds, work, peaks, made = [], [], [], b""
    for _ in range(rounds):
        began, worked = time.perf_counter(), work_done()
        made = make()
        seconds.append(time.perf_counter() - began)
        work.append(work_done() - worked)
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    print(
        json.dumps(
            {
                "seconds": statistics.median(seconds),
                "work": statistics.median(work),
                "kib": len(made) // 1024,
                "pages": made.count(b"/Type/Page/") if made.startswith(b"%PDF") else None,
                "mib": peaks[0],
                "apart": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
            }
        )
    )


def work_done() -> float:
    """Processor seconds of this process and of those that it started and that have ended."""
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def maker(folder: Path, name: str) -> Callable[[], bytes]:
    """What makes this format, with everything imported and read that a running site has imported and read."""
    if name == "typst alone":
        return typst_alone(folder)
    import django

    django.setup()
    from accounts.models import User
    from appraisal.summaries.document import build, canonical
    from appraisal.summaries.files import sheet, signing, store

    signing.signer()
    document = json.loads((folder / "document.json").read_text())
    stamp = sheet.Stamp(canonical.sha256(canonical.text(document)), True)
    if name == "build":
        member = User.objects.get(email="reader@example.org")
        return lambda: canonical.text(build.summary(member, choices(member))).encode()
    kind = store.JSON if name == "json" else store.KINDS[name]

    def make() -> bytes:
        made = kind.made(document, stamp)
        return made.encode() if isinstance(made, str) else made

    return make


def typst_alone(folder: Path) -> Callable[[], bytes]:
    """The bare compiler on the data that the PDF is made from."""
    import typst

    summaries = ROOT / "notes" / "summaries"
    template, data = (summaries / "summary.typ").read_bytes(), (folder / "printed.json").read_text()
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(summaries / "fonts")])
    options: dict[str, Any] = {"font_paths": fonts, "pdf_standards": ["ua-1"], "format": "pdf"}
    return lambda: typst.compile(template, sys_inputs={"summary": data}, **options)


def choices(member: Any) -> Any:
    """Everything that there is, of ten years."""
    from datetime import date

    from appraisal.summaries.document.build import Choices
    from appraisal.summaries.forms import SHOW

    ids = frozenset(member.entries.values_list("pk", flat=True))
    return Choices(date(2017, 1, 1), date(2026, 12, 31), frozenset(dict(SHOW)), ids)


def fill(folder: Path, entries: int, views: int) -> None:
    """One member with so many views over five years and so many entries, each about one of them."""
    import django

    django.setup()
    from datetime import UTC, datetime, timedelta

    from django.core.management import call_command

    from accounts.models import User
    from appraisal.models import Entry, Source
    from appraisal.summaries.document import build, canonical
    from appraisal.summaries.files import as_pdf, printable, sheet
    from articles.models import Version
    from notes.models import PageView

    call_command("prepare", "--demo", stdout=sys.stderr)
    User.objects.exclude(email="reader@example.org").update(is_active=False)
    member, version = User.objects.get(email="reader@example.org"), Version.objects.published().get()
    start, apart = datetime(2021, 1, 1, 9, tzinfo=UTC), timedelta(days=5 * 365) / views
    moments = [start + apart * number for number in range(views)]
    PageView.objects.bulk_create(
        PageView(user=member, version=version, opened_at=at, seen_at=at, active_seconds=240) for at in moments
    )
    texts = {"what": WORDS * 3, "so_what": WORDS * 3, "what_next": WORDS}
    days = [(start + timedelta(days=number * 1800 / entries)).date() for number in range(entries)]
    made = Entry.objects.bulk_create(
        Entry(user=member, title=f"Reflection {number}", learned_on=day, claimed_minutes=45, **texts)
        for number, day in enumerate(days)
    )
    Source.objects.bulk_create(
        Source(entry=entry, version=version, read_on=entry.learned_on, opened_count=1, active_seconds=240)
        for entry in made
    )
    seal = build.Seal("7H2KM9QXRTB4C8WZN3VD")
    document = build.summary(member, choices(member), seal=seal)
    (folder / "document.json").write_text(json.dumps(document))
    stamp = sheet.Stamp(canonical.sha256(canonical.text(document)), True)
    from collections import Counter

    printed = printable.printable(
        as_pdf.drawn(sheet.build(document, stamp=stamp, views=as_pdf.PRINTED_VIEWS)), Counter()
    )
    (folder / "printed.json").write_text(json.dumps(printed | {"replaced": []}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--step"]:
        step(Path(sys.argv[2]), *sys.argv[3:])
    else:
        main()
