"""Tags: typed with commas, the same word whatever its case, and never lost between two pages."""

import uuid

import pytest
from django.urls import reverse

from notes.annotations import actions
from notes.annotations.collection import actions as tags
from notes.annotations.collection import tags as tagging
from notes.models import Note, Tag
from tests import ids


def names(note) -> list[str]:
    return [tag.name for tag in note.tags.all()]


@pytest.fixture
def edit(as_grace):
    """Save a note's form with other tags; the form was opened when the note had `before`."""

    def edit(note, typed, before="", body="Words."):
        sent = {"body": body, "edits": note.edits, "tags": typed, "tags_before": before}
        return as_grace.post(reverse("notes:edit", args=[note.pk]), sent)

    return edit


@pytest.mark.parametrize(
    ("typed", "split"),
    [
        ("Dusk, dawn", ["Dusk", "dawn"]),
        ("  Dusk ,, \n #dawn , DUSK", ["Dusk", "dawn"]),
        ("STRASSE, straße", ["STRASSE"]),
        ("e\u0301t, \u00e9T", ["e\u0301t"]),
        ("two  words", ["two words"]),
        (" , #", []),
        ("", []),
    ],
)
def test_tags_are_split_at_commas_and_each_is_kept_once(typed, split):
    assert tagging.split(typed) == split


@pytest.mark.parametrize("typed", ["x" * 51, "ok, " + "ΐ" * 51])
def test_a_tag_that_is_too_long_is_refused_in_words(as_grace, version, typed):
    sent = {"body": "Words.", "key": str(uuid.uuid4()), "tags": typed}
    page = as_grace.post(reverse("notes:create", args=[version.pk]), sent)
    assert page.status_code == 422
    assert "50 characters or fewer" in page.content.decode()
    assert typed in page.content.decode()


def test_a_new_note_has_its_tags(as_grace, version):
    sent = {"body": "Words.", "key": str(uuid.uuid4()), "tags": "Dusk, später"}
    for _ in range(2):
        as_grace.post(reverse("notes:create", args=[version.pk]), sent)
    assert names(Note.objects.get()) == ["Dusk", "später"]


def test_the_same_word_in_another_case_is_the_same_tag(grace, write):
    tags.add(["Später"], to=[write()], by=grace)
    tags.add(["SPÄTER"], to=[write()], by=grace)
    assert [tag.name for tag in Tag.objects.all()] == ["Später"]
    assert Tag.objects.get().notes.count() == 2


def test_the_tags_of_two_members_are_apart(grace, mallory, write):
    tags.add(["Dusk"], to=[write()], by=grace)
    tags.add(["dusk"], to=[write(by=mallory)], by=mallory)
    assert Tag.objects.owned_by(mallory).get().name == "dusk"


def test_nobody_tags_notes_of_someone_else(grace, mallory, write):
    note = write()
    tags.add(["Dusk"], to=[note], by=grace)
    tags.add(["Mine"], to=[note], by=mallory)
    tags.remove(["Dusk"], of=[note], by=mallory)
    assert names(note) == ["Dusk"]
    assert not Tag.objects.owned_by(mallory).exists()


def test_editing_adds_and_removes(edit, grace, write):
    note = write("Words.")
    tags.add(["Dusk", "Dawn"], to=[note], by=grace)
    edit(note, "dusk, Noon", before="Dawn, Dusk")
    assert names(note) == ["Dusk", "Noon"]


def test_a_tag_that_another_page_added_meanwhile_stays(edit, grace, write):
    note = write("Words.")
    tags.add(["Dusk"], to=[note], by=grace)
    edit(note, "Noon", before="")
    assert names(note) == ["Dusk", "Noon"]


def test_a_form_without_a_place_for_tags_changes_none(as_grace, grace, write):
    note = write("Words.")
    tags.add(["Dusk"], to=[note], by=grace)
    as_grace.post(reverse("notes:edit", args=[note.pk]), {"body": "Other.", "edits": "0"})
    assert names(note) == ["Dusk"]


def test_tags_typed_into_a_stale_form_are_in_the_form_of_the_conflict(edit, grace, write):
    note = write("Words.")
    actions.edit(note, by=grace, body="Words from the other tab.", edits=0)
    page = edit(note, "Noon", body="Mine.")
    assert page.status_code == 409
    assert '<input type="hidden" name="tags" value="Noon"' in page.content.decode()
    assert ids.faults(page.content) == []


def test_a_tag_on_no_note_is_forgotten(grace, write):
    note = write()
    tags.add(["Dusk"], to=[note], by=grace)
    tags.remove(["dusk"], of=[note], by=grace)
    assert not Tag.objects.exists()


def test_tags_stand_on_the_note_and_lead_to_all_that_have_them(as_grace, grace, write, article):
    tags.add(["<b>"], to=[write(quote="2.5 hours")], by=grace)
    page = as_grace.get(article.get_absolute_url()).content.decode()
    assert f'<a class="tag" href="/notes/?tag={Tag.objects.get().pk}">&lt;b&gt;</a>' in page
