"""What a peer reviewer reads of a version: its words, what changed since the last round, and comments on passages."""

from typing import Any

from articles import actions
from articles.fields import COMPARED
from articles.models import Reference, ReviewComment, Round, Status, Version
from articles.references.changes import changed_references
from articles.text import anchors
from articles.text.formats import present
from articles.text.sections import sections_of

# So many words of a passage are not chance: it is found again by them alone. Fewer need their neighbours.
ENOUGH = 6


def last_round(version: Version) -> Round | None:
    """The words that were handed to review before those that stand now, if any were."""
    rounds = list(version.rounds.order_by("number"))
    is_current_in = version.status != Status.DRAFT
    return rounds[-1 - is_current_in] if len(rounds) > is_current_in else None


def as_version(found: Round) -> Version:
    """The words of a round in the shape of its version, to be compared with it. It cannot be saved."""
    version = found.version
    words = {name: getattr(found, name) for name in ("title", "summary", "key_points", "page")}
    past = Version(pk=version.pk, article=version.article, number=version.number, status=Status.IN_REVIEW, **words)
    references = [Reference(version=past, **fields) for fields in found.references]
    past._prefetched_objects_cache = {"references": references}  # type: ignore[attr-defined]  # Django has no other way
    return past


def compared(version: Version, other: Version | None) -> dict[str, Any]:
    """What a page takes to show what a version changes in another."""
    if other is None:
        return {"other": None}
    for one in (version, other):
        if one.status == Status.DRAFT:
            one.page = actions.rendered(one).page
    references = changed_references(other, version)
    words = [(*(getattr(of, field.name) for field in COMPARED), of.page) for of in (other, version)]
    return {"other": other, "references": references, "is_same": words[0] == words[1] and not references}


def comments(version: Version) -> list[ReviewComment]:
    """The comments on a version in the order of the text, each with its place in it; those that lost it come last."""
    rows = version.review_comments.select_related("made_by", "resolved_by")
    found = list(rows.prefetch_related("replies__made_by"))
    page = present(actions.current_page(version))
    sections = sections_of(page)
    for comment in found:
        comment.place = there = place(actions.head(version) if comment.is_in_head else page.text, comment)
        within = (n for n, part in enumerate(sections, 1) if there and part.start <= there.start < part.end)
        comment.section = 0 if comment.is_in_head else next(within, None)
    return sorted(found, key=_in_order)


def _in_order(comment: ReviewComment) -> tuple[bool, bool, int]:
    return comment.place is None, not comment.is_in_head, comment.place.start if comment.place else 0


def place(text: str, comment: ReviewComment) -> anchors.Anchor | None:
    """Where the passage of a comment is in a text; None when it is gone. Never a guess: a few words that stand once in
    it are the same passage only when a neighbour of theirs is the same."""
    try:
        found = anchors.find(text, comment.quote, prefix=comment.prefix, suffix=comment.suffix)
    except (anchors.NotFound, anchors.Ambiguous):
        return None
    is_beside = found.prefix.split()[-2:] == comment.prefix.split()[-2:]
    is_beside |= found.suffix.split()[:2] == comment.suffix.split()[:2]
    return found if is_beside or len(comment.quote.split()) >= ENOUGH else None
