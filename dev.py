#!/usr/bin/env python3
"""PatientPlus on your own machine. Needs Python 3.11 or newer, and nothing else to begin with.

python3 dev.py run              the site, with its demonstration, at http://127.0.0.1:8000/ (or another PORT)
python3 dev.py test [...]       every test that this machine can run; [...] goes to pytest
python3 dev.py check            style, types, migrations, deployment settings, locked dependencies
python3 dev.py lock [...]       requirements/*.txt anew from pyproject.toml; [...] goes to uv (--upgrade)
python3 dev.py manage [...]     Django's own commands

What can be set is in .env.example, and for the tests in docs/conventions.md.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import http.client
import importlib.util
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST_PYTHON = (3, 11)


class Stop(Exception):
    """A reason to stop that its reader can act upon: one sentence or two, shown without a traceback."""


# --- Packages: a virtual environment of this project's own, filled from the hashed lock ---


def refuse_old_python(version: tuple[int, ...]) -> None:
    """Raise Stop, naming a newer Python of this machine if there is one, when `version` is too old."""
    if version[:2] >= OLDEST_PYTHON:
        return
    names = ("python3.14", "python3.13", "python3.12", "python3.11")
    newer = next((name for name in names if shutil.which(name) and capture(name, "-c", "").returncode == 0), "")
    advice = f"This machine has a newer one: {newer} dev.py run" if newer else "Install a newer one first."
    raise Stop(f"PatientPlus needs Python 3.11 or newer; this is {version[0]}.{version[1]}. {advice}")


@contextlib.contextmanager
def step(doing: str) -> Iterator[None]:
    """Say what is being done and, afterwards, how long it took."""
    print(f"{doing} ...", end=" ", flush=True)
    started = time.monotonic()
    try:
        yield
    except BaseException:
        print("not done.", flush=True)
        raise
    print(f"{time.monotonic() - started:.1f} s", flush=True)


def run(*command: str | Path, **extra: str) -> int:
    """Run a command from the project's folder, its output shown; `extra` is added to its environment."""
    environment = {**os.environ, **extra}
    return subprocess.run([str(part) for part in command], cwd=ROOT, env=environment, check=False).returncode


def capture(*command: str | Path, **extra: str) -> subprocess.CompletedProcess[str]:
    """Run a command as `run` does, its output (stdout and stderr together) kept."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **extra},
        check=False,
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def last_line(text: str) -> str:
    """The last line of `text` that says something."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")


def stamp(lock: str) -> Path:
    """The file that remembers which requirements/<lock>.txt was last installed completely."""
    return VENV / f"installed-{lock}.txt"


def digest(lock: str) -> str:
    """The SHA-256 of requirements/<lock>.txt."""
    return hashlib.sha256((ROOT / "requirements" / f"{lock}.txt").read_bytes()).hexdigest()


def is_installed(lock: str) -> bool:
    """Whether the requirements/<lock>.txt of this moment was installed to its end."""
    return stamp(lock).is_file() and stamp(lock).read_text() == digest(lock)


def has_usable_venv() -> bool:
    """Whether .venv has a Python that starts (a moved or half-made one does not), is new enough and has pip."""
    if not PYTHON.exists():
        return False
    return capture(PYTHON, "-c", f"import sys, pip; sys.exit(sys.version_info < {OLDEST_PYTHON})").returncode == 0


def make_venv() -> None:
    """Make .venv, replacing a broken one."""
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise Stop(f"This Python cannot make virtual environments. Install its venv module: sudo apt install {package}")
    with step("Making a virtual environment in .venv"):
        made = capture(sys.executable, "-m", "venv", "--clear", VENV)
        if made.returncode:
            raise Stop(f"The virtual environment could not be made: {last_line(made.stdout)}")


def install_failure(output: str) -> str:
    """What to do about an installation that failed, read from what pip printed."""
    if "No space left" in output:
        return "The disk is full: make room (about 400 MB) and run the same command again."
    if "DO NOT MATCH THE HASHES" in output:
        return "A package is not the one that was locked, so nothing was installed. Tell the project's maintainers."
    if re.search(r"NewConnectionError|Retrying|ReadTimeout|ProxyError|SSLError|from versions: none", output):
        return (
            "The package index could not be reached. Check the network, or pip's own settings "
            "(pip config list), and run the same command again: it goes on where it stopped."
        )
    return f"The packages could not be installed: {last_line(output)} (All that pip said: .venv/install.log)"


def install(lock: str) -> None:
    """Bring .venv to requirements/<lock>.txt, unless it is there already. `dev` holds all of `base`."""
    if is_installed(lock) and PYTHON.exists():
        return
    if not has_usable_venv():
        make_venv()
    path = f"requirements/{lock}.txt"
    with step(f"Installing the packages of {path} (a minute or two the first time)"):
        options = ["--disable-pip-version-check", "--no-input", "--no-user", "--require-hashes"]
        result = capture(PYTHON, "-m", "pip", "install", *options, "-r", path)
        (VENV / "install.log").write_text(result.stdout)
        if result.returncode:
            raise Stop(install_failure(result.stdout))
    for done in {lock, "base"}:
        stamp(done).write_text(digest(done))


# --- run ---


def read_env_file() -> dict[str, str]:
    """What .env sets; the environment goes before it."""
    path = ROOT / ".env"
    lines = path.read_text().splitlines() if path.is_file() else []
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.lstrip().startswith("#"))
    return {name.strip(): value.strip().strip("'\"") for name, value in pairs}


def write_env_file() -> None:
    """Write a .env for this machine, unless there is one or the environment says it all."""
    path = ROOT / ".env"
    if path.exists() or "SECRET_KEY" in os.environ:
        return
    text = f"# For this machine only. Every setting: .env.example\nDEBUG=true\nSECRET_KEY={secrets.token_urlsafe(50)}\n"
    with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def chosen_port(settings: Mapping[str, str]) -> int:
    """The PORT to serve on (8000 unless set), free at this moment; Stop when it is not."""
    wanted = settings.get("PORT", "8000")
    if not (wanted.isdecimal() and 0 < int(wanted) < 65536):
        raise Stop(f"PORT is {wanted!r}: set it to a number from 1024 to 65535, such as PORT=8001.")
    port = int(wanted)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Stop(f"Port {port} is kept for administrators. Take another: PORT=8001 python3 dev.py run") from None
        except OSError:
            other = port + 1 if port < 65535 else 8001
            raise Stop(f"Port {port} is in use already. Take another: PORT={other} python3 dev.py run") from None
    return port


def prepare_database() -> str:
    """Bring the database to this release and load the demonstration; gives what that says of signing in."""
    command = (PYTHON, "manage.py", "prepare", "--demo")
    with step("Preparing the database and the demonstration"):
        result = subprocess.run(command, cwd=ROOT, check=False, text=True, capture_output=True)
        if result.returncode:
            reason = last_line(result.stderr)
            told = reason.removeprefix("CommandError: ")
            raise Stop(told if told != reason else f"{reason}\nTo see all of it: python3 dev.py manage prepare --demo")
    sys.stderr.write(result.stderr)
    return result.stdout.strip()


def answers(port: int, server: subprocess.Popen[bytes]) -> bool:
    """Wait until the server answers a request; False when it ended or a minute went by instead."""
    for _ in range(600):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
            connection.request("GET", "/health/live/")
            return bool(connection.getresponse().status)
        if server.poll() is not None:
            return False
        time.sleep(0.1)
    return False


def serve(port: int, ready: str) -> int:
    """Serve at 127.0.0.1 until Ctrl+C or a termination signal; print `ready` once a request is answered."""
    environment = os.environ | {"DJANGO_RUNSERVER_HIDE_WARNING": "true"}
    server = subprocess.Popen([PYTHON, "manage.py", "runserver", f"127.0.0.1:{port}"], cwd=ROOT, env=environment)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        if answers(port, server):
            print(ready, flush=True)
        return server.wait()
    except KeyboardInterrupt:
        server.terminate()
        server.wait()
        print("\nStopped.")
        return 0


def command_run(arguments: Sequence[str]) -> int:
    if arguments:
        raise Stop("run takes no arguments; the port is set like this: PORT=8001 python3 dev.py run")
    port = chosen_port(read_env_file() | os.environ)
    install("base")
    write_env_file()
    sign_in = prepare_database()
    return serve(port, f"\nPatientPlus is at http://127.0.0.1:{port}/ (Ctrl+C stops it)\n{sign_in}\n")


# --- test ---

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
    return next((path for name in [wanted, *CHROMIUMS] if name and (path := shutil.which(name))), "")


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
    return run(PYTHON, "-m", "pytest", *options, *arguments, **settings, CHROMIUM=phase.chromium)


def count(reports: Sequence[Path]) -> dict[str, int]:
    """Tests passed, failed (errors too) and skipped in all the reports together."""
    totals = dict.fromkeys(["tests", "failures", "errors", "skipped"], 0)
    for report in reports:
        for suite in ElementTree.parse(report).iter("testsuite"):  # noqa: S314  (our own pytest wrote it)
            totals = {name: number + int(suite.get(name, 0)) for name, number in totals.items()}
    failed = totals["failures"] + totals["errors"]
    return {"passed": totals["tests"] - failed - totals["skipped"], "failed": failed, "skipped": totals["skipped"]}


def command_test(arguments: Sequence[str]) -> int:
    install("dev")
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


# --- check, lock ---

# Split so that these lines are not themselves what they look for.
REGISTRY_ADDRESS = r"(pythonhosted|pypi|pypi\.python|npmjs|yarnpkg|rubygems)\.(org|com)|crates\.io|://[^ ]+/simple\b"
REGISTRY_OPTION = r"^(-i|-f|--index-|--extra-|--find-|--trusted-)|://| @ "
LOCKS = {"base": ["--all-extras"], "dev": ["--all-extras", "--group", "dev"]}
PRODUCTION_SETTINGS = {
    **TEST_SETTINGS,
    "DEBUG": "false",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "patientplus.example",
    "SITE_URL": "https://patientplus.example",
}


def tool(name: str, *arguments: str, **settings: str) -> str:
    """Run a tool of .venv; what it complained about, empty when it was content."""
    result = capture(PYTHON.with_name(name), *arguments, **(TEST_SETTINGS | settings))
    return "" if result.returncode == 0 else result.stdout.strip() or f"{name} failed without a word"


def tracked(*patterns: str) -> list[Path]:
    """The files that git tracks and that are there, those that match one of the patterns if any are given."""
    result = capture("git", "ls-files", "-z", *patterns)
    if result.returncode:
        raise Stop("check reads the list of files from git: run it in a clone, with git installed.")
    return [path for name in result.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def read_text(path: Path) -> str:
    """The words of a file; empty when it is not text."""
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode(errors="replace")


def lines_matching(pattern: str, files: Sequence[Path]) -> str:
    """Each line of the text files in which the pattern is found, as path:number: line."""
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:160]}"
        for path in files
        for number, line in enumerate(read_text(path).splitlines(), start=1)
        if re.search(pattern, line)
    ]
    return "\n".join(found)


def check_templates() -> str:
    templates = [str(path) for path in tracked("templates/*.html", "*/templates/*.html")]
    return tool("djade", "--check", "--target-version", "5.2", *templates) if templates else ""


def check_newlines() -> str:
    """Text files that do not end with exactly the newline that they should."""
    wrong = [path for path in tracked() if (text := read_text(path)) and not text.endswith("\n")]
    return "\n".join(f"{path.relative_to(ROOT)}: no newline at its end" for path in wrong)


def check_addresses() -> str:
    """Addresses of package registries, which are the business of each machine, in tracked files."""
    locks = tracked("requirements/*.txt")
    named = [f"{path.name} names registry addresses: do not commit it" for path in tracked("*uv.lock")]
    found = [lines_matching(REGISTRY_ADDRESS, tracked()), lines_matching(REGISTRY_OPTION, locks)]
    return "\n".join(part for part in [*named, *found] if part)


def compile_lock(lock: str, output: Path, *options: str) -> str:
    """Write the hashed lock of pyproject.toml, keeping the versions that `output` has; gives uv's complaint."""
    style = [
        "--system-certs",
        "--universal",
        "--generate-hashes",
        "--no-header",
        "--no-annotate",
        "--python-version",
        "3.11",
    ]
    return tool("uv", "pip", "compile", "--quiet", *style, *LOCKS[lock], *options, "pyproject.toml", "-o", str(output))


def check_lock(lock: str) -> str:
    """Whether requirements/<lock>.txt is what pyproject.toml asks for. Not being able to tell is a failure."""
    path = ROOT / "requirements" / f"{lock}.txt"
    with tempfile.TemporaryDirectory() as folder:
        again = Path(shutil.copy(path, folder))
        problem = compile_lock(lock, again)
        if problem:
            return f"Nobody knows whether requirements/{lock}.txt is right, since the resolver failed:\n{problem}"
        same = again.read_bytes() == path.read_bytes()
    return "" if same else f"requirements/{lock}.txt is not what pyproject.toml asks for: run python3 dev.py lock"


CHECKS: dict[str, Callable[[], str]] = {
    "ruff check": lambda: tool("ruff", "check", "--quiet", "."),
    "ruff format": lambda: tool("ruff", "format", "--check", "."),
    "templates (djade)": check_templates,
    "types (mypy)": lambda: tool("mypy"),
    "migrations": lambda: tool("python", "manage.py", "makemigrations", "--check", "--dry-run"),
    "deployment settings": lambda: tool(
        "python", "manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION_SETTINGS
    ),
    "newline at the end of files": check_newlines,
    "no registry addresses": check_addresses,
    "requirements/base.txt": lambda: check_lock("base"),
    "requirements/dev.txt": lambda: check_lock("dev"),
}


def command_check(arguments: Sequence[str]) -> int:
    if arguments:
        raise Stop("check takes no arguments: it always checks everything.")
    install("dev")
    failed = []
    for name, check in CHECKS.items():
        started = time.monotonic()
        problem = check()
        print(f"{'FAILED' if problem else 'ok':6} {name} ({time.monotonic() - started:.1f} s)", flush=True)
        if problem:
            failed.append(name)
            print(problem, flush=True)
    print(f"\nChecks that failed: {', '.join(failed)}" if failed else f"\nAll {len(CHECKS)} checks passed")
    return 1 if failed else 0


def command_lock(arguments: Sequence[str]) -> int:
    install("dev")
    for lock in LOCKS:
        with step(f"Resolving requirements/{lock}.txt"):
            problem = compile_lock(lock, ROOT / "requirements" / f"{lock}.txt", *arguments)
            if problem:
                raise Stop(f"requirements/{lock}.txt stays as it was, since the resolver failed:\n{problem}")
    return 0


# --- manage, and the way in ---


def command_manage(arguments: Sequence[str]) -> int:
    install("base")
    write_env_file()
    return run(PYTHON, "manage.py", *arguments)


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": command_run,
    "test": command_test,
    "check": command_check,
    "lock": command_lock,
    "manage": command_manage,
}


def main(arguments: Sequence[str]) -> int:
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__.strip())
        return 0 if not arguments or arguments[0] in {"-h", "--help", "help"} else 1
    try:
        refuse_old_python(sys.version_info[:2])
        return COMMANDS[arguments[0]](arguments[1:])
    except Stop as reason:
        print(reason, file=sys.stderr)
    except OSError as problem:
        print(f"{problem.filename}: {problem.strerror}. Put that right and run this again.", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
