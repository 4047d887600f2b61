"""The workflow: what staff may do to a version, from where, and what it leaves on record."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from articles import actions
from articles.models import Check, SeeAlso, Status, Topic, Transition, Version
from core.errors import Conflict, NotAllowed

MOVES = {
    Status.IN_REVIEW: lambda version, by: actions.submit(version, by=by),
    Status.DRAFT: lambda version, by: actions.request_changes(version, by=by, comment="Cite it"),
    Status.APPROVED: lambda version, by: actions.approve(version, by=by),
    Status.PUBLISHED: lambda version, by: actions.publish(version, by=by),
    Status.WITHDRAWN: lambda version, by: actions.withdraw(version, by=by, comment="Wrong lamp"),
}
REFUSED = [(a, b) for a, b in itertools.product(Status, MOVES) if b not in actions.ALLOWED.get(a, [])]


@pytest.fixture
def at_status(make_article, petra):
    """A version that got to a status by the ways that lead there."""

    def at(status):
        article = make_article(to=status if status in {"draft", "in_review", "approved"} else "published")
        version = article.versions.get()
        if status == Status.SUPERSEDED:
            make_article.revise(article)
        elif status == Status.WITHDRAWN:
            actions.withdraw(version, by=petra, comment="Wrong lamp")
        version.refresh_from_db()
        assert version.status == status
        return version

    return at


@pytest.mark.parametrize(("here", "there"), REFUSED)
def test_moves_that_lead_nowhere_are_refused_and_leave_no_trace(at_status, petra, here, there):
    version = at_status(here)
    before = Transition.objects.count()
    with pytest.raises(NotAllowed):
        MOVES[there](version, petra)
    version.refresh_from_db()
    assert (version.status, Transition.objects.count()) == (here, before)


def test_every_move_is_a_row_with_who_and_when(version, ada, rita, petra):
    moves = [(move.from_status, move.to_status, move.made_by) for move in version.transitions.all()]
    assert moves == [
        ("draft", "in_review", ada),
        ("in_review", "approved", rita),
        ("approved", "published", petra),
    ]
    assert all(move.made_at for move in version.transitions.all())


def test_publishing_supersedes_the_live_version(article, make_article):
    make_article.revise(article)
    assert list(article.versions.values_list("number", "status")) == [(2, "published"), (1, "superseded")]


def test_a_first_version_is_checked_by_its_peer_review(version, rita):
    assert version.checks.get().checked_by == rita


@pytest.mark.parametrize(("today", "due"), [("2026-11-23", date(2029, 11, 23)), ("2028-02-29", date(2031, 2, 28))])
def test_the_next_check_is_due_in_three_years(make_article, today, due):
    with time_machine.travel(f"{today}T12:00Z", tick=False):
        assert make_article().versions.get().checks.get().next_check_on == due


def test_the_author_never_approves(make_article, ada):
    version = make_article(to="in_review").versions.get()
    with pytest.raises(NotAllowed, match="Ask a peer reviewer"):
        actions.approve(version, by=ada)


def test_the_database_refuses_the_author_as_approver_too(make_article, ada):
    version = make_article(to="approved").versions.get()
    with (
        pytest.raises(IntegrityError, match=r"articles_version_(not_approved_by_author|reviewer_apart)"),
        transaction.atomic(),
    ):
        Version.objects.filter(pk=version.pk).update(approved_by=ada)


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        ({"approved_by": None}, "articles_version_approved_by_and_at"),
        ({"approved_at": None}, "articles_version_approved_by_and_at"),
        ({"approved_by": None, "approved_at": None}, "articles_version_approved_when_status_says"),
        ({"published_at": "2026-01-01T00:00Z"}, "articles_version_published_when_status_says"),
        ({"status": "lost"}, "articles_version_(status_known|approved_when_status_says|published_when_status_says)"),
        ({"significance": "lost"}, "articles_version_significance_known"),
    ],
)
def test_the_database_refuses_a_status_that_its_dates_deny(make_article, change, promise):
    version = make_article(to="approved").versions.get()
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(**change)


def test_the_database_refuses_two_live_versions(version):
    fields = dict.fromkeys(["published_at", "approved_at"], version.published_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.create(
            article=version.article,
            number=2,
            status="published",
            author=version.author,
            approved_by=version.approved_by,
            **fields,
        )


def test_the_database_refuses_two_versions_in_the_making_and_two_of_one_number(make_article, ada):
    article = make_article(to="draft")
    for number in (1, 2):
        with pytest.raises(IntegrityError), transaction.atomic():
            Version.objects.create(article=article, number=number, title="x", author=ada)


def test_the_database_refuses_a_see_also_to_itself_and_twice(article, make_article):
    other = make_article(77, "Hooks", to="planned")
    SeeAlso.objects.create(article=article, other=other)
    with pytest.raises(IntegrityError), transaction.atomic():
        SeeAlso.objects.create(article=article, other=other)
    with pytest.raises(IntegrityError, match="articles_seealso_not_itself"), transaction.atomic():
        SeeAlso.objects.create(article=article, other=article)


def test_the_database_refuses_a_next_check_that_is_not_later(version, rita):
    day = date(2026, 11, 23)
    with pytest.raises(IntegrityError, match="articles_check_next_is_later"), transaction.atomic():
        Check.objects.create(version=version, checked_by=rita, checked_on=day, next_check_on=day)


def test_the_database_refuses_a_leaflet_of_a_leaflet(make_article):
    leaflet = make_article(78, "Hooks at home", to="planned", audience="patient")
    with pytest.raises(ValidationError, match="Only an article for health professionals"):
        actions.plan(document_id=79, title="More hooks", audience="patient", leaflet=leaflet)


@pytest.mark.parametrize("what", ["title", "body"])
def test_a_draft_without_words_is_not_submitted(make_article, ada, what):
    version = make_article(to="draft").versions.get()
    version = actions.write(version, by=ada, **{what: " "})
    with pytest.raises(NotAllowed, match="It has no"):
        actions.submit(version, by=ada)


def test_a_citation_without_its_reference_is_not_submitted(make_article, ada):
    version = make_article(to="draft").versions.get()
    actions.set_references(version, [], by=ada)
    with pytest.raises(NotAllowed, match="first"):
        actions.submit(version, by=ada)


@pytest.mark.parametrize("who", ["author", "reviewer"])
def test_nobody_without_a_name_stands_under_an_article(make_article, ada, rita, who):
    version = make_article(to="draft" if who == "author" else "in_review").versions.get()
    person = ada if who == "author" else rita
    person.display_name = " "
    person.save()
    with pytest.raises(NotAllowed, match="no name to print"):
        actions.submit(version, by=ada) if who == "author" else actions.approve(version, by=rita)


def test_a_second_version_says_what_changed_before_it_is_published(article, make_article, petra, ada):
    version = make_article.revise(article, to="approved", change_note="")
    with pytest.raises(NotAllowed, match="what changed"):
        actions.publish(version, by=petra)
    assert article.versions.get(number=1).is_live


def test_a_second_editor_is_told_and_overwrites_nothing(make_article, ada, rita):
    version = make_article(to="draft").versions.get()
    actions.write(version, by=ada, edits=version.edits, summary="From Ada")
    with pytest.raises(Conflict) as conflict:
        actions.write(version, by=rita, edits=version.edits, summary="From Rita")
    assert conflict.value.current.summary == "From Ada"
    version.refresh_from_db()
    assert version.summary == "From Ada"


def test_only_words_can_be_written(make_article, ada):
    version = make_article(to="draft").versions.get()
    with pytest.raises(TypeError, match="status"):
        actions.write(version, by=ada, status="published")


def test_a_changed_page_keeps_its_canonical_text(make_article):
    """Once an article that is named elsewhere is published, the pages that name it link to it."""
    planned = make_article(77, "Hooks", to="planned")
    cited = '<cite data-ref="first"></cite><cite data-ref="second"></cite>'
    article = make_article(body=f'<h2>Use</h2><p>Hang it on <a data-article="77">a hook</a>.{cited}</p>')
    before = article.versions.get()
    assert "not yet written" in before.page
    make_article.revise(planned)
    after = article.versions.get()
    assert 'href="/articles/77/hooks/"' in after.page
    assert "not yet written" not in after.page
    assert after.text == before.text


def test_checked_and_nothing_changed_is_a_row_of_its_own(version, petra):
    actions.check(version, by=petra, next_check_on=date(2040, 1, 1), comment="Still right")
    assert Version.objects.with_check().get().next_check_on == date(2040, 1, 1)
    assert not Version.objects.due_for_check(on=date(2039, 12, 31))
    assert Version.objects.due_for_check(on=date(2040, 1, 1)).exists()


def test_a_new_draft_can_start_from_an_earlier_version(article, make_article, rita):
    make_article.revise(article, title="Lamps")
    draft = actions.start_version(article, by=rita, copy_of=article.versions.get(number=1))
    assert (draft.number, draft.title, draft.author) == (3, "Lanterns", rita)
    assert draft.references.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_publish_at_once_one_does(make_article, petra):
    version = make_article(to="approved").versions.get()

    def publish(_):
        try:
            actions.publish(version, by=petra)
        except NotAllowed:
            return "refused"
        finally:
            connection.close()
        return "published"

    with ThreadPoolExecutor(8) as pool:
        results = sorted(pool.map(publish, range(8)))
    assert results == ["published"] + ["refused"] * 7
    assert (Version.objects.published().count(), Check.objects.count()) == (1, 1)


def test_the_first_check_is_of_the_day_of_the_peer_review(make_article, rita, petra):
    with time_machine.travel("2026-01-05T12:00Z"):
        approved = make_article(to="approved").versions.get()
    with time_machine.travel("2026-11-23T12:00Z"):
        check = actions.publish(approved, by=petra).checks.get()
    assert (check.checked_by, check.checked_on) == (rita, date(2026, 1, 5))
    assert check.next_check_on == date(2029, 1, 5)


def test_an_article_published_while_another_was_in_review_is_linked_from_it(make_article, rita, petra):
    torches = make_article(2, "Torches", to="planned")
    link = '<h2>Use</h2><p>See <a data-article="2">torches</a>.<cite data-ref="first"></cite></p>'
    link += '<p>So.<cite data-ref="second"></cite></p>'
    waiting = make_article(body=link, to="in_review").versions.get()
    make_article.revise(torches)
    version = actions.publish(actions.approve(waiting, by=rita), by=petra)
    version.refresh_from_db()
    assert '<a href="/articles/2/torches/">torches</a>' in version.page
    assert "not yet written" not in version.page


def test_a_link_to_a_withdrawn_article_leads_to_the_reason(make_article, petra):
    torches = make_article(2, "Torches")
    actions.withdraw(torches.versions.get(), by=petra, comment="Too hot")
    draft = make_article(body='<p>See <a data-article="2">torches</a>.</p>', to="draft").versions.get()
    assert '<a href="/articles/2/torches/">torches</a>' in actions.rendered(draft).page


@pytest.mark.parametrize("sign", ["\x0b", "\x1b", "\u202e", "\u2066", "\u200b"])
def test_no_invisible_character_gets_into_the_words(make_article, ada, sign):
    draft = make_article(to="draft").versions.get()
    words = dict.fromkeys(("title", "summary", "change_note", "interests"), f"Take 2{sign}.5 mg")
    body = f"<p>Take 2{sign}.5 mg</p>"
    draft = actions.write(draft, by=ada, key_points=[f"Take 2{sign}.5 mg"], body=body, **words)
    held = [draft.title, draft.summary, draft.change_note, draft.interests, *draft.key_points, draft.body]
    assert [text for text in held if sign in text] == []


def test_a_topic_is_found_by_its_name_whatever_its_slug(make_article):
    Topic.objects.create(name="Lungs", slug="respiratory")
    make_article(topics=["lungs"], to="planned")
    assert Topic.objects.get().articles.get().document_id == 1234


def test_a_topic_without_latin_letters_is_refused_with_what_to_do(make_article):
    with pytest.raises(ValidationError, match="slug"):
        make_article(topics=["βήτα"], to="planned")
    assert not Topic.objects.exists()
