"""What moves "Last checked": a reviewer who says that they checked the whole page, and nothing else."""

import re
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
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


def test_the_database_knows_of_a_full_check_when_approving_only(version, petra):
    moves = {"from_status": Status.APPROVED, "to_status": Status.PUBLISHED, "is_full_check": True}
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
    assert "becomes 1 March 2029 once it is published. Otherwise it stays 5 January 2026." in page
    press = reverse("admin:articles_version_move", args=[version.pk, "approve"])
    as_rita.post(press, {"edits": version.edits, "is_full_check": "on"})
    assert actions.is_full_check(Version.objects.get(pk=version.pk))


def test_of_an_editorial_correction_nothing_is_asked(as_rita, revise):
    assert box(as_rita, revise("editorial", to="in_review"))[0] == []


def test_of_a_first_version_nothing_is_asked_since_its_review_counts(as_rita, make_article):
    assert box(as_rita, make_article(to="in_review").versions.get())[0] == []


@pytest.mark.parametrize(("declared", "said"), [(True, "becomes 1 March 2029"), (False, "stays 5 January 2026")])
def test_a_publisher_is_told_what_becomes_of_the_date(as_petra, revise, declared, said):
    version = revise("clinical", to="approved", is_full_check=declared)
    page = as_petra.get(reverse("admin:articles_version_change", args=[version.pk])).content.decode()
    assert f"“Last checked” {said}" in page
    assert ('name="next_check_on"' in page) == declared
    assert Check.objects.count() == 1
