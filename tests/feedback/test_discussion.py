"""The discussion of an article: for confirmed members, one level deep, moderated, and counted by people."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import NotAllowed
from feedback.discussion import actions
from feedback.models import Comment, Flag, Lock, Watch

ADDRESS = "/discussion/1234/"


@pytest.fixture
def talkers(grace, mallory, ada, confirm):
    """Three members whose registration staff have confirmed."""
    return [confirm(user) for user in (grace, mallory, ada)]


def say(version, user, body="About dusk.", **more):
    return actions.say(version, by=user, key=uuid.uuid4(), body=body, **more)


def post(client, body="About dusk.", address=ADDRESS, **fields):
    return client.post(address, {"body": body, "key": uuid.uuid4(), **fields})


def test_a_member_who_is_not_confirmed_is_told_how_that_happens(as_grace, version):
    for answer, status in [(as_grace.get(ADDRESS), 200), (post(as_grace), 403)]:
        assert answer.status_code == status
        assert "under <a" in answer.content.decode()
        assert "Comments" not in answer.content.decode()
    assert not Comment.objects.exists()


def test_someone_who_is_not_signed_in_is_sent_to_sign_in(client, version):
    assert client.get(ADDRESS).status_code == 302


def test_a_confirmed_member_says_something_and_finds_it(as_grace, talkers, version):
    answer = post(as_grace, "About <b>dusk</b>.")
    assert answer.url == f"{ADDRESS}#comment-{Comment.objects.get().pk}"
    assert "About &lt;b&gt;dusk&lt;/b&gt;." in as_grace.get(ADDRESS).content.decode()


def test_a_form_sent_twice_is_one_comment(as_grace, talkers, version):
    key = uuid.uuid4()
    assert [post(as_grace, key=key).status_code for _ in range(3)] == [302] * 3
    assert Comment.objects.count() == 1


def test_a_reply_stands_under_what_it_replies_to_and_takes_no_reply_itself(as_grace, talkers, version):
    first = say(version, talkers[1])
    post(as_grace, "It is later.", f"{ADDRESS}?reply={first.pk}")
    reply = Comment.objects.get(reply_to=first)
    page = as_grace.get(ADDRESS).content.decode()
    assert f"?reply={first.pk}#write" in page
    assert f"?reply={reply.pk}#write" not in page
    with pytest.raises(NotAllowed):
        say(version, talkers[0], reply_to=reply)


@pytest.mark.parametrize("reply", ["x", "0", "9" * 30, "-1", "١"])
def test_a_reply_to_nothing_is_a_comment(as_grace, talkers, version, reply):
    assert as_grace.get(ADDRESS, {"reply": reply}).status_code == 200


def test_words_can_be_changed_for_fifteen_minutes_and_then_are_kept_on_the_page(as_grace, talkers, version):
    comment = say(version, talkers[0])
    edit = f"/discussion/comments/{comment.pk}/edit/"
    post(as_grace, "About dawn.", edit)
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1)):
        answer = post(as_grace, "About noon.", edit)
    assert answer.status_code == 422
    assert "About noon." in answer.content.decode()
    comment.refresh_from_db()
    assert comment.body == "About dawn."
    assert comment.edited_at


def test_deleting_leaves_removed_and_no_words(as_grace, talkers, version):
    comment = say(version, talkers[0], "Regretted words")
    say(version, talkers[1], "A reply", reply_to=comment)
    as_grace.post(f"/discussion/comments/{comment.pk}/delete/")
    page = as_grace.get(ADDRESS).content.decode()
    assert "Removed by its author." in page
    assert "Regretted words" not in page
    assert "A reply" in page
    assert Comment.objects.get(pk=comment.pk).body == ""


def test_nobody_changes_or_deletes_what_another_said(client, talkers, version):
    comment = say(version, talkers[0])
    client.force_login(talkers[1])
    for address in ["edit", "delete"]:
        assert client.get(f"/discussion/comments/{comment.pk}/{address}/").status_code == 404
        assert post(client, "Mine", f"/discussion/comments/{comment.pk}/{address}/").status_code == 404
    comment.refresh_from_db()
    assert comment.body == "About dusk."


def test_reports_reach_moderators_once_for_each_member_without_names(as_boss, ada, talkers, version, grace):
    comment = say(version, talkers[1])
    for reason in ["Rude", "Very rude"]:
        actions.flag(comment, by=grace, reason=reason)
    assert Flag.objects.get().reason == "Very rude"
    page = as_boss.get("/admin/feedback/comment/", {"flagged": "yes"}).content.decode()
    assert "About dusk." in page
    change = as_boss.get(f"/admin/feedback/comment/{comment.pk}/change/").content.decode()
    assert "Very rude" in change
    assert "Grace" not in change


def test_editors_are_told_of_a_report_and_can_leave_the_comment_as_it_is(
    as_boss, talkers, version, grace, mallory, settings, django_capture_on_commit_callbacks
):
    settings.FEEDBACK_EMAIL = "editors@example.org"
    comment = say(version, mallory)

    def waiting():
        page = as_boss.get("/admin/feedback/comment/", {"flagged": "yes"})
        return len(page.context["cl"].result_list)

    with django_capture_on_commit_callbacks(execute=True):
        actions.flag(comment, by=grace, reason="Rude")
    [told] = mail.outbox
    assert "Rude" in told.body
    assert f"/admin/feedback/comment/{comment.pk}/change/" in told.body
    assert waiting() == 1
    as_boss.post("/admin/feedback/comment/", {"action": "settle", "_selected_action": [str(comment.pk)]})
    assert waiting() == 0
    assert comment.is_shown
    actions.flag(comment, by=grace, reason="Very rude")
    assert waiting() == 1


def test_what_could_identify_someone_is_masked_for_all(as_grace, talkers, version):
    say(version, talkers[1], "My patient, 943 476 5919, had one.")
    page = as_grace.get(ADDRESS).content.decode()
    assert "[an NHS number]" in page
    assert "943 476 5919" not in page


def test_a_moderator_hides_with_a_reason_and_shows_again(as_boss, ada, talkers, version):
    comment = say(version, talkers[1], "Rude words")
    change = f"/admin/feedback/comment/{comment.pk}/change/"
    as_boss.post(change, {"hidden_reason": "It names a patient", "body": "Other words"})
    page = as_boss.get(ADDRESS).content.decode()
    assert "Hidden by a moderator: It names a patient" in page
    assert "Rude words" not in page
    comment.refresh_from_db()
    assert (comment.hidden_by, comment.body) == (ada, "Rude words")
    as_boss.post(change, {"hidden_reason": ""})
    assert "Rude words" in as_boss.get(ADDRESS).content.decode()


def test_while_it_is_closed_nothing_is_said_and_nothing_typed_is_lost(as_boss, ada, talkers, version, article):
    as_boss.post("/admin/feedback/lock/add/", {"article": article.pk, "reason": "Until Monday."})
    assert Lock.objects.get().locked_by == ada
    answer = post(as_boss, "One more thing")
    assert answer.status_code == 422
    assert "Until Monday." in answer.content.decode()
    assert "One more thing" in answer.content.decode()
    assert not Comment.objects.exists()


def test_while_it_is_closed_nothing_is_changed_either(as_grace, ada, talkers, version, article):
    comment = say(version, talkers[0], "First words")
    Lock.objects.create(article=article, locked_by=ada, reason="Until Monday.")
    answer = post(as_grace, "Other words", f"/discussion/comments/{comment.pk}/edit/")
    assert answer.status_code == 422
    assert "Other words" in answer.content.decode()
    page = as_grace.get(ADDRESS).content.decode()
    assert "First words" in page
    assert "/edit/" not in page


def test_people_are_counted_once_and_not_below_three(client, talkers, version, article, settings, monkeypatch):
    settings.KEEP_PAGES = True
    monkeypatch.setattr("articles.generations.LEASE", 0)  # pages from memory, and no wait for other processes
    words = "health professionals are discussing this topic"
    seen = []
    for user in [talkers[0], talkers[0], talkers[1], talkers[2]]:
        comment = say(version, user)
        seen.append(words in client.get(article.get_absolute_url()).content.decode())
    assert seen == [False, False, False, True]
    assert f"3 {words}" in client.get(article.get_absolute_url()).content.decode()
    actions.hide(comment, by=talkers[0], reason="Rude")
    assert words not in client.get(article.get_absolute_url()).content.decode()


@pytest.mark.django_db(transaction=True)
def test_whoever_watches_gets_each_comment_of_others_until_one_click_ends_it(client, talkers, version, article):
    grace, mallory, _ = talkers
    client.force_login(grace)
    client.post(f"{ADDRESS}emails/", {"watch": "yes"})
    client.logout()
    say(version, grace)
    say(version, mallory, "It is later.")
    [sent] = mail.outbox
    assert sent.to == ["grace@example.org"]
    assert "It is later." in sent.body
    way_out = sent.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    assert client.get(way_out).status_code == 200
    assert Watch.objects.exists()
    client.post(way_out, {"List-Unsubscribe": "One-Click"})
    say(version, mallory)
    assert len(mail.outbox) == 1
    assert not Watch.objects.exists()


def test_whoever_erases_their_account_takes_their_words_and_leaves_others(talkers, version):
    first = say(version, talkers[1], "Mine")
    say(version, talkers[0], "A reply", reply_to=first)
    talkers[1].delete()
    assert [comment.body for comment in Comment.objects.all()] == ["A reply"]


def test_ten_comments_cost_what_one_costs(as_grace, talkers, version, queries):
    say(version, talkers[1], reply_to=say(version, talkers[0]))
    with queries() as one:
        as_grace.get(ADDRESS)
    for _ in range(9):
        say(version, talkers[1], reply_to=say(version, talkers[2]))
    with queries() as many:
        as_grace.get(ADDRESS)
    assert len(many) == len(one)


@pytest.mark.parametrize("fields", [{"hidden_reason": "x"}, {"body": ""}])
def test_the_database_refuses_half_a_moderation_and_an_empty_comment(talkers, version, fields):
    say(version, talkers[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.update(**fields)
