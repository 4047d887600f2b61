"""Bringing learning done elsewhere into a diary."""

from typing import TYPE_CHECKING

from django.db import transaction

from appraisal.csv_import.table import Line
from appraisal.models import Entry

if TYPE_CHECKING:
    from accounts.models import User


def known(*, by: "User", lines: list[Line]) -> set[int]:
    """The numbers of the lines that are in the member's diary already, from an earlier import."""
    keys = {line.key(by.pk): line.number for line in lines}
    found = Entry.objects.owned_by(by).filter(key__in=keys).values_list("key", flat=True)
    return {line.number for line in lines if line.key(by.pk) in set(found)}


@transaction.atomic
def bring_in(*, by: "User", lines: list[Line]) -> int:
    """Make an entry of each line, once however often it is sent. Returns how many are new."""
    before = Entry.objects.owned_by(by).count()
    entries = {line.key(by.pk): Entry(user=by, key=line.key(by.pk), **line.words) for line in lines}
    Entry.objects.bulk_create(entries.values(), ignore_conflicts=True)
    return Entry.objects.owned_by(by).count() - before
