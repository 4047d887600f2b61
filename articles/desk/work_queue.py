"""What waits for one person at the desk, as its front page lists it. Other apps answer with queues of theirs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from articles.models import ReviewComment, Status, Transition, Version
from articles.references import source_checks
from core.contributions import Question

# One subquery, so that joins of other filters do not multiply it.
_OPEN = ReviewComment.objects.filter(version=OuterRef("pk"), resolved_at=None).order_by().values("version")
OPEN_COMMENTS = Coalesce(Subquery(_OPEN.annotate(count=Count("pk")).values("count")), 0)
SHOWN = 5  # items of a queue; the page it leads to has the rest


@dataclass(frozen=True)
class WorkItem:
    """A item is one thing to do: what it is about, where it is done, and what else there is to know of it."""

    title: str
    address: str
    about: str


@dataclass(frozen=True)
class WorkQueue:
    """A queue is the work of one kind that waits for someone, and the page that lists all of it."""

    heading: str
    items: list[WorkItem]
    address: str
    has_more: bool

    @classmethod
    def of(cls, heading: str, items: Iterable[WorkItem], address: str) -> "WorkQueue":
        """A queue of as many items as are shown; whether there are more is told by one that is given beyond them."""
        items = list(items)
        return cls(heading, items[:SHOWN], address, len(items) > SHOWN)


def day(moment: datetime) -> str:
    """The day of a moment: 17 November 2026."""
    return date_format(timezone.localtime(moment), "j F Y")


# The queues that wait for one person; those with nothing in them are left out.
waiting_for: Question[[User], list[WorkQueue]] = Question()


@waiting_for.answer
def queues(person: User) -> list[WorkQueue]:
    """What this person writes, may review, may publish and is to check, as far as their permissions go."""
    found = [_drafts(person)]
    if person.has_perm("articles.review_version"):
        found.append(_reviews(person))
    if person.has_perm("articles.publish_version"):
        found += [_failed(), _approved(), _withdrawals()]
    if person.has_perm("articles.add_check"):
        found.append(_checks(person))
        found.append(_sources())
    return [queue for queue in found if queue.items]


def _versions() -> QuerySet[Version]:
    return Version.objects.defer(*Version.LONG).select_related("article", "author", "approved_by")


def _change(version: Version) -> str:
    return reverse("admin:articles_version_change", args=[version.pk])


def _listed(status: Status) -> str:
    return f"{reverse('admin:articles_version_changelist')}?status__exact={status}"


def _drafts(person: User) -> WorkQueue:
    """Drafts with words of theirs, those that came back from review with what was asked."""
    moves = Prefetch("transitions", Transition.objects.select_related("made_by"))
    theirs = Q(author=person) | Q(contributions__made_by=person)
    drafts = _versions().filter(theirs, status=Status.DRAFT).distinct().order_by("-created_at", "-pk")
    found = drafts.annotate(open_comments=OPEN_COMMENTS).prefetch_related(moves)[: SHOWN + 1]
    items = (WorkItem(str(draft), _change(draft), _asked(draft) + _comments(draft.open_comments)) for draft in found)
    return WorkQueue.of("Your drafts", items, _listed(Status.DRAFT))


def _asked(draft: Version) -> str:
    """What the last person who sent it back asked for."""
    moves = list(draft.transitions.all())
    if not moves or moves[-1].to_status != Status.DRAFT:
        return f"Begun on {day(draft.created_at)}"
    return f"Sent back by {moves[-1].made_by.name}: {moves[-1].comment}"


def _reviews(person: User) -> WorkQueue:
    """What they can approve: nobody approves words of their own."""
    others = _versions().filter(status=Status.IN_REVIEW).exclude(author=person).exclude(contributions__made_by=person)
    items = (
        WorkItem(str(version), _change(version), f"By {version.author.name}{_comments(version.open_comments)}")
        for version in others.annotate(open_comments=OPEN_COMMENTS).order_by("created_at", "pk")[: SHOWN + 1]
    )
    return WorkQueue.of("For you to review", items, reverse("admin:articles_article_queue"))


def _comments(count: int) -> str:
    """How many comments on its passages are open."""
    return f", {count} open comment{'' if count == 1 else 's'}" if count else ""


def _failed() -> WorkQueue:
    """What was set for a time and did not happen at it."""
    failed = _versions().exclude(failure="").order_by("publish_at", "withdraw_at", "pk")
    items = (WorkItem(str(version), _change(version), version.failure) for version in failed[: SHOWN + 1])
    return WorkQueue.of("Not done at the time set", items, reverse("admin:articles_article_queue"))


def _withdrawals() -> WorkQueue:
    going = _versions().filter(withdraw_at__isnull=False).order_by("withdraw_at", "pk")
    items = (
        WorkItem(str(version), _change(version), f"On {_moment(version.withdraw_at)}") for version in going[: SHOWN + 1]
    )
    return WorkQueue.of("To be withdrawn", items, reverse("admin:articles_article_queue"))


def _moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")


def _approved() -> WorkQueue:
    approved = _versions().filter(status=Status.APPROVED).order_by("publish_at", "approved_at", "pk")
    items = (WorkItem(str(version), _change(version), _when(version)) for version in approved[: SHOWN + 1])
    return WorkQueue.of("Approved, to be published", items, reverse("admin:articles_article_queue"))


def _when(version: Version) -> str:
    if version.publish_at:
        return f"Goes live on {_moment(version.publish_at)}"
    return f"Approved by {version.approved_by.name}" if version.approved_by else ""


def _checks(person: User) -> WorkQueue:
    """Live articles of which they are reminded (reviews.responsible) and whose check is due, the longest due first."""
    first = Q(article__owner=person) | Q(article__owner=None, author=person)
    second = Q(article__deputy=person) | Q(article__deputy=None, approved_by=person)
    due = Version.objects.due_for_check().filter(first | second).defer(*Version.LONG).select_related("article")
    items = (
        WorkItem(str(version), _change(version), f"Since {date_format(version.next_check_on, 'j F Y')}")
        for version in due.order_by("next_check_on", "pk")[: SHOWN + 1]  # type: ignore[misc]  # annotated
    )
    return WorkQueue.of("Due to be checked", items, reverse("admin:articles_article_queue"))


def _sources() -> WorkQueue:
    """Articles that readers see and that cite a source which was retracted or is doubted."""
    bad = source_checks.citing_unusable().defer(*Version.LONG).select_related("article").order_by("pk")
    items = (WorkItem(str(version), _change(version), "A source of it was retracted") for version in bad[: SHOWN + 1])
    return WorkQueue.of("Citing a retracted source", items, reverse("admin:articles_article_queue"))
