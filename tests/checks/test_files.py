"""Faults of any file: no newline at its end, addresses of registries."""

import subprocess
from pathlib import Path

import pytest

from checks import files

ROOT = Path(__file__).parent.parent.parent
REGISTRY = "https://" + "pypi" + ".org/simple"


@pytest.fixture
def clone(tmp_path):
    """A folder tracked by git: returns a function that adds a file and gives what is wrong with all of them."""
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)

    def add(name: str, content: bytes) -> list[str]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
        subprocess.run(["git", "add", name], cwd=tmp_path, check=True)
        return [fault.removeprefix(f"{tmp_path}/") for path in files.tracked(tmp_path) for fault in files.faults(path)]

    return add


def test_this_project_has_no_such_fault():
    assert [fault for path in files.tracked(ROOT) for fault in files.faults(path)] == []


def test_a_registry_address_is_found_in_any_text_file(clone):
    [fault] = clone("docs/setup.md", f"Packages come from {REGISTRY}\n".encode())
    assert fault.startswith("docs/setup.md:1: Packages come from")


@pytest.mark.parametrize(
    "line", ["--index-url https://mirror.example/x", "--find-links /wheels", "nothing @ file:///wheels/nothing.whl"]
)
def test_a_lock_says_nothing_of_where_packages_come_from(clone, line):
    [fault] = clone("requirements/base.txt", f"{line}\nnothing==1\n".encode())
    assert fault.startswith("requirements/base.txt:1:")


def test_a_lock_with_addresses_is_not_committed(clone):
    assert clone("uv.lock", b"version = 1\n") == ["uv.lock: names registry addresses, do not commit it"]


def test_a_text_file_ends_with_a_newline(clone):
    clone("b.txt", b"words\n")
    clone("picture.png", b"\x89PNG\0")
    clone("empty.py", b"")
    assert clone("a.txt", b"words") == ["a.txt: no newline at its end"]


def test_a_fault_fails_the_check(clone, tmp_path, capsys):
    clone("a.txt", b"words")
    assert files.main(tmp_path) == 1
    assert "a.txt: no newline" in capsys.readouterr().out
