"""Was this useful? One answer of each reader to each version, and how many of a day count."""

from typing import TYPE_CHECKING

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Version
from feedback.models import SetAside, Tally, Vote
from feedback.models.votes import VoteQuerySet

if TYPE_CHECKING:
    from accounts.models import User

# The most votes of visitors to one version that count on one day: of one network, and of all together. Whoever throws
# their cookies away moves a rate by no more than that. Members are one vote each and have no limit (decision 21).
COUNTED_OF_NETWORK, COUNTED_OF_ALL = 5, 50


# One statement, so that two who come at once cannot both take the last place.
TAKE = """
INSERT INTO feedback_tally AS tally (version_id, counted_on, network, count) VALUES (%s, %s, %s, 1)
ON CONFLICT (version_id, counted_on, network) DO UPDATE SET count = tally.count + 1 WHERE tally.count < %s
"""


def _reader(user: "User | None", visitor: str) -> dict[str, object]:
    return {"user": user, "visitor": ""} if user else {"user": None, "visitor": visitor}


def vote(
    version: Version,
    *,
    is_useful: bool,
    user: "User | None" = None,
    visitor: str = "",
    network: str | None = None,
    is_new: bool = False,
) -> None:
    """Record a reader's answer, or change the one they gave. A reader is a member or a visitor's id.

    A member who has answered as this `visitor` before is one reader: their own answer counts in its place. What they
    wrote as a visitor stays where it was and is not put under their name.
    `network` is the day's hash of a visitor's network, against which a first answer is counted. Of a visitor who
    `is_new`, no earlier answer is looked for.
    """
    reader = _reader(user, visitor)
    answer = {"is_useful": is_useful, "voted_at": timezone.now()} | ({"reason": ""} if is_useful else {})
    mine = Vote.objects.filter(version=version, **reader)
    if is_new or not mine.update(**answer):
        try:
            with transaction.atomic():
                saved = Vote.objects.create(version=version, **reader, **answer)
                if network is not None and user is None and not _counts(version, network):
                    Vote.objects.filter(pk=saved.pk).update(set_aside=SetAside.LIMIT)
        except IntegrityError:  # the same reader's other click came first
            mine.update(**answer)
    if user and visitor:
        Vote.objects.filter(version=version, user=None, visitor=visitor).update(set_aside=SetAside.REPLACED)


def _counts(version: Version, network: str) -> bool:
    """Whether one more answer of a visitor counts today."""
    return _take(version, network, COUNTED_OF_NETWORK) and _take(version, "", COUNTED_OF_ALL)


def _take(version: Version, network: str, most: int) -> bool:
    """Take one of a day's places, if there is one left."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [version.pk, timezone.localdate(), network, most])
        return bool(cursor.rowcount)


def comment(
    version: Version,
    *,
    text: str,
    reason: str = "",
    quote: str = "",
    user: "User | None" = None,
    visitor: str = "",
) -> bool:
    """Add words to a reader's own vote; a reason only to a no. False when they have not voted.

    What a visitor leaves empty stays as it was, since they are not shown what they said before.
    """
    mine = Vote.objects.filter(version=version, **_reader(user, visitor))
    fields = {"comment": text, "reason": reason, "quote": quote}
    words = fields if user else {name: fields[name] for name in fields if fields[name]}
    if not words:
        return mine.exists()
    if mine.filter(is_useful=False).update(handled_at=None, **words):
        return True
    words.pop("reason", None)
    return bool(mine.filter(is_useful=True).update(handled_at=None, **words))


def settle(votes: VoteQuerySet) -> int:
    """Record that staff have done what was to be done about the words of these votes. Returns how many."""
    return votes.unsettled().update(handled_at=timezone.now())


def count_after_all(votes: QuerySet[Vote]) -> int:
    """Let votes count that were over the limit of their day, because staff know where they came from."""
    return votes.filter(set_aside=SetAside.LIMIT).update(set_aside=SetAside.NO)


def forget_tallies() -> int:
    """Forget the counts of days that are over. Returns how many there were."""
    deleted, _ = Tally.objects.filter(counted_on__lt=timezone.localdate()).delete()
    return deleted
