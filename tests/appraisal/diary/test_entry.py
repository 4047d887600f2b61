"""/diary/entries/…: write, read, change and delete a reflection."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from appraisal.models import Entry
from notes.models import PageView
from tests.markup import tight

NEW = "/diary/entries/new/"


def ticked(response):
    """How many views and notes are ticked on a page."""
    return len(re.findall(r'type="checkbox" name="(?:page_views|notes)"[^>]*checked', response.content.decode()))


@pytest.fixture
def typed():
    """What a member typed into the form."""
    today = timezone.localdate().isoformat()
    return {
        "title": "On lanterns",
        "learned_on": today,
        "what": "Read it.",
        "claimed_minutes": "30",
        "key": uuid.uuid4(),
    }


def test_a_reflection_is_written_and_linked_to_what_it_came_from(as_grace, grace, version, read, note, typed):
    view, mine = read(grace, version), note(grace, version)
    response = as_grace.post(NEW, typed | {"page_views": [view.pk], "notes": [mine.pk]}, follow=True)
    entry = Entry.objects.get(user=grace)
    assert "Your reflection is saved." in response.content.decode()
    assert (entry.claimed_minutes, *entry.page_views.all(), *entry.notes.all()) == (30, view, mine)


def test_a_form_that_is_sent_twice_makes_one_entry(as_grace, typed):
    places = {as_grace.post(NEW, typed).headers["Location"] for _ in range(2)}
    assert len(places) == Entry.objects.count() == 1


def test_other_words_in_a_form_that_was_sent_are_not_lost(as_grace, typed):
    as_grace.post(NEW, typed)
    answer = as_grace.post(NEW, typed | {"what": "Read it twice."})
    assert answer.status_code == 409
    assert {"Read it.", "Read it twice."} <= set(re.findall(r"Read it[ a-z]*\.", answer.content.decode()))
    again = re.search(r'name="key" value="([^"]+)"', answer.content.decode())[1]
    assert as_grace.post(NEW, typed | {"what": "Read it twice.", "key": again}).status_code == 302
    assert Entry.objects.count() == 2


def test_words_for_a_reflection_that_was_deleted_are_given_back(as_grace, typed):
    answer = as_grace.post(reverse("appraisal:entry_edit", args=[987654321]), typed)
    assert answer.status_code == 404
    assert "On lanterns\n\nRead it." in answer.content.decode()


def test_the_form_begins_with_what_the_address_names(as_grace, grace, version, read, note):
    view, mine = read(grace, version), note(grace, version)
    assert ticked(as_grace.get(NEW, {"view": view.pk, "note": mine.pk})) == 2
    assert ticked(as_grace.get(NEW, {"version": version.pk})) == 1


@pytest.mark.parametrize("query", ["view=x", "note=-1", "version=99999999999999999999", "view=12&view=13"])
def test_an_address_that_names_nothing_of_mine_opens_an_empty_form(as_grace, query):
    page = as_grace.get(f"{NEW}?{query}")
    assert page.status_code == 200
    assert ticked(page) == 0


def test_one_question_must_be_answered_and_what_was_typed_stays(as_grace, typed):
    response = as_grace.post(NEW, typed | {"what": " "})
    assert response.status_code == 422
    assert "Answer at least one of the three questions" in response.content.decode()
    assert 'value="On lanterns"' in response.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "", "Give it a title"),
        ("title", "x" * 201, "Shorten the title to 200 characters"),
        ("what", "x" * 20_001, "Shorten this to 20000 characters"),
        ("learned_on", "soon", "Enter a date such as"),
        ("learned_on", "2999-01-01", "That day is in the future"),
        ("learned_on", "0001-01-01", "Enter a year after 1950"),
        ("claimed_minutes", "-5", "Enter 0 or more minutes"),
        ("claimed_minutes", "1441", "One entry can claim 1440 minutes at most"),
        ("claimed_minutes", "an hour", "Enter whole minutes"),
    ],
)
def test_what_cannot_be_saved_is_explained(as_grace, typed, field, value, message):
    response = as_grace.post(NEW, typed | {field: value})
    assert message in response.content.decode()
    assert not Entry.objects.exists()


def test_the_form_says_that_a_court_can_ask(as_grace):
    page = as_grace.get(NEW).content.decode()
    assert "A court can still ask for it" in page
    assert "could identify someone" in page


def test_views_and_notes_of_others_are_unknown(as_mallory, mallory, grace, version, read, note, typed):
    view, theirs = read(grace, version), note(grace, version)
    for field, row in [("page_views", view), ("notes", theirs)]:
        response = as_mallory.post(NEW, typed | {field: [row.pk]})
        unknown = as_mallory.post(NEW, typed | {field: [999_999]})
        assert response.status_code == unknown.status_code == 422
        assert "Choose from the list" in response.content.decode()
    assert not Entry.objects.exists()
    assert ticked(as_mallory.get(NEW, {"view": view.pk, "note": theirs.pk})) == 0


def test_older_reads_can_be_linked_by_their_address(as_grace, grace, version, read, typed):
    view = read(grace, version, timezone.now() - timedelta(days=700))
    assert "Lanterns, version 1" not in as_grace.get(NEW).content.decode()
    assert "Lanterns, version 1" in as_grace.get(NEW, {"view": view.pk}).content.decode()
    as_grace.post(NEW, typed | {"page_views": [view.pk]})
    assert list(Entry.objects.get().page_views.all()) == [view]


def test_an_entry_is_read(as_grace, grace, version, read, reflect):
    entry = reflect(grace, page_views=[read(grace, version)])
    page = tight(as_grace.get(reverse("appraisal:entry", args=[entry.pk])).content.decode())
    assert "<h1>On lanterns</h1>" in page
    assert "Hang them." in page


@pytest.fixture
def saved(grace, reflect):
    return reflect(grace)


def edit(client, entry, typed, **changes):
    return client.post(reverse("appraisal:entry_edit", args=[entry.pk]), typed | {"edits": entry.edits} | changes)


def test_an_entry_is_changed(as_grace, saved, typed):
    assert edit(as_grace, saved, typed, what="Read it twice.").status_code == 302
    saved.refresh_from_db()
    assert (saved.what, saved.what_next, saved.edits) == ("Read it twice.", "", 1)
    assert saved.updated_at > saved.created_at


def test_the_second_of_two_tabs_is_told_and_keeps_both_texts(as_grace, saved, typed):
    edit(as_grace, saved, typed, what="From the first tab.")
    response = edit(as_grace, saved, typed, what="From the second tab.")
    page = response.content.decode()
    assert response.status_code == 409
    assert "From the first tab." in page
    assert "From the second tab." in page
    assert Entry.objects.get().what == "From the first tab."
    assert edit(as_grace, Entry.objects.get(), typed, what="From the second tab.").status_code == 302


def test_the_form_of_a_conflict_saves_over_knowingly(as_grace, saved, typed):
    edit(as_grace, saved, typed, what="From the first tab.")
    form = edit(as_grace, saved, typed, what="From the second tab.").context["form"]
    assert form["edits"].value() == "1"


def test_a_change_that_is_sent_twice_is_no_conflict(as_grace, saved, typed):
    assert [edit(as_grace, saved, typed, what="Same.").status_code for _ in range(2)] == [302, 302]
    assert Entry.objects.get().edits == 1


def test_a_changed_entry_keeps_what_it_came_from_unless_unticked(as_grace, grace, version, read, reflect, typed):
    view = read(grace, version, timezone.now() - timedelta(days=700))
    entry = reflect(grace, page_views=[view])
    assert "Lanterns, version 1" in as_grace.get(reverse("appraisal:entry_edit", args=[entry.pk])).content.decode()
    edit(as_grace, entry, typed, page_views=[view.pk])
    assert list(entry.page_views.all()) == [view]
    entry.refresh_from_db()
    edit(as_grace, entry, typed)
    assert not entry.page_views.exists()


def test_an_entry_is_deleted_after_asking(as_grace, grace, version, read, reflect):
    entry = reflect(grace, page_views=[read(grace, version)])
    place = reverse("appraisal:entry_delete", args=[entry.pk])
    assert "It cannot be brought back" in as_grace.get(place).content.decode()
    assert Entry.objects.exists()
    assert as_grace.post(place).headers["Location"] == "/diary/"
    assert not Entry.objects.exists()
    assert PageView.objects.exists()


@pytest.mark.parametrize("name", ["entry", "entry_edit", "entry_delete"])
@pytest.mark.parametrize("verb", ["get", "head", "post", "put", "delete"])
def test_mallory_is_turned_away(as_mallory, saved, typed, name, verb):
    before = Entry.objects.values().get()
    there = getattr(as_mallory, verb)(reverse(f"appraisal:{name}", args=[saved.pk]), typed | {"edits": 0})
    nowhere = getattr(as_mallory, verb)(reverse(f"appraisal:{name}", args=[saved.pk + 1000]), typed | {"edits": 0})
    assert there.status_code == nowhere.status_code in {404, 405}
    assert Entry.objects.values().get() == before


def test_mallory_cannot_use_graces_key(as_mallory, mallory, grace, reflect, typed):
    reflect(grace, key=typed["key"])
    as_mallory.post(NEW, typed)
    assert Entry.objects.filter(user=mallory).count() == Entry.objects.filter(user=grace).count() == 1


@pytest.mark.parametrize("name", ["entry", "entry_edit", "entry_delete"])
def test_someone_who_is_not_signed_in_is_sent_to_sign_in(client, saved, name):
    assert client.get(reverse(f"appraisal:{name}", args=[saved.pk])).status_code == 302
    assert client.get(NEW).status_code == 302


def test_someone_who_was_signed_out_while_writing_gets_their_words_back(client, db, typed):
    response = client.post(NEW, typed | {"so_what": "Hooks matter."})
    assert response.status_code == 401
    assert "On lanterns\n\nRead it.\n\nHooks matter." in response.content.decode()
    assert "Your words are not saved yet." in response.content.decode()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("rows", [1, 10])
def test_the_form_costs_the_same_for_many_views(rows, as_grace, grace, version, read, note, queries):
    for row in range(rows):
        read(grace, version, timezone.now() - timedelta(days=row))
        note(grace, version)
    with queries() as count:
        as_grace.get(NEW)
    assert len(count) == 5, [query["sql"][:80] for query in count]


def test_the_date_is_the_members_own(as_grace, typed, time_machine):
    time_machine.move_to("2026-10-25T00:30:00+01:00", tick=False)  # the night the clocks go back; still the 24th in UTC
    assert 'value="2026-10-25"' in as_grace.get(NEW).content.decode()
    as_grace.post(NEW, typed | {"learned_on": "2026-10-25"})
    assert Entry.objects.get().learned_on == date(2026, 10, 25)


def test_what_a_member_wrote_stands_in_no_log_and_no_list_of_the_admin(grace, reflect):
    assert "lanterns" not in str(reflect(grace, "On lanterns"))
