"""Deleting a note: asked first, hidden at once, brought back with Undo, and gone for good after a month."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.data_export import everything
from appraisal.models import Entry
from notes.annotations import actions
from notes.annotations.placements import actions as placements
from notes.models import UNDO_DELETE, UNDO_IN_PLACE, Note

FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def note(write):
    return write("First words.", quote="2.5 hours")


@pytest.fixture
def address(note):
    return reverse("notes:delete", args=[note.pk])


@pytest.fixture
def removed(grace, note):
    """The note, deleted just now."""
    actions.delete(note, by=grace)
    return note


def days_ago(note, **ago):
    Note.objects.filter(pk=note.pk).update(deleted_at=timezone.now() - timedelta(**ago))


def test_it_is_asked_first(as_grace, address):
    page = as_grace.get(address).content.decode()
    assert "Delete this note? You can bring it back for 30 days." in page
    assert "First words." in page
    assert Note.objects.get().deleted_at is None


def test_a_deleted_note_is_hidden_and_its_place_offers_to_undo_it(as_grace, address, article, note):
    page = as_grace.post(address)
    assert page.headers["Location"] == f"{article.get_absolute_url()}#n{note.pk}"
    text = as_grace.get(article.get_absolute_url()).content.decode()
    section = text[text.index('id="introduction"') :].partition("</section>")[0]
    assert f'id="n{note.pk}"' in section
    assert "Note deleted." in section
    assert reverse("notes:restore", args=[note.pk]) in section
    assert "First words." not in text
    assert "No notes yet." in text


def test_a_script_gets_the_page_without_it_and_with_undo(as_grace, address, note):
    page = as_grace.post(address, headers=FETCH).content.decode()
    assert 'id="introduction"' in page
    assert f'id="h{note.pk}"' not in page
    assert "First words." not in page
    assert "Undo" in page


@pytest.mark.parametrize("headers", [{}, FETCH])
def test_undo_brings_it_back_as_it_was(as_grace, article, removed, headers):
    answer = as_grace.post(reverse("notes:restore", args=[removed.pk]), headers=headers)
    assert answer.status_code == (200 if headers else 302)
    assert f'id="h{removed.pk}"' in as_grace.get(article.get_absolute_url()).content.decode()
    assert Note.objects.get().deleted_at is None


def test_a_note_on_the_whole_page_can_be_brought_back_there(as_grace, grace, write, article):
    note = write()
    actions.delete(note, by=grace)
    text = as_grace.get(article.get_absolute_url()).content.decode()
    assert text.index('id="my-notes"') < text.index("Note deleted.") < text.index("</header>", text.index("my-notes"))


def test_after_a_while_only_the_list_of_deleted_notes_offers_it(as_grace, removed, article):
    days_ago(removed, minutes=1, seconds=UNDO_IN_PLACE.total_seconds())
    assert "Note deleted." not in as_grace.get(article.get_absolute_url()).content.decode()
    page = as_grace.get(reverse("notes:deleted")).content.decode()
    assert "First words." in page
    assert reverse("notes:restore", args=[removed.pk]) in page


def test_a_deleted_note_is_on_no_other_page(as_grace, removed):
    for address in ["/notes/", "/notes/?q=first", "/activity/", "/diary/entries/new/"]:
        assert "First words." not in as_grace.get(address).content.decode()
    assert as_grace.get(reverse("notes:edit", args=[removed.pk])).status_code == 404
    assert as_grace.post(reverse("notes:delete", args=[removed.pk])).status_code == 404


def test_a_note_that_is_not_deleted_can_be_neither_brought_back_nor_removed(as_grace, note):
    for name in ("notes:restore", "notes:erase"):
        assert as_grace.post(reverse(name, args=[note.pk])).status_code == 404
    assert Note.objects.get().body == "First words."


def test_it_can_be_removed_for_good_at_once(as_grace, removed):
    as_grace.post(reverse("notes:erase", args=[removed.pk]))
    assert not Note.objects.exists()


def test_after_a_month_it_is_removed_for_good(removed, write):
    kept, recent = write("Kept."), write("Recent.")
    days_ago(recent, days=UNDO_DELETE.days - 1)
    days_ago(removed, days=UNDO_DELETE.days + 1)
    assert actions.erase_due() == 1
    assert set(Note.objects.all()) == {kept, recent}
    assert actions.erase_due() == 0


def test_the_timer_does_it(removed):
    from tests.test_run_due import told

    days_ago(removed, days=UNDO_DELETE.days + 1)
    assert "1 deleted notes removed for good" in told()


def test_an_entry_keeps_its_link_until_the_note_is_gone(as_grace, grace, reflect, note):
    entry = reflect(grace, notes=[note])
    actions.delete(note, by=grace)
    shown = as_grace.get(reverse("appraisal:entry", args=[entry.pk])).content.decode()
    assert "your note on" not in shown
    form = as_grace.get(reverse("appraisal:entry_edit", args=[entry.pk])).context["form"]
    sent = {name: form[name].value() or "" for name in ("title", "learned_on", "what", "what_next", "edits")}
    assert as_grace.post(reverse("appraisal:entry_edit", args=[entry.pk]), sent).status_code == 302
    actions.restore(note, by=grace)
    assert list(Entry.objects.get().notes.not_deleted()) == [note]
    actions.delete(note, by=grace)
    actions.erase(note, by=grace)
    assert not Entry.objects.get().notes.exists()


def test_the_member_download_holds_it_and_says_when_it_was_deleted(grace, removed):
    (said,) = everything(grace)["notes"]
    assert said["body"] == "First words."
    assert said["deleted_at"]


def test_an_erased_account_leaves_no_deleted_note(grace, removed):
    grace.delete()
    assert not Note.objects.exists()


def test_words_that_are_sent_again_bring_a_deleted_note_back(as_grace, grace, write, version):
    note = write()
    actions.delete(note, by=grace)
    as_grace.post(reverse("notes:create", args=[version.pk]), {"body": note.body, "key": note.key})
    assert Note.objects.get().deleted_at is None


def test_a_note_that_stands_in_a_later_version_is_deleted_and_brought_back_there(
    as_grace, article, write, version, make_article
):
    note = write("From version 1.", quote="2.5 hours")
    make_article.revise(article)
    address = article.get_absolute_url()
    assert "From version 1." in as_grace.get(address).content.decode()
    assert as_grace.post(reverse("notes:delete", args=[note.pk])).headers["Location"] == f"{address}#n{note.pk}"
    page = as_grace.get(address).content.decode()
    assert "From version 1." not in page
    assert reverse("notes:restore", args=[note.pk]) in page
    as_grace.post(reverse("notes:restore", args=[note.pk]))
    assert "From version 1." in as_grace.get(address).content.decode()


def test_a_deleted_note_asks_nothing_and_is_counted_nowhere_in_a_new_version(
    grace, article, write, version, make_article
):
    note = write(quote="2.5 hours")
    actions.delete(note, by=grace)
    newer = make_article.revise(article)
    assert not note.placements.exists()
    assert not any(placements.counts(newer).values())
    actions.restore(note, by=grace)
    assert placements.place(newer) == 1
