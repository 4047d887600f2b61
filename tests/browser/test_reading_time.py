"""static/js/reading.js itself, with a clock that the test sets: what it says of the time that someone was there."""

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HIDE = """state => {
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
  document.dispatchEvent(new Event('visibilitychange'));
}"""
SIGN = "() => dispatchEvent(new Event('scroll'))"


@pytest.fixture
def reader(open_as, grace, article):
    """The article, open; `said()` gives the seconds of the last message."""
    page = open_as(grace)
    sent = []
    page.on("request", lambda asked: sent.append(asked.post_data or "") if "heartbeat" in asked.url else None)
    page.clock.install()
    page.goto(article.get_absolute_url())
    page.locator("[data-reading]").wait_for()

    def said():
        page.clock.run_for(20_000)  # the next message
        return max((int(re.search(r'name="seconds"\s+(\d+)', text)[1]) for text in sent), default=0)

    page.said = said
    return page


def there_for(page, seconds):
    """Someone who scrolls every ten seconds."""
    for _ in range(seconds // 10):
        page.clock.run_for(10_000)
        page.evaluate(SIGN)


def test_someone_who_is_there_is_counted(reader):
    there_for(reader, 100)
    assert 98 <= reader.said() <= 102


def test_someone_who_walks_away_is_not(reader):
    there_for(reader, 50)
    reader.clock.run_for(600_000)
    reader.evaluate(SIGN)
    assert 48 <= reader.said() <= 52


def test_someone_who_reads_without_moving_for_a_minute_is(reader):
    reader.clock.run_for(90_000)
    reader.evaluate(SIGN)
    assert 88 <= reader.said() <= 92


def test_a_hidden_page_counts_nothing(reader):
    there_for(reader, 30)
    reader.evaluate(HIDE, "hidden")
    there_for(reader, 300)
    reader.evaluate(HIDE, "visible")
    there_for(reader, 20)
    assert 48 <= reader.said() <= 53


def test_a_machine_that_slept_adds_two_seconds_at_most(reader):
    there_for(reader, 50)
    reader.clock.fast_forward(8 * 3_600_000)  # timers fire once, as on waking
    reader.evaluate(SIGN)
    there_for(reader, 20)
    assert 66 <= reader.said() <= 74
