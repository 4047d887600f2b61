"""What happens by itself at a time that someone set: publication and withdrawal."""

import logging
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from articles import events
from articles.actions.dates import next_check
from articles.actions.moves import locked, may_be_withdrawn, set_time, setting, withdraw
from articles.actions.publication import declared, is_first_check, publish, say_what_changed
from articles.models import Article, Status, Version
from core.errors import NotAllowed

log = logging.getLogger(__name__)

BY_THE_SITE = "The site could not do it. Whoever runs the site finds the reason in its log."


@transaction.atomic
def schedule(
    version: Version,
    *,
    by: User,
    publish_at: datetime,
    is_full_check: bool | None = None,
    next_check_on: date | None = None,
    change_note: str = "",
) -> Version:
    """Have an approved version published at a time to come, in the name of who set it (`do_due` does it).

    `is_full_check` and `next_check_on` are kept with the time: what `publish` asks is answered now.
    Raises NotAllowed for a time that has passed, or a version that is not ready to be published.
    """
    version = locked(version)
    if version.status != Status.APPROVED:
        raise NotAllowed(
            f"{version} is {version.get_status_display().lower()}: only what is approved can be published."
        )
    _is_to_come(publish_at, "publish")
    say_what_changed(version, change_note)
    check = declared(version, is_full_check, by=by)
    due = (next_check_on or next_check(check.on)) if check else None
    set_time(version, publish_at, by=by, is_full_check=bool(check), next_check_on=due)
    events.announce("scheduled", version, by=by)
    return version


def _is_to_come(at: datetime, what: str) -> None:
    if at <= timezone.now():
        raise NotAllowed(f"That time has passed. Give a later one, or {what} it now.")


@transaction.atomic
def unschedule(version: Version, *, by: User, comment: str = "") -> Version:
    """Take back the time that was set: the version stays approved. Raises NotAllowed when none is set."""
    version = locked(version)
    if version.publish_at is None:
        raise NotAllowed(f"{version} is not set to be published.")
    set_time(version, None, by=by, comment=comment)
    events.announce("unscheduled", version, by=by, comment=comment)
    return version


@transaction.atomic
def schedule_withdrawal(
    version: Version, *, by: User, withdraw_at: datetime, comment: str, replacement: Article | None = None
) -> Version:
    """Have a published version withdrawn at a time to come, for the reason in `comment`, in the name of who set it.

    Raises NotAllowed for a time that has passed, for a version that is not published, and as `withdraw` does.
    """
    version = locked(version)
    if version.status != Status.PUBLISHED:
        raise NotAllowed(f"{version} is {version.get_status_display().lower()}: only what is live can be withdrawn.")
    _is_to_come(withdraw_at, "withdraw")
    may_be_withdrawn(version, comment, replacement)
    set_time(version, withdraw_at, by=by, comment=comment, replacement=replacement)
    events.announce("withdrawal_scheduled", version, by=by, comment=comment, replacement=replacement)
    return version


@transaction.atomic
def unschedule_withdrawal(version: Version, *, by: User, comment: str = "") -> Version:
    """Take back the time at which a version was to be withdrawn: it stays live. Raises NotAllowed when none is set."""
    version = locked(version)
    if version.withdraw_at is None:
        raise NotAllowed(f"{version} is not set to be withdrawn.")
    at, to = version.withdraw_at, setting(version).made_by
    set_time(version, None, by=by, comment=comment)
    events.announce("withdrawal_unscheduled", version, by=by, comment=comment, at=at, to=to)
    return version


def do_due() -> int:
    """Publish and withdraw what was set for a time that has come, in the order of those times, each by itself and once,
    whoever else does the same meanwhile.

    What cannot be done stays set, and is tried again; whoever set it is told once why. Returns how many were done.
    Raises the first error that is not a refusal after having tried all of them.
    """
    now = timezone.now()
    due = Version.objects.filter(
        Q(status=Status.APPROVED, publish_at__lte=now) | Q(status=Status.PUBLISHED, withdraw_at__lte=now)
    )
    done, problems = 0, []
    for version in due.order_by(Coalesce("publish_at", "withdraw_at"), "pk"):
        try:
            done += _do(version)
        except NotAllowed as refusal:
            _fail(version, str(refusal))
        except Exception as problem:
            log.exception("What was set for a time could not be done to version %s", version.pk)
            problems.append(problem)
            _fail(version, BY_THE_SITE)
    if problems:
        raise problems[0]
    return done


@transaction.atomic
def _do(version: Version) -> int:
    """Publish or withdraw a version if its time is still set and has come; 1 if so."""
    version = locked(version)
    act = _act(version)
    if act is None:
        return 0
    act()
    return 1


def _act(version: Version) -> Callable[[], object] | None:
    """What is to be done to a locked version now, in the name of who set it."""
    now = timezone.now()
    if version.publish_at and version.publish_at <= now:
        row = setting(version)
        # The row of a time that was set before anyone was asked says no; a first version's check is in its review.
        answer = row.is_full_check or None if is_first_check(version) else row.is_full_check
        asked: dict[str, Any] = {
            "is_full_check": answer,
            "next_check_on": row.next_check_on,
            "declared_at": row.made_at,
        }
        return lambda: publish(version, by=row.made_by, **asked)
    if version.withdraw_at and version.withdraw_at <= now:
        row = setting(version)
        instead = row.replacement if row.replacement and row.replacement.versions.published().exists() else None
        return lambda: withdraw(version, by=row.made_by, comment=row.comment, replacement=instead)
    return None


@transaction.atomic
def _fail(version: Version, reason: str) -> None:
    """Keep why it was not done, and tell whoever set the time, once for each reason."""
    version = locked(version)
    if _act(version) is None or version.failure == reason:
        return
    version.failure = reason
    version.save(update_fields=["failure"])
    events.announce("failed", version, by=setting(version).made_by, reason=reason)
