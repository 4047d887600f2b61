"""Following articles, and telling members once what was published, corrected or withdrawn."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from articles import readership
from articles.models import Article, Significance, Status, Transition, Version
from core.mail import queue
from feedback.following.emails import NOTICE
from feedback.models import Announcement, AnnouncementKind, Follow, Notice

if TYPE_CHECKING:
    from accounts.models import User

# How far back the timer looks for what was not announced when it happened.
LOOK_BACK = timedelta(days=7)
Kind = AnnouncementKind


def follow(article: Article, *, by: "User") -> None:
    """Tell a member of every new version of an article from now on."""
    again = {"ended_at": None, "followed_at": timezone.now()}
    Follow.objects.update_or_create(user=by, article=article, defaults=again, create_defaults={})


def unfollow(article: Article, *, by: "User") -> None:
    """Tell a member no more of an article, also when they have notes on it. Recalls still reach them."""
    Follow.objects.update_or_create(user=by, article=article, defaults={"ended_at": timezone.now()})


def is_following(article: Article, *, by: "User") -> bool:
    """Whether a member hears of changes to this article: they said so, or have a note on it and did not say no."""
    follow = Follow.objects.filter(user=by, article=article).first()
    return follow.ended_at is None if follow else readership.has_noted(article, by.pk, timezone.now())


def followed_for_notes(user: "User") -> QuerySet[Article]:
    """The articles that a member follows because of a note, without having said so."""
    return Article.objects.filter(pk__in=readership.noted_articles(user.pk)).exclude(follows__user=user)


def followers(article: Article, *, at: datetime) -> set[int]:
    """The ids of the members who followed an article at a moment."""
    follows = article.follows.all()
    following = set(follows.filter(ended_at=None, followed_at__lte=at).values_list("user", flat=True))
    not_following = set(follows.filter(ended_at__isnull=False).values_list("user", flat=True))
    return following | (readership.who_noted(article, at) - not_following)


@transaction.atomic
def announce(version: Version) -> list[Announcement]:
    """Write down what has to be told about a version as it stands, once, whoever calls this how often."""
    announcements = []
    if version.status == Status.WITHDRAWN:
        move = version.transitions.filter(to_status=Status.WITHDRAWN).latest("made_at")
        announcements.append(_once(Kind.WITHDRAWAL, version, made_at=move.made_at, reason=move.comment))
    elif version.published_at and version.number > 1:
        facts = {"made_at": version.published_at, "reason": version.printed_change_note}
        announcements.append(_once(Kind.CHANGE, version, **facts))
        wrong = corrected(version)
        if wrong:
            announcements.append(_once(Kind.CORRECTION, wrong, correction=version, **facts))
    return announcements


def _once(kind: str, version: Version, **fields: object) -> Announcement:
    return Announcement.objects.get_or_create(kind=kind, version=version, defaults=fields)[0]


def corrected(version: Version) -> Version | None:
    """The version that a clinical correction put right: the one that readers had until then. None of another change."""
    if version.significance != Significance.CLINICAL:
        return None
    before = Version.objects.released().filter(article=version.article_id, number__lt=version.number)
    return before.filter(status=Status.SUPERSEDED).order_by("-number").first()


@transaction.atomic
def find(announcement: Announcement) -> int:
    """Make a notice for each member whom an announcement is for. Returns how many; safe to do again and at once."""
    row = Announcement.objects.select_for_update().get(pk=announcement.pk)
    if row.found_at:
        return 0
    users = sorted(_for_whom(row) - set(row.notices.values_list("user", flat=True)))
    mails = queue.reserve(NOTICE, len(users))
    notices = [Notice(announcement=row, user_id=pk, mail=mail) for pk, mail in zip(users, mails, strict=True)]
    Notice.objects.bulk_create(notices, batch_size=500)
    row.found_at = timezone.now()
    row.save(update_fields=["found_at"])
    return len(notices)


def _for_whom(announcement: Announcement) -> set[int]:
    """Whoever opened what is recalled; of a change, its followers, but for those whom its recall reaches."""
    version, at = announcement.version, announcement.made_at
    if announcement.is_recall:
        return readership.who_opened(version, at)
    wrong = corrected(version)
    return followers(version.article, at=at) - (readership.who_opened(wrong, at) if wrong else set())


def find_all(versions: Iterable[Version] | None = None) -> int:
    """Announce what was published or withdrawn, and find everyone whom that is for. Returns how many members."""
    for version in not_announced() if versions is None else versions:
        announce(version)
    waiting = Announcement.objects.filter(found_at=None).select_related("version__article", "correction")
    return sum(find(announcement) for announcement in waiting)


def not_announced() -> Iterable[Version]:
    """Versions that were published or withdrawn of late, and of which nothing has been written down."""
    since = timezone.now() - LOOK_BACK
    announced = Announcement.objects.filter(version=OuterRef("pk"))
    withdrawn = Transition.objects.filter(version=OuterRef("pk"), to_status=Status.WITHDRAWN, made_at__gte=since)
    return Version.objects.released().filter(
        Q(Exists(withdrawn), ~Exists(announced.filter(kind=Kind.WITHDRAWAL)))
        | Q(
            ~Exists(announced.filter(kind=Kind.CHANGE)),
            ~Q(status=Status.WITHDRAWN),
            number__gt=1,
            published_at__gte=since,
        )
    )


def acknowledge(notice_id: int, *, by: "User") -> bool:
    """Record that a member has seen a recall. False when it is not theirs."""
    mine = Notice.objects.filter(pk=notice_id, user=by)
    mine.filter(acknowledged_at=None).update(acknowledged_at=timezone.now())
    return mine.exists()
