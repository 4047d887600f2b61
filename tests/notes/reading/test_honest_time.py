"""Sessions of reading, simulated: what is recorded against what was true. The table stands in docs/reading-time.md.

`Tab` does what static/js/reading.js does, line for line; tests/browser/test_reading_time.py runs the script itself.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from notes.models import PageView
from notes.reading import tracking

NINE = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
DOCS = Path(__file__).parents[3] / "docs" / "reading-time.md"
IDLE, SEND_EVERY, TICK = 120, 20, 1


@dataclass
class Tab:
    """A page that is open: sees the clock of its machine, counts, and sends what it has counted."""

    version: object
    opened: int  # seconds after nine
    base: int = 0
    active: int = 0
    unsure: int = 0
    sent: int = 0
    sign: int = 0
    tick: int = 0
    messages: list = field(default_factory=list)

    def __post_init__(self):
        self.sign = self.tick = self.opened

    def second(self, now, *, visible, touched):
        if visible:
            self.unsure += min(now - self.tick, 2 * TICK)
        self.tick = now
        if visible and touched:
            self.here(now)

    def here(self, now):
        self.active += self.unsure if now - self.sign < IDLE else 0
        self.unsure, self.sign = 0, now

    def message(self):
        self.sent = self.active
        return self.version, NINE + timedelta(seconds=self.opened), self.base + self.active


@pytest.fixture
def site(grace, version, make_article, time_machine):
    """Lets tabs run for a while. Gives how many seconds were recorded in all."""
    other = make_article(99, "Hooks").versions.get()

    class Site:
        versions = (version, other)
        now = 0

        def open(self, which=0):
            time_machine.move_to(NINE + timedelta(seconds=self.now), tick=False)
            receipt = tracking.log(grace, self.versions[which], NINE + timedelta(seconds=self.now))
            return Tab(self.versions[which], self.now, receipt.active_seconds)

        def deliver(self, message):
            version, at, seconds = message
            time_machine.move_to(NINE + timedelta(seconds=self.now), tick=False)
            tracking.beat(by=grace, version_id=version.pk, loaded_at=at, seconds=seconds)

        def run(self, seconds, *tabs, visible=True, touched=True, send=True):
            for _ in range(seconds):
                self.now += 1
                for tab in tabs:
                    tab.second(self.now, visible=visible, touched=touched)
                    if send and self.now % SEND_EVERY == 0 and tab.active > tab.sent:
                        self.deliver(tab.message())

        def leave(self, *tabs):
            for tab in tabs:
                tab.here(self.now)
                self.deliver(tab.message())

        def recorded(self):
            return sum(PageView.objects.values_list("active_seconds", flat=True))

    return Site()


def read_through(site):
    tab = site.open()
    site.run(300, tab)
    site.leave(tab)
    return 300


def hidden(site):
    tab = site.open()
    site.run(100, tab)
    site.run(600, tab, visible=False)
    site.run(50, tab)
    site.leave(tab)
    return 150


def walked_away(site):
    tab = site.open()
    site.run(100, tab)
    site.run(3_600, tab, touched=False)
    site.leave(tab)
    return 100


def reading_without_a_sign(site):
    tab = site.open()
    for _ in range(3):
        site.run(100, tab, touched=False)
        site.run(1, tab)
    site.leave(tab)
    return 303


def asleep(site):
    tab = site.open()
    site.run(100, tab)
    site.now += 8 * 3_600  # nothing runs in a machine that sleeps
    site.run(60, tab)
    site.leave(tab)
    return 160


def two_tabs_of_one_article(site):
    first = site.open()
    second = site.open()
    site.run(200, first, second)
    site.leave(first, second)
    return 200


def two_articles_side_by_side(site):
    tabs = site.open(0), site.open(1)
    site.run(200, *tabs)
    site.leave(*tabs)
    return 200


def one_after_the_other(site):
    first = site.open(0)
    site.run(120, first)
    site.leave(first)
    second = site.open(1)
    site.run(90, second)
    site.leave(second)
    return 210


def reload_in_between(site):
    first = site.open()
    site.run(120, first)
    site.leave(first)
    second = site.open()
    site.run(90, second)
    site.leave(second)
    return 210


def clock_of_the_machine_set_a_year_on(site):
    tab = site.open()  # the script counts with a clock that only runs, and names the visit by the server's moment
    site.run(200, tab)
    site.leave(tab)
    return 200


def script_off(site):
    site.open()
    site.now += 300
    return 300


def forger(site):
    tab = site.open()
    site.now = 30
    site.deliver((tab.version, NINE, 10**9))
    return 30


def forger_with_ten_pages(site):
    site.open(0), site.open(1)
    for _ in range(10):
        site.now += 6
        for version in site.versions:
            site.deliver((version, NINE, 10**9))
    return 60


def replayed_and_reordered(site):
    tab = site.open()
    messages = []
    for _ in range(10):
        site.run(20, tab, send=False)
        messages.append(tab.message())
    for message in [messages[9], messages[0], messages[4], *messages, messages[9], messages[9]]:
        site.deliver(message)
    return 200


def lost_on_the_way(site):
    tab = site.open()
    site.run(280, tab, send=False)
    site.run(20, tab)
    return 300


def left_open_overnight_and_moved_now_and_then(site):
    tab = site.open()
    for _ in range(12):
        site.run(5, tab)
        site.run(3_595, tab, touched=False)
    site.leave(tab)
    return 60


# Each session: the least and the most that may be recorded, as a share of what was true, and why it is not all of it.
SESSIONS = [
    (read_through, 1.0, 1.0, ""),
    (hidden, 0.95, 1.0, "a hidden page counts nothing"),
    (walked_away, 1.0, 1.0, "a silence counts only when the reader is back within two minutes"),
    (reading_without_a_sign, 1.0, 1.0, "as here"),
    (asleep, 0.95, 1.02, "a gap counts as two seconds at most"),
    (two_tabs_of_one_article, 0.95, 1.0, "both are one visit"),
    (two_articles_side_by_side, 0.95, 1.0, "all tabs take their seconds from one clock"),
    (one_after_the_other, 0.95, 1.0, ""),
    (reload_in_between, 0.95, 1.0, "the same visit goes on"),
    (clock_of_the_machine_set_a_year_on, 1.0, 1.0, "only the server's clock is believed"),
    (script_off, 0, 0, "opened only: nothing was measured, so nothing is said"),
    (forger, 0, 1.0, "never more than the clock allows"),
    (forger_with_ten_pages, 0, 1.0, "nor in several pages at once"),
    (replayed_and_reordered, 1.0, 1.0, "time only grows, to the most that was sent"),
    (lost_on_the_way, 1.0, 1.0, "each message carries the whole time again"),
    (left_open_overnight_and_moved_now_and_then, 0.8, 1.0, "a silence of an hour counts nothing"),
]


@pytest.mark.parametrize(("session", "least", "most", "why"), SESSIONS, ids=[it[0].__name__ for it in SESSIONS])
def test_recorded_time_is_true_and_stands_in_the_docs(site, session, least, most, why):
    true = session(site)
    recorded = site.recorded()
    assert least * true <= recorded <= most * true
    name = session.__name__.replace("_", " ").capitalize()
    assert f"| {name} | {true} | {recorded} | {why} |" in DOCS.read_text()
