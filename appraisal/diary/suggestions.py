"""Reading about which a member may want to write: suggestions only, nothing here writes."""

from datetime import date

from django.db.models import Exists, OuterRef

from accounts.models import User
from appraisal.models import Source
from notes.models import PageView
from notes.reading.history import linked, visible

# A read shorter than this asks for no reflection (seconds).
WORTH_A_FEW_LINES = 120


def worth_a_few_lines(user: User, start: date, end: date, count: int = 3) -> list[PageView]:
    """The longest reads of a period about whose version nothing has been written in the diary, each version once."""
    written = Source.objects.filter(entry__user=user, version=OuterRef("version"))
    left = visible(user, start, end).filter(~Exists(written), active_seconds__gte=WORTH_A_FEW_LINES)
    longest: dict[int, PageView] = {}
    for view in linked(left).order_by("-active_seconds", "-pk")[: count * 10]:
        longest.setdefault(view.version_id, view)
    return list(longest.values())[:count]
