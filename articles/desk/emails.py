"""The mails of the desk: everyone concerned hears of a move, with what changed. Templates are in templates/emails/."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q

from accounts.models import User
from articles.desk import changes
from articles.models import Article, Version
from core.mail import messages, queue
from core.mail.kinds import Kind, register

MOVE, CHECK_DUE, FAILED = register(Kind("move")), register(Kind("check_due")), register(Kind("failed"))


def submitted(version: Version, *, by: User, comment: str) -> None:
    """Ask every peer reviewer who wrote no words of it."""
    _send("version_submitted", version, _who_may("review_version"), by=by, but_not=_authors(version), comment=comment)


def changes_requested(version: Version, *, by: User, comment: str, approved_by: User | None) -> None:
    """Tell the authors; when it had been approved, also everyone who was told of that."""
    others = [approved_by, *_who_may("publish_version")] if approved_by else []
    comments = version.review_comments.filter(resolved_at=None)
    details: dict[str, Any] = {"approved_by": approved_by, "comments": comments}
    _send("version_sent_back", version, [*_authors(version), *others], by=by, comment=comment, **details)


def approved(version: Version, *, by: User, comment: str) -> None:
    """Tell the authors, and ask the publishers."""
    _send("version_approved", version, [*_authors(version), *_who_may("publish_version")], by=by, comment=comment)


def scheduled(version: Version, *, by: User) -> None:
    _send("version_scheduled", version, [*_authors(version), version.approved_by], by=by)


def unscheduled(version: Version, *, by: User, comment: str) -> None:
    _send("version_unscheduled", version, [*_authors(version), version.approved_by], by=by, comment=comment)


def published(version: Version, *, by: User) -> None:
    _send("version_published", version, [*_authors(version), version.approved_by], by=by)


def withdrawn(version: Version, *, by: User, comment: str, **details: Any) -> None:
    """Tell everyone concerned, and whoever waits for the next version what became of its time."""
    waiting = details["waiting"]
    people = [*_concerned(version), *(_authors(waiting) if waiting else []), details["set_by"]]
    _send("version_withdrawn", version, people, by=by, comment=comment, **details)


def withdrawal_scheduled(version: Version, *, by: User, comment: str, replacement: Article | None) -> None:
    _send("withdrawal_scheduled", version, _concerned(version), by=by, comment=comment, replacement=replacement)


def withdrawal_unscheduled(
    version: Version, *, by: User, comment: str, at: datetime, to: User, is_replaced: bool = False
) -> None:
    """Tell everyone concerned, whoever set the time first: it was taken back, or another version was published."""
    details: dict[str, Any] = {"at": at, "is_replaced": is_replaced}
    _send("withdrawal_unscheduled", version, [to, *_concerned(version)], by=by, comment=comment, **details)


def failed(version: Version, *, by: User, reason: str) -> None:
    """Tell whoever set a time that what was set for it did not happen, and everyone else who may publish."""
    people = {person.pk: person for person in [by, *_who_may("publish_version")]}
    context = {"version": version, "reason": reason, **_addresses(version)}
    active = [person for person in people.values() if person.is_active]
    queue.put(FAILED, *(messages.write("version_failed", it.email, context | {"person": it}) for it in active))


def _concerned(version: Version) -> list[User | None]:
    return [*_authors(version), version.approved_by, *_who_may("publish_version")]


def check_due(version: Version, *, to: User, reasons: list[str]) -> None:
    """Remind someone of one article."""
    addresses = _addresses(version) | {"queue": messages.address("admin:articles_article_queue")}
    context = {"version": version, "person": to, "reasons": reasons, **addresses}
    queue.put(CHECK_DUE, messages.write("check_due", to.email, context))


def _authors(version: Version) -> list[User]:
    """Everyone who wrote words of it."""
    wrote = [row.made_by for row in version.contributions.select_related("made_by")]
    return [version.author, *wrote]


def _who_may(codename: str) -> Iterable[User]:
    """Staff who were given this permission, themselves or by a group. Superusers are not asked to do everything."""
    named = {"content_type__app_label": "articles", "codename": codename}
    by_group = {f"groups__permissions__{key}": value for key, value in named.items()}
    own = {f"user_permissions__{key}": value for key, value in named.items()}
    return get_user_model().objects.filter(Q(**by_group) | Q(**own), is_staff=True).distinct()


def _send(
    name: str,
    version: Version,
    to: Iterable[User | None],
    *,
    by: User,
    but_not: Iterable[User] = (),
    comment: str = "",
    **more: Any,
) -> None:
    """One mail to each of these people but whoever made the move, so that nobody sees who else got one."""
    left_out = {by.pk, *(person.pk for person in but_not)}
    people = {person.pk: person for person in to if person and person.is_active and person.pk not in left_out}
    context = {"version": version, "by": by, "comment": comment, "changes": changed(version)}
    context |= _addresses(version) | more
    queue.put(MOVE, *(messages.write(name, person.email, context | {"person": person}) for person in people.values()))


def _addresses(version: Version) -> dict[str, str]:
    return {
        "desk": messages.address("admin:articles_version_change", version.pk),
        "comparison": messages.address("admin:articles_version_compare", version.pk),
        "site": settings.SITE_URL + version.article.get_absolute_url(),
    }


def changed(version: Version) -> list[str]:
    """What it changes in the version that readers saw before, in plain words; nothing for a first version."""
    earlier = changes.before(version)
    return changes.in_words(earlier, version) if earlier else []
