"""What members do with frozen summaries. Only these functions write one, or a link to one."""

import base64
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from appraisal.models import Share, ShareVisit, Summary
from appraisal.summaries.document import build, canonical, codes
from appraisal.summaries.document.build import Choices, Seal, Words
from appraisal.summaries.files import store

if TYPE_CHECKING:
    from accounts.models import User

# A page that is loaded again within so long is the same visit.
SAME_VISIT = timedelta(minutes=1)


class AlreadySuperseded(Exception):
    """The summary that was to be superseded has been superseded by another meanwhile."""


def freeze(*, by: "User", key: UUID, choices: Choices, words: Words, supersedes: Summary | None = None) -> Summary:
    """Freeze a summary as it is now, and have its files made. The same key again gives the first one back.

    Raises AlreadySuperseded.
    """
    if there := Summary.objects.owned_by(by).filter(key=key).first():
        return there
    try:
        with transaction.atomic():
            return _freeze(by, key, choices, words, supersedes)
    except IntegrityError as problem:
        if there := Summary.objects.owned_by(by).filter(key=key).first():
            return there
        raise AlreadySuperseded from problem


def _freeze(by: "User", key: UUID, choices: Choices, words: Words, supersedes: Summary | None) -> Summary:
    code, now = codes.new(), timezone.now()
    seal = Seal(code, supersedes.sha256 if supersedes else None)
    document = canonical.text(build.summary(by, choices, now, words, seal))
    summary = Summary.objects.create(
        user=by,
        key=key,
        starts_on=choices.start,
        ends_on=choices.end,
        document=document,
        sha256=canonical.sha256(document),
        code=code,
        frozen_at=now,
        supersedes=supersedes,
    )
    # What fails is logged: the summary is kept, its page says which files are missing, and the timer makes them.
    transaction.on_commit(lambda: store.prepare(summary), robust=True)
    return summary


def delete(*, by: "User", summary: Summary) -> None:
    """Delete a summary for good, with its files and links. Its code is then one that we do not know."""
    Summary.objects.owned_by(by).filter(pk=summary.pk).delete()


def share(*, by: "User", summary: Summary, key: UUID, days: int) -> Share:
    """Make a link to a summary of theirs that lasts so many days. The same key again gives the first one back."""
    mine = Summary.objects.owned_by(by).get(pk=summary.pk)
    now = timezone.now()
    made = {
        "token_hash": canonical.sha256(token(mine.pk, key)),
        "created_at": now,
        "expires_at": now + timedelta(days=days),
    }
    return Share.objects.get_or_create(summary=mine, key=key, defaults=made)[0]


def token(summary_id: int, key: UUID) -> str:
    """The secret part of a link: 256 bits that only this site can derive, so that it is kept nowhere."""
    digest = salted_hmac("notes.share", f"{summary_id}:{key}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def token_of(share: Share) -> str | None:
    """The token of a link, to be shown to its owner; None once the site's secret has changed, though it still works."""
    derived = token(share.summary_id, share.key)
    return derived if canonical.sha256(derived) == share.token_hash else None


def revoke(*, by: "User", share: Share) -> None:
    """End a link now."""
    Share.objects.filter(pk=share.pk, summary__user=by, revoked_at=None).update(revoked_at=timezone.now())


def opened(token: str) -> Share | None:
    """The link that this token opens now, with its summary; None when it has expired, was revoked, or never was."""
    found = Share.objects.open().filter(token_hash=canonical.sha256(token)).select_related("summary")
    return found.first()


def visit(share: Share) -> None:
    """Record that a shared summary was opened: when, and nothing else."""
    now = timezone.now()
    if not share.visits.filter(visited_at__gt=now - SAME_VISIT).exists():
        ShareVisit.objects.create(share=share, visited_at=now)
