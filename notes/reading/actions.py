"""What members do with the log of their reading: pause it, correct it, take things out and put them back."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from articles.models import Article, Version
from notes.models import LoggingOptOut, PageView, Pause

if TYPE_CHECKING:
    from accounts.models import User

REMOVED_FIELDS = (
    "version_id",
    "opened_at",
    "seen_at",
    "active_seconds",
    "question",
    "claimed_minutes",
    "edited_at",
    "hidden_at",
)


def pause(*, by: "User") -> None:
    """Log nothing from now on, until the member resumes."""
    Pause.objects.get_or_create(user=by)


def resume(*, by: "User") -> None:
    """Log again what the member opens."""
    Pause.objects.owned_by(by).delete()


def visit_of(*, by: "User", version_id: int, loaded_at: datetime) -> PageView | None:
    """The visit during which the member loaded that page."""
    visits = PageView.objects.owned_by(by).filter(version_id=version_id)
    return visits.filter(opened_at__lte=loaded_at, seen_at__gte=loaded_at).first()


@transaction.atomic
def remove(*, by: "User", view: PageView) -> dict[str, Any]:
    """Remove a visit from the log for good. Gives what brings it back, for as long as someone holds it.

    Entries keep their words and what they say of their sources.
    """
    removed = {name: getattr(view, name) for name in REMOVED_FIELDS}
    removed["entries"] = list(view.entries.values_list("pk", flat=True))
    PageView.objects.owned_by(by).filter(pk=view.pk).delete()
    return removed


@transaction.atomic
def put_back(*, by: "User", removed: dict[str, Any]) -> None:
    """Put back what `remove` took out, once: a visit that is in the log already is left as it is."""
    fields = {name: removed[name] for name in REMOVED_FIELDS}
    view, is_new = PageView.objects.get_or_create(
        user=by, version_id=fields.pop("version_id"), opened_at=fields.pop("opened_at"), defaults=fields
    )
    if is_new:
        entries = view.entries
        entries.set(entries.model.objects.owned_by(by).filter(pk__in=removed["entries"]))


def ask(*, by: "User", view: PageView, question: str) -> None:
    """Keep what led to a visit, in the member's words."""
    PageView.objects.owned_by(by).filter(pk=view.pk).update(question=question)


def correct(*, by: "User", view: PageView, question: str, claimed_minutes: int | None, is_hidden: bool) -> None:
    """Say what led to a visit, how long it took by the member's own account, and whether lists show it.

    Measured time stays as it is. A changed claim marks the visit as edited.
    """
    now = timezone.now()
    changes: dict[str, Any] = {"question": question, "claimed_minutes": claimed_minutes}
    changes["hidden_at"] = (view.hidden_at or now) if is_hidden else None
    if claimed_minutes != view.claimed_minutes:
        changes["edited_at"] = now
    PageView.objects.owned_by(by).filter(pk=view.pk).update(**changes)


def stop_logging(*, by: "User", version: Version) -> None:
    """Log nothing of this article from now on. What was logged of it earlier stays until it is removed."""
    LoggingOptOut.objects.get_or_create(user=by, article_id=version.article_id)


def log_again(*, by: "User", article: Article) -> None:
    """Log this article again."""
    LoggingOptOut.objects.owned_by(by).filter(article=article).delete()


def dismiss(*, by: "User", view_ids: list[int]) -> list[int]:
    """Ask no more about these visits in the inbox. Gives those that were theirs and not dismissed before."""
    mine = PageView.objects.owned_by(by).filter(pk__in=view_ids, dismissed_at=None)
    ids = list(mine.values_list("pk", flat=True))
    mine.update(dismissed_at=timezone.now())
    return ids


def ask_again(*, by: "User", view_ids: list[int]) -> None:
    """Ask about these visits again."""
    PageView.objects.owned_by(by).filter(pk__in=view_ids).update(dismissed_at=None)
