"""Every test that this machine can run: on SQLite, on PostgreSQL, and both in a browser. `python3 dev.py test` runs it.

TEST_POSTGRES_URL, TEST_REDIS_URL and CHROMIUM say where things are. PATIENTPLUS_REQUIRE_ALL=1 makes it a failure when
one of them is missing, and PATIENTPLUS_COVERAGE=SQLite measures in that phase how much of the code ran.
"""

import dataclasses
import os
import shutil
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from pathlib import Path

from dev import PYTHON, Stop, capture, last_line, run

# Tests never take their settings from .env: it may name a database that people use.
TEST_SETTINGS = {
    "DEBUG": "true",
    "SECRET_KEY": "only-for-tests",
    "DATABASE_URL": "sqlite:///data/test.sqlite3",
    "REDIS_URL": "",
    "EMAIL_URL": "consolemail://",
}
TEST_POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "postgres://127.0.0.1:5432/patientplus")
TEST_REDIS_URL = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/9")
CHROMIUMS = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
]


@dataclasses.dataclass
class Phase:
    """A part of the test run: which tests, on which database, in how many processes."""

    name: str
    marks: str
    database: str
    workers: str = "auto"
    chromium: str = ""


def postgresql_problem() -> str:
    """Why the tests cannot use PostgreSQL, in PostgreSQL's words; empty when they can."""
    script = (
        "import sys, psycopg\n"
        "try:\n"
        "    connection = psycopg.connect(sys.argv[1], dbname='postgres', connect_timeout=3)\n"
        "except psycopg.Error as problem:\n"
        "    sys.exit(str(problem).splitlines()[0])\n"
        "may = 'SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user'\n"
        "sys.exit(None if connection.execute(may).fetchone()[0] else 'the role may not create databases')\n"
    )
    result = capture(PYTHON, "-c", script, TEST_POSTGRES_URL)
    return last_line(result.stdout) if result.returncode else ""


def redis_problem() -> str:
    """Why the tests cannot use Redis; empty when they can."""
    script = "import sys, redis; redis.Redis.from_url(sys.argv[1], socket_timeout=3).ping()"
    result = capture(PYTHON, "-c", script, TEST_REDIS_URL)
    return last_line(result.stdout) if result.returncode else ""


def find_chromium() -> str:
    """The path of a Chromium or Chrome: the one that CHROMIUM names, or one of the usual ones; empty when none."""
    wanted = os.environ.get("CHROMIUM")
    if wanted and not shutil.which(wanted):
        raise Stop(f"CHROMIUM is {wanted}, and nothing to run is there. Set it to the path of a Chromium or Chrome.")
    return next(filter(None, map(shutil.which, [wanted] if wanted else CHROMIUMS)), "")


def plan(postgresql: str, redis: str, chromium: str) -> tuple[list[Phase], list[str]]:
    """The phases to run, and what is left out with how to get it, given each one's problem or path."""
    marks = "not browser and not postgresql" + (" and not redis" if redis else "")
    phases = [Phase("SQLite", marks, TEST_SETTINGS["DATABASE_URL"])]
    missing = []
    if redis:
        missing.append(f"Redis ({redis}). Start one, or set TEST_REDIS_URL: it is {TEST_REDIS_URL}")
    if postgresql:
        missing.append(f"PostgreSQL ({postgresql}). Start one, or set TEST_POSTGRES_URL: it is {TEST_POSTGRES_URL}")
    else:
        phases.append(Phase("PostgreSQL", "not browser and not redis", TEST_POSTGRES_URL))
    if not chromium:
        return phases, [*missing, "the browser tests. Install Chromium or Chrome, or set CHROMIUM to the path of one"]
    in_browser = [Phase(f"{p.name}, in a browser", "browser", p.database, "2", chromium) for p in phases]
    return phases + in_browser, missing


def run_phase(phase: Phase, arguments: Sequence[str], report: Path) -> int:
    """Run one phase, leaving its results in `report` (JUnit XML); gives pytest's exit status."""
    print(f"\n=== {phase.name} ===", flush=True)
    settings = TEST_SETTINGS | {"DATABASE_URL": phase.database, "TEST_REDIS_URL": TEST_REDIS_URL}
    options = ["-m", phase.marks, "-n", phase.workers, "--create-db", f"--junitxml={report}"]
    if phase.database != TEST_SETTINGS["DATABASE_URL"]:
        options.append("--only-database")
    if phase.name == os.environ.get("PATIENTPLUS_COVERAGE"):
        options.append("--cov")
    return run(PYTHON, "-m", "pytest", *options, *arguments, **settings, CHROMIUM=phase.chromium)


def count(reports: Sequence[Path]) -> dict[str, int]:
    """Tests passed, failed (errors too) and skipped in all the reports together."""
    totals = dict.fromkeys(["tests", "failures", "errors", "skipped"], 0)
    for report in reports:
        for suite in ElementTree.parse(report).iter("testsuite"):  # noqa: S314  (our own pytest wrote it)
            totals = {name: number + int(suite.get(name, 0)) for name, number in totals.items()}
    failed = totals["failures"] + totals["errors"]
    return {"passed": totals["tests"] - failed - totals["skipped"], "failed": failed, "skipped": totals["skipped"]}


def main(arguments: Sequence[str]) -> int:
    """Run every phase that this machine can; `arguments` go to pytest. The exit status: 0 when all that ran passed."""
    phases, missing = plan(postgresql_problem(), redis_problem(), find_chromium())
    require_all = os.environ.get("PATIENTPLUS_REQUIRE_ALL") == "1"
    nothing_found = 5
    fine = {0, nothing_found} if arguments else {0}
    with tempfile.TemporaryDirectory() as folder:
        reports = [Path(folder) / f"{number}.xml" for number in range(len(phases))]
        ended = [run_phase(phase, arguments, report) for phase, report in zip(phases, reports, strict=True)]
        totals = count([report for report in reports if report.exists()])
    for piece in missing:
        print(f"\nLeft out: {piece}.")
    if missing and require_all:
        print("\nThat is a failure, because PATIENTPLUS_REQUIRE_ALL=1 is set.")
    print("\n" + ", ".join(f"{number} {name}" for name, number in totals.items()))
    broken = [phase.name for phase, status in zip(phases, ended, strict=True) if status not in fine]
    return 1 if broken or totals["failed"] or not totals["passed"] or (missing and require_all) else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as reason:
        sys.exit(str(reason))
