"""Twenty rounds of everything that can lose a note: `python3 bench/never_lost.py`.

Runs tests/browser/test_never_lost.py, on SQLite and on PostgreSQL, with as many rounds of each kind as asked for; the suite
itself does fewer. Says how long each kind took. Exit status 1 as soon as one round lost, doubled or showed anything.
Needs a Chromium (CHROMIUM) and a PostgreSQL that may be tested on (TEST_POSTGRES_URL), as the tests do. Options: --help.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
POSTGRESQL = os.environ.get("TEST_POSTGRES_URL", "postgres://127.0.0.1:5432/patientplus")


def rounds(number: int, database: str) -> bool:
    """Run that many rounds of each kind on a database ("" is SQLite). Returns whether nothing was lost."""
    env = {**os.environ, "NEVER_LOST_ROUNDS": str(number), "PATIENTPLUS_REQUIRE_ALL": "1"}
    env |= {"DATABASE_URL": database} if database else {}
    command = [str(PYTHON), "-m", "pytest", "tests/browser/test_never_lost.py", "--durations=0", "--create-db", "-v"]
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20, help="of each kind (default: 20)")
    parser.add_argument("--databases", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    chosen = parser.parse_args()
    databases = {"sqlite": "", "postgresql": POSTGRESQL}
    results = [rounds(chosen.rounds, databases[name]) for name in chosen.databases]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
