"""Mallory and what Grace files, bookmarks, exports and imports: never seen, never changed, as if it were not there."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from notes.annotations.bookmarks import actions
from notes.annotations.collection import actions as tags
from notes.annotations.imports import actions as imports
from notes.models import Bookmark, Note, Tag, Upload

SECRET = "What only Grace knows."
KINDS = ["html", "csv", "md", "jsonld"]


@pytest.fixture
def note(write, grace, article):
    """A note of Grace's with a tag, a bookmark, and a file that waits."""
    note = write(SECRET, quote="2.5 hours")
    tags.add([SECRET], to=[note], by=grace)
    actions.add(article, by=grace, section="presentation", title=SECRET)
    imports.lay_out(json.dumps([{"bodyValue": SECRET}]), by=grace)
    return note


def seen(page) -> str:
    return (page.getvalue() if page.streaming else page.content).decode()


def test_nothing_of_it_is_on_a_page_of_hers(as_mallory, note):
    tag, theirs = Tag.objects.get(), f"note={note.pk}"
    for address in [
        *["/notes/", f"/notes/?tag={tag.pk}", "/notes/?topic=lighting", "/notes/bookmarks/", "/notes/import/"],
        *[f"/notes/export/{kind}/?{asked}" for kind in KINDS for asked in ["", theirs]],
    ]:
        page = as_mallory.get(address)
        assert page.status_code == 200, address
        assert SECRET not in seen(page), address


def test_a_tag_or_topic_of_someone_else_is_no_choice(as_mallory, note):
    page = as_mallory.get("/notes/", {"tag": Tag.objects.get().pk, "topic": "lighting"})
    assert set(page.context["form"].errors) == {"tag", "topic"}
    nothing = as_mallory.get("/notes/", {"tag": 987654321, "topic": "lighting"})
    assert page.context["form"].errors == nothing.context["form"].errors


@pytest.mark.parametrize("act", ["tag", "untag", "delete", "reflect", *KINDS])
def test_nothing_is_done_to_a_note_of_hers(as_mallory, note, act):
    theirs, nothing = (
        as_mallory.post(reverse("notes:chosen"), {"act": act, "note": [pk], "tags": SECRET.upper()})
        for pk in (note.pk, 987654321)
    )
    assert theirs.status_code == nothing.status_code == 422
    assert theirs.context["chosen"].errors == nothing.context["chosen"].errors
    assert [tag.name for tag in Note.objects.get().tags.all()] == [SECRET]
    assert Note.objects.get().deleted_at is None


@pytest.mark.parametrize("verb", ["get", "post", "put", "patch", "delete", "head", "options", "trace"])
def test_a_bookmark_of_hers_is_not_there(as_mallory, note, verb):
    theirs, nothing = (
        getattr(as_mallory, verb)(reverse("notes:bookmark_remove", args=[pk]))
        for pk in (Bookmark.objects.get().pk, 987654321)
    )
    assert theirs.status_code == nothing.status_code == (404 if verb == "post" else 405)
    assert Bookmark.objects.exists()


def test_a_bookmark_of_mallory_leaves_hers(as_mallory, note, version):
    address = reverse("notes:bookmark", args=[version.pk])
    as_mallory.post(address, {"remove": "presentation"})
    as_mallory.post(address, {"add": "presentation"})
    assert Bookmark.objects.filter(section="presentation").count() == 2


def test_a_file_of_hers_is_looked_at_taken_in_and_put_away_by_her_alone(as_mallory, note):
    assert as_mallory.get(reverse("notes:upload_look")).url == reverse("notes:upload")
    as_mallory.post(reverse("notes:upload_look"))
    as_mallory.post(reverse("notes:upload_forget"))
    assert Upload.objects.get().user == note.user
    assert Note.objects.count() == 1


def test_a_file_that_names_her_notes_changes_none_of_them(as_mallory, mallory, grace, note, settings):
    settings.SITE_URL = "http://testserver"
    from notes.annotations.collection import listing
    from notes.annotations.exports import as_annotations

    text = "".join(as_annotations.write(listing.one_by_one(listing.notes(grace)))).replace(SECRET, "Mine.")
    as_mallory.post(reverse("notes:upload"), {"file": SimpleUploadedFile("x.jsonld", text.encode())})
    as_mallory.post(reverse("notes:upload_look"))
    assert Note.objects.get(user=grace).body == SECRET
    assert Note.objects.get(user=mallory).body == "Mine."


@pytest.mark.parametrize(
    "address", ["/notes/bookmarks/", "/notes/import/", "/notes/import/look/", "/notes/export/csv/"]
)
def test_the_signed_out_are_sent_to_sign_in(client, note, address):
    assert client.get(address).headers["Location"] == f"{reverse('account_login')}?next={address}"


@pytest.mark.parametrize("name", ["chosen", "chosen_restore", "upload", "upload_look", "upload_forget"])
def test_forms_of_the_signed_out_are_refused(client, note, name):
    assert client.post(reverse(f"notes:{name}"), {"act": "delete", "note": note.pk}).status_code == 401
    assert Note.objects.get().deleted_at is None
