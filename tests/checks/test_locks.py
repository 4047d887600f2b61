"""Locks that are not what was asked for."""

import pytest

from checks import locks


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder with both locks."""
    monkeypatch.setattr(locks, "ROOT", tmp_path)
    (tmp_path / "requirements").mkdir()
    for name in locks.LOCKS:
        (tmp_path / "requirements" / f"{name}.txt").write_text("nothing==1\n")
    return tmp_path


def test_locks_that_are_what_was_asked_for_pass(project, monkeypatch):
    monkeypatch.setattr(locks, "compile_lock", lambda name, output: None)
    assert locks.main([]) == 0


def test_a_lock_that_is_not_what_was_asked_for_fails(project, monkeypatch, capsys):
    monkeypatch.setattr(locks, "compile_lock", lambda name, output: output.write_text("other==1\n"))
    assert locks.main([]) == 1
    assert "requirements/base.txt is not what pyproject.toml asks for" in capsys.readouterr().out


def test_locks_are_written_with_the_options_given(project, monkeypatch):
    compiled = []
    monkeypatch.setattr(locks, "compile_lock", lambda name, output, *options: compiled.append((output, *options)))
    assert locks.main(["--write", "--upgrade"]) == 0
    assert compiled == [(project / "requirements" / f"{name}.txt", "--upgrade") for name in ("base", "dev")]


def test_a_resolver_that_fails_is_a_failure(project, monkeypatch):
    monkeypatch.setattr(locks.sys, "executable", "/bin/false")
    monkeypatch.setattr(locks.Path, "with_name", lambda path, name: path)
    with pytest.raises(locks.subprocess.CalledProcessError):
        locks.main([])
