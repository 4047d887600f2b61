"""What people looked for and no article has, so that editors see what is missing. Nothing says who looked.

People paste what they should not, so only short questions without numbers that could tell a patient are written down.
"""

import re

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from articles.models.indexed import MissedSearch
from articles.text.words import forms_of

MOST = 1000  # questions that are kept: the rarest make room
MOST_WORDS = 5
LONGEST = 60  # characters
_TELLING = re.compile(r"@|://|\d{4}|\d\W?\d\W?\d\W?\d|\d[./-]\d")  # addresses, long numbers, dates


def record(text: str) -> None:
    """Count a question that found nothing, unless it may say something of a person."""
    forms = forms_of(text)
    words = " ".join(forms)
    if not words or len(forms) > MOST_WORDS or len(text) > LONGEST or _TELLING.search(text):
        return
    with transaction.atomic():
        known = MissedSearch.objects.filter(words=words)
        if known.update(count=F("count") + 1, missed_at=timezone.now()):
            return
        if MissedSearch.objects.count() >= MOST:
            rarest = MissedSearch.objects.order_by("count", "missed_at").values("pk")[:1]
            MissedSearch.objects.filter(pk__in=list(rarest.values_list("pk", flat=True))).delete()
        MissedSearch.objects.bulk_create([MissedSearch(words=words)], ignore_conflicts=True)
