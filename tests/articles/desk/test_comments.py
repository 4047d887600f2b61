"""Comments on passages of a version, and what a reviewer reads: the whole, each round, and what is open."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import User
from articles import actions
from articles.desk import rounds
from articles.models import ReviewComment, Status
from core.errors import NotAllowed
from tests.conftest import BODY

PASSAGE = "They burn for 2.5 hours."


@pytest.fixture
def in_review(make_article):
    return make_article(to="in_review").versions.get()


@pytest.fixture
def comment(in_review, rita):
    """Rita asks about a passage."""
    return actions.comment_on(in_review, by=rita, key=uuid.uuid4(), quote=PASSAGE, body="Are you sure?")


def send(client, version, **data):
    asked = {"key": uuid.uuid4(), "quote": PASSAGE, "body": "Are you sure?"} | data
    return client.post(reverse("admin:articles_version_comment", args=[version.pk]), asked)


def answer(client, comment, act, **data):
    return client.post(reverse(f"admin:articles_version_{act}", args=[comment.pk]), data)


def change(client, version):
    return client.get(reverse("admin:articles_version_change", args=[version.pk])).content.decode()


def next_round(version, ada, rita, **words):
    """Send it back, change it, and hand it in again."""
    actions.request_changes(version, by=rita, comment="See the comments")
    return actions.submit(actions.write(version, by=ada, **words), by=ada)


# --- Anchored ---


def test_a_passage_is_kept_with_its_place(as_rita, in_review):
    assert send(as_rita, in_review).status_code == 302
    kept = in_review.review_comments.get()
    assert in_review.text[kept.start : kept.end] == kept.quote == PASSAGE
    assert kept.prefix.endswith("lit at dusk. ")
    assert kept.round == 1


def test_the_text_beside_chooses_among_several_places(in_review, rita):
    with pytest.raises(NotAllowed, match="more than once"):
        actions.comment_on(in_review, by=rita, key=uuid.uuid4(), quote="lanterns face", body="Which?")
    kept = actions.comment_on(
        in_review, by=rita, key=uuid.uuid4(), quote="lanterns face", before="Green ", after=" east", body="Why?"
    )
    assert in_review.text[kept.start - 6 :].startswith("Green lanterns face")


def test_so_do_the_offsets_of_a_selection(in_review, rita):
    start = in_review.text.index("lanterns face east")
    place = {"start": start, "end": start + 13}
    kept = actions.comment_on(in_review, by=rita, key=uuid.uuid4(), quote="lanterns face", body="Why?", **place)
    assert kept.start == start


def test_words_that_are_not_there_are_refused_and_kept_in_the_form(as_rita, in_review):
    page = send(as_rita, in_review, quote="They burn for ever.", body="My long comment")
    assert page.status_code == 409
    assert "These words are not in the text." in page.content.decode()
    assert "My long comment" in page.content.decode()
    assert "They burn for ever." in page.content.decode()
    assert not ReviewComment.objects.exists()


def test_what_stands_above_the_text_is_commented_on_too(as_rita, in_review, ada, rita):
    assert send(as_rita, in_review, quote="What lanterns are for.").status_code == 302
    assert in_review.review_comments.get().is_in_head
    assert 'href="#passage-0"' in change(as_rita, in_review)
    version = next_round(in_review, ada, rita, summary="Why lanterns are lit.")
    assert rounds.comments(version)[0].place is None


def test_sent_twice_it_is_one_comment(as_rita, in_review):
    key = uuid.uuid4()
    assert [send(as_rita, in_review, key=key).status_code for _ in range(2)] == [302, 302]
    assert in_review.review_comments.count() == 1


def test_it_is_found_again_in_the_next_round(comment, in_review, ada, rita):
    body = BODY.replace("<h2>Introduction</h2>", "<h2>Introduction</h2><p>First of all.</p>")
    version = next_round(in_review, ada, rita, body=body)
    (found,) = rounds.comments(version)
    assert version.text[found.place.start : found.place.end] == PASSAGE
    assert found.place.start != comment.start


def test_a_passage_that_is_gone_says_so_with_its_words(as_rita, comment, in_review, ada, rita):
    version = next_round(in_review, ada, rita, body=BODY.replace("2.5 hours", "25 hours"))
    page = change(as_rita, version)
    assert "The passage is gone from the text." in page
    assert PASSAGE in page


def test_few_words_that_stand_elsewhere_are_not_taken_for_the_passage(in_review, ada, rita):
    actions.comment_on(in_review, by=rita, key=uuid.uuid4(), quote="2.5 hours", body="Sure?")
    moved = BODY.replace("They burn for 2.5 hours.", "").replace(
        "It hangs from a hook.", "Never longer than 2.5 hours!"
    )
    version = next_round(in_review, ada, rita, body=moved)
    assert rounds.comments(version)[0].place is None


# --- Answered and resolved ---


def test_the_author_sees_it_beside_the_draft_and_answers(as_ada, as_rita, comment, in_review, rita):
    actions.request_changes(in_review, by=rita, comment="See there")
    page = change(as_ada, in_review)
    assert "Are you sure?" in page
    assert 'id="version_form"' in page
    assert answer(as_ada, comment, "reply", key=uuid.uuid4(), body="I measured it").status_code == 302
    assert "I measured it" in change(as_rita, in_review)


def test_an_answer_is_kept_once_and_not_without_words(as_ada, comment):
    key = uuid.uuid4()
    assert answer(as_ada, comment, "reply", key=key, body=" ").status_code == 422
    for _ in range(2):
        answer(as_ada, comment, "reply", key=key, body="I measured it")
    assert comment.replies.count() == 1


def test_who_resolved_it_first_stays_on_record(as_ada, as_rita, comment, ada):
    for client in (as_ada, as_rita):
        assert answer(client, comment, "resolve").status_code == 302
    comment.refresh_from_db()
    assert comment.resolved_by == ada
    assert "Resolved</strong> by Ada" in change(as_rita, comment.version)


def test_everything_is_in_the_audit(as_ada, as_rita, comment):
    answer(as_ada, comment, "reply", key=uuid.uuid4(), body="I measured it")
    answer(as_rita, comment, "resolve")
    page = as_rita.get(reverse("admin:articles_article_audit", args=[comment.version.article_id])).content.decode()
    for words in ("Commented on a passage", "Answered a comment", "I measured it", "Resolved a comment"):
        assert words in page


@pytest.mark.parametrize("change", [{"body": "Other words"}, {"resolved_at": None, "resolved_by": None}])
def test_the_database_keeps_its_words_and_who_resolved_it(comment, rita, change):
    actions.resolve(comment, by=rita)
    with pytest.raises(IntegrityError, match="record"), transaction.atomic():
        ReviewComment.objects.filter(pk=comment.pk).update(**change)


def test_a_draft_that_is_deleted_takes_its_comments_along(as_ada, comment, in_review, rita):
    answer(as_ada, comment, "reply", key=uuid.uuid4(), body="I measured it")
    actions.request_changes(in_review, by=rita, comment="See there")
    as_ada.post(reverse("admin:articles_version_delete", args=[in_review.pk]), {"post": "yes"})
    assert not ReviewComment.objects.exists()


def test_the_review_is_over_once_it_is_published(as_rita, comment, in_review, rita, petra):
    actions.publish(actions.approve(in_review, by=rita, despite_comments=True), by=petra)
    assert send(as_rita, in_review).status_code == 409
    assert answer(as_rita, comment, "resolve").status_code == 409
    assert (
        "Are you sure?"
        in as_rita.get(reverse("admin:articles_article_audit", args=[in_review.article_id])).content.decode()
    )


# --- Asked about at approval ---


def test_open_comments_are_asked_about_at_approval(as_rita, comment, in_review):
    page = change(as_rita, in_review)
    assert "1 comment is open. Approve all the same" in page
    press = reverse("admin:articles_version_move", args=[in_review.pk, "approve"])
    refused = as_rita.post(press, {"edits": in_review.edits, "comment": "Reads well"})
    assert refused.status_code == 409
    assert "1 comment is open. Resolve what is settled" in refused.content.decode()
    assert "Reads well" in refused.content.decode()
    as_rita.post(press, {"edits": in_review.edits, "despite_comments": "on"})
    in_review.refresh_from_db()
    assert in_review.status == Status.APPROVED


def test_resolved_comments_are_not(as_rita, comment, in_review, rita):
    actions.resolve(comment, by=rita)
    assert "Approve all the same" not in change(as_rita, in_review)
    assert actions.approve(in_review, by=rita).status == Status.APPROVED


def test_they_are_counted_in_the_queue(as_rita, comment):
    page = html.fromstring(as_rita.get(reverse("admin:articles_article_queue")).content)
    assert page.xpath("//section[@aria-labelledby='queue-review']//tbody/tr/td[4]/text()") == ["1"]
    assert "By Ada, 1 open comment" in as_rita.get(reverse("admin:index")).content.decode()


# --- What is read ---


def test_the_first_version_is_whole_on_the_review_page_above_the_buttons(as_rita, in_review):
    page = change(as_rita, in_review)
    assert page.index("All of it is new: the whole text") < page.index("Green lanterns face east.")
    assert page.index("Green lanterns face east.") < page.index("/move/approve/")
    assert page.index("On lanterns") < page.index("/move/approve/")  # its references too


def test_a_later_round_is_compared_with_the_last_and_with_the_live_one(as_rita, article, make_article, ada, rita):
    second = make_article.revise(article, to="in_review", body=BODY.replace("2.5 hours", "3 hours"))
    second = next_round(second, ada, rita, body=BODY.replace("2.5 hours", "4 hours"))
    page = html.fromstring(change(as_rita, second))
    (since,) = page.xpath("//section[@aria-labelledby='desk-round']")
    assert [" ".join(it.text_content().split()) for it in since.xpath(".//del")] == ["removed: 3 hours"]
    everything = [" ".join(it.text_content().split()) for it in page.xpath("//del")]
    assert "removed: 2.5 hours" in everything
    assert page.xpath("//details/summary[text()='The whole text, as readers would see it']")


def test_rounds_show_references_that_changed_too(as_rita, in_review, ada, rita):
    actions.request_changes(in_review, by=rita, comment="See there")
    rows = list(in_review.references.values(*actions.REFERENCE_FIELDS))
    actions.set_references(in_review, [rows[0] | {"title": "On lamps"}, rows[1]], by=ada)
    actions.submit(in_review, by=ada)
    (since,) = html.fromstring(change(as_rita, in_review)).xpath("//section[@aria-labelledby='desk-round']")
    assert "On lamps" in since.text_content()


def test_nothing_is_said_of_rounds_in_the_first(as_rita, in_review):
    assert "since round" not in change(as_rita, in_review)


def test_a_page_with_ten_comments_costs_what_one_costs(as_rita, in_review, rita, queries):
    def cost():
        key = uuid.uuid4()
        made = actions.comment_on(in_review, by=rita, key=key, quote=PASSAGE, body="Sure?")
        actions.reply(made, by=rita, key=key, body="Yes")
        with queries() as count:
            change(as_rita, in_review)
        return len(count)

    one = cost()
    assert [cost() for _ in range(9)] == [one] * 9


# --- Who may ---


@pytest.fixture
def outsiders(at_desk, mallory, grace, settings):
    """A member, someone at the desk without a group, and nobody."""
    member = Client()
    member.force_login(grace)
    return [member, at_desk(mallory), Client()]


def test_only_those_concerned_comment_answer_and_resolve(outsiders, comment, in_review):
    for client in outsiders:
        for got in (
            send(client, in_review),
            answer(client, comment, "reply", body="x"),
            answer(client, comment, "resolve"),
        ):
            assert got.status_code in {302, 403}
            assert "/admin/articles/version/" not in got.get("Location", "").partition("?")[0]
    assert ReviewComment.objects.count() == 1
    assert not comment.replies.exists()
    comment.refresh_from_db()
    assert comment.resolved_at is None


def test_a_superuser_without_a_second_factor_is_turned_away(settings, in_review):
    settings.STAFF_SECOND_FACTOR = True
    client = Client()
    client.force_login(User.objects.create_superuser("root@example.org", display_name="Root"))
    assert "/admin/login/" in send(client, in_review)["Location"]
    assert not ReviewComment.objects.exists()


def test_comments_are_posted_with_a_token(as_rita, comment, rita):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(rita)
    assert answer(strict, comment, "resolve").status_code == 403
    for name in ("comment", "reply", "resolve"):
        address = reverse(f"admin:articles_version_{name}", args=[comment.pk])
        assert as_rita.get(address).status_code == 405
