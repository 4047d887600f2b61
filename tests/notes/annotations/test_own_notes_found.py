"""A member's own notes among what they search for. Nobody else's, ever."""

import uuid

import pytest

from notes.annotations import actions


@pytest.fixture
def note(version, grace):
    return actions.write(by=grace, version=version, key=uuid.uuid4(), body="Ask <b>Otto</b> about submarines.")


def searched(client, words: str) -> str:
    return client.get("/search/", {"q": words}).content.decode()


def test_the_notes_of_the_reader_are_a_group_of_their_own(as_grace, note):
    html = searched(as_grace, "submarines")
    assert "Your notes</h2>" in html
    assert "Ask &lt;b&gt;Otto&lt;/b&gt; about submarines." in html
    assert f'href="{note.get_absolute_url()}"' in html


def test_more_notes_than_are_shown_can_be_listed(as_grace, grace, note, version):
    for _ in range(4):
        actions.write(by=grace, version=version, key=uuid.uuid4(), body="More submarines.")
    html = searched(as_grace, "submarines")
    assert html.count("ubmarines.</p>") == 3
    assert 'href="/notes/?q=submarines"' in html


def test_mallory_and_visitors_do_not_see_them(client, as_mallory, note):
    assert "Otto" not in searched(as_mallory, "submarines")
    as_mallory.logout()
    assert "Otto" not in searched(client, "submarines")
    assert "Your notes" not in searched(client, "submarines")


def test_a_page_with_notes_is_kept_by_nobody(as_grace, note):
    assert as_grace.get("/search/", {"q": "lanterns"})["Cache-Control"] == "private, no-store"
