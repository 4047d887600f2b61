"""The timer's command does every job that is due, and says so."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Session
from patientplus.management.commands import run_due


def told() -> str:
    out = StringIO()
    call_command("run_due", stdout=out)
    return out.getvalue()


def test_sessions_that_have_ended_are_forgotten_and_others_kept(db):
    now = timezone.now()
    Session.objects.create(session_key="ended", session_data="", expire_date=now - timedelta(seconds=1))
    Session.objects.create(session_key="going", session_data="", expire_date=now + timedelta(days=1))
    assert "1 sessions that had ended" in told()
    assert [session.pk for session in Session.objects.all()] == ["going"]


def test_a_job_that_fails_stops_no_other_and_is_said(db, monkeypatch):
    done = []

    def fail():
        raise ValueError("broken")

    jobs = {"first things": fail, "second things": lambda: done.append(1) or 1}
    monkeypatch.setattr(run_due, "JOBS", jobs)
    with pytest.raises(CommandError, match=r"first things.*broken"):
        told()
    assert done == [1]
