"""What waits for one person at the desk: what the front page of the desk lists. Other rooms say theirs in piles too."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from articles.models import Status, Transition, Version

if TYPE_CHECKING:
    from accounts.models import User

SHOWN = 5  # lines of a pile; the page it leads to has the rest


@dataclass(frozen=True)
class Line:
    """A line is one thing to do: what it is about, where it is done, and what else there is to know of it."""

    title: str
    address: str
    about: str


@dataclass(frozen=True)
class Pile:
    """A pile is the work of one kind that waits for someone, and the page that lists all of it."""

    heading: str
    lines: list[Line]
    address: str
    has_more: bool

    @classmethod
    def of(cls, heading: str, lines: Iterable[Line], address: str) -> "Pile":
        """A pile of as many lines as are shown; whether there are more is told by one that is given beyond them."""
        lines = list(lines)
        return cls(heading, lines[:SHOWN], address, len(lines) > SHOWN)


def day(moment: datetime) -> str:
    """The day of a moment: 17 November 2026."""
    return date_format(timezone.localtime(moment), "j F Y")


def piles(person: "User") -> list[Pile]:
    """What this person writes, may review, may publish and is to check, as far as their permissions go."""
    found = [_drafts(person)]
    if person.has_perm("articles.review_version"):
        found.append(_reviews(person))
    if person.has_perm("articles.publish_version"):
        found.append(_approved())
    if person.has_perm("articles.add_check"):
        found.append(_checks(person))
    return [pile for pile in found if pile.lines]


def _versions() -> QuerySet[Version]:
    return Version.objects.defer(*Version.LONG).select_related("article", "author", "approved_by")


def _change(version: Version) -> str:
    return reverse("admin:articles_version_change", args=[version.pk])


def _listed(status: Status) -> str:
    return f"{reverse('admin:articles_version_changelist')}?status__exact={status}"


def _drafts(person: "User") -> Pile:
    """Drafts with words of theirs, those that came back from review with what was asked."""
    moves = Prefetch("transitions", Transition.objects.select_related("made_by"))
    theirs = Q(author=person) | Q(contributions__made_by=person)
    drafts = _versions().filter(theirs, status=Status.DRAFT).distinct().order_by("-created_at", "-pk")
    lines = (Line(str(draft), _change(draft), _asked(draft)) for draft in drafts.prefetch_related(moves)[: SHOWN + 1])
    return Pile.of("Your drafts", lines, _listed(Status.DRAFT))


def _asked(draft: Version) -> str:
    """What the last person who sent it back asked for."""
    moves = list(draft.transitions.all())
    if not moves or moves[-1].to_status != Status.DRAFT:
        return f"Begun on {day(draft.created_at)}"
    return f"Sent back by {moves[-1].made_by.name}: {moves[-1].comment}"


def _reviews(person: "User") -> Pile:
    """What they can approve: nobody approves words of their own."""
    others = _versions().filter(status=Status.IN_REVIEW).exclude(author=person).exclude(contributions__made_by=person)
    lines = (
        Line(str(version), _change(version), f"By {version.author.name}")
        for version in others.order_by("created_at", "pk")[: SHOWN + 1]
    )
    return Pile.of("For you to review", lines, reverse("admin:articles_article_queue"))


def _approved() -> Pile:
    approved = _versions().filter(status=Status.APPROVED).order_by("publish_at", "approved_at", "pk")
    lines = (Line(str(version), _change(version), _when(version)) for version in approved[: SHOWN + 1])
    return Pile.of("Approved, to be published", lines, reverse("admin:articles_article_queue"))


def _when(version: Version) -> str:
    if version.publish_at:
        return f"Goes live on {date_format(timezone.localtime(version.publish_at), 'j F Y, H:i')}"
    return f"Approved by {version.approved_by.name}" if version.approved_by else ""


def _checks(person: "User") -> Pile:
    """Live articles of which they are reminded (reviews.responsible) and whose check is due, the longest due first."""
    first = Q(article__owner=person) | Q(article__owner=None, author=person)
    second = Q(article__deputy=person) | Q(article__deputy=None, approved_by=person)
    due = Version.objects.due_for_check().filter(first | second).defer(*Version.LONG).select_related("article")
    lines = (
        Line(str(version), _change(version), f"Since {date_format(version.next_check_on, 'j F Y')}")
        for version in due.order_by("next_check_on", "pk")[: SHOWN + 1]  # type: ignore[misc]
    )
    return Pile.of("Due to be checked", lines, reverse("admin:articles_article_queue"))
