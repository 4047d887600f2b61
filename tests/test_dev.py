"""What dev.py says and decides, without a network."""

import ast
import importlib.util
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import dev

ROOT = Path(__file__).parent.parent
REGISTRY = "https://" + "pypi" + ".org/simple"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """An empty project folder in which dev.py works, with a lock of one line."""
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "base.txt").write_text("nothing==1\n")
    (tmp_path / ".venv").mkdir()
    return tmp_path


@pytest.fixture
def clone(project):
    """The same, tracked by git: returns a function that adds a file."""
    dev.capture("git", "init")

    def add(name: str, content: bytes) -> None:
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_bytes(content)
        dev.capture("git", "add", name)

    return add


def pip_said(output: str):
    return lambda *command, **extra: subprocess.CompletedProcess(command, 1, output)


# --- Starting ---


def test_an_old_python_can_read_the_file():
    ast.parse((ROOT / "dev.py").read_text(), feature_version=(3, 8))


def test_an_old_python_is_refused_with_the_name_of_a_newer_one(monkeypatch):
    monkeypatch.setattr(dev.shutil, "which", lambda name: name if name == "python3.12" else None)
    monkeypatch.setattr(dev, "capture", lambda *command: subprocess.CompletedProcess(command, 0, ""))
    with pytest.raises(dev.Stop, match=r"this is 3\.9\. This machine has a newer one: python3\.12 dev\.py run"):
        dev.refuse_old_python((3, 9))


def test_an_old_python_alone_is_told_what_is_needed(monkeypatch):
    monkeypatch.setattr(dev.shutil, "which", lambda name: None)
    with pytest.raises(dev.Stop, match=r"needs Python 3\.11 or newer; this is 3\.10\. Install a newer one"):
        dev.refuse_old_python((3, 10))


def test_this_python_is_accepted():
    dev.refuse_old_python(sys.version_info[:2])


def test_an_unknown_command_shows_what_there_is(capsys):
    assert dev.main(["rnu"]) == 1
    assert "python3 dev.py run" in capsys.readouterr().out


def test_a_reason_to_stop_is_shown_without_a_traceback(capsys):
    assert dev.main(["run", "8001"]) == 1
    assert capsys.readouterr().err == (
        "run takes no arguments; the port is set like this: PORT=8001 python3 dev.py run\n"
    )


def test_a_file_that_cannot_be_read_is_named(project, capsys):
    (project / "requirements" / "base.txt").rename(project / "elsewhere")
    (project / ".venv" / "installed-base.txt").write_text("")
    assert dev.main(["manage", "check"]) == 1
    assert capsys.readouterr().err.endswith("base.txt: No such file or directory. Put that right and run this again.\n")


# --- Packages ---


def test_a_lock_counts_as_installed_until_it_changes(project):
    dev.stamp("base").write_text(dev.digest("base"))
    assert dev.is_installed("base")
    (project / "requirements" / "base.txt").write_text("nothing==2\n")
    assert not dev.is_installed("base")


def test_an_interrupted_installation_leaves_no_stamp(project, monkeypatch):
    monkeypatch.setattr(dev, "has_usable_venv", lambda: True)
    monkeypatch.setattr(dev, "capture", pip_said("Killed"))
    with pytest.raises(dev.Stop, match="Killed"):
        dev.install("base")
    assert not dev.is_installed("base")


def test_a_virtual_environment_without_its_python_is_made_again(project):
    assert not dev.has_usable_venv()


def test_a_python_without_venv_is_told_the_package(project, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(dev.Stop, match=r"sudo apt install python3\.\d+-venv$"):
        dev.make_venv()


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError'", "Check the network"),
        ("ERROR: Could not find a version that satisfies nothing (from versions: none)", "Check the network"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "nothing was installed"),
        ("ERROR: Could not install packages: [Errno 28] No space left on device", "make room"),
        ("Building wheel\nerror: no compiler\n\n", "could not be installed: error: no compiler"),
    ],
)
def test_a_failed_installation_says_what_to_do(said, advice):
    assert advice in dev.install_failure(said)


# --- run ---


def test_a_port_in_use_is_told_with_another_to_take():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(dev.Stop, match=rf"^Port {port} is in use already\. Take another: PORT={port + 1} python3"):
            dev.chosen_port({"PORT": str(port)})


@pytest.mark.parametrize("port", ["", "eight", "0", "65536", "-1"])
def test_a_port_that_is_no_port_is_told(port):
    with pytest.raises(dev.Stop, match="PORT is"):
        dev.chosen_port({"PORT": port})


def test_a_first_env_file_has_a_secret_of_its_own_and_is_private(project, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    dev.write_env_file()
    settings = dev.read_env_file()
    assert settings["DEBUG"] == "true"
    assert len(settings["SECRET_KEY"]) >= 50
    assert (project / ".env").stat().st_mode & 0o777 == 0o600


def test_an_env_file_that_is_there_is_left_alone(project):
    (project / ".env").write_text('# PORT=1\n PORT = "8007"\n\n')
    dev.write_env_file()
    assert dev.read_env_file() == {"PORT": "8007"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("CommandError: The database cannot be used: refused.\n", "The database cannot be used: refused."),
        ("Traceback\nKeyError: 'x'\n", "KeyError: 'x'\nTo see all of it: python3 dev.py manage prepare --demo"),
    ],
)
def test_a_database_that_cannot_be_prepared_is_told_without_a_traceback(monkeypatch, said, told):
    failed = subprocess.CompletedProcess([], 1, "", said)
    monkeypatch.setattr(dev.subprocess, "run", lambda *command, **options: failed)
    with pytest.raises(dev.Stop) as reason:
        dev.prepare_database()
    assert str(reason.value) == told


def test_how_to_sign_in_is_what_the_demonstration_says(monkeypatch):
    said = subprocess.CompletedProcess([], 0, "Sign in as grace@example.org\n", "")
    monkeypatch.setattr(dev.subprocess, "run", lambda *command, **options: said)
    assert dev.prepare_database() == "Sign in as grace@example.org"


# --- test ---


def test_without_postgresql_and_redis_the_rest_is_tested_and_both_are_named():
    phases, missing = dev.plan("connection refused", "connection refused", "/usr/bin/chromium")
    assert [phase.name for phase in phases] == ["SQLite", "SQLite, in a browser"]
    assert phases[0].marks == "not browser and not postgresql and not redis"
    assert [piece.split()[0] for piece in missing] == ["Redis", "PostgreSQL"]


def test_with_everything_there_nothing_is_left_out():
    phases, missing = dev.plan("", "", "/usr/bin/chromium")
    assert len(phases) == 4
    assert missing == []


def test_without_a_chromium_the_browser_tests_are_named_as_left_out():
    phases, missing = dev.plan("", "", "")
    assert [phase.name for phase in phases] == ["SQLite", "PostgreSQL"]
    assert "set CHROMIUM" in missing[0]


def test_a_postgresql_that_is_not_there_is_told_in_its_words(monkeypatch):
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(dev, "TEST_POSTGRES_URL", "postgres://127.0.0.1:1/nothing")
    assert "refused" in dev.postgresql_problem()


def test_a_redis_that_is_not_there_is_told_in_its_words(monkeypatch):
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(dev, "TEST_REDIS_URL", "redis://127.0.0.1:1/0")
    assert "refused" in dev.redis_problem()


def test_a_chromium_that_is_not_where_it_should_be_is_told(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(dev.Stop, match="CHROMIUM is /nowhere/chromium"):
        dev.find_chromium()


def test_totals_add_up_over_the_reports(tmp_path):
    report = tmp_path / "one.xml"
    report.write_text('<testsuites><testsuite tests="9" failures="1" errors="2" skipped="3"/></testsuites>')
    assert dev.count([report, report]) == {"passed": 6, "failed": 6, "skipped": 6}


@pytest.fixture
def run_tests(monkeypatch):
    """`dev.py test` on a machine without PostgreSQL and Chromium; given what a phase writes and its exit status."""

    def call(report_of_phase: str, status: int) -> int:
        def run_phase(phase, arguments, report):
            if report_of_phase:
                report.write_text(report_of_phase)
            return status

        monkeypatch.setattr(dev, "run_phase", run_phase)
        return dev.command_test([])

    monkeypatch.setattr(dev, "install", lambda lock: None)
    monkeypatch.setattr(dev, "postgresql_problem", lambda: "connection refused")
    monkeypatch.setattr(dev, "redis_problem", lambda: "")
    monkeypatch.setattr(dev, "find_chromium", lambda: "")
    monkeypatch.delenv("PATIENTPLUS_REQUIRE_ALL", raising=False)
    return call


GREEN = '<testsuite tests="3" failures="0" errors="0" skipped="0"/>'


def test_what_is_left_out_is_told_before_the_totals(run_tests, capsys):
    assert run_tests(GREEN, 0) == 0
    said = capsys.readouterr().out
    assert "Left out: PostgreSQL (connection refused). Start one" in said
    assert said.splitlines()[-1] == "3 passed, 0 failed, 0 skipped"


def test_what_is_left_out_is_a_failure_when_everything_is_required(run_tests, monkeypatch):
    monkeypatch.setenv("PATIENTPLUS_REQUIRE_ALL", "1")
    assert run_tests(GREEN, 0) == 1


@pytest.mark.parametrize(("report", "status"), [("", 4), (GREEN, 3), ('<testsuite tests="0"/>', 5)])
def test_a_phase_that_did_not_do_its_work_is_a_failure(run_tests, report, status):
    assert run_tests(report, status) == 1


# --- check ---


def test_this_file_and_dev_itself_name_no_registry():
    assert dev.lines_matching(dev.REGISTRY_ADDRESS, [ROOT / "dev.py", ROOT / "tests" / "test_dev.py"]) == ""


def test_a_registry_address_is_found_in_any_text_file(clone):
    clone("docs/setup.md", f"Packages come from {REGISTRY}\n".encode())
    assert dev.check_addresses().startswith("docs/setup.md:1: Packages come from")


@pytest.mark.parametrize(
    "line", ["--index-url https://mirror.example/x", "--find-links /wheels", "nothing @ file:///wheels/nothing.whl"]
)
def test_a_lock_says_nothing_of_where_packages_come_from(clone, line):
    clone("requirements/base.txt", f"{line}\nnothing==1\n".encode())
    assert dev.check_addresses().startswith("requirements/base.txt:1:")


def test_a_lock_with_addresses_is_not_committed(clone):
    clone("uv.lock", b"version = 1\n")
    assert "uv.lock names registry addresses" in dev.check_addresses()


def test_a_text_file_ends_with_a_newline(clone):
    clone("a.txt", b"words")
    clone("b.txt", b"words\n")
    clone("picture.png", b"\x89PNG\0")
    clone("empty.py", b"")
    assert dev.check_newlines() == "a.txt: no newline at its end"


def test_a_lock_that_could_not_be_checked_fails(project, monkeypatch):
    monkeypatch.setattr(dev, "compile_lock", lambda lock, output: "error: Request failed after 3 retries")
    assert dev.check_lock("base").startswith("Nobody knows whether requirements/base.txt is right")


def test_a_lock_that_is_not_what_was_asked_for_fails(project, monkeypatch):
    monkeypatch.setattr(dev, "compile_lock", lambda lock, output: output.write_text("other==1\n") and "")
    assert "run python3 dev.py lock" in dev.check_lock("base")


def test_one_failed_check_fails_them_all_and_is_named(monkeypatch, capsys):
    monkeypatch.setattr(dev, "install", lambda lock: None)
    monkeypatch.setattr(dev, "CHECKS", {"one": lambda: "", "two": lambda: "line 7"})
    assert dev.command_check([]) == 1
    assert capsys.readouterr().out.endswith("line 7\n\nChecks that failed: two\n")


def test_tests_do_not_touch_the_database_of_the_machine(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://people-use-this/live")
    ran = []
    monkeypatch.setattr(dev, "run", lambda *command, **extra: ran.append(os.environ | extra) or 0)
    dev.run_phase(dev.Phase("SQLite", "not browser", "sqlite:///data/test.sqlite3"), [], tmp_path / "report.xml")
    assert ran[0]["DATABASE_URL"] == "sqlite:///data/test.sqlite3"
