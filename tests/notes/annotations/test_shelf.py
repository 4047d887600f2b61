"""All notes at /notes/: narrowed by tag, topic, state and date, and what is done with several at once."""

import re
import uuid
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from appraisal.models import Entry
from notes.annotations import actions
from notes.annotations.collection import actions as tags
from notes.annotations.placements import actions as placements
from notes.models import Note, Placement, Tag

ADDRESS = "/notes/"
CITED = '<cite data-ref="first"></cite><cite data-ref="second"></cite>'


def bodies(page):
    return sorted(note.body for note in page.context["page"])


@pytest.fixture
def tagged(grace, write):
    """Write a note with tags."""

    def tagged(body, *names, **place):
        note = write(body, **place)
        tags.add(names, to=[note], by=grace)
        return note

    return tagged


# --- Narrowing ---


def test_a_tag_narrows(as_grace, tagged):
    tagged("One.", "Dusk")
    tagged("Two.", "Dawn")
    page = as_grace.get(ADDRESS, {"tag": Tag.objects.get(name="Dusk").pk})
    assert bodies(page) == ["One."]
    assert [tag.name for tag in page.context["form"].fields["tag"].queryset] == ["Dawn", "Dusk"]


def test_a_topic_narrows_and_only_topics_of_notes_are_offered(as_grace, write, make_article):
    write("On lanterns.")
    write("On wax.", version=make_article(99, "Candles", topics=["Wax"]).versions.get())
    make_article(98, "Wool", topics=["Wool"])
    page = as_grace.get(ADDRESS, {"topic": "wax"})
    assert bodies(page) == ["On wax."]
    assert [str(topic) for topic in page.context["form"].fields["topic"].queryset] == ["Lighting", "Wax"]


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("2026-07-01", "", ["In summer."]),
        ("", "2026-06-30", []),
        ("2026-07-01", "2026-07-01", ["In summer."]),
        ("2026-07-02", "", []),
    ],
)
def test_days_are_those_that_the_member_lived(as_grace, write, first, last, found):
    write("In summer.")
    Note.objects.update(created_at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))  # half past midnight in London
    assert bodies(as_grace.get(ADDRESS, {"from": first, "to": last})) == found


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"from": "soon"}, "Enter a day such as"),
        ({"to": "0001-01-01"}, "Enter a day such as"),
        ({"to": "9999-12-31"}, "Enter a day such as"),
        ({"from": "2026-02-01", "to": "2026-01-01"}, "That is before the first day."),
    ],
)
def test_days_that_make_no_sense_are_said_and_still_there(as_grace, write, asked, why):
    write()
    page = as_grace.get(ADDRESS, asked)
    assert why in page.content.decode()
    assert all(f'value="{day}"' in page.content.decode() for day in asked.values())
    assert bodies(page) == []


def test_what_became_of_a_note_narrows(as_grace, write, version, make_article):
    write("Stays.", quote="A lantern may be red or green")
    write("Changes.", quote="They burn for 2.5 hours")
    newer = make_article.revise(
        version.article,
        body=f"<h2>Introduction</h2><p>Lanterns are lit at dusk. They burn for 3.5 hours.{CITED}</p>"
        "<h2>Presentation</h2><p>A lantern may be red or green. It hangs from a hook.</p>",
    )
    write("New.", version=newer)
    placements.place(newer)
    states = dict(Placement.objects.values_list("note__body", "state"))
    assert states == {"Stays.": "exact", "Changes.": "changed"}
    asked = {state: bodies(as_grace.get(ADDRESS, {"state": state})) for state in ["live", "exact", "changed", "asks"]}
    assert asked == {"live": ["New."], "exact": ["Stays."], "changed": ["Changes."], "asks": ["Changes."]}
    assert bodies(as_grace.get(ADDRESS, {"state": "moved"})) == []


def test_all_narrow_together_and_stay_in_the_address(as_grace, tagged, article):
    for number in range(27):
        tagged(f"Dusk {number}.", "Dusk")
    tagged("Dawn.", "Dusk")
    asked = {"q": "dusk", "tag": Tag.objects.get().pk, "topic": "lighting", "from": "2020-01-01"}
    page = as_grace.get(ADDRESS, asked)
    assert page.context["page"].paginator.count == 27
    query = f"q=dusk&amp;topic=lighting&amp;tag={asked['tag']}&amp;from=2020-01-01&amp;"
    assert f'href="?{query}page=2"' in page.content.decode()
    assert f'href="/notes/export/csv/?{query}"' in page.content.decode()
    assert len(bodies(as_grace.get(ADDRESS, asked | {"page": "2"}))) == 2


def test_nothing_found_says_so(as_grace, write):
    write()
    assert "No notes match." in as_grace.get(ADDRESS, {"q": "moon"}).content.decode()


# --- With the ticked notes ---


@pytest.fixture
def do(as_grace):
    """Tick notes and press a button, on the second page of a search."""

    def do(act, *notes, **sent):
        sent = {"act": act, "note": [getattr(note, "pk", note) for note in notes], **sent}
        return as_grace.post(reverse("notes:chosen") + "?q=dusk&page=2", sent)

    return do


def test_a_tag_is_added_and_removed_and_the_same_page_comes_back(do, write):
    one, two, three = write(), write(), write()
    assert do("tag", one, two, tags="Dusk, Dawn").url == "/notes/?q=dusk&page=2"
    assert [[tag.name for tag in note.tags.all()] for note in (one, two, three)] == [["Dawn", "Dusk"]] * 2 + [[]]
    do("untag", one, two, tags="DUSK")
    assert [tag.name for tag in two.tags.all()] == ["Dawn"]


def test_the_ticked_are_deleted_and_can_be_brought_back(do, as_grace, write):
    one, two, _ = write("One."), write("Two."), write("Three.")
    do("delete", one, two)
    assert bodies(as_grace.get(ADDRESS)) == ["Three."]
    as_grace.post(reverse("notes:restore", args=[two.pk]))
    assert bodies(as_grace.get(ADDRESS)) == ["Three.", "Two."]


def test_what_was_deleted_together_comes_back_with_one_undo(do, as_grace, write):
    one, two, three = write("One."), write("Two."), write("Three.")
    actions.delete(three, by=three.user)
    page = as_grace.get(do("delete", one, two).url)
    assert page.context["here"] == "q=dusk&page=2"
    assert page.context["undo"] == [str(two.pk), str(one.pk)]
    assert page.content.decode().count('type="hidden" name="note"') == 2
    back = as_grace.post(reverse("notes:chosen_restore") + "?q=o", {"note": page.context["undo"]})
    assert back.url == "/notes/?q=o"
    assert bodies(as_grace.get(ADDRESS)) == ["One.", "Two."]


@pytest.mark.parametrize("ids", [[], ["9" * 30], ["x"]])
def test_an_undo_of_what_is_not_there_says_so(as_grace, ids):
    page = as_grace.post(reverse("notes:chosen_restore"), {"note": ids}, follow=True)
    assert "Not all of them can be brought back." in page.content.decode()


def test_nobody_brings_back_the_notes_of_another(client, mallory, grace, write):
    note = write()
    actions.delete(note, by=grace)
    client.force_login(mallory)
    client.post(reverse("notes:chosen_restore"), {"note": [note.pk]})
    assert not Note.objects.owned_by(grace).exists()


def test_a_reflection_is_begun_from_the_ticked(do, as_grace, write):
    one, two = write("One."), write("Two.")
    form = as_grace.get(do("reflect", one, two).url).context["form"]
    assert set(form["notes"].value()) == {one.pk, two.pk}
    assert not Entry.objects.exists()


def test_a_file_is_made_of_the_ticked(do, as_grace, write):
    write("One.")
    page = as_grace.get(do("csv", write("Two.")).url)
    assert b"Two." in page.getvalue()
    assert b"One." not in page.getvalue()


@pytest.mark.parametrize(
    ("act", "sent", "why"),
    [
        ("tag", {"tags": "Dusk"}, "Tick at least one note first."),
        ("tag", {"note": ["1"], "tags": "Dusk"}, "no longer there"),
        ("delete", {"note": ["9" * 30]}, "no longer there"),
        ("delete", {"note": ["x"]}, "no longer there"),
        ("burn", {}, "Choose what to do."),
        ("", {}, "Choose what to do."),
    ],
)
def test_what_cannot_be_done_is_said_on_the_same_page_and_nothing_typed_is_lost(as_grace, do, act, sent, why):
    page = do(act, **sent)
    assert page.status_code == 422
    assert page.context["form"]["q"].value() == "dusk"
    as_grace.get(ADDRESS)
    assert page.context["chosen"].errors
    assert why in str(page.context["chosen"].errors)


def test_a_tag_that_was_not_typed_is_asked_for_and_the_ticks_stay(as_grace, write):
    note, other = write("Dusk one."), write("Dusk two.")
    page = as_grace.post(reverse("notes:chosen"), {"act": "tag", "note": [note.pk], "tags": ""}).content.decode()
    assert "Type a tag first." in page
    assert re.search(rf'aria-labelledby="pick-{note.pk}-l"\s+checked', page)
    assert re.search(rf'aria-labelledby="pick-{other.pk}-l"\s*>', page)


def test_more_than_fifty_are_too_many(as_grace, write):
    notes = [write(f"{number}.") for number in range(51)]
    page = as_grace.post(reverse("notes:chosen"), {"act": "delete", "note": [note.pk for note in notes]})
    assert page.status_code == 422
    assert Note.objects.not_deleted().count() == 51


def test_all_or_nothing_when_one_is_someone_elses(do, write, mallory):
    mine, theirs = write(), write(by=mallory, key=uuid.uuid4())
    assert do("delete", mine, theirs).status_code == 422
    assert Note.objects.not_deleted().count() == 2
