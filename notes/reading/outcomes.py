"""What came of reading: asked here, and answered by whoever knows (notes themselves, and the diary in `appraisal`)."""

from datetime import date

from django.db.models import QuerySet
from django.db.models.expressions import Combinable

from accounts.models import User
from core.contributions import Question

# The rows that came of the visit at hand, as a queryset in which OuterRef is a PageView; its column `pageview` leads
# there.
of_visit: Question[[], QuerySet] = Question()
# What a member wrote from the first day to the last: expressions for the row of that member, by their names.
of_period: Question[[User, date, date], dict[str, Combinable]] = Question()
