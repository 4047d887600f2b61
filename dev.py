#!/usr/bin/env python3
"""PatientPlus on your own machine. Needs Python 3.11 or newer, and nothing else to begin with.

python3 dev.py run              the site, with its demonstration, at http://127.0.0.1:8000/ (or another PORT)
python3 dev.py test [...]       every test that this machine can run; [...] goes to pytest
python3 dev.py install          only the packages that development needs, in .venv
python3 dev.py manage [...]     Django's own commands

What can be set is in .env.example. Style and checks: CONTRIBUTING.md.
"""

from __future__ import annotations

import contextlib
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
import time
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
    names = ["python3.14", "python3.13", "python3.12", "python3.11"]
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
    """Run a command as `run` does, its output (stdout and stderr together) returned."""
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


# --- test, manage, and the way in ---


def command_test(arguments: Sequence[str]) -> int:
    install("dev")
    return run(PYTHON, "-m", "checks.suite", *arguments)


def command_manage(arguments: Sequence[str]) -> int:
    install("base")
    write_env_file()
    return run(PYTHON, "manage.py", *arguments)


def command_install(arguments: Sequence[str]) -> int:
    if arguments:
        raise Stop("install takes no arguments.")
    install("dev")
    return 0


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": command_run,
    "test": command_test,
    "install": command_install,
    "manage": command_manage,
}


def main(arguments: Sequence[str]) -> int:
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(__doc__.strip())
        return 0
    if arguments[0] not in COMMANDS:
        print(f"dev.py knows no command {arguments[0]!r}. It knows: {', '.join(COMMANDS)}.", file=sys.stderr)
        return 1
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
