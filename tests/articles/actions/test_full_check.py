"""What moves "Last checked": someone who says that they checked the whole page, and nothing else."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from lxml import html

from articles import actions
from articles.models import Check, Status, Transition, Version
from core.errors import NotAllowed

CHECKED, DUE = date(2026, 1, 5), date(2029, 1, 5)
OVERDUE = "2029-03-01T12:00Z"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(OVERDUE):
        yield


def read(client, article):
    """The words of its page, and the page."""
    page = client.get(article.get_absolute_url()).content.decode()
    return " ".join(html.fromstring(page).text_content().split()), page


@pytest.fixture
def old(make_article):
    """An article that was checked three years and some weeks before the tests look at it."""
    with time_machine.travel("2026-01-05T12:00Z"):
        return make_article()


@pytest.fixture
def revise(old, ada, rita, petra):
    """Publish a second version of it on the day of the tests."""

    def revise(significance, *, to="published", **declared):
        draft = actions.start_version(old, by=ada)
        words = {"significance": significance, "change_note": "A comma", "interests": "None declared"}
        version = actions.submit(actions.write(draft, by=ada, **words), by=ada)
        if to == "in_review":
            return version
        version = actions.approve(version, by=rita, **declared)
        return actions.publish(version, by=petra) if to == "published" else version

    return revise


def dates(article):
    """What readers and machines are told of its check."""
    live = Version.objects.published().with_check().get(article=article)
    return live.checked_on, live.next_check_on


@pytest.mark.parametrize("significance", ["editorial", "minor", "clinical"])
def test_a_change_by_itself_moves_no_date(client, old, revise, significance):
    revise(significance)
    words, page = read(client, old)
    assert dates(old) == (CHECKED, DUE)
    assert "Review was due on 5 January 2029. The page has not been checked since 5 January 2026." in words
    assert re.search('"lastReviewed": ?"2026-01-05"', page)
    assert Version.objects.due_for_check().get().number == 2


def test_a_check_that_was_declared_moves_them(client, old, revise):
    revise("clinical", is_full_check=True)
    assert dates(old)[0] == date(2029, 3, 1)
    assert "Review was due" not in read(client, old)[0]
    assert not Version.objects.due_for_check().exists()


def test_it_is_of_the_day_of_the_review_and_of_the_reviewer(old, revise, rita, petra):
    version = revise("clinical", to="approved", is_full_check=True)
    assert dates(old) == (CHECKED, DUE)
    with time_machine.travel("2029-03-09T12:00Z"):
        actions.publish(version, by=petra)
    check = version.checks.get()
    assert (check.checked_by, check.checked_on) == (rita, date(2029, 3, 1))


def test_what_was_declared_of_an_approval_that_is_gone_counts_no_more(old, revise, ada, rita, petra):
    version = revise("clinical", to="approved", is_full_check=True)
    actions.request_changes(version, by=rita, comment="One more comma")
    version = actions.approve(actions.submit(version, by=ada), by=rita)
    actions.publish(version, by=petra)
    assert dates(old) == (CHECKED, DUE)


def test_an_editorial_correction_is_never_declared_a_check(old, revise, rita):
    version = revise("editorial", to="in_review")
    with pytest.raises(NotAllowed, match="editorial correction"):
        actions.approve(version, by=rita, is_full_check=True)
    assert Version.objects.get(pk=version.pk).status == Status.IN_REVIEW


def test_an_earlier_version_keeps_the_date_that_it_had(old, revise):
    revise("clinical", is_full_check=True)
    first = Version.objects.with_check().get(article=old, number=1)
    assert first.checked_on == CHECKED


def test_the_newest_check_comes_first_on_the_home_page(old, revise, make_article):
    revise("editorial")
    make_article(2000, "Candles")
    assert [version.title for version in Version.objects.newly_checked()] == ["Candles", "Lanterns"]


def test_the_sitemap_says_when_the_words_changed(client, old, revise):
    revise("editorial")
    assert "<lastmod>2029-03-01</lastmod>" in client.get("/sitemap.xml").content.decode()


def test_the_next_check_is_set_with_a_check_only(old, revise, petra):
    version = revise("editorial", to="approved")
    with pytest.raises(NotAllowed, match="The next check stays"):
        actions.publish(version, by=petra, next_check_on=date(2040, 1, 1))


def test_a_publisher_who_checked_it_says_so_in_their_own_name(old, revise, petra):
    version = actions.publish(revise("clinical", to="approved"), by=petra, is_full_check=True)
    check = version.checks.get()
    assert (check.checked_by, check.checked_on) == (petra, date(2029, 3, 1))
    assert version.transitions.get(to_status=Status.PUBLISHED).is_full_check


def test_a_publisher_who_says_no_moves_nothing_whatever_the_reviewer_said(old, revise, petra):
    actions.publish(revise("clinical", to="approved", is_full_check=True), by=petra, is_full_check=False)
    assert dates(old) == (CHECKED, DUE)


def test_nobody_declares_an_editorial_correction_a_check_when_publishing(old, revise, petra):
    with pytest.raises(NotAllowed, match="editorial correction"):
        actions.publish(revise("editorial", to="approved"), by=petra, is_full_check=True)


def test_a_page_that_was_never_checked_is_not_published(make_article, petra):
    version = make_article(2000, "Candles", to="approved").versions.get()
    with pytest.raises(NotAllowed, match="Nobody has checked this page yet"):
        actions.publish(version, by=petra, is_full_check=False)


@pytest.mark.parametrize("is_full_check", [True, False])
def test_the_answer_is_kept_with_the_time(old, revise, petra, is_full_check):
    version = revise("minor", to="approved")
    nine = timezone.now() + timedelta(days=7)
    actions.schedule(version, by=petra, publish_at=nine, is_full_check=is_full_check)
    due = version.transitions.get(publish_at=nine).next_check_on
    with time_machine.travel(nine + timedelta(minutes=1)):
        assert actions.do_due() == 1
    assert dates(old) == ((date(2029, 3, 1), due) if is_full_check else (CHECKED, DUE))


def test_a_time_set_before_anyone_was_asked_still_publishes_a_first_version(make_article, petra):
    version = make_article(2000, "Candles", to="approved").versions.get()
    nine = timezone.now() + timedelta(days=7)
    actions.moves.set_time(version, nine, by=petra)  # as the last release left it
    with time_machine.travel(nine + timedelta(minutes=1)):
        assert actions.do_due() == 1
    assert Check.objects.get(version=version).checked_by == version.approved_by


def test_the_database_knows_of_a_full_check_where_one_is_declared_only(version, petra):
    moves = {"from_status": Status.DRAFT, "to_status": Status.IN_REVIEW, "is_full_check": True}
    with pytest.raises(IntegrityError, match="full_check"), transaction.atomic():
        Transition.objects.create(version=version, made_by=petra, **moves)


# --- At the desk ---


def box(client, version):
    """The box that declares a check, and what stands under it."""
    page = client.get(reverse("admin:articles_version_change", args=[version.pk])).content.decode()
    return html.fromstring(page).xpath("//input[@name='is_full_check']"), page


def test_a_reviewer_is_asked_and_told_what_the_date_will_be(as_rita, revise):
    version = revise("clinical", to="in_review")
    (tick,), page = box(as_rita, version)
    assert not tick.get("checked")
    assert "becomes 1 March 2029 once it is published, if its publisher confirms it." in page
    press = reverse("admin:articles_version_move", args=[version.pk, "approve"])
    as_rita.post(press, {"edits": version.edits, "is_full_check": "on"})
    assert version.transitions.get(to_status=Status.APPROVED).is_full_check


def test_of_an_editorial_correction_nothing_is_asked(as_rita, revise):
    assert box(as_rita, revise("editorial", to="in_review"))[0] == []


def test_of_a_first_version_nothing_is_asked_since_its_review_counts(as_rita, make_article):
    assert box(as_rita, make_article(to="in_review").versions.get())[0] == []


@pytest.mark.parametrize("name", ["publish", "schedule"])
@pytest.mark.parametrize(
    ("is_declared", "yes"),
    [(True, "Yes, at the peer review. “Last checked” becomes 1 March 2029"), (False, "Yes, by me, today.")],
)
def test_a_publisher_is_asked_and_told_what_the_dates_will_be(as_petra, revise, is_declared, yes, name):
    version = revise("clinical", to="approved", is_full_check=is_declared)
    page = as_petra.get(reverse("admin:articles_version_change", args=[version.pk])).content.decode()
    form = html.fromstring(page).xpath(f"//form[contains(@action, '/move/{name}/')]")[0]
    words = " ".join(form.text_content().split())
    assert yes in words
    assert "No. “Last checked” stays 5 January 2026, and the next review is due on 5 January 2029." in words
    assert form.xpath(".//input[@name='is_full_check'][@checked]") == []


@pytest.mark.parametrize("name", ["publish", "schedule"])
def test_without_an_answer_nothing_is_published(as_petra, revise, name):
    version = revise("clinical", to="approved")
    press = reverse("admin:articles_version_move", args=[version.pk, name])
    answer = as_petra.post(press, {"publish_at": "2029-05-01T09:00", "next_check_on": "2031-01-01"})
    assert answer.status_code == 422
    assert "Say whether the whole page was checked." in answer.content.decode()
    assert "2031-01-01" in answer.content.decode()
    version.refresh_from_db()
    assert (version.status, version.publish_at) == (Status.APPROVED, None)


def test_of_an_editorial_correction_a_publisher_is_told_that_it_is_none(as_petra, revise):
    version = revise("editorial", to="approved")
    page = as_petra.get(reverse("admin:articles_version_change", args=[version.pk])).content.decode()
    assert "“Last checked” stays 5 January 2026" in page
    assert 'name="is_full_check"' not in page
    as_petra.post(reverse("admin:articles_version_move", args=[version.pk, "publish"]), {"is_full_check": "yes"})
    assert Check.objects.count() == 1
    assert Version.objects.get(pk=version.pk).is_live


# --- Whether anyone is at it ---


def test_an_overdue_page_says_that_nobody_is_at_it(client, old):
    assert "The check is overdue, and nobody has taken it up yet." in read(client, old)[0]


def test_an_overdue_page_says_that_an_editor_checks_it_once_one_does(client, old, rita):
    live = old.versions.get()
    actions.claim(live, by=rita)
    assert "An editor is checking it." in read(client, old)[0]
    actions.give_up(live, by=rita)
    assert "nobody has taken it up yet" in read(client, old)[0]


def test_a_draft_is_someone_who_is_at_it(client, old, ada):
    assert "nobody has taken it up yet" in read(client, old)[0]  # and this page is cached
    draft = actions.start_version(old, by=ada)
    assert "An editor is checking it." in read(client, old)[0]
    actions.delete_draft(draft)
    assert "nobody has taken it up yet" in read(client, old)[0]


@pytest.mark.parametrize("what", ["claim", "draft"])
def test_what_was_left_lying_is_nobody_at_it(client, old, ada, rita, petra, what):
    if what == "draft":
        actions.start_version(old, by=ada)
    else:
        actions.claim(old.versions.get(), by=rita)
    assert "An editor is checking it." in read(client, old)[0]
    with time_machine.travel("2029-04-15T12:00Z"):
        assert "nobody has taken it up yet" in read(client, old)[0]
        if what == "claim":
            assert actions.claim(old.versions.get(), by=petra).made_by == petra


def test_a_check_is_taken_up_by_one_person_and_ends_with_the_check(old, rita, petra):
    live = old.versions.get()
    actions.claim(live, by=rita)
    with pytest.raises(NotAllowed, match="Rita has taken it up already"):
        actions.claim(live, by=petra)
    actions.check(live, by=petra)
    assert live.claims.get().ended_at
    with pytest.raises(NotAllowed, match="Nobody has taken up"):
        actions.give_up(live, by=rita)
