"""Which tests run on which machine, and what is said of those that do not."""

import os
import sys
from pathlib import Path

import pytest

from checks import suite
from dev import Stop


def test_without_postgresql_and_redis_the_rest_is_tested_and_both_are_named():
    phases, missing = suite.plan("connection refused", "connection refused", "/usr/bin/chromium")
    assert [phase.name for phase in phases] == ["SQLite", "SQLite, in a browser"]
    assert phases[0].marks == "not browser and not postgresql and not redis"
    assert [piece.split()[0] for piece in missing] == ["Redis", "PostgreSQL"]


def test_with_everything_there_nothing_is_left_out():
    phases, missing = suite.plan("", "", "/usr/bin/chromium")
    assert len(phases) == 4
    assert missing == []


def test_without_a_chromium_the_browser_tests_are_named_as_left_out():
    phases, missing = suite.plan("", "", "")
    assert [phase.name for phase in phases] == ["SQLite", "PostgreSQL"]
    assert "set CHROMIUM" in missing[0]


def test_a_postgresql_that_is_not_there_is_told_in_its_words(monkeypatch):
    monkeypatch.setattr(suite, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(suite, "TEST_POSTGRES_URL", "postgres://127.0.0.1:1/nothing")
    assert "refused" in suite.postgresql_problem()


def test_a_redis_that_is_not_there_is_told_in_its_words(monkeypatch):
    monkeypatch.setattr(suite, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(suite, "TEST_REDIS_URL", "redis://127.0.0.1:1/0")
    assert "refused" in suite.redis_problem()


def test_a_chromium_that_is_not_where_it_should_be_is_told(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(Stop, match="CHROMIUM is /nowhere/chromium"):
        suite.find_chromium()


def test_totals_add_up_over_the_reports(tmp_path):
    report = tmp_path / "one.xml"
    report.write_text('<testsuites><testsuite tests="9" failures="1" errors="2" skipped="3"/></testsuites>')
    assert suite.count([report, report]) == {"passed": 6, "failed": 6, "skipped": 6}


@pytest.fixture
def run_tests(monkeypatch):
    """The suite on a machine without PostgreSQL and Chromium; given what a phase writes and its exit status."""

    def call(report_of_phase: str, status: int) -> int:
        def run_phase(phase, arguments, report):
            if report_of_phase:
                report.write_text(report_of_phase)
            return status

        monkeypatch.setattr(suite, "run_phase", run_phase)
        return suite.main([])

    monkeypatch.setattr(suite, "postgresql_problem", lambda: "connection refused")
    monkeypatch.setattr(suite, "redis_problem", lambda: "")
    monkeypatch.setattr(suite, "find_chromium", lambda: "")
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


def test_tests_do_not_touch_the_database_of_the_machine(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://people-use-this/live")
    ran = []
    monkeypatch.setattr(suite, "run", lambda *command, **extra: ran.append(os.environ | extra) or 0)
    suite.run_phase(suite.Phase("SQLite", "not browser", "sqlite:///data/test.sqlite3"), [], tmp_path / "report.xml")
    assert ran[0]["DATABASE_URL"] == "sqlite:///data/test.sqlite3"


@pytest.mark.parametrize(("wanted", "is_measured"), [("SQLite", True), ("PostgreSQL", False), ("", False)])
def test_coverage_is_measured_in_the_phase_that_is_asked_for(monkeypatch, tmp_path, wanted, is_measured):
    monkeypatch.setenv("PATIENTPLUS_COVERAGE", wanted)
    ran = []
    monkeypatch.setattr(suite, "run", lambda *command, **extra: ran.append(command) or 0)
    suite.run_phase(suite.Phase("SQLite", "not browser", "sqlite:///data/test.sqlite3"), [], tmp_path / "report.xml")
    assert ("--cov" in ran[0]) is is_measured


@pytest.mark.parametrize(("database", "is_narrowed"), [("sqlite:///data/test.sqlite3", False), ("postgres://x", True)])
def test_what_uses_no_database_runs_once(monkeypatch, tmp_path, database, is_narrowed):
    ran = []
    monkeypatch.setattr(suite, "run", lambda *command, **extra: ran.append(command) or 0)
    suite.run_phase(suite.Phase("A phase", "not browser", database), [], tmp_path / "report.xml")
    assert ("--only-database" in ran[0]) is is_narrowed
