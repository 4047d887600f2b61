"""Deleting a note: asked first, and gone for good."""

import pytest
from django.urls import reverse

from notes.models import Entry, Note

FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def note(write):
    return write("First words.", quote="2.5 hours")


@pytest.fixture
def address(note):
    return reverse("notes:delete", args=[note.pk])


def test_it_is_asked_first(as_grace, address):
    page = as_grace.get(address).content.decode()
    assert "Delete this note?" in page
    assert "First words." in page
    assert Note.objects.count() == 1


def test_a_deleted_note_is_gone(as_grace, address, article):
    page = as_grace.post(address)
    assert page.headers["Location"] == article.get_absolute_url()
    assert not Note.objects.exists()


def test_a_script_gets_the_page_without_it(as_grace, address, note):
    page = as_grace.post(address, headers=FETCH).content.decode()
    assert 'id="introduction"' in page
    assert f'id="h{note.pk}"' not in page
    assert "First words." not in page


def test_an_entry_of_the_diary_outlives_its_note(as_grace, grace, address, note):
    entry = Entry.objects.create(user=grace, title="Dusk", what="I learned.")
    entry.notes.add(note)
    as_grace.post(address)
    assert not entry.notes.exists()
    assert Entry.objects.count() == 1
