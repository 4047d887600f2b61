"""Comments on passages of a version that is not published yet: made, answered, resolved."""

from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from articles.actions.moves import locked
from articles.actions.rendering import rendered
from articles.models import OPEN, ReviewComment, ReviewReply, Status, Version
from articles.text.anchors import Ambiguous, Anchor, NotFound, find, locate
from articles.text.formats import Frozen
from core.errors import NotAllowed


def current_page(version: Version) -> Frozen:
    """The page and text of a version as its words stand: of a draft, rendered from them."""
    return rendered(version) if version.status == Status.DRAFT else version


def head(version: Version) -> str:
    """What stands above the text of a version, a line each: its title, its summary, and what is at a glance."""
    return "\n".join([version.title, version.summary, *version.key_points])


@transaction.atomic
def comment_on(
    version: Version,
    *,
    by: User,
    key: UUID,
    quote: str,
    body: str,
    before: str = "",
    after: str = "",
    start: int | None = None,
    end: int | None = None,
) -> ReviewComment:
    """Comment on the passage of a version with these words. `before` and `after`, the text on each side, choose among
    several places; the offsets of a selection count while the words stand there.

    The same `key` of the same person makes one comment, however often it is sent. Raises NotAllowed, with what to do,
    once the version is published, without words, and for a passage that is not there or is there more than once.
    """
    version = _open(version)
    if sent := ReviewComment.objects.filter(made_by=by, key=key).first():
        return sent
    if not body.strip():
        raise NotAllowed("Write your comment.")
    place = {"prefix": before, "suffix": after, "start": start, "end": end}
    try:
        anchor, is_in_head = _found(version, quote, **place)
    except NotFound:
        raise NotAllowed("These words are not in the text. Copy them from it as they are.") from None
    except Ambiguous:
        raise NotAllowed("These words are there more than once. Take some more of the words around them.") from None
    passage = {name: getattr(anchor, name) for name in ("quote", "prefix", "suffix", "start", "end")}
    made = {"made_by": by, "key": key, "round": version.rounds.count(), "body": body.strip()}
    return ReviewComment.objects.create(version=version, is_in_head=is_in_head, **made, **passage)


def _found(version: Version, quote: str, **place: Any) -> tuple[Anchor, bool]:
    """The passage that was meant, and whether it stands above the text. Raises NotFound or Ambiguous."""
    page = cast(Version, current_page(version))  # any page and its text will do
    try:
        return locate(page, quote=quote, **place)[0], False
    except NotFound:
        return find(head(version), quote, prefix=place["prefix"], suffix=place["suffix"]), True


def _open(version: Version) -> Version:
    """The version, locked. Raises NotAllowed once it is published: then its review is on record."""
    version = locked(version)
    if version.status not in OPEN:
        raise NotAllowed(f"{version} is {version.get_status_display().lower()}: its review is over.")
    return version


@transaction.atomic
def reply(comment: ReviewComment, *, by: User, key: UUID, body: str) -> ReviewReply:
    """Answer a comment; the same `key` of the same person makes one reply. Raises NotAllowed as `comment_on` does."""
    _open(comment.version)
    if sent := ReviewReply.objects.filter(made_by=by, key=key).first():
        return sent
    if not body.strip():
        raise NotAllowed("Write your reply.")
    return ReviewReply.objects.create(comment=comment, key=key, made_by=by, body=body.strip())


@transaction.atomic
def resolve(comment: ReviewComment, *, by: User) -> None:
    """Say that what a comment asks for is settled. Who said so first stays on record."""
    _open(comment.version)
    now = {"resolved_by": by, "resolved_at": timezone.now()}
    ReviewComment.objects.filter(pk=comment.pk, resolved_at=None).update(**now)


def open_comments(version: Version) -> int:
    """How many comments on passages of a version are open."""
    return version.review_comments.filter(resolved_at=None).count()
