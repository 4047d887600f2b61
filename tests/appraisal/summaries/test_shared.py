"""/shared/: an appraiser's link leads to one frozen summary until it ends, and to nothing else."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from appraisal.models import Share, ShareVisit
from appraisal.summaries import actions
from appraisal.summaries.files import store


@pytest.fixture
def share(frozen, grace):
    """A link of Grace's to a summary with this in it."""

    def share(days=7, **words):
        store.make(summary := frozen(**words))
        return actions.share(by=grace, summary=summary, key=uuid.uuid4(), days=days)

    return share


def address(share, name="shared"):
    return reverse(f"appraisal:{name}", args=[actions.token_of(share)])


def test_whoever_has_the_link_reads_the_summary_and_takes_the_pdf(client, share):
    link = share(title="Which way they face")
    page = client.get(address(link)).content.decode()
    assert "Which way they face" in page
    assert "Grace shared this with you" in page
    pdf = client.get(address(link, "shared_pdf"))
    assert pdf.content == bytes(link.summary.files.get(kind="pdf").content)


def test_an_appraiser_is_told_that_a_later_summary_replaced_it_and_which_one_it_replaces(client, share):
    first = share()
    assert "has since replaced" not in client.get(address(first)).content.decode()
    later = share(supersedes=first.summary)
    assert (
        "A later summary has since replaced this one. Ask Grace for it." in client.get(address(first)).content.decode()
    )
    assert f"An earlier summary, SHA-256 {first.summary.sha256}" in client.get(address(later)).content.decode()


@pytest.mark.parametrize("name", ["shared", "shared_pdf"])
def test_it_is_kept_by_no_cache_found_by_no_search_engine_and_told_to_no_other_site(client, share, name):
    answer = client.get(address(share(), name))
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies


def test_the_page_carries_the_token_nowhere_but_to_its_own_pdf(client, share):
    link = share()
    page = client.get(address(link)).content.decode()
    token = actions.token_of(link)
    assert page.count(token) == 1
    assert f'href="/shared/{token}/summary.pdf"' in page


@pytest.mark.parametrize("name", ["shared", "shared_pdf"])
def test_a_link_that_ended_was_revoked_or_never_was_is_answered_alike(client, share, grace, name):
    ended, revoked = share(), share()
    past = timezone.now() - timedelta(seconds=1)
    Share.objects.filter(pk=ended.pk).update(created_at=past - timedelta(days=1), expires_at=past)
    actions.revoke(by=grace, share=revoked)
    addresses = [address(ended, name), address(revoked, name), address(ended, name).replace("shared/", "shared/x", 1)]
    answers = [client.get(it) for it in addresses]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({re.sub(r"/shared/\S+", "", answer.content.decode()) for answer in answers}) == 1
    assert {answer.headers["Referrer-Policy"] for answer in answers} == {"no-referrer"}


def test_the_token_is_long_and_kept_nowhere(share, grace):
    link = share()
    token = actions.token_of(link)
    assert len(token) >= 43  # 256 bits
    for model in (Share, ShareVisit):
        assert token not in str(list(model.objects.values()))
    assert len({actions.token_of(it) for it in (share(), share(), link)}) == 3


def test_it_is_another_token_once_the_sites_secret_is_another_and_the_link_still_works(client, share, settings):
    link = share()
    old = address(link)
    settings.SECRET_KEY = "another"
    assert actions.token_of(link) is None
    assert client.get(old).status_code == 200


def test_the_member_sees_when_it_was_opened_and_nothing_about_who(client, share, grace, time_machine):
    link = share()
    for minutes in (0, 0, 5):
        time_machine.move_to(timezone.now() + timedelta(minutes=minutes), tick=False)
        client.get(address(link), HTTP_USER_AGENT="Appraiser's browser", REMOTE_ADDR="203.0.113.9")
    assert link.visits.count() == 2  # a reload within a minute is the same visit
    assert {field.name for field in ShareVisit._meta.fields} == {"id", "share", "visited_at"}
    client.force_login(grace)
    page = client.get(link.summary.get_absolute_url()).content.decode()
    assert "Opened 2 times" in page
    assert "203.0.113.9" not in page


def test_asking_for_its_headers_only_is_no_visit(client, share):
    assert client.head(address(share())).status_code == 200
    assert not ShareVisit.objects.exists()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_it_can_only_be_read(client, share, method):
    assert getattr(client, method)(address(share())).status_code == 405


def test_a_link_is_made_once_however_often_the_form_is_sent(as_grace, frozen):
    summary = frozen()
    sent = {"key": uuid.uuid4(), "days": "30"}
    for _ in range(2):
        answer = as_grace.post(reverse("appraisal:share", args=[summary.pk]), sent)
        assert answer.headers["Location"] == f"{summary.get_absolute_url()}#links"
    [link] = summary.shares.all()
    assert link.expires_at - link.created_at == timedelta(days=30)
    page = as_grace.get(summary.get_absolute_url()).content.decode()
    assert f"http://testserver{address(link)}" in page


@pytest.mark.parametrize("sent", [{}, {"key": "x", "days": "7"}, {"key": str(uuid.uuid4()), "days": "9999"}])
def test_a_link_that_would_last_for_ever_is_not_made(as_grace, frozen, sent):
    answer = as_grace.post(reverse("appraisal:share", args=[frozen().pk]), sent)
    assert answer.status_code == 422
    assert not Share.objects.exists()


def test_the_member_ends_a_link(as_grace, client, share):
    link = share()
    as_grace.post(reverse("appraisal:share_revoke", args=[link.summary_id, link.pk]))
    assert client.get(address(link)).status_code == 404
    assert "Ended by you on" in as_grace.get(link.summary.get_absolute_url()).content.decode()


def test_a_link_leads_to_its_own_summary_only(client, share):
    mine, other = share(title="Mine"), share(title="Other")
    assert "Other" not in client.get(address(mine)).content.decode()
    assert client.get(other.summary.get_absolute_url()).status_code == 302


# --- Mallory, and someone who is not signed in, at every address of a frozen summary ---

READ = ["frozen", "frozen_delete", "summary_text"]
POST = ["frozen_delete", "prepare", "summary_email", "share"]


def every_address(link):
    """Each address that shows or changes a summary, with how it is asked."""
    pk = link.summary_id
    asked = [("get", reverse(f"appraisal:{name}", args=[pk])) for name in READ]
    asked += [("post", reverse(f"appraisal:{name}", args=[pk])) for name in POST]
    asked += [
        ("get", reverse("appraisal:frozen_file", args=[pk, ending])) for ending in ("pdf", "docx", "json", "xapi.json")
    ]
    return [*asked, ("post", reverse("appraisal:share_revoke", args=[pk, link.pk]))]


def test_mallory_is_answered_as_if_it_were_not_there(as_mallory, share):
    link = share(title="Which way they face")
    for method, where in every_address(link):
        sent = {"key": uuid.uuid4(), "days": "7", "address": "m@example.org"} if method == "post" else {}
        answer = getattr(as_mallory, method)(where, sent)
        absent = getattr(as_mallory, method)(where.replace(f"/{link.summary_id}/", "/999999/", 1), sent)
        assert (answer.status_code, absent.status_code) == (404, 404), where
        assert b"Which way they face" not in answer.content
    link.refresh_from_db()
    assert link.is_open
    assert link.summary.shares.count() == 1


def test_a_stranger_is_sent_to_sign_in(client, share):
    link = share(title="Which way they face")
    for method, where in every_address(link):
        answer = getattr(client, method)(where)
        assert answer.status_code == (302 if method == "get" else 401), where
        assert b"Which way they face" not in answer.content
    link.refresh_from_db()
    assert link.is_open


def test_mallory_cannot_end_graces_link_through_a_summary_of_her_own(as_mallory, mallory, share, frozen):
    link, own = share(), frozen(by=mallory)
    assert as_mallory.post(reverse("appraisal:share_revoke", args=[own.pk, link.pk])).status_code == 404
    link.refresh_from_db()
    assert link.is_open


def test_a_member_deletes_a_summary_once_asked(as_grace, share):
    link = share()
    where = reverse("appraisal:frozen_delete", args=[link.summary_id])
    assert "Delete this summary?" in as_grace.get(where).content.decode()
    assert Share.objects.exists()
    assert as_grace.post(where).headers["Location"] == reverse("appraisal:summary")
    assert not Share.objects.exists()


@pytest.mark.parametrize("ending", ["exe", "pdf/../json", "PDF", "", "x" * 500])
def test_a_file_that_there_is_not_is_not_found(as_grace, share, ending):
    assert as_grace.get(f"/summaries/{share().summary_id}/summary.{ending}").status_code == 404
