"""No test measures with a clock on the wall: it would fail on a busy machine. Browser tests wait for real browsers."""

import re
from pathlib import Path

TESTS = Path(__file__).parent
# Days and moments come from Django, which time_machine can set; work is measured in processor time.
WALL_CLOCK = re.compile(r"time\.(time|monotonic|perf_counter)\b|\bdate\.today\(|\bdatetime\.(utc)?now\(")
# The code of an authenticator app is one of the real time.
ALLOWED = {"second_factor.py", "test_clock.py"}


def reads_the_wall(source: str) -> bool:
    return bool(WALL_CLOCK.search(source))


def test_no_test_reads_a_clock_on_the_wall():
    paths = [path for path in TESTS.rglob("*.py") if "browser" not in path.parts and path.name not in ALLOWED]
    assert [path.name for path in paths if reads_the_wall(path.read_text())] == []


def test_a_reading_of_the_wall_would_be_seen():
    assert reads_the_wall("begun = time.monotonic()")
    assert reads_the_wall("on = date.today()")
    assert not reads_the_wall("on = timezone.localdate()")
