"""Notes from earlier versions on the page of a later one: where they stand, what happened, and what is asked."""

import pytest

from articles import actions
from articles.text.sections import sections_of
from notes import receivers
from notes.annotations import actions as notes
from notes.annotations.panel import Panel
from notes.annotations.placements import actions as placements
from notes.annotations.placements import tasks
from notes.models import Decision, Placement, State
from tests.conftest import BODY
from tests.test_run_due import told

DOSE = BODY.replace("2.5 hours", "5 hours")
GONE = BODY.replace("They burn for 2.5 hours.", "")
LONG = "A large lantern over the harbour burns through the whole evening."


@pytest.fixture
def read(as_grace, article):
    """The live article as Grace sees it."""
    return lambda **query: as_grace.get(article.get_absolute_url(), query).content.decode()


@pytest.fixture
def revise(article, make_article):
    """Publish the next version with this body."""
    return lambda body=BODY: make_article.revise(article, body=body)


def part(text: str, note) -> str:
    """The list item of a note."""
    return text[text.index(f'id="n{note.pk}"') :].partition("</li>")[0]


def test_words_that_stand_are_marked_and_the_note_says_where_it_was_written(read, write, revise, version):
    note = write(quote="2.5 hours")
    revise()
    text = read()
    assert f'<mark class="hl" data-note="n{note.pk}" id="h{note.pk}">2.5 hours</mark>' in text
    assert f'href="{version.get_absolute_url()}#n{note.pk}">version 1' in part(text, note)
    assert "note--moved" not in text
    assert "Accept this place" not in text


def test_a_changed_dose_is_shown_where_it_stands_and_asked_about(read, write, revise):
    note = write(quote="They burn for 2.5 hours")
    revise(DOSE)
    text = read()
    assert "They burn for 5 hours</mark>" in text
    said = part(text, note)
    assert "This wording changed in version 2. Your note is kept with the section." in said
    assert "2.5 hours</del>" in said
    assert "5 hours</ins>" in said
    assert "changes/1..2/" in said
    assert "1 of your notes asks where it belongs" in text


def test_a_change_beside_the_words_is_told_apart(read, write, revise):
    note = write(quote="They burn")
    revise(DOSE)
    assert "the words around it, a heading over it or its place among steps changed" in part(read(), note)


def test_words_that_moved_are_dashed_with_what_happened(read, write, revise, version):
    body = BODY.replace("Presentation", "Introduction")  # under another heading it would ask
    here, there = (body.replace(end, f"{end} {LONG}") for end in ("They burn for 2.5 hours.", "It hangs from a hook."))
    note = write(quote="through the whole evening", version=revise(here))
    revise(there)
    text = read()
    assert text.index('id="introduction-2"') < text.index("through the whole evening</mark>")
    assert f'note--moved" id="n{note.pk}"' in text
    assert "Its words moved to this section since" in part(text, note)


def test_a_passage_that_went_is_listed_with_its_version_and_what_can_be_done(read, write, revise, version):
    note = write(quote="They burn for 2.5 hours")
    revise(GONE)
    text = read()
    assert text.index("Notes on earlier versions") < text.index(f'id="n{note.pk}"')
    said = part(text, note)
    assert "We could not find this passage in version 2." in said
    assert f'href="{version.get_absolute_url()}#n{note.pk}"' in said
    assert "Accept this place" not in said
    assert "Keep with version 1" in said
    assert f'id="h{note.pk}"' not in text


def test_a_section_that_was_renamed_takes_its_note_along_and_asks(read, write, revise):
    note = write(section="presentation")
    revise(BODY.replace("<h2>Presentation", "<h2>What it looks like"))
    text = read()
    assert text.index('id="what-it-looks-like"') < text.index(f'id="n{note.pk}"')
    assert "This section was renamed. It is “What it looks like” in version 2." in part(text, note)


def test_a_note_is_placed_when_its_page_is_opened_before_the_task(read, write, revise):
    note = write(quote="2.5 hours")
    revise(DOSE)
    assert not Placement.objects.exists()
    assert "Accept this place" in part(read(), note)
    assert Placement.objects.get().state == State.CHANGED


def test_rendering_what_a_page_shows_places_nothing(write, revise, grace, article):
    write(quote="2.5 hours")
    revise(DOSE)
    live = article.versions.published().get()
    panel = Panel(version=live, user=grace, sections=sections_of(live))
    assert len(panel.earlier) == 1
    assert not Placement.objects.exists()


def test_a_note_stands_in_every_later_version(as_grace, write, revise):
    note = write(quote="2.5 hours")
    second = revise()
    revise(DOSE)
    text = as_grace.get(second.get_absolute_url()).content.decode()
    assert f'id="h{note.pk}">2.5 hours</mark>' in text


def test_notes_that_ask_cost_the_same_queries_however_many(read, write, revise, queries):
    for _ in range(3):
        write(quote="2.5 hours")
    revise(DOSE)
    read()
    with queries() as few:
        read()
    for _ in range(20):
        write(quote="They burn for 2.5 hours", version=Placement.objects.first().note.version)
    read()
    with queries() as many:
        read()
    assert len(many) == len(few)


@pytest.mark.django_db(transaction=True)
def test_publishing_places_the_notes_of_everyone(article, version, write, mallory, make_article):
    write(quote="2.5 hours")
    write(quote="2.5 hours", by=mallory)
    make_article.revise(article, body=DOSE)
    assert [placement.state for placement in Placement.objects.all()] == [State.CHANGED] * 2


def test_withdrawing_places_nothing(write, version, petra, monkeypatch):
    monkeypatch.setattr(tasks, "place_notes", None)
    write()
    actions.withdraw(version, by=petra, comment="A lantern was wrong.")
    version.refresh_from_db()
    receivers.place_notes(version)


def test_what_a_lost_task_left_is_done_by_the_timer_once(write, revise):
    write(quote="2.5 hours")
    write()
    revise()
    assert "2 notes placed in new versions" in told()
    assert "0 notes placed in new versions" in told()
    assert Placement.objects.count() == 2


def test_placing_twice_changes_nothing(write, revise, grace):
    write(quote="2.5 hours")
    second = revise(DOSE)
    placements.place(second)
    placements.accept(Placement.objects.get(), by=grace)
    assert placements.place(second) == 0
    assert Placement.objects.get().decision == Decision.ACCEPTED


def test_a_note_that_was_deleted_meanwhile_is_left_out(write, revise, monkeypatch):
    going, staying = write(quote="2.5 hours"), write()
    second = revise()
    found = placements._found

    def late(*args):
        placed = found(*args)
        going.delete()
        return placed

    monkeypatch.setattr(placements, "_found", late)
    assert placements.place(second) == 1
    assert Placement.objects.get().note_id == staying.pk


def test_more_notes_than_a_batch_are_all_placed(write, revise, monkeypatch):
    monkeypatch.setattr(placements, "BATCH", 2)
    for _ in range(5):
        write(quote="2.5 hours")
    assert placements.place(revise()) == 5


def test_the_next_version_is_looked_for_from_the_place_that_was_accepted(write, revise, grace):
    note = write(quote="2.5 hours")
    placements.place(revise(DOSE))
    placements.accept(note.placements.get(), by=grace)
    third = revise(DOSE.replace("Lanterns are", "Lanterns were"))
    placements.place(third)
    placement = note.placements.get(version=third)
    assert (placement.state, third.text[placement.start : placement.end]) == (State.EXACT, "5 hours")


def test_a_note_that_is_kept_asks_no_more_until_its_words_are_back(write, revise, grace):
    note = write(quote="2.5 hours")
    placements.place(revise(DOSE))
    placements.keep(note.placements.get(), by=grace)
    again, back = revise(DOSE), revise(BODY)
    placements.place(again)
    placements.place(back)
    assert note.placements.get(version=again).decision == Decision.OLD_VERSION
    assert (note.placements.get(version=back).state, note.placements.get(version=back).decision) == (State.EXACT, "")


def test_editing_a_note_on_a_later_page_answers_with_that_page(as_grace, write, revise):
    note = write(quote="2.5 hours")
    second = revise(DOSE)
    placements.place(second)
    sent = {"body": "Other words.", "edits": "0"}
    address = f"/notes/{note.pk}/edit/?on={second.pk}"
    pieces = as_grace.post(address, sent, headers={"X-Requested-With": "fetch"}).content.decode()
    assert "5 hours</mark>" in pieces
    assert f"?on={second.pk}" in pieces
    assert as_grace.get(address).status_code == 200


@pytest.mark.parametrize("on", ["x", "0", "9" * 30, "²"])
def test_a_page_that_is_none_is_the_page_of_the_note(as_grace, write, on):
    note = write(quote="2.5 hours")
    sent = {"body": "Other words.", "edits": "0"}
    answer = as_grace.post(f"/notes/{note.pk}/edit/?on={on}", sent, headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 200


def test_a_deleted_note_is_neither_placed_nor_counted_and_cannot_be_decided(as_grace, grace, write, revise):
    note, later = write(quote="2.5 hours"), write(quote="2.5 hours")
    second = revise(DOSE)
    notes.delete(later, by=grace)
    assert placements.place(second) == 1
    notes.delete(note, by=grace)
    assert as_grace.get(f"/notes/placements/{note.placements.get().pk}/").status_code == 404
    assert set(placements.counts(second).values()) == {0}
