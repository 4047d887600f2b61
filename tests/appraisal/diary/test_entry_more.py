"""What few entries need: planned learning, standards, significance, another model of reflection, anonymity."""

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from appraisal.diary import actions
from appraisal.models import Action, Entry
from core.periods import appraisal_year
from notes.reading import actions as log

NEW = "/diary/entries/new/"
TODAY = timezone.localdate().isoformat()
TYPED = {"title": "On lanterns", "learned_on": TODAY, "what": "Read it.", "claimed_minutes": "30"}


@pytest.fixture
def registered(grace):
    """Grace, on a register."""
    grace.regulator = "nmc"
    grace.save()
    return grace


def test_every_field_is_kept(as_grace, registered):
    more = {
        "ended_on": TODAY,
        "benefit": "Fewer falls.",
        "participatory_minutes": "20",
        "question": "Why hooks?",
        "planned_on": "2026-01-02",
        "plan": "Read on hooks.",
        "method": "reading",
        "provider": "Guild",
        "link": "https://example.org/hooks",
        "standards": ["nmc:preserve"],
        "clause": "13.1",
        "role": "Lamplighter",
        "is_significant": "on",
        "is_in_summary": "on",
        "is_anonymous": "on",
        "look_again_on": (timezone.localdate() + timedelta(days=30)).isoformat(),
    }
    assert as_grace.post(NEW, TYPED | more).status_code == 302
    entry = Entry.objects.get()
    kept = {name: getattr(entry, name) for name in more if hasattr(entry, name)}
    other = {"ended_on": None, "planned_on": date(2026, 1, 2), "participatory_minutes": 20}
    assert kept == {name: more[name] for name in kept} | other | {"is_significant": True, "is_in_summary": True}
    assert (entry.is_planned, entry.model, entry.is_significant) == (True, "nmc", True)
    assert entry.anonymity_confirmed_at
    assert entry.action.due_on > timezone.localdate()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"participatory_minutes": "31"}, "That is more than you claim above"),
        ({"ended_on": "2026-01-01"}, "The last day is before the first"),
        ({"ended_on": "2999-01-01"}, "That day is in the future"),
        ({"look_again_on": "2020-01-01"}, "Choose a day that is still to come"),
        ({"link": "javascript:alert(1)"}, "Enter a web address"),
        ({"standards": ["gmc:trust"]}, "Select a valid choice"),
        ({"method": "magic"}, "Select a valid choice"),
        ({"question": "x" * 301}, "Shorten this to 300 characters"),
    ],
)
def test_what_does_not_go_together_is_explained(as_grace, registered, changes, message):
    answer = as_grace.post(NEW, TYPED | changes)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Entry.objects.exists()


def test_the_database_refuses_what_the_form_does(grace, reflect):
    for words in [
        {"claimed_minutes": 10, "participatory_minutes": 11},
        {"plan": "Hooks"},
        {"ended_on": date(2000, 1, 1)},
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            reflect(grace, **words)


def test_the_questions_are_those_of_the_members_regulator(as_grace, registered):
    page = as_grace.get(NEW).content.decode()
    assert "How did you change or improve your practice as a result?" in page
    assert "Themes of the Code" in page


def test_the_questions_change_without_a_script_and_nothing_typed_is_lost(as_grace, registered):
    answer = as_grace.post(NEW, TYPED | {"model": "cycle", "ask": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "What happened, and what did you think and feel?" in page
    assert "Read it." in page
    assert not Entry.objects.exists()


def test_an_entry_reads_in_the_words_it_was_asked_in(as_grace, grace, reflect):
    entry = reflect(grace, model="cycle")
    page = as_grace.get(reverse("appraisal:entry", args=[entry.pk])).content.decode()
    assert "What else could you have done" in page


def test_standards_of_an_earlier_regulator_are_kept(as_grace, registered, reflect):
    entry = reflect(registered, standards=["gmc:trust"])
    typed = TYPED | {"standards": ["nmc:practise"], "edits": entry.edits}
    as_grace.post(reverse("appraisal:entry_edit", args=[entry.pk]), typed)
    assert Entry.objects.get().standards == ["gmc:trust", "nmc:practise"]


# --- Significant ---


def test_appraisal_years_begin_in_april():
    assert [appraisal_year(date(2026, month, day)) for month, day in [(3, 31), (4, 1)]] == [2025, 2026]


def test_three_are_significant_in_a_year_and_a_fourth_is_not(as_grace, grace, reflect):
    for _ in range(3):
        reflect(grace, learned_on=date(2026, 5, 1), is_significant=True)
    reflect(grace, learned_on=date(2026, 3, 1), is_significant=True)  # of the year before
    answer = as_grace.post(NEW, TYPED | {"learned_on": "2026-06-01", "is_significant": "on"})
    assert answer.status_code == 422
    assert "Three are marked already for the year from April 2026 to March 2027" in answer.content.decode()
    assert 'value="On lanterns"' in answer.content.decode()
    assert Entry.objects.count() == 4


def test_a_mark_that_is_taken_off_makes_room(grace, reflect):
    entries = [reflect(grace, learned_on=date(2026, 5, 1), is_significant=True) for _ in range(3)]
    actions.revise(by=grace, entry=entries[1], edits=0, what="Read it.")
    assert reflect(grace, learned_on=date(2026, 5, 2), is_significant=True).significant_place == 2


def test_an_entry_that_moves_to_a_full_year_is_refused_whole(grace, reflect):
    for _ in range(3):
        reflect(grace, learned_on=date(2026, 5, 1), is_significant=True)
    entry = reflect(grace, learned_on=date(2025, 5, 1), is_significant=True)
    with pytest.raises(actions.TooManySignificant):
        actions.revise(by=grace, entry=entry, edits=0, learned_on=date(2026, 6, 1), is_significant=True)
    assert Entry.objects.get(pk=entry.pk).learned_on == date(2025, 5, 1)


@pytest.mark.django_db(transaction=True)
def test_many_marked_at_once_are_never_more_than_three(grace, reflect):
    start, refused = threading.Barrier(6), []

    def mark():
        try:
            start.wait()
            reflect(grace, learned_on=date(2026, 5, 1), is_significant=True)
        except actions.TooManySignificant:
            refused.append(1)
        finally:
            connection.close()

    tabs = [threading.Thread(target=mark) for _ in range(6)]
    [tab.start() for tab in tabs]
    [tab.join() for tab in tabs]
    assert Entry.objects.significant().count() <= 3
    assert Entry.objects.count() + len(refused) == 6


# --- Where it came from ---


def test_what_was_read_stays_when_the_log_forgets_it(as_grace, grace, version, read, reflect):
    entry = reflect(grace, page_views=[read(grace, version, seconds=400)])
    log.remove(by=grace, view=grace.page_views.get())
    source = entry.sources.get()
    assert (source.version, source.active_seconds, source.opened_count, entry.provenance) == (
        version,
        400,
        1,
        "tracked",
    )
    assert source.checked_on
    assert "read on" in as_grace.get(reverse("appraisal:entry", args=[entry.pk])).content.decode()


def test_two_reads_of_a_version_are_one_source_and_unticked_ones_go(grace, version, read, reflect):
    now = timezone.now()
    views = [read(grace, version, now - timedelta(days=day), seconds=100) for day in (0, 1)]
    entry = reflect(grace, page_views=views)
    assert [(it.opened_count, it.active_seconds) for it in entry.sources.all()] == [(2, 200)]
    actions.revise(by=grace, entry=entry, edits=0, what="Read it.")
    assert not entry.sources.exists()
    assert entry.provenance == "declared"


# --- Anonymity, and the guard ---


def test_words_that_could_identify_someone_come_back_once(as_grace):
    typed = TYPED | {"what": "Mrs Hook asked."}
    answer = as_grace.post(NEW, typed)
    assert answer.status_code == 422
    assert "“Mrs Hook” looks like a name" in answer.content.decode()
    assert "Mrs Hook asked." in answer.content.decode()
    assert not Entry.objects.exists()
    assert as_grace.post(NEW, typed | {"anyway": "1"}).status_code == 302


def test_anonymity_is_confirmed_anew_when_the_words_change(as_grace, grace):
    as_grace.post(NEW, TYPED | {"is_anonymous": "on"})
    entry = Entry.objects.get()
    first = entry.anonymity_confirmed_at
    place = reverse("appraisal:entry_edit", args=[entry.pk])
    as_grace.post(place, TYPED | {"is_anonymous": "on", "edits": 0, "claimed_minutes": "45", "model": entry.model})
    assert Entry.objects.get().anonymity_confirmed_at == first
    as_grace.post(place, TYPED | {"is_anonymous": "on", "edits": 1, "what": "Read it again.", "model": entry.model})
    assert Entry.objects.get().anonymity_confirmed_at > first
    as_grace.post(place, TYPED | {"edits": 2, "what": "Read it again.", "model": entry.model})
    assert Entry.objects.get().anonymity_confirmed_at is None


# --- What next ---


@pytest.fixture
def due(grace, reflect):
    """An action that was to be looked at yesterday."""
    entry = reflect(grace, look_again_on=timezone.localdate() + timedelta(days=1))
    Action.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    return entry


def test_the_diary_asks_when_the_day_has_come(as_grace, due):
    page = as_grace.get("/diary/").content.decode()
    assert "Was it done?" in page
    assert reverse("appraisal:action", args=[due.action.pk]) in page


def test_what_came_of_it_stands_with_the_entry(as_grace, due):
    place = reverse("appraisal:action", args=[due.action.pk])
    said = {"done_on": TODAY, "outcome": "Nobody trips now.", "due_on": due.action.due_on}
    assert "Nobody trips now." in as_grace.post(place, said, follow=True).content.decode()
    assert not Action.objects.owned_by(due.user).due(timezone.localdate()).exists()


def test_what_changed_needs_its_day(as_grace, due):
    answer = as_grace.post(reverse("appraisal:action", args=[due.action.pk]), {"outcome": "x", "due_on": TODAY})
    assert answer.status_code == 422
    assert "Enter the day it was done" in answer.content.decode()


def test_an_entry_that_is_edited_keeps_its_past_day_and_what_came_of_it(as_grace, grace, due):
    Action.objects.update(done_on=timezone.localdate(), outcome="Better.")
    typed = TYPED | {"edits": 0, "look_again_on": due.action.due_on.isoformat()}
    assert as_grace.post(reverse("appraisal:entry_edit", args=[due.pk]), typed).status_code == 302
    assert Action.objects.get().outcome == "Better."


@pytest.mark.parametrize("verb", ["get", "post"])
def test_mallory_is_turned_away_from_an_action(as_mallory, due, verb):
    answer = getattr(as_mallory, verb)(
        reverse("appraisal:action", args=[due.action.pk]), {"done_on": TODAY, "due_on": TODAY}
    )
    assert answer.status_code == 404
    assert Action.objects.get().done_on is None
    assert "On lanterns" not in as_mallory.get("/diary/actions/").content.decode()


@pytest.mark.parametrize(
    ("code", "hint"), [("gmc", "60 minutes make one credit."), ("gphc", "counts records, not hours"), ("", "")]
)
def test_what_minutes_count_for_is_said_as_the_regulator_counts_them(client, grace, code, hint):
    grace.regulator = code
    grace.save()
    client.force_login(grace)
    page = client.get(reverse("appraisal:entry_new")).content.decode()
    assert hint in page
    assert ("make one credit" in page) is (code == "gmc")
