"""What dev.py says and decides, without a network."""

import ast
import importlib.util
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import dev

ROOT = Path(__file__).parent.parent


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


def pip_said(output: str):
    return lambda *command, **extra: subprocess.CompletedProcess(command, 1, output)


# --- Starting ---


def test_an_old_python_can_read_the_file():
    ast.parse((ROOT / "dev.py").read_text(), feature_version=(3, 7))


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


def test_an_unknown_command_is_named_beside_those_there_are(capsys):
    assert dev.main(["rnu"]) == 1
    assert capsys.readouterr().err == "dev.py knows no command 'rnu'. It knows: run, test, install, manage.\n"


@pytest.mark.parametrize("arguments", [[], ["--help"]])
def test_no_command_shows_what_there_is(capsys, arguments):
    assert dev.main(arguments) == 0
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
