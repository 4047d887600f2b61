"""Editing a note: saved when nobody else has, both texts shown when somebody has."""

import pytest
from django.urls import reverse

from notes.annotations import actions
from notes.models import Note

FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def note(write):
    return write("First words.", quote="2.5 hours")


@pytest.fixture
def address(note):
    return reverse("notes:edit", args=[note.pk])


def test_the_form_holds_the_words_and_their_count(as_grace, address):
    form = as_grace.get(address).context["form"]
    assert (form["body"].value(), form["edits"].value()) == ("First words.", 0)


def test_new_words_are_saved_and_counted(as_grace, address, note, article):
    page = as_grace.post(address, {"body": "Second words.", "edits": "0"})
    saved = Note.objects.get()
    assert (saved.body, saved.edits, saved.quote) == ("Second words.", 1, "2.5 hours")
    assert saved.updated_at > note.updated_at
    assert page.headers["Location"] == f"{article.get_absolute_url()}#n{note.pk}"


@pytest.mark.parametrize("headers", [{}, FETCH])
@pytest.mark.parametrize("edits", ["0", "", "-1", "x", "9" * 30])
def test_a_stale_form_overwrites_nothing_and_both_texts_are_shown(as_grace, grace, address, note, edits, headers):
    actions.edit(note, by=grace, body="Words from the other tab.", edits=0)
    page = as_grace.post(address, {"body": "Words from this tab.", "edits": edits}, headers=headers)
    assert page.status_code == 409
    assert "Words from the other tab." in page.content.decode()
    assert "Words from this tab." in page.content.decode()
    assert Note.objects.get().body == "Words from the other tab."


def test_the_form_of_a_conflict_can_be_saved(as_grace, grace, address, note):
    actions.edit(note, by=grace, body="Words from the other tab.", edits=0)
    page = as_grace.post(address, {"body": "Words from this tab.", "edits": "0"})
    as_grace.post(address, {"body": page.context["words"], "edits": page.context["note"].edits})
    assert Note.objects.get().body == "Words from this tab."


def test_an_edit_sent_twice_is_one_edit(as_grace, address):
    for _ in range(2):
        page = as_grace.post(address, {"body": "Second words.", "edits": "0"})
        assert page.status_code == 302
    assert Note.objects.get().edits == 1


@pytest.mark.parametrize("headers", [{}, FETCH])
def test_a_note_is_not_emptied(as_grace, address, headers):
    page = as_grace.post(address, {"body": " ", "edits": "0"}, headers=headers)
    assert page.status_code == 422
    assert "Write your note first." in page.content.decode()
    assert Note.objects.get().body == "First words."


def test_a_script_gets_the_form_alone_and_then_the_pieces(as_grace, address, note):
    form = as_grace.get(address, headers=FETCH).content.decode()
    assert "<html" not in form
    assert "First words." in form
    page = as_grace.post(address, {"body": "Second words.", "edits": "0"}, headers=FETCH).content.decode()
    assert 'data-words="Note saved."' in page
    assert "Second words." in page


def test_only_the_owner_can_act(grace, mallory, note):
    with pytest.raises(Note.DoesNotExist):
        actions.edit(note, by=mallory, body="Mine.", edits=0)
    actions.delete(note, by=mallory)
    assert Note.objects.get().body == "First words."
