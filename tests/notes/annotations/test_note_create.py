"""Writing a note: from a selection or typed words, sent once or twice, with a script or without."""

import uuid

import pytest
from django.urls import reverse

from notes.models import Note

FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def address(version):
    return reverse("notes:create", args=[version.pk])


def words(**fields):
    return {"section": "", "quote": "", "body": "Ask about dusk.", "key": str(uuid.uuid4()), **fields}


def test_a_note_on_the_whole_page_leads_back_to_it(as_grace, address, article):
    page = as_grace.post(address, words())
    assert page.headers["Location"] == f"{article.get_absolute_url()}#n{Note.objects.get().pk}"


def test_a_note_on_a_section_belongs_to_it(as_grace, address):
    as_grace.post(address, words(section="presentation"))
    note = Note.objects.get()
    assert (note.section, note.quote, note.start) == ("presentation", "", None)


def test_typed_words_are_found_and_kept_to_the_letter(as_grace, address, version):
    as_grace.post(address, words(quote="It hangs  from a hook"))
    note = Note.objects.get()
    assert note.quote == version.text[note.start : note.end] == "It hangs from a hook"
    assert note.section == "presentation"
    assert note.suffix == version.text[note.end : note.end + 32]


def test_typed_words_in_another_case_are_asked_about(as_grace, address):
    """Case can carry meaning, so words are never placed by guessing at it."""
    page = as_grace.post(address, words(quote="IT HANGS from a hook"))
    assert (page.status_code, Note.objects.count()) == (422, 0)
    assert "IT HANGS from a hook" in page.content.decode()


@pytest.mark.parametrize(
    ("pasted", "quote"),
    [
        ("at dusk.1 They burn", "at dusk. They burn"),
        ("at dusk.1", "at dusk."),
        ("1 They burn for 2.5 hours.", "They burn for 2.5 hours."),
        ("west.2\nGreen lanterns", "west.\nGreen lanterns"),
        ("“It hangs from a hook.”", "It hangs from a hook."),
        ('"at dusk.1 They burn"', "at dusk. They burn"),
    ],
)
def test_words_are_found_as_people_paste_them_with_numbers_of_citations_or_in_quotation_marks(
    as_grace, address, version, pasted, quote
):
    as_grace.post(address, words(quote=pasted))
    note = Note.objects.get()
    assert note.quote == version.text[note.start : note.end] == quote


def test_a_selection_that_stands_elsewhere_too_is_kept_where_it_was_made(as_grace, address, version):
    start = version.text.rindex("lanterns face")
    as_grace.post(address, words(quote="lanterns face", start=start, end=start + 13))
    assert Note.objects.get().start == start


def test_offsets_at_which_other_words_stand_do_not_count(as_grace, address, version):
    as_grace.post(address, words(quote="2.5 hours", start=0, end=9))
    assert Note.objects.get().start == version.text.index("2.5 hours")


@pytest.mark.parametrize("start", ["-1", "x", "99999999999999999999"])
def test_offsets_that_are_no_place_do_not_count(as_grace, address, version, start):
    as_grace.post(address, words(quote="2.5 hours", start=start, end=start))
    assert Note.objects.get().start == version.text.index("2.5 hours")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"quote": "nowhere at all"}, "We could not find those words on this page."),
        ({"quote": "at dusk.2 They"}, "We could not find those words on this page."),  # another number than is there
        ({"quote": "1"}, "We could not find those words on this page."),
        ({"quote": "lanterns face"}, "Those words are on this page more than once."),
        ({"quote": "hours. Presentation A lantern"}, "We could not find those words on this page."),
        ({"quote": "x" * 5_001}, "That is 5001 characters long. Shorten it to 5000."),
        ({"body": "x" * 10_001}, "That is 10001 characters long. Shorten it to 10000."),
        ({"body": " \n"}, "Write your note first."),
        ({"body": "a\0b"}, "Your text holds a character that cannot be kept."),
        ({"section": "elsewhere"}, "Choose a section of this page."),
    ],
)
@pytest.mark.parametrize("headers", [{}, FETCH])
def test_what_is_wrong_is_said_and_what_was_typed_is_still_there(as_grace, address, fields, message, headers):
    sent = words(**({"body": "Kept words."} | fields))
    page = as_grace.post(address, sent, headers=headers)
    assert page.status_code == 422
    assert message in page.content.decode()
    assert sent["body"].strip() in page.content.decode()
    assert sent["quote"] in page.content.decode()
    assert not Note.objects.exists()


def test_the_longest_note_is_kept_whole(as_grace, address):
    as_grace.post(address, words(body="😀" * 10_000))
    assert Note.objects.get().body == "😀" * 10_000


def test_line_ends_are_one_kind_and_control_characters_are_left_out(as_grace, address):
    as_grace.post(address, words(body="one\r\ntwo\x07\ttab"))
    assert Note.objects.get().body == "one\ntwo\ttab"


def test_a_form_sent_twice_makes_one_note(as_grace, address):
    sent = words()
    first, second = as_grace.post(address, sent), as_grace.post(address, sent)
    assert Note.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]


def test_a_form_without_a_key_makes_a_note(as_grace, address):
    as_grace.post(address, words(key="x"))
    assert Note.objects.count() == 1


def test_the_same_key_of_two_members_makes_two_notes(client, address, grace, mallory):
    sent = words()
    for member in (grace, mallory):
        client.force_login(member)
        client.post(address, sent)
    assert Note.objects.count() == 2


@pytest.mark.parametrize("headers", [{}, FETCH])
def test_other_words_under_the_same_key_overwrite_nothing(as_grace, address, headers):
    sent = words()
    as_grace.post(address, sent)
    page = as_grace.post(address, sent | {"body": "Other words."}, headers=headers)
    assert page.status_code == 409
    assert "Ask about dusk." in page.content.decode()
    assert "Other words." in page.content.decode()
    assert Note.objects.get().body == "Ask about dusk."


def test_other_words_under_the_same_key_can_be_saved_as_a_new_note(as_grace, address):
    sent = words(quote="2.5 hours")
    as_grace.post(address, sent)
    form = as_grace.post(address, sent | {"body": "Other words."}).context["again"]
    as_grace.post(address, {field.name: field.value() for field in form if field.value() is not None})
    assert [note.body for note in Note.objects.filter(quote="2.5 hours")] == ["Other words.", "Ask about dusk."]


def test_a_script_gets_the_pieces_that_changed(as_grace, address):
    page = as_grace.post(address, words(quote="2.5 hours"), headers=FETCH).content.decode()
    note = Note.objects.get()
    assert f'data-note="n{note.pk}"' in page
    assert f'id="h{note.pk}"' in page
    assert 'id="my-notes"' in page
    assert "<html" not in page
    assert 'id="presentation"' not in page


def test_without_a_script_there_is_a_page_for_writing(as_grace, address):
    page = as_grace.get(address, {"section": "presentation"})
    assert page.context["form"]["section"].value() == "presentation"


@pytest.mark.parametrize("to", ["draft", "in_review", "approved"])
def test_what_readers_cannot_open_cannot_be_noted(as_grace, make_article, to):
    version = make_article(99, to=to).versions.get()
    assert as_grace.post(reverse("notes:create", args=[version.pk]), words()).status_code == 404


def test_an_earlier_version_can_be_noted_where_it_stands(as_grace, address, version, make_article):
    make_article.revise(version.article)
    page = as_grace.post(address, words())
    version.refresh_from_db()
    assert page.headers["Location"] == f"{version.get_absolute_url()}#n{Note.objects.get().pk}"


def test_the_signed_out_are_sent_to_sign_in(client, address):
    assert client.get(address).headers["Location"] == f"{reverse('account_login')}?next={address}"


@pytest.mark.parametrize("headers", [{}, FETCH])
def test_words_written_while_signed_out_are_handed_back(client, address, headers):
    page = client.post(address, words(body="Words <kept>."), headers=headers)
    assert page.status_code == 401
    assert "Words &lt;kept&gt;." in page.content.decode()
    assert page.headers["Cache-Control"].endswith("private")
    assert not Note.objects.exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_other_methods_are_refused(as_grace, address, method):
    assert getattr(as_grace, method)(address).status_code == 405


def test_a_form_of_another_site_is_refused(grace, address):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(grace)
    assert client.post(address, words()).status_code == 403
