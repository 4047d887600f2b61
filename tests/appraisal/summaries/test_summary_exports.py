"""Large exports: made by a worker, whole or not at all, and again when a worker was killed."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from appraisal.models import Summary, SummaryFile
from appraisal.summaries.files import store


@pytest.fixture
def worker_only(settings):
    """Tasks wait for a worker, as with BACKGROUND_WORKER=true."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def large(monkeypatch):
    """Everything counts as large."""
    monkeypatch.setattr(store, "LARGE", 0)


def test_small_files_are_there_at_once(frozen, as_grace, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        summary = frozen()
    assert set(summary.files.values_list("kind", flat=True)) == set(store.KINDS)
    page = as_grace.get(summary.get_absolute_url())
    assert "Refresh" not in page.headers
    assert "files are ready" not in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_large_ones_wait_for_a_worker_and_the_page_says_how_far_it_is(frozen, as_grace, worker_only, large):
    summary = frozen()
    page = as_grace.get(summary.get_absolute_url())
    assert page.headers["Refresh"] == "5"
    assert f"0 of {len(store.KINDS)} files are ready" in page.content.decode()
    assert as_grace.get(reverse("appraisal:frozen_file", args=[summary.pk, "pdf"])).status_code == 404
    call_command("db_worker", batch=True, verbosity=0, startup_delay=False, worker_id="worker")
    page = as_grace.get(summary.get_absolute_url())
    assert "Refresh" not in page.headers
    assert as_grace.get(reverse("appraisal:frozen_file", args=[summary.pk, "pdf"])).content.startswith(b"%PDF")


def test_a_file_is_made_once_and_is_the_same_each_time(frozen, as_grace):
    summary = frozen()
    assert store.make(summary) == len(store.KINDS)
    assert store.make(summary) == 0
    address = reverse("appraisal:frozen_file", args=[summary.pk, "pdf"])
    assert as_grace.get(address).content == as_grace.get(address).content


def test_what_fails_offers_nothing_and_freezes_all_the_same(
    frozen, as_grace, monkeypatch, django_capture_on_commit_callbacks, caplog
):
    monkeypatch.setitem(store.KINDS, "csv", store.KINDS["csv"]._replace(render=lambda document, stamp: 1 / 0))
    with django_capture_on_commit_callbacks(execute=True):
        summary = frozen()
    assert set(summary.files.values_list("kind", flat=True)) == {"pdf", "docx"}
    assert f"2 of {len(store.KINDS)} files are ready" in as_grace.get(summary.get_absolute_url()).content.decode()
    assert as_grace.get(reverse("appraisal:frozen_file", args=[summary.pk, "csv"])).status_code == 404


def frozen_long_ago(summary):
    """The same summary as if it had been frozen an hour ago: triggers are about what is done, so it is made anew."""
    values = {field.attname: getattr(summary, field.attname) for field in Summary._meta.fields}
    Summary.objects.filter(pk=summary.pk).delete()
    return Summary.objects.create(**values | {"frozen_at": timezone.now() - timedelta(hours=1)})


def test_the_timer_makes_what_is_missing_and_what_fails_stops_no_other(frozen, monkeypatch, caplog):
    broken, fine = frozen_long_ago(frozen()), frozen_long_ago(frozen())
    make = store.make
    monkeypatch.setattr(store, "make", lambda summary: 1 / 0 if summary.pk == broken.pk else make(summary))
    assert store.make_missing() == len(store.KINDS)
    assert fine.files.count() == len(store.KINDS)
    assert f"The files of summary {broken.pk} could not be made." in caplog.text


def test_the_timer_leaves_a_worker_its_time(frozen):
    frozen()
    assert store.make_missing() == 0


def test_the_member_can_have_late_files_made(frozen, as_grace):
    summary = frozen_long_ago(frozen())
    page = as_grace.get(summary.get_absolute_url())
    assert "Refresh" not in page.headers
    assert "Make the missing files now" in page.content.decode()
    as_grace.post(reverse("appraisal:prepare", args=[summary.pk]))
    assert summary.files.count() == len(store.KINDS)


KILLED = """
import sys, time, django
django.setup()
from appraisal.models import Summary
from appraisal.summaries.files import store
def never(document, stamp):
    print("in the middle", flush=True)
    time.sleep(60)
store.KINDS["csv"] = store.KINDS["csv"]._replace(render=never)
store.make_files.func(int(sys.argv[1]))
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_in_the_middle_leaves_nothing_of_the_file_and_it_is_made_again(frozen, as_grace):
    summary = frozen()
    SummaryFile.objects.all().delete()
    database = connection.settings_dict
    address = (
        f"sqlite:///{database['NAME']}"
        if connection.vendor == "sqlite"
        else f"postgres://{database['USER']}@{database['HOST']}:{database['PORT'] or 5432}/{database['NAME']}"
    )
    environment = os.environ | {
        "DATABASE_URL": address,
        "SECRET_KEY": "x",
        "DEBUG": "true",
        "DJANGO_SETTINGS_MODULE": "patientplus.settings",
    }
    command = [sys.executable, "-c", KILLED, str(summary.pk)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as worker:  # noqa: S603 (ours)
        assert worker.stdout.readline() == "in the middle\n"
        worker.send_signal(signal.SIGKILL)
    assert worker.returncode == -signal.SIGKILL
    assert set(summary.files.values_list("kind", flat=True)) == {"pdf", "docx"}
    assert as_grace.get(reverse("appraisal:frozen_file", args=[summary.pk, "csv"])).status_code == 404
    assert store.make(summary) == len(store.KINDS) - 2
    assert as_grace.get(reverse("appraisal:frozen_file", args=[summary.pk, "csv"])).status_code == 200


def processor_seconds() -> float:
    """What this process and those that it has started took so far, however busy the machine is."""
    return sum(os.times()[:4])


@pytest.mark.django_db(transaction=True)
def test_a_thousand_notes_take_less_than_half_a_minute_of_the_processor(frozen, grace, version):
    from appraisal.summaries.document.build import Words
    from notes.models import Note

    Note.objects.bulk_create(
        Note(user=grace, version=version, body=f"Note {number}. " * 20, created_at="2026-11-17T09:00Z")
        for number in range(1000)
    )
    began = processor_seconds()
    summary = frozen(words=Words(notes=frozenset(Note.objects.values_list("pk", flat=True))))
    store.make(summary)
    assert processor_seconds() - began < 30
    assert len(summary.data["notes"]) == 1000
