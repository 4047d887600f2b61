"""Notes from earlier versions on the page of a later one: where they stand, what happened, and what is asked."""

import pytest

from tests.conftest import BODY

DOSE = BODY.replace("2.5 hours", "5 hours")
GONE = BODY.replace("They burn for 2.5 hours.", "")
MOVED = GONE.replace("from a hook.", "from a hook. They burn for 2.5 hours.")


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
    assert "the words around it changed" in part(read(), note)


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
