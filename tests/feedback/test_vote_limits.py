"""No click and no program makes more of one reader than one: what counts, and how far a rate can be moved."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.models import Version
from feedback import visitors
from feedback.models import Tally, Vote
from feedback.votes import actions as votes

HERE = {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "same-origin"}


def post(client: Client, version: Version, answer="yes", **headers):
    return client.post(f"/feedback/vote/{version.pk}/", {"useful": answer}, **{**HERE, **headers})


def rate(version: Version) -> float:
    counted = Vote.objects.counted().filter(version=version)
    return counted.filter(is_useful=True).count() / counted.count()


def at_once(click, times: int) -> list[int]:
    """Click as often as that from as many places, each with a database connection of its own."""

    def once(number: int) -> int:
        try:
            return click(number).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(once, range(times)))


@pytest.mark.django_db(transaction=True)
def test_a_hundred_votes_of_one_visitor_at_once_are_one(version):
    client = Client()
    post(client, version)
    cookie = {"HTTP_COOKIE": f"{visitors.COOKIE}={client.cookies[visitors.COOKIE].value}"}
    assert set(at_once(lambda _: post(Client(), version, **cookie), 100)) == {302}
    assert Vote.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_hundred_first_clicks_of_one_visitor_at_once_are_one(version):
    assert set(at_once(lambda _: post(Client(), version), 100)) == {302}
    assert Vote.objects.count() == 1


def test_both_answers_to_a_double_click_give_the_same_identity(version):
    first, second = (post(Client(), version).cookies[visitors.COOKIE].value for _ in range(2))
    assert visitors.signing.loads(first, salt=visitors._SALT) == visitors.signing.loads(second, salt=visitors._SALT)


@pytest.fixture
def judged(version):
    """A version that forty readers have found useful, on days before."""
    for number in range(40):
        votes.vote(version, is_useful=True, visitor=f"{number:032x}")
    return version


@pytest.mark.parametrize(("addresses", "most"), [(1, votes.COUNTED_OF_NETWORK), (50, votes.COUNTED_OF_ALL)])
def test_a_thousand_votes_without_cookies_move_the_rate_by_no_more_than_the_cap(client, judged, addresses, most):
    """Each by another browser, or so it says. Of one address most are not even taken."""
    for number in range(1000):
        bot = {"REMOTE_ADDR": f"192.0.2.{number % addresses}", "HTTP_USER_AGENT": f"Browser {number}"}
        assert post(client, judged, "no", **bot).status_code in {302, 429}
        client.cookies.clear()
    assert Vote.objects.count() > 40 + most
    assert rate(judged) == 40 / (40 + most)


def test_what_was_over_the_limit_can_be_counted_by_staff_and_what_was_replaced_cannot(version, grace):
    for number in range(7):
        votes.vote(version, is_useful=False, visitor=str(number), network="n")
    votes.vote(version, is_useful=True, user=grace, visitor="0")
    assert Vote.objects.counted().count() == 5
    assert votes.count_after_all(Vote.objects.all()) == 2
    assert Vote.objects.counted().count() == 7


def test_changing_an_answer_takes_no_place_of_the_day(version):
    for answer in [True, False] * 10:
        votes.vote(version, is_useful=answer, visitor="a", network="n")
    assert set(Tally.objects.values_list("count", flat=True)) == {1}
    assert Vote.objects.counted().count() == 1


def test_no_address_is_kept_and_the_counts_go_with_their_day(version):
    post(Client(), version, REMOTE_ADDR="192.0.2.77")
    assert "192.0.2.77" not in str([list(model.objects.values()) for model in (Vote, Tally)])
    assert votes.forget_tallies() == 0
    Tally.objects.update(counted_on=timezone.localdate() - timezone.timedelta(days=1))
    assert votes.forget_tallies() == 2


def test_voting_first_as_a_visitor_and_then_as_a_member_is_one_vote(client, version, grace):
    post(client, version, "no")
    client.post(f"/feedback/vote/{version.pk}/comment/", {"comment": "More hooks", "reason": "missing"}, **HERE)
    client.force_login(grace)
    post(client, version, "yes")
    assert [vote.user for vote in Vote.objects.counted()] == [grace]
    assert Vote.objects.get(user=None).comment == "More hooks"
    client.logout()
    post(client, version, "no")
    assert Vote.objects.counted().count() == 1


def test_signing_in_alone_puts_nothing_under_a_members_name(client, version, grace):
    post(client, version)
    client.force_login(grace)
    client.get(f"/feedback/vote/{version.pk}/")
    assert Vote.objects.get().user is None


def test_after_a_no_a_reader_says_why_and_about_which_words(client, version):
    post(client, version, "no")
    page = client.get(f"/feedback/vote/{version.pk}/").content.decode()
    assert page.count('name="reason"') == 6
    said = {"comment": "", "reason": "wrong", "quote": "at dusk"}
    client.post(f"/feedback/vote/{version.pk}/comment/", said, **HERE)
    vote = Vote.objects.get()
    assert (vote.reason, vote.quote) == ("wrong", "at dusk")
    post(client, version, "yes")
    assert Vote.objects.get().reason == ""
    assert 'name="reason"' not in client.get(f"/feedback/vote/{version.pk}/").content.decode()


def test_a_reason_that_is_none_of_the_six_is_refused_and_the_words_stay(client, version):
    post(client, version, "no")
    said = {"comment": "More hooks", "reason": "else"}
    answer = client.post(f"/feedback/vote/{version.pk}/comment/", said, **HERE)
    assert answer.status_code == 422
    assert "More hooks" in answer.content.decode()
