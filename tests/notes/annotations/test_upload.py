"""The file of notes that a member sends: read, shown, and kept until they say what to do with it."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from notes.annotations.imports import actions, document
from notes.models import Note, Upload
from tests.notes.annotations.foreign import HERE, foreign


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = HERE


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"", "empty"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"{", "cannot be read as JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b"9" * 10_000, "cannot be read as JSON"),
        (b"7", "no annotations"),
        (b"null", "no annotations"),
        (b"[]", "no annotations"),
        (b'{"type":"AnnotationCollection","total":0}', "no annotations"),
        (b'{"first":"https://example.org/page1"}', "where its annotations are"),
        (b'{"first":{"items":[],"next":"https://example.org/page2"}}', "somewhere else"),
        (b"[" + b"{}," * 250_000 + b"{}]", "too many parts"),
        (b"[" + b"1," * 5_000 + b"1]", "5,001 annotations"),
        (b" " * (document.MAX_BYTES + 1), "Import up to"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(as_grace, text, why):
    sent = as_grace.post(reverse("notes:upload"), {"file": SimpleUploadedFile("x.json", text)})
    assert sent.status_code == 422
    assert why in sent.content.decode()
    assert not Upload.objects.exists()


def test_no_file_is_answered_in_words(as_grace):
    assert "Choose a file first." in as_grace.post(reverse("notes:upload")).content.decode()


def test_what_cannot_be_read_is_on_the_page_before_anything_is_kept(grace, import_file, version):
    page = import_file(json.dumps([foreign(), foreign(id="x", target="https://elsewhere.example/")])).content.decode()
    assert "not an article of this site" in page
    assert "<b>1</b> new note to import" in page
    assert Note.objects.get().body == "A remark."


def test_markup_in_a_file_is_text_on_the_page(grace, import_file, version):
    hostile = "<img src=x onerror=alert(1)>"
    page = import_file(json.dumps([foreign(bodyValue=hostile), {"id": hostile}])).content.decode()
    assert "<img" not in page
    assert page.count("&lt;img") == 3


def test_looking_keeps_nothing_and_the_file_can_be_put_away(as_grace, version):
    file = SimpleUploadedFile("x.json", json.dumps(foreign()).encode())
    as_grace.post(reverse("notes:upload"), {"file": file})
    assert as_grace.get(reverse("notes:upload_look")).status_code == 200
    assert not Note.objects.exists()
    assert "is waiting" in as_grace.get(reverse("notes:upload")).content.decode()
    as_grace.post(reverse("notes:upload_forget"))
    assert not Upload.objects.exists()


def test_taking_in_twice_is_taking_in_once(as_grace, import_file, version):
    import_file(json.dumps(foreign()))
    assert as_grace.post(reverse("notes:upload_look")).url == reverse("notes:index")
    assert Note.objects.count() == 1
    assert not Upload.objects.exists()


def test_nothing_to_look_at_leads_to_the_form(as_grace):
    assert as_grace.get(reverse("notes:upload_look")).url == reverse("notes:upload")


def test_a_file_is_forgotten_after_a_day(grace):
    upload = actions.lay_out("[]", by=grace)
    assert actions.put_away_old() == 0
    Upload.objects.filter(pk=upload.pk).update(uploaded_at=timezone.now() - timedelta(days=1, seconds=1))
    assert actions.put_away_old() == 1
