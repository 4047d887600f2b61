"""What is typed and not saved: it is kept apart, looked over, and overwrites nobody's words."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from articles import actions
from articles.models import Autosave, Version
from tests.articles.desk.test_version_admin import change, typed
from tests.conftest import REFERENCES


def type_in(client, version, references=REFERENCES, **words):
    return client.post(reverse("admin:articles_version_typed", args=[version.pk]), typed(version, references, **words))


def test_what_is_typed_is_kept_and_the_draft_stays_as_it_was(as_ada, ada, draft):
    page = type_in(as_ada, draft, title="Half a tit").content.decode()
    assert "It is not saved in the draft yet" in page
    assert Autosave.objects.get(person=ada).typed["title"] == ["Half a tit"]
    assert Version.objects.get().title == "Lanterns"
    assert Version.objects.get().edits == draft.edits


def test_only_the_last_is_kept(as_ada, draft):
    for title in ("One", "Two"):
        type_in(as_ada, draft, title=title)
    assert Autosave.objects.get().typed["title"] == ["Two"]


def test_it_can_be_gone_on_with(as_ada, draft):
    type_in(as_ada, draft, [{"key": "mine", "title": "My source"}], title="Half a title")
    assert "You typed words here that are not saved" in as_ada.get(change(draft)).content.decode()
    page = as_ada.post(change(draft), {"hold": "typed"}).content.decode()
    assert "This is what you typed. It is not saved yet" in page
    assert "Half a title" in page
    assert "My source" in page
    assert Version.objects.get().title == "Lanterns"


def test_saving_forgets_it(as_ada, draft):
    type_in(as_ada, draft, title="Half a title")
    as_ada.post(change(draft), typed(draft, title="A whole title"))
    assert not Autosave.objects.exists()


def test_it_can_be_thrown_away(as_ada, draft):
    type_in(as_ada, draft, title="Half a title")
    as_ada.post(reverse("admin:articles_version_typed", args=[draft.pk]), {"discard": "1"})
    assert not Autosave.objects.exists()


def test_it_is_seen_by_nobody_else(as_ada, as_petra, draft):
    type_in(as_ada, draft, title="Half a title")
    assert "Half a title" not in as_petra.get(change(draft)).content.decode()
    assert "Half a title" not in as_petra.post(change(draft), {"hold": "typed"}).content.decode()


def test_it_never_overwrites_what_another_saved(as_ada, as_petra, draft):
    type_in(as_ada, draft, title="Ada’s half")
    as_petra.post(change(draft), typed(draft, title="Petra’s title"))
    as_ada.post(change(draft), {"hold": "typed"})
    answer = as_ada.post(change(draft), typed(draft, title="Ada’s half"))
    assert answer.status_code == 409
    assert Version.objects.get().title == "Petra’s title"


def test_who_saved_what_meanwhile_is_told_while_typing(as_ada, as_petra, draft):
    as_petra.post(change(draft), typed(draft, summary="Petra’s line"))
    page = type_in(as_ada, draft, title="Mine").content.decode()
    assert "Saved meanwhile by someone else" in page
    assert "Petra, " in page
    assert ": summary" in page


def test_typed_words_are_looked_over(as_ada, draft):
    body = '<h2>One</h2><table><tr><td>x</td></tr></table><p>y<cite data-ref="nowhere"></cite></p>'
    page = type_in(as_ada, draft, body=body, key_points="1\n2\n3\n4\n5").content.decode()
    for said in ["has no caption", "“nowhere” is cited", "“first” is never cited", "5 key points"]:
        assert said in page


def test_without_scripts_a_button_looks_them_over(as_ada, ada, draft):
    assert "Look over what I typed" in as_ada.get(change(draft)).content.decode()
    answer = as_ada.post(
        change(draft), typed(draft, title="Half a title", key_points="1\n2\n3\n4\n5") | {"hold": "look"}
    )
    page = answer.content.decode()
    for said in ["It is not saved yet", "5 key points", 'value="Half a title"']:
        assert said in page
    assert "Please correct" not in page
    assert Version.objects.get().title == "Lanterns"
    assert Autosave.objects.get(person=ada).typed["title"] == ["Half a title"]


def test_without_scripts_a_button_fills_a_row(as_ada, draft):
    line = "Author A, Writer BC. On wicks. J Lantern. 2014 May 28;26(2):407-30."
    sent = typed(draft, title="Half a title") | {"hold": "fill", "asked": line}
    page = as_ada.post(change(draft), sent).content.decode()
    for said in ['id="id_references-2-key"', 'value="author2014"', 'value="On wicks"', 'value="Half a title"']:
        assert said in page
    assert "A row for it stands last among the references." in page
    assert Version.objects.get().references.count() == 2


def test_without_scripts_an_empty_row_is_made(as_ada, draft):
    page = as_ada.post(change(draft), typed(draft) | {"hold": "fill", "asked": " "}).content.decode()
    assert 'id="id_references-2-key"' in page
    assert 'id="id_references-3-key"' not in page


@pytest.mark.parametrize("rows", ["", "x", "-1", "9" * 30])
def test_no_count_of_rows_is_too_strange(as_ada, draft, rows):
    sent = typed(draft) | {"hold": "fill", "asked": "x", "references-TOTAL_FORMS": rows}
    assert as_ada.post(change(draft), sent).status_code == 200


def test_a_reviewer_has_no_words_to_look_over(as_rita, draft):
    assert as_rita.post(change(draft), typed(draft) | {"hold": "look"}).status_code == 403
    assert not Autosave.objects.exists()


def test_a_reference_that_is_only_typed_counts(as_ada, draft):
    body = draft.body + '<p>z<cite data-ref="third"></cite></p>'
    rows = [*REFERENCES, {"key": "third", "title": "Third"}]
    assert "Nothing is missing" not in type_in(as_ada, draft, body=body).content.decode()
    assert "third" not in type_in(as_ada, draft, rows, body=body).content.decode()


def test_what_was_typed_when_the_draft_left_draft_is_still_kept(as_ada, ada, draft):
    seen = typed(draft, title="Too late")
    actions.submit(draft, by=ada)
    answer = as_ada.post(reverse("admin:articles_version_typed", args=[draft.pk]), seen)
    assert answer.status_code == 409
    assert "It is in review now" in answer.content.decode()
    assert Autosave.objects.get().typed["title"] == ["Too late"]


def test_nothing_else_that_was_sent_is_kept(as_ada, draft):
    type_in(as_ada, draft, status="published", csrfmiddlewaretoken="secret", password="x")
    assert set(Autosave.objects.get().typed) & {"status", "csrfmiddlewaretoken", "password"} == set()


def test_a_reviewer_types_nothing(as_rita, draft):
    assert type_in(as_rita, draft).status_code == 403
    assert not Autosave.objects.exists()


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_it_is_posted(as_ada, draft, method):
    assert getattr(as_ada, method)(reverse("admin:articles_version_typed", args=[draft.pk])).status_code == 405


def test_what_nobody_came_back_for_is_forgotten(as_ada, draft):
    type_in(as_ada, draft)
    assert actions.forget_typed() == 0
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert actions.forget_typed() == 1


def test_one_each_is_promised_by_the_database(ada, draft):
    Autosave.objects.create(version=draft, person=ada, typed={})
    with pytest.raises(IntegrityError), transaction.atomic():
        Autosave.objects.create(version=draft, person=ada, typed={})
