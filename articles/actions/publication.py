"""Publication, and what it declares of a check of the whole page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from articles import events, generations, search
from articles import text as bodies
from articles.actions.dates import next_check
from articles.actions.moves import end_claims, locked, move, set_time, setting
from articles.actions.rendering import rerender
from articles.models import Amendment, Check, Significance, Status, Transition, Version, slug_of
from articles.text.fingerprint import fingerprint
from core.errors import NotAllowed

EMPTY = "Write in one line for readers what changed."
NOT_A_CHECK = "An editorial correction is no check of the whole page. Record the check by itself."


@transaction.atomic
def publish(
    version: Version,
    *,
    by: User,
    is_full_check: bool | None = None,
    next_check_on: date | None = None,
    change_note: str = "",
    declared_at: datetime | None = None,
) -> Version:
    """Make an approved version the live one; the one before it is superseded.

    `is_full_check` answers whether the whole page was checked (see `declared`), at `declared_at` if not now. Only then
    "Last checked" moves; the next check is due about three years later unless given.
    `change_note` says in one line for readers what changed, when the version does not say so yet.
    Raises NotAllowed unless it is approved and, after the first version, says what changed; and for a day of the next
    check when this is none.
    """
    version = locked(version)
    say_what_changed(version, change_note)
    ended = _supersede(version, by) if version.status == Status.APPROVED else None
    check = declared(version, is_full_check, by=by, at=declared_at)
    if next_check_on and not check:
        raise NotAllowed("The next check stays as it is: nobody said that the whole page was checked.")
    changed = {"published_at": timezone.now(), "publish_at": None, "failure": ""} | _printed_names(version)
    move(version, Status.PUBLISHED, by=by, more={"is_full_check": bool(check)}, **changed)
    if check:
        _record_check(version, check, next_check_on)
    _rename(version)
    rerender(version)  # what it links to may have been published since it was submitted
    search.index(version)
    transaction.on_commit(generations.wait_for_caches)
    events.version_released.send(Version, version=version)
    events.announce("published", version, by=by)
    if ended:
        details = {"comment": "", "at": ended.withdraw_at, "to": ended.made_by, "is_replaced": True}
        events.announce("withdrawal_unscheduled", version, by=by, **details)
    return version


def _supersede(version: Version, by: User) -> Transition | None:
    """Make room for an approved version. Gives the row that had set the live one to be withdrawn, if one had."""
    _as_approved(version)
    ended = None
    for live in version.article.versions.published():
        if live.withdraw_at:
            ended = setting(live)
            set_time(live, None, by=by, comment=f"Ended, since version {version.number} was published.")
        end_claims(live)
        move(live, Status.SUPERSEDED, by=by)
    return ended


@dataclass(frozen=True)
class Declared:
    """A check of the whole page that publishing puts on record: by whom, and on which day."""

    by: User
    on: date


def declared(version: Version, is_full_check: bool | None, *, by: User, at: datetime | None = None) -> Declared | None:
    """The check that publishing a version puts on record when its publisher answers this; None of no check.

    Yes: it is the reviewer's, of the day of the peer review, if they said so there or nobody had checked the page
    before, as with a first version; otherwise it is the publisher's own, of the day on which they say so. No: there is
    none. None, where nobody is asked (an import): only what the peer review itself declared.
    Raises NotAllowed for a check of an editorial correction, and for none of a page that was never checked.
    """
    if is_first_check(version):
        if is_full_check is False:
            raise NotAllowed("Nobody has checked this page yet. Have the whole of it checked before readers see it.")
        return _by_reviewer(version)
    approval = _approval(version)
    is_declared = approval is not None and approval.is_full_check
    if is_full_check is None:
        is_full_check = is_declared
    if is_full_check and version.significance == Significance.EDITORIAL:
        raise NotAllowed(NOT_A_CHECK)
    if not is_full_check:
        return None
    return _by_reviewer(version) if is_declared else Declared(by, timezone.localdate(at))


def _by_reviewer(version: Version) -> Declared | None:
    if version.approved_by is None:  # it is not approved: the move that follows says so
        return None
    return Declared(version.approved_by, timezone.localdate(version.approved_at))


def is_first_check(version: Version) -> bool:
    """Whether nobody has checked the page of this version yet."""
    return not Check.objects.filter(version__article=version.article_id).exists()


def _approval(version: Version) -> Transition | None:
    return version.transitions.filter(to_status=Status.APPROVED).exclude(from_status=Status.APPROVED).last()


def _record_check(version: Version, check: Declared, next_check_on: date | None) -> None:
    due = next_check_on or next_check(check.on)
    Check.objects.create(version=version, checked_by=check.by, checked_on=check.on, next_check_on=due)


@transaction.atomic
def amend(version: Version, *, by: User, change_note: str) -> Amendment:
    """Amend what a released version says for readers that it changed. What it said stays on record.

    Raises NotAllowed for a version that is not released, for no words, and for the same words.
    """
    version = locked(version)
    if not version.published_at:
        raise NotAllowed(f"{version} is not published: its change note is written in the draft.")
    note = bodies.clean_words(change_note).strip()
    before = version.printed_change_note
    if not note or note == before:
        raise NotAllowed("Write what it should say instead: these are the words that it says now." if note else EMPTY)
    amendment = Amendment.objects.create(version=version, before=before, after=note, made_by=by)
    version.amended_note = note
    version.save(update_fields=["amended_note"])
    transaction.on_commit(generations.wait_for_caches)
    return amendment


def say_what_changed(version: Version, change_note: str) -> None:
    """Keep the line for readers with an approved version that has none. Raises NotAllowed if it then has none still."""
    if version.status != Status.APPROVED or version.change_note.strip():
        return
    version.change_note = bodies.clean_words(change_note).strip()
    version.save(update_fields=["change_note"])
    if version.number > 1 and not version.change_note:
        raise NotAllowed("Say in one line for readers what changed before publishing.")


def _as_approved(version: Version) -> None:
    """Raises NotAllowed if these are not the words that the reviewer approved (of an old approval that is unknown)."""
    approval = _approval(version)
    if approval and approval.words not in {"", fingerprint(version)}:
        raise NotAllowed("Its words are not those that were approved. Request changes, and have it reviewed again.")


def _printed_names(version: Version) -> dict[str, Any]:
    """Who wrote and reviewed it, by the names they have today: they stay printed, whatever they are called later."""
    reviewer = version.approved_by.display_name if version.approved_by else ""
    others = version.contributions.exclude(made_by=version.author).select_related("made_by")
    named = {str(row.made_by_id): row.made_by.display_name for row in others if row.made_by.display_name}
    return {"author_name": version.author.display_name, "reviewer_name": reviewer, "contributor_names": named}


def _rename(version: Version) -> None:
    """Let the article go by the published title, and let the pages that name it link to it."""
    article = version.article
    article.working_title, article.slug = version.title, slug_of(version.title)
    article.save(update_fields=["working_title", "slug"])
    for other in Version.objects.released().filter(body__contains=f'data-article="{article.document_id}"'):
        rerender(other)


@transaction.atomic
def take_name_back(person: User) -> None:
    """Print this person's name nowhere any more, as they may ask when their account is erased. There is no way back."""
    for name, of in (("author_name", {"author": person}), ("reviewer_name", {"approved_by": person})):
        Version.objects.released().filter(**of).update(**{name: ""})
    for version in Version.objects.released().filter(contributions__made_by=person).distinct():
        version.contributor_names.pop(str(person.pk), None)
        version.save(update_fields=["contributor_names"])
