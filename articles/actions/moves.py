"""The moves by which a version goes from draft to review and on. Each locks its article and leaves a row."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from articles import events, generations, search
from articles import text as bodies
from articles.actions import readiness
from articles.actions.dates import next_check
from articles.actions.rendering import rendered
from articles.models import Article, Check, Claim, Reference, Round, Significance, Status, Transition, Version
from articles.text.fingerprint import fingerprint
from articles.text.formats import FORMAT
from core.errors import NotAllowed

ALLOWED: dict[str, list[str]] = {
    Status.DRAFT: [Status.IN_REVIEW],
    Status.IN_REVIEW: [Status.DRAFT, Status.APPROVED],
    Status.APPROVED: [Status.DRAFT, Status.PUBLISHED],
    Status.PUBLISHED: [Status.SUPERSEDED, Status.WITHDRAWN],
}


def locked(version: Version) -> Version:
    """The version as the database has it, with its article locked: one move at a time."""
    Article.objects.select_for_update().get(pk=version.article_id)
    return Version.objects.select_related("article").get(pk=version.pk)


def move(version: Version, to_status: str, *, by: User, comment: str = "", more: Any = None, **fields: Any) -> None:
    """Change the status of a locked version and these `fields` of it; `more` are fields of the row that it leaves.

    Raises NotAllowed for a move that leads nowhere.
    """
    if to_status not in ALLOWED.get(version.status, []):
        now, then = version.get_status_display().lower(), Status(to_status).label.lower()
        raise NotAllowed(f"{version} is {now}: it cannot become {then}.")
    record(version, to_status, by=by, comment=comment, **(more or {}))
    version.status = to_status
    for name, value in fields.items():
        setattr(version, name, value)
    version.save(update_fields=["status", *fields])


def record(version: Version, to_status: str, *, by: User, comment: str = "", **more: Any) -> Transition:
    """Put a move on record, with the fingerprint of the words as they stand."""
    words = fingerprint(version)
    moved = {"from_status": version.status, "to_status": to_status, "made_by": by, "comment": comment, "words": words}
    return Transition.objects.create(version=version, **moved, **more)


def set_time(version: Version, at: datetime | None, *, by: User, comment: str = "", **more: Any) -> None:
    """Put on record when a locked version is to be published (or withdrawn, if it is published); None takes it back."""
    name = "withdraw_at" if version.status == Status.PUBLISHED else "publish_at"
    record(version, version.status, by=by, comment=comment, **{name: at}, **more)
    setattr(version, name, at)
    version.failure = ""
    version.save(update_fields=[name, "failure"])


def setting(version: Version) -> Transition:
    """The row by which the time that is set for a version was set."""
    name = "withdraw_at" if version.status == Status.PUBLISHED else "publish_at"
    return (
        version.transitions.filter(**{f"{name}__isnull": False}).select_related("made_by", "replacement").latest("pk")
    )


@transaction.atomic
def submit(version: Version, *, by: User, comment: str = "") -> Version:
    """Hand a draft to peer review. Its words are rendered once and frozen.

    Raises NotAllowed with what is missing (articles/actions/readiness.py).
    """
    version = locked(version)
    if version.status == Status.DRAFT:
        version.text_format = FORMAT
        page = rendered(version)
        if missing := readiness.missing(version, page):
            raise NotAllowed(f"{version} cannot be submitted yet. " + " ".join(missing))
        version.page, version.contents, version.text = page.page, page.contents, page.text
        version.save(update_fields=["page", "contents", "text", "text_format"])
        _keep_round(version)
    move(version, Status.IN_REVIEW, by=by, comment=comment)
    events.announce("submitted", version, by=by, comment=comment)
    return version


def _keep_round(version: Version) -> None:
    """Keep the words as they are handed to review, so that the next round can be compared with this one."""
    words = {name: getattr(version, name) for name in ("title", "summary", "key_points", "page")}
    names = [field.name for field in Reference._meta.fields if field.name not in {"id", "version"}]
    references = list(version.references.order_by("pk").values(*names))
    Round.objects.create(version=version, number=version.rounds.count() + 1, references=references, **words)


@transaction.atomic
def request_changes(version: Version, *, by: User, comment: str) -> Version:
    """Send a version back to draft, saying what to change; an approval it had is gone, and the time set to publish it.

    Raises NotAllowed without a comment.
    """
    if not comment.strip():
        raise NotAllowed("Say what should change, so that the author can act on it.")
    version = locked(version)
    approved_by = version.approved_by
    gone = {"approved_by": None, "approved_at": None, "reviewer_interests": "", "publish_at": None, "failure": ""}
    move(version, Status.DRAFT, by=by, comment=comment, **gone)
    events.announce("changes_requested", version, by=by, comment=comment, approved_by=approved_by)
    return version


@transaction.atomic
def approve(
    version: Version,
    *,
    by: User,
    edits: int | None = None,
    comment: str = "",
    interests: str = "",
    is_full_check: bool = False,
    despite_comments: bool = False,
) -> Version:
    """Record a peer review, with the reviewer's declaration of interests.

    Raises NotAllowed while comments on passages are open, unless the reviewer approves `despite_comments`.

    `is_full_check`: the reviewer says that they checked the whole page, so that publishing moves "Last checked".
    Raises NotAllowed when that is said of an editorial correction.

    `edits` is the count of saves that the reviewer has read: raises NotAllowed when the words have changed since.
    Raises NotAllowed for everyone who wrote words of the version.
    """
    version = locked(version)
    if edits is not None and edits != version.edits:
        raise NotAllowed("Its words have changed since you opened it. Read what changed, then approve.")
    if reason := whose_words(version, by):
        raise NotAllowed(reason)
    if is_full_check and version.significance == Significance.EDITORIAL:
        raise NotAllowed("An editorial correction is no check of the whole page. Record the check by itself.")
    if not despite_comments:
        _has_no_open_comments(version)
    if not by.display_name.strip():
        raise NotAllowed("Articles name their peer reviewer, and you have no name to print. " + readiness.ADD_NAME)
    signed = {"approved_by": by, "approved_at": timezone.now(), "reviewer_interests": bodies.clean_words(interests)}
    move(version, Status.APPROVED, by=by, comment=comment, more={"is_full_check": is_full_check}, **signed)
    events.announce("approved", version, by=by, comment=comment)
    return version


def _has_no_open_comments(version: Version) -> None:
    count = version.review_comments.filter(resolved_at=None).count()
    if count:
        what = "1 comment is" if count == 1 else f"{count} comments are"
        raise NotAllowed(f"{what} open. Resolve what is settled, or say that you approve it all the same.")


def whose_words(version: Version, by: User) -> str:
    """Why this person cannot approve the version: it has words of theirs. Empty when it has none."""
    if by.pk == version.author_id:
        return "An author cannot approve their own version. Ask a peer reviewer."
    if version.contributions.filter(made_by=by).exists():
        return "You wrote words of this version, so you cannot approve it. Ask another peer reviewer."
    return ""


@transaction.atomic
def withdraw(
    version: Version,
    *,
    by: User,
    comment: str,
    replacement: Article | None = None,
    keeps_schedule: bool = False,
) -> Version:
    """Take a published version back. Readers see the reason, so raises NotAllowed without one.

    `replacement` is the article to read instead: raises NotAllowed for one that readers cannot open.
    A next version that is set to be published no longer is, unless this act says so (`keeps_schedule`): nothing goes
    live by itself where something was withdrawn.
    """
    version = locked(version)
    may_be_withdrawn(version, comment, replacement)
    waiting = next_set(version)
    gone = {"withdraw_at": None, "failure": ""}
    move(version, Status.WITHDRAWN, by=by, comment=comment, more={"replacement": replacement}, **gone)
    end_claims(version)
    details: dict[str, Any] = {"waiting": waiting, "is_ended": not keeps_schedule}
    details |= {"at": waiting and waiting.publish_at, "set_by": setting(waiting).made_by if waiting else None}
    if waiting and not keeps_schedule:
        set_time(waiting, None, by=by, comment=f"Ended, since version {version.number} was withdrawn.")
    search.remove(version.article)
    transaction.on_commit(generations.wait_for_caches)
    events.version_released.send(Version, version=version)
    events.announce("withdrawn", version, by=by, comment=comment, replacement=replacement, **details)
    return version


def may_be_withdrawn(version: Version, comment: str, replacement: Article | None) -> None:
    """Raises NotAllowed without a reason, or for an article to read instead that readers cannot open."""
    if not comment.strip():
        raise NotAllowed("Give the reason for readers before withdrawing.")
    if replacement and (replacement.pk == version.article_id or not replacement.versions.published().exists()):
        raise NotAllowed("Readers cannot open the article that should replace it. Name one that is published.")


def next_set(version: Version) -> Version | None:
    """The next version of its article that is set to be published, if there is one."""
    others = version.article.versions.exclude(pk=version.pk).filter(publish_at__isnull=False)
    return others.select_related("article").first()


@transaction.atomic
def check(version: Version, *, by: User, next_check_on: date | None = None, comment: str = "") -> Check:
    """Record that the whole of a published version was checked and nothing needed to change."""
    version = locked(version)
    if version.status != Status.PUBLISHED:
        raise NotAllowed(f"{version} is not published: only what readers see is checked.")
    today = timezone.localdate()
    due = next_check_on or next_check(today)
    end_claims(version)
    return Check.objects.create(version=version, checked_by=by, checked_on=today, next_check_on=due, comment=comment)


@transaction.atomic
def claim(version: Version, *, by: User) -> Claim:
    """Take up the check of a published version: its page then says that someone is at it.

    Raises NotAllowed when it is not published, or someone has taken it up already.
    """
    version = locked(version)
    if version.status != Status.PUBLISHED:
        raise NotAllowed(f"{version} is not published: only what readers see is checked.")
    if other := open_claim(version):
        raise NotAllowed(f"{other.made_by.name} has taken it up already.")
    end_claims(version)  # one that no longer counts
    return Claim.objects.create(version=version, made_by=by)


@transaction.atomic
def give_up(version: Version, *, by: User) -> Version:
    """End the claim on a check, one's own or another's. Raises NotAllowed when nobody has taken it up."""
    version = locked(version)
    if not open_claim(version):
        raise NotAllowed("Nobody has taken up its check.")
    end_claims(version)
    return version


def open_claim(version: Version) -> Claim | None:
    """Who has taken up the check of a version, if anyone."""
    return version.claims.open().select_related("made_by").first()


def end_claims(version: Version) -> None:
    """End whoever's claim on the check of a version: it was checked, or is no longer live."""
    version.claims.filter(ended_at=None).update(ended_at=timezone.now())
