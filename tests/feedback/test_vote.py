from datetime import UTC, datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction

from articles import actions as articles
from feedback import visitors
from feedback.models import Vote
from feedback.votes import actions as votes

HERE = {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "same-origin"}


def vote(client, version, answer="yes", **headers):
    return client.post(f"/feedback/vote/{version.pk}/", {"useful": answer}, **{**HERE, **headers})


def test_a_visitor_votes_without_signing_in_and_is_thanked(client, version):
    response = vote(client, version)
    assert Vote.objects.get().is_useful
    page = client.get(response.url).content.decode()
    assert "Thank you" in page
    assert "What could we improve?" in page


def test_a_vote_can_be_changed_and_stays_one(client, version):
    vote(client, version, "yes")
    vote(client, version, "no")
    assert [vote.is_useful for vote in Vote.objects.all()] == [False]


def test_another_visitor_is_another_vote(client, version):
    vote(client, version)
    client.cookies.clear()
    vote(client, version, HTTP_USER_AGENT="Another browser")
    assert Vote.objects.count() == 2


def test_a_member_votes_as_themselves_on_any_device(as_grace, grace, version, client):
    vote(as_grace, version, "yes")
    as_grace.cookies.pop(visitors.COOKIE, None)
    vote(as_grace, version, "no")
    assert Vote.objects.get().user == grace
    assert Vote.objects.get().visitor == ""


def test_a_forged_cookie_is_a_new_visitor(client, version):
    client.cookies[visitors.COOKIE] = "somebody-else"
    vote(client, version)
    assert Vote.objects.get().visitor not in {"", "somebody-else"}


def test_a_new_version_starts_clean(client, article, version, make_article):
    vote(client, version)
    second = make_article.revise(article)
    vote(client, second, "no")
    assert {(vote.version.number, vote.is_useful) for vote in Vote.objects.all()} == {(1, True), (2, False)}


def test_words_are_added_to_the_own_vote(client, version):
    vote(client, version, "no")
    response = client.post(f"/feedback/vote/{version.pk}/comment/", {"comment": "More on hooks"}, **HERE)
    assert response.url == version.article.get_absolute_url() + "#feedback"
    assert Vote.objects.get().comment == "More on hooks"
    vote(client, version, "yes")
    assert Vote.objects.get().comment == "More on hooks"


def test_what_a_visitor_said_is_not_shown_to_whoever_has_the_same_cookie_and_is_kept(client, version):
    """Two people of one network with one kind of browser, within ten seconds, share it; so does a ward its computer."""
    vote(client, version, "no")
    for words in ({"comment": "About Mrs B", "reason": "wrong"}, {"comment": ""}):
        client.post(f"/feedback/vote/{version.pk}/comment/", words, **HERE)
    assert "About Mrs B" not in vote(type(client)(), version, "no", follow=True).content.decode()
    kept = Vote.objects.get()
    assert (kept.comment, kept.reason) == ("About Mrs B", "wrong")


def test_what_a_member_said_is_there_to_change(as_grace, version):
    vote(as_grace, version, "no")
    for words in ("More on hooks", ""):
        as_grace.post(f"/feedback/vote/{version.pk}/comment/", {"comment": words}, **HERE)
        assert Vote.objects.get().comment == words
        assert words in as_grace.get(f"/feedback/vote/{version.pk}/").content.decode()


def test_words_that_are_too_long_stay_in_the_box(client, version):
    vote(client, version, "no")
    words = "x" * 2001
    response = client.post(f"/feedback/vote/{version.pk}/comment/", {"comment": words}, **HERE)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_words_without_a_vote_are_not_lost(client, version):
    response = client.post(f"/feedback/vote/{version.pk}/comment/", {"comment": "More on hooks"}, **HERE)
    assert response.status_code == 422
    assert "More on hooks" in response.content.decode()
    assert "Say yes or no first" in response.content.decode()


def test_an_answer_that_is_neither_asks_again(client, version):
    assert vote(client, version, "perhaps").url == f"/feedback/vote/{version.pk}/"
    assert not Vote.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ORIGIN": "https://evil.example", "HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_SEC_FETCH_SITE": "same-site", "HTTP_ORIGIN": "http://testserver"},
        {"HTTP_ORIGIN": ""},
        {"HTTP_ORIGIN": "http://testserver.evil.example"},
    ],
)
def test_a_form_on_another_site_changes_nothing(client, version, headers):
    headers = {"HTTP_SEC_FETCH_SITE": "same-origin"} | headers
    assert client.post(f"/feedback/vote/{version.pk}/", {"useful": "yes"}, **headers).status_code == 403
    assert not Vote.objects.exists()


def test_a_draft_takes_no_votes(client, make_article):
    draft = make_article(to="draft").versions.get()
    assert vote(client, draft).status_code == 404


def test_a_withdrawn_version_still_takes_its_readers_vote(client, version, petra):
    articles.withdraw(version, by=petra, comment="Wrong lamp")
    assert vote(client, version).status_code == 302


def test_new_visitors_from_one_address_are_limited(client, version, monkeypatch):
    monkeypatch.setattr("feedback.votes.views.VOTES_PER_HOUR", 3)
    statuses = []
    for browser in range(5):
        client.cookies.clear()
        statuses.append(vote(client, version, HTTP_USER_AGENT=f"Browser {browser}").status_code)
    assert statuses == [302, 302, 302, 429, 429]


def test_a_limit_holds_for_its_hour(client, version, monkeypatch):
    monkeypatch.setattr("feedback.votes.views.VOTES_PER_HOUR", 2)
    statuses = []
    for minute in [0, 1, 10, 20]:
        client.cookies.clear()
        with time_machine.travel(datetime(2026, 11, 17, 9, minute, tzinfo=UTC)):
            statuses.append(vote(client, version).status_code)
    assert statuses == [302, 302, 429, 429]


def test_a_refused_answer_is_told_the_true_reason(client, version, monkeypatch):
    monkeypatch.setattr("feedback.votes.views.VOTES_PER_HOUR", 1)
    vote(client, version)
    client.cookies.clear()
    refusal = vote(client, version, HTTP_USER_AGENT="Another browser").content.decode()
    assert "a great many answers from your network" in refusal
    assert "accounts" not in refusal


def test_a_script_gets_only_the_piece_to_put_in_place(client, version):
    response = vote(client, version, HTTP_X_REQUESTED_WITH="fetch")
    assert response.status_code == 200
    assert "<html" not in response.content.decode()
    assert "Thank you" in response.content.decode()


def test_the_article_brings_the_script_that_saves_the_answer_in_place(client, article):
    assert "js/feedback.js" in client.get(article.get_absolute_url()).content.decode()


def test_asking_for_the_page_sets_no_cookie(client, version):
    assert not client.get(f"/feedback/vote/{version.pk}/").cookies


def test_a_vote_costs_little(client, version, django_assert_max_num_queries):
    vote(client, version)
    with django_assert_max_num_queries(2):
        vote(client, version, "no")


def test_the_first_vote_of_somebody_new_costs_six_queries(client, version, queries):
    with queries() as asked:
        vote(client, version)
    statements = [query["sql"] for query in asked if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(statements) == 6  # the version, two limits, the vote, two tallies
    assert not any("COUNT" in sql for sql in statements)


@pytest.mark.parametrize("reader", [{"user": None, "visitor": ""}, {"visitor": "abc", "user": "grace"}])
def test_the_database_refuses_a_vote_of_nobody_and_of_two(version, grace, reader):
    reader = {**reader, "user": grace if reader["user"] else None}
    with pytest.raises(IntegrityError, match="feedback_vote_user_or_visitor"), transaction.atomic():
        Vote.objects.create(version=version, is_useful=True, **reader)


@pytest.mark.parametrize("who", ["user", "visitor"])
def test_the_database_refuses_a_second_vote(version, grace, who):
    reader = {"user": grace} if who == "user" else {"visitor": "abc"}
    votes.vote(version, is_useful=True, **reader)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(version=version, is_useful=False, **reader)
