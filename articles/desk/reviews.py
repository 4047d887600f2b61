"""Which articles are due to be checked, the riskiest first, and who is reminded of them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from articles import usage
from articles.desk import emails
from articles.models import Reminder, Version

AHEAD = timedelta(days=28)  # how long before a check is due it is in the queue, and first reminded of
AGAIN = timedelta(days=28)  # how long nobody is reminded of the same article again
COUNTED = timedelta(days=365)  # how far back reads and votes count


@dataclass(frozen=True)
class Due:
    """A live version whose check is due or soon will be, with what makes it urgent."""

    version: Version
    days: int  # overdue; less than none while it is not due yet
    usage: usage.Usage

    @property
    def risk(self) -> float:
        """Days overdue x reads x the share of readers who said no.

        One is added to each, so that nothing is without risk, and two votes of which one is no to the votes, so that a
        single no does not count as everyone's.
        """
        unhappy = (self.usage.noes + 1) / (self.usage.votes + 2)
        return (max(self.days, 0) + 1) * (self.usage.reads + 1) * unhappy

    @property
    def reasons(self) -> list[str]:
        """What its place in the queue comes from, in words."""
        when = (
            f"{self.days} days overdue"
            if self.days > 0
            else "due today"
            if not self.days
            else f"due in {-self.days} days"
        )
        read = f"read {self.usage.reads} times by members in a year"
        votes = (
            f"{self.usage.noes} of {self.usage.votes} readers said it was not useful"
            if self.usage.votes
            else "no votes"
        )
        return [when, read, votes]


def queue(on: date | None = None) -> list[Due]:
    """What is due by that day (today) or within four weeks of it, the riskiest first."""
    on = on or timezone.localdate()
    live = Version.objects.due_for_check(on=on + AHEAD).defer(*Version.LONG)
    versions = list(live.select_related("article__owner", "article__deputy", "author", "approved_by"))
    since = timezone.make_aware(datetime.combine(on - COUNTED, datetime.min.time()))
    used = usage.of([version.article_id for version in versions], since) if versions else {}
    found = [Due(version, (on - version.next_check_on).days, used[version.article_id]) for version in versions]
    return sorted(found, key=lambda due: (-due.risk, due.version.next_check_on, due.version.pk))


def responsible(version: Version) -> list[User]:
    """Who is reminded of a live version's check: owner and second person, or else its author and its reviewer."""
    article = version.article
    people = [article.owner or version.author, article.deputy or version.approved_by]
    chosen = [person for person in people if person and person.is_active and person.is_staff]
    return list(dict.fromkeys(chosen))


def remind() -> int:
    """Send the reminders of today: one article to a mail, one mail to a person a day, the riskiest article first.

    Nobody is reminded of the same article twice within four weeks. Returns how many were sent.
    """
    today = timezone.localdate()
    return sum(_remind(due, person, today) for due in queue(today) for person in responsible(due.version))


def _remind(due: Due, person: User, today: date) -> int:
    """Remind a person of an article unless they were lately, or had a mail today; 1 if so."""
    theirs = Reminder.objects.filter(person=person)
    if theirs.filter(sent_on=today).exists():
        return 0
    if theirs.filter(article=due.version.article, sent_on__gt=today - AGAIN).exists():
        return 0
    try:
        with transaction.atomic():
            Reminder.objects.create(article=due.version.article, person=person, sent_on=today)
            emails.check_due(due.version, to=person, reasons=due.reasons)
    except IntegrityError:  # another timer was first
        return 0
    return 1


def calendar(person: User, *, is_mine: bool) -> list[Version]:
    """Live versions in the order in which they are due: all of them, or those of which this person is reminded."""
    live = Version.objects.published().with_check().defer(*Version.LONG)
    versions = live.select_related("article__owner", "article__deputy", "author", "approved_by")
    theirs = [version for version in versions if not is_mine or person in responsible(version)]
    return sorted(theirs, key=lambda version: (version.next_check_on, version.pk))


def timed(person: User, *, is_mine: bool) -> list[Version]:
    """Versions that go live or are withdrawn by themselves, in the order of their times."""
    when = Coalesce("publish_at", "withdraw_at")
    versions = Version.objects.annotate(at=when).exclude(at=None).defer(*Version.LONG).order_by("at", "pk")
    found = versions.select_related("article__owner", "article__deputy", "author", "approved_by")
    return [version for version in found if not is_mine or person in responsible(version)]
