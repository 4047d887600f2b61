"""What this app answers others: about members' diaries, and about its tables of the regulators' files."""

from datetime import date

from django.db.models import Subquery, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.regulators.files import shared_table_checks, table_checks
from appraisal.models import Action, Entry, Objective
from appraisal.rules import checks as rules_checks
from appraisal.summaries.document import checks as layout_checks
from appraisal.summaries.freeze_forms import FreezeForm
from core.forms.text_fields import text_fields
from notes.reading import outcomes
from notes.reading.history import counted


@text_fields.answer
def own_text() -> list[str]:
    """The fields of our forms: of an entry, an action, an objective, and of a summary before it is frozen."""
    return [*Entry.TEXT, *Action.TEXT, *Objective.TEXT, *FreezeForm.TEXT]


table_checks.answer(rules_checks.of_regulator)
table_checks.answer(layout_checks.of_regulator)
shared_table_checks.answer(rules_checks.of_shared)
shared_table_checks.answer(layout_checks.of_shared)
outcomes.of_visit.answer(Entry.links_to_visit)


@outcomes.of_period.answer
def entries(user: User, start: date, end: date) -> dict[str, Combinable]:
    """`entries`, and `claimed_minutes` (declared)."""
    rows = Entry.objects.owned_by(user).filter(learned_on__gte=start, learned_on__lte=end)
    minutes = rows.order_by().values("user").annotate(sum=Sum("claimed_minutes")).values("sum")
    return {"entries": counted(rows, "user"), "claimed_minutes": Coalesce(Subquery(minutes), 0)}
