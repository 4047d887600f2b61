"""The buttons at the desk: who may press which, what is refused, and what stays of what was typed."""

import pytest
from django.urls import reverse

from articles import actions
from articles.models import Check, Status, Version


def press(client, version, name, **data):
    return client.post(reverse("admin:articles_version_move", args=[version.pk, name]), data)


def status(version):
    version.refresh_from_db()
    return version.status


@pytest.fixture
def in_review(make_article):
    return make_article(to="in_review").versions.get()


@pytest.fixture
def approved(make_article):
    return make_article(to="approved").versions.get()


def test_an_author_submits(as_ada, draft):
    assert press(as_ada, draft, "submit", comment="Please look").status_code == 302
    assert status(draft) == Status.IN_REVIEW
    assert draft.transitions.get().comment == "Please look"


def test_a_refusal_says_what_to_do_and_keeps_the_comment(as_ada, draft):
    actions.write(draft, by=draft.author, body='<p>Word<cite data-ref="nowhere"></cite></p>')
    answer = press(as_ada, draft, "submit", comment="My long note")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "cannot be submitted yet" in page
    assert "My long note" in page
    assert status(draft) == Status.DRAFT


def test_an_author_who_may_review_still_cannot_approve_their_own(at_desk, ada, in_review):
    client = at_desk(ada, "Author", "Reviewer")
    page = client.get(reverse("admin:articles_version_change", args=[in_review.pk])).content.decode()
    assert "An author cannot approve their own version." in page
    assert "/move/approve/" not in page
    answer = press(client, in_review, "approve", edits=in_review.edits)
    assert answer.status_code == 409
    assert "An author cannot approve their own version" in answer.content.decode()
    assert status(in_review) == Status.IN_REVIEW


def test_a_reviewer_approves(as_rita, rita, in_review):
    press(as_rita, in_review, "approve", edits=in_review.edits, comment="Reads well")
    assert status(in_review) == Status.APPROVED
    assert in_review.approved_by == rita


def test_an_approval_is_of_the_words_that_were_read(as_rita, rita, ada, in_review):
    seen = in_review.edits
    actions.request_changes(in_review, by=rita, comment="Fix the colour")
    actions.write(in_review, by=ada, summary="Changed since")
    actions.submit(in_review, by=ada)
    answer = press(as_rita, in_review, "approve", edits=seen)
    assert "Its words have changed since you opened it" in answer.content.decode()
    assert status(in_review) == Status.IN_REVIEW


def test_a_reviewer_requests_changes_and_must_say_which(as_rita, in_review):
    assert press(as_rita, in_review, "request-changes", comment=" ").status_code == 422
    assert status(in_review) == Status.IN_REVIEW
    press(as_rita, in_review, "request-changes", comment="Fix the colour")
    assert status(in_review) == Status.DRAFT


def test_a_publisher_publishes_with_the_day_of_the_next_check(as_petra, approved):
    press(as_petra, approved, "publish", is_full_check="yes", next_check_on="2099-03-01")
    assert status(approved) == Status.PUBLISHED
    assert str(Check.objects.get().next_check_on) == "2099-03-01"


def test_a_next_check_in_the_past_is_refused(as_petra, approved):
    answer = press(as_petra, approved, "publish", is_full_check="yes", next_check_on="2001-03-01")
    assert "Give a day after today." in answer.content.decode()
    assert status(approved) == Status.APPROVED


def test_a_missing_change_note_is_asked_for_when_publishing(as_petra, version, make_article):
    second = make_article.revise(version.article, to="approved", change_note="")
    assert press(as_petra, second, "publish", is_full_check="no").status_code == 422
    press(as_petra, second, "publish", is_full_check="no", change_note="Longer wicks")
    assert status(second) == Status.PUBLISHED
    assert second.change_note == "Longer wicks"


def test_withdrawing_needs_a_reason(as_petra, version):
    assert press(as_petra, version, "withdraw").status_code == 422
    press(as_petra, version, "withdraw", comment="It was wrong about hooks")
    assert status(version) == Status.WITHDRAWN


def test_checked_with_no_change_is_recorded(as_rita, rita, version):
    press(as_rita, version, "check", comment="Read it all")
    assert Check.objects.filter(version=version, checked_by=rita, comment="Read it all").count() == 1


@pytest.mark.parametrize("name", ["approve", "publish", "withdraw", "check", "unknown"])
def test_an_author_has_no_other_buttons(as_ada, in_review, name):
    assert press(as_ada, in_review, name, comment="x", edits=in_review.edits).status_code == 403
    assert status(in_review) == Status.IN_REVIEW


@pytest.mark.parametrize("name", ["submit", "publish", "withdraw"])
def test_a_reviewer_has_no_other_buttons(as_rita, in_review, name):
    assert press(as_rita, in_review, name, comment="x").status_code == 403
    assert status(in_review) == Status.IN_REVIEW


@pytest.mark.parametrize("name", ["submit", "approve", "request-changes", "publish", "check", "withdraw"])
def test_buttons_are_pressed_and_never_followed(as_petra, draft, name):
    assert as_petra.get(reverse("admin:articles_version_move", args=[draft.pk, name])).status_code == 405


@pytest.mark.parametrize("name", ["submit", "approve", "request-changes", "publish", "check", "withdraw"])
def test_a_move_out_of_turn_is_a_message_and_no_crash(at_desk, petra, make_article, name):
    client = at_desk(petra, "Author", "Reviewer", "Publisher")
    version = make_article(to="draft" if name != "submit" else "published").versions.get()
    answer = press(client, version, name, comment="x", edits=version.edits, is_full_check="no")
    assert answer.status_code == 409
    assert Version.objects.get(pk=version.pk).status == version.status


def test_staff_without_a_group_see_nothing(at_desk, mallory, version):
    client = at_desk(mallory)
    for name in ("change", "preview", "compare"):
        assert client.get(reverse(f"admin:articles_version_{name}", args=[version.pk])).status_code == 403
    assert press(client, version, "withdraw", comment="x").status_code == 403
