"""What this app says of members' diaries to those who show their reading."""

from datetime import date

from django.db.models import Subquery, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from accounts.models import User
from appraisal.models import Entry
from notes.reading import outcomes
from notes.reading.history import counted

outcomes.of_visit.answer(Entry.links_to_visit)


@outcomes.of_period.answer
def entries(user: User, start: date, end: date) -> dict[str, Combinable]:
    """`entries`, and `claimed_minutes` (declared)."""
    rows = Entry.objects.owned_by(user).filter(learned_on__gte=start, learned_on__lte=end)
    minutes = rows.order_by().values("user").annotate(sum=Sum("claimed_minutes")).values("sum")
    return {"entries": counted(rows, "user"), "claimed_minutes": Coalesce(Subquery(minutes), 0)}
