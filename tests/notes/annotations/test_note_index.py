"""All notes of a member, at /notes/."""

import pytest
from django.urls import reverse

from articles import actions
from notes.annotations.placements import actions as placements
from tests.conftest import BODY

ADDRESS = "/notes/"


def bodies(page):
    return [note.body for note in page.context["page"]]


def test_the_newest_stands_first(as_grace, write):
    write("One.")
    write("Two.")
    assert bodies(as_grace.get(ADDRESS)) == ["Two.", "One."]


def test_each_leads_to_its_place(as_grace, write, article):
    note = write(quote="2.5 hours")
    assert f'href="{article.get_absolute_url()}#n{note.pk}"' in as_grace.get(ADDRESS).content.decode()


def test_a_note_on_an_earlier_version_leads_to_where_it_stands_now(as_grace, write, article, make_article):
    note = write(quote="2.5 hours")
    placements.place(make_article.revise(article))
    text = as_grace.get(ADDRESS).content.decode()
    assert f'href="{article.get_absolute_url()}#n{note.pk}"' in text
    assert "written on version 1, in place in version 2" in text


def test_a_note_that_was_kept_leads_to_its_own_version(as_grace, grace, write, version, make_article):
    note = write(quote="2.5 hours")
    placements.place(make_article.revise(version.article, body=BODY.replace("2.5", "5")))
    placements.keep(note.placements.get(), by=grace)
    text = as_grace.get(ADDRESS).content.decode()
    assert f'href="{version.get_absolute_url()}#n{note.pk}"' in text
    assert "kept with version 1" in text


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (BODY.replace("2.5", "5"), "changed nearby in version 2"),
        (BODY.replace("They burn for 2.5 hours.", ""), "not found in version 2"),
    ],
)
def test_what_became_of_a_note_is_said(as_grace, write, version, make_article, body, words):
    write(quote="They burn for 2.5 hours")
    placements.place(make_article.revise(version.article, body=body))
    assert words in as_grace.get(ADDRESS).content.decode()


def test_the_notes_of_a_withdrawn_article_lead_to_their_version(as_grace, petra, write, version):
    note = write()
    actions.withdraw(version, by=petra, comment="A lantern was wrong.")
    text = as_grace.get(ADDRESS).content.decode()
    assert f'href="{version.get_absolute_url()}#n{note.pk}"' in text
    assert "written on version 1, which is no longer live" in text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("DUSK", ["Éclairs at dusk.", "On a passage."]),
        ("éCLAIRS", ["Éclairs at dusk."]),
        ("passage 2.5", ["On a passage."]),
        ("2x5", []),
        ("éclairs passage", []),
        (".*", []),
        ("\0dusk\x07", ["Éclairs at dusk.", "On a passage."]),
        ("(", []),
        ("\\", []),
        ("%", []),
        ("x" * 5_000, []),
        ("  ", ["Éclairs at dusk.", "On a passage."]),
    ],
)
def test_words_are_found_in_note_and_passage(as_grace, write, asked, found):
    write("On a passage.", quote="Lanterns are lit at dusk. They burn for 2.5 hours")
    write("Éclairs at dusk.")
    page = as_grace.get(ADDRESS, {"q": asked})
    assert page.status_code == 200
    assert bodies(page) == found


def test_notes_are_narrowed_to_one_article(as_grace, write, article, make_article):
    other = make_article(99, "Candles").versions.get()
    write("On lanterns.")
    write("On candles.", version=other)
    page = as_grace.get(ADDRESS, {"article": article.pk})
    assert bodies(page) == ["On lanterns."]
    assert [item.working_title for item in page.context["form"].fields["article"].queryset] == ["Candles", "Lanterns"]


@pytest.mark.parametrize("asked", ["x", "0", "99999999999999999999999"])
def test_an_article_that_is_none_finds_nothing(as_grace, write, asked):
    write()
    assert bodies(as_grace.get(ADDRESS, {"article": asked})) == []


def test_pages_hold_25_and_keep_the_search(as_grace, write):
    for number in range(26):
        write(f"Dusk {number}.")
    page = as_grace.get(ADDRESS, {"q": "dusk & é"})
    assert bodies(page) == []
    page = as_grace.get(ADDRESS, {"q": "dusk"})
    assert len(bodies(page)) == 25
    assert "?q=dusk&amp;page=2" in page.content.decode()
    assert bodies(as_grace.get(ADDRESS, {"q": "dusk", "page": "2"})) == ["Dusk 0."]


def test_no_notes_say_how_to_begin(as_grace):
    assert "No notes yet." in as_grace.get(ADDRESS).content.decode()


def test_ten_notes_cost_the_queries_of_one(as_grace, write, make_article, queries):
    write()
    as_grace.get(ADDRESS)
    with queries() as one:
        as_grace.get(ADDRESS)
    for number in range(10):
        write(version=make_article(100 + number).versions.get())
    with queries() as many:
        as_grace.get(ADDRESS)
    assert len(many) == len(one) <= 10


def test_nobody_keeps_it(as_grace):
    assert {"no-store", "private"} <= set(as_grace.get(ADDRESS).headers["Cache-Control"].split(", "))


def test_the_signed_out_are_sent_to_sign_in(client):
    assert client.get(ADDRESS).headers["Location"] == f"{reverse('account_login')}?next=/notes/"
