"""What it takes to place the notes of a much noted article in a new version: `python3 bench/placing.py`.

On SQLite and on PostgreSQL: an article with 5,000 notes gets a new version, and a member with 200 notes on it opens the
page. Then random passages in random revisions, counted by what became of them (tests/notes/annotations/trials.py). Options: --help.
"""

import argparse
import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import run

HEADINGS = [
    "database",
    "notes placed",
    "time (of the processor)",
    "memory before / at most",
    "exact / moved / changed / detached",
]
HEADINGS += ["counted for the publisher", "page of a member with 200 notes", "queries"]


def report(figures: dict[str, dict], came: dict) -> str:
    """The figures as Markdown."""
    machine = f"{run.os.cpu_count()} cores, {run.platform.system()}, Python {run.platform.python_version()}"
    said = f"Measured on {datetime.now(UTC):%Y-%m-%d} with `python3 bench/placing.py --docs`: {machine}, "
    lines = [f"{said}load {run.os.getloadavg()[0]:.1f}.", "", _row(HEADINGS), _row(["---"] * len(HEADINGS))]
    for vendor, of in figures.items():
        states = " / ".join(str(number) for number in of["states"].values())
        memory, taken = f"{of['before']} / {of['peak']} MiB", f"{of['seconds']} s ({of['work']} s)"
        page = f"{of['page_ms']} ms ({of['page_work']} ms); {of['asking']} of them ask"
        lines.append(_row([vendor, of["placed"], taken, memory, states, f"({of['counting']} s)", page, of["queries"]]))
    lines += ["", _row(["random passages in random revisions", "number", "share"]), _row(["---"] * 3)]
    for name, number in came.items():
        share = number / came["still stand" if name.startswith("found") else "passages"]
        lines.append(_row([name, number, f"{share:.2%}"]))
    return "\n".join(lines)


def _row(cells: list) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--databases", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    parser.add_argument("--trials", type=int, default=10_000, help="random passages (default: 10000)")
    parser.add_argument("--docs", action="store_true", help="write the figures into docs/performance.md")
    chosen = parser.parse_args()
    run.WORK.mkdir(parents=True, exist_ok=True)
    figures = {}
    run.python("manage.py", "collectstatic", "--noinput", "--verbosity", "0", env=run.environment("sqlite://:memory:"))
    for vendor in chosen.databases:
        (run.WORK / "db.sqlite3").unlink(missing_ok=True)
        with run.database(vendor) as env:
            run.say(f"{vendor}: 5,000 notes")
            figures[vendor] = json.loads(run.python("-m", "bench.placing_process", "measure", env=env).splitlines()[-1])
    run.say(f"{chosen.trials} random passages")
    env = run.environment("sqlite://:memory:")
    came = json.loads(run.python("-m", "bench.placing_process", "tally", str(chosen.trials), env=env).splitlines()[-1])
    words = report(figures, came)
    print(words)
    if chosen.docs:
        text = run.REPORT.read_text()
        pattern = r"(?<=<!-- placing -->\n\n).*?(?=\n\n<!-- end of placing -->)"
        run.REPORT.write_text(re.sub(pattern, lambda _: words, text, flags=re.DOTALL))


if __name__ == "__main__":
    main()
