"""Files kept with an entry: told by their content, private, gone with their owner."""

import os
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from appraisal.diary import actions
from appraisal.evidence import files as evidence
from appraisal.models import Evidence

PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """A private folder of this test."""
    private = settings.STORAGES["private"]
    settings.STORAGES = {**settings.STORAGES, "private": {**private, "OPTIONS": {"location": str(tmp_path)}}}
    Evidence._meta.get_field("file").storage = storages["private"]
    return tmp_path / "evidence"


@pytest.fixture
def entry(grace, reflect):
    return reflect(grace)


@pytest.fixture
def send(entry):
    def send(client, content=PDF, name="certificate.pdf"):
        return client.post(
            reverse("appraisal:evidence_add", args=[entry.pk]), {"file": SimpleUploadedFile(name, content)}
        )

    return send


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.exists() else []


def test_a_file_is_kept_and_handed_out_as_a_download(as_grace, send, folder):
    assert send(as_grace).status_code == 302
    kept = Evidence.objects.get()
    answer = as_grace.get(reverse("appraisal:evidence", args=[kept.pk]))
    assert answer.content == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="certificate.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert "certificate" not in str(files(folder))


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"<script>", "page.pdf", "neither a PDF nor a PNG or JPEG"),
        (b"MZ\x90", "picture.png", "neither a PDF nor a PNG or JPEG"),
        (b"", "empty.pdf", "That file is empty"),
        (PDF + b"x" * evidence.MOST_BYTES, "large.pdf", "more than 5 MB"),
    ],
)
def test_what_is_no_evidence_is_refused_with_a_reason(as_grace, send, folder, content, name, message):
    answer = send(as_grace, content, name)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert files(folder) == []


def test_the_name_says_what_it_is_and_leads_nowhere(as_grace, send):
    send(as_grace, b"\xff\xd8\xff\xe0", '..\\..\\a"b\n<c>.exe')
    assert Evidence.objects.get().name == "a b c.jpg"
    assert (Evidence.objects.get().kind, evidence.tidy_name("…", ".pdf")) == ("image/jpeg", "evidence.pdf")


def test_a_file_that_is_sent_twice_is_kept_once(as_grace, send, folder):
    send(as_grace)
    send(as_grace, name="again.pdf")
    assert Evidence.objects.count() == len(files(folder)) == 1


def test_no_one_keeps_more_than_the_most(as_grace, send, monkeypatch):
    monkeypatch.setattr("appraisal.evidence.actions.MOST_FILES", 1)
    send(as_grace)
    assert "which is the most" in send(as_grace, PDF + b"2").content.decode()


def test_a_deleted_file_is_gone(as_grace, send, folder, django_capture_on_commit_callbacks):
    send(as_grace)
    with django_capture_on_commit_callbacks(execute=True):
        as_grace.post(reverse("appraisal:evidence_delete", args=[Evidence.objects.get().pk]))
    assert files(folder) == []


def test_files_go_with_their_entry(grace, as_grace, entry, send, folder, django_capture_on_commit_callbacks):
    send(as_grace)
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete(by=grace, entry=entry)
    assert files(folder) == []


def test_files_of_an_account_that_was_erased_are_found_and_deleted(as_grace, grace, send, folder):
    send(as_grace)
    grace.delete()
    assert evidence.forget() == 0  # younger than an hour: it could belong to a row that is still being saved
    os.utime(files(folder)[0], (0, 0))
    storage = storages["private"]
    assert storage.get_modified_time(f"evidence/{files(folder)[0].name}").year == 1970
    assert evidence.forget() == 1
    assert files(folder) == []


@pytest.mark.parametrize("name", ["evidence", "evidence_delete"])
def test_mallory_is_turned_away(client, grace, mallory, send, name):
    client.force_login(grace)
    send(client)
    kept = Evidence.objects.get()
    client.force_login(mallory)
    place = reverse(f"appraisal:{name}", args=[kept.pk])
    assert {client.get(place).status_code, client.post(place).status_code} <= {404, 405}
    assert send(client).status_code == 404
    assert Evidence.objects.get() == kept
