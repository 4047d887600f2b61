"""A year of reading: one reflection covers three reads of the inbox, and what came of it goes to the appraisal."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from appraisal.models import Entry
from notes.models import PageView
from notes.reading import tracking

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LEARNED = "A lantern that smokes is a lantern to trim."


@pytest.fixture
def reads(make_article, grace):
    """Grace read twelve articles in a year; the last three of them, on one topic, within a month."""
    now = timezone.now()
    for number in range(12):
        is_late = number > 8
        article = make_article(500 + number, f"Lantern {number}", topics=["Wicks" if is_late else "Hooks"])
        at = now - timedelta(days=5 * (12 - number) if is_late else 30 * (12 - number))
        tracking.log(grace, article.versions.get(), at)
    PageView.objects.update(active_seconds=300)


def reflect_on_three(page):
    page.goto("/diary/")
    page.get_by_role("link", name="Your inbox").click()
    theme = page.get_by_role("region", name="Wicks")
    expect(theme.get_by_role("checkbox")).to_have_count(3)
    theme.get_by_role("button", name="Reflect on these").click()
    page.get_by_label("Title").fill("Trimming wicks")
    page.locator("#id_what").fill("Read three articles on wicks.")
    page.get_by_label("So what?").fill(LEARNED)
    page.get_by_label("What next?").fill("Trim them each week.")
    page.locator("[name=look_again_on]").fill((timezone.localdate() + timedelta(days=30)).isoformat())
    page.get_by_label("Minutes you claim").fill("45")
    page.get_by_role("button", name="Save", exact=False).first.click()
    expect(page.get_by_role("heading", name="Trimming wicks")).to_be_visible()


def say_that_it_was_done(page):
    page.goto("/diary/actions/")
    page.get_by_role("link", name="Trimming wicks").click()
    page.get_by_label("Done on").fill(timezone.localdate().isoformat())
    page.get_by_label("What changed?").fill("No lantern smokes now.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("No lantern smokes now.").first).to_be_visible()


@pytest.mark.parametrize("has_script", [True, False], ids=["scripts", "no-scripts"])
def test_three_reads_become_one_reflection_whose_outcome_is_in_the_summary(open_as, reads, grace, has_script):
    page = open_as(grace, java_script_enabled=has_script)
    reflect_on_three(page)
    entry = Entry.objects.get()
    assert entry.sources.count() == 3
    page.goto("/diary/inbox/")
    expect(page.get_by_role("region", name="Wicks")).to_have_count(0)
    say_that_it_was_done(page)
    page.goto("/summaries/")
    sheet = page.get_by_role("region", name="Preview")
    expect(sheet).to_contain_text(LEARNED)
    expect(sheet).to_contain_text("No lantern smokes now.")
    expect(sheet).to_contain_text("Lantern 11")


def test_the_rest_can_be_dismissed_and_brought_back(open_as, reads, grace):
    page = open_as(grace)
    page.goto("/diary/inbox/")
    page.get_by_role("button", name="Dismiss Wicks").click()
    expect(page.get_by_role("region", name="Wicks")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("region", name="Wicks")).to_be_visible()
