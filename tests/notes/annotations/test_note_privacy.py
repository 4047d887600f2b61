"""Mallory and the notes of Grace: never seen, never changed, and no different from notes that are not there."""

import pytest
from django.urls import reverse

from notes.annotations import actions
from notes.models import Note

VERBS = ["get", "post", "put", "patch", "delete", "head", "options", "trace"]
SECRET = "What only Grace knows."


@pytest.fixture
def note(write):
    return write(SECRET, quote="2.5 hours")


@pytest.mark.parametrize("headers", [{}, {"X-Requested-With": "fetch"}])
@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("name", ["notes:edit", "notes:delete"])
def test_a_note_of_someone_else_is_not_there(as_mallory, note, name, verb, headers):
    sent = {"body": "Mine.", "edits": "0"} if verb == "post" else None
    theirs = getattr(as_mallory, verb)(reverse(name, args=[note.pk]), sent, headers=headers)
    nothing = getattr(as_mallory, verb)(reverse(name, args=[987654321]), sent, headers=headers)
    assert theirs.status_code == nothing.status_code == (404 if verb in {"get", "head", "post"} else 405)
    assert theirs.content == nothing.content.replace(b"987654321", str(note.pk).encode())
    assert (Note.objects.get().body, Note.objects.get().edits) == (SECRET, 0)


def test_a_note_of_someone_else_is_on_no_page(as_mallory, note, article, version):
    for address in ["/notes/", "/notes/?q=knows", article.get_absolute_url(), version.get_absolute_url()]:
        page = as_mallory.get(address)
        assert page.status_code == 200
        assert SECRET not in page.content.decode()
        assert f'n{note.pk}"' not in page.content.decode()


def test_a_key_of_someone_else_shows_nothing_of_theirs(as_mallory, note, version):
    sent = {"body": "Mine.", "key": str(note.key)}
    assert as_mallory.post(reverse("notes:create", args=[version.pk]), sent).status_code == 302
    assert Note.objects.get(pk=note.pk).body == SECRET


def test_articles_of_someone_elses_notes_are_not_offered(as_mallory, note):
    assert not as_mallory.get("/notes/").context["form"].fields["article"].queryset.exists()


@pytest.mark.parametrize("name", ["notes:edit", "notes:delete"])
def test_the_signed_out_see_nothing(client, note, article, name):
    assert client.get(reverse(name, args=[note.pk])).status_code == 302
    assert client.post(reverse(name, args=[note.pk])).status_code == 401
    assert SECRET not in client.get(article.get_absolute_url()).content.decode()
    assert Note.objects.get().body == SECRET


@pytest.fixture
def removed(grace, note):
    actions.delete(note, by=grace)
    return note


@pytest.mark.parametrize("headers", [{}, {"X-Requested-With": "fetch"}])
@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("name", ["notes:restore", "notes:erase"])
def test_a_deleted_note_of_someone_else_is_not_there(as_mallory, removed, name, verb, headers):
    theirs = getattr(as_mallory, verb)(reverse(name, args=[removed.pk]), headers=headers)
    nothing = getattr(as_mallory, verb)(reverse(name, args=[987654321]), headers=headers)
    assert theirs.status_code == nothing.status_code == (404 if verb == "post" else 405)
    assert theirs.content == nothing.content.replace(b"987654321", str(removed.pk).encode())
    assert Note.objects.get().deleted_at


def test_deleted_notes_of_someone_else_are_on_no_page(as_mallory, removed, article):
    for address in ["/notes/deleted/", article.get_absolute_url()]:
        page = as_mallory.get(address)
        assert page.status_code == 200
        assert SECRET not in page.content.decode()
        assert f"n{removed.pk}" not in page.content.decode()


def test_the_signed_out_see_no_deleted_notes(client, removed):
    assert client.get("/notes/deleted/").status_code == 302
    assert client.post(reverse("notes:restore", args=[removed.pk])).status_code == 401
    assert Note.objects.get().deleted_at
