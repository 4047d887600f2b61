"""Publication: now, or at a time set before."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from articles import events, generations, search
from articles import text as bodies
from articles.actions.dates import next_check
from articles.actions.moves import locked, move, record
from articles.actions.rendering import rerender
from articles.models import Check, Status, Transition, Version, slug_of
from articles.text.fingerprint import fingerprint
from core.errors import NotAllowed


@transaction.atomic
def publish(version: Version, *, by: User, next_check_on: date | None = None, change_note: str = "") -> Version:
    """Make an approved version the live one; the one before it is superseded.

    Where the peer review was a check of the whole page (`is_full_check`) it is put on record as one, of the day on
    which it was made: nobody reads the page again to publish it. The next is due about three years later unless given.
    `change_note` says in one line for readers what changed, when the version does not say so yet.
    Raises NotAllowed unless it is approved and, after the first version, says what changed; and for a day of the next
    check when this is none.
    """
    version = locked(version)
    _say_what_changed(version, change_note)
    if version.status == Status.APPROVED:
        _as_approved(version)
        for live in version.article.versions.published():
            move(live, Status.SUPERSEDED, by=by)
    is_check = is_full_check(version)
    if next_check_on and not is_check:
        raise NotAllowed("The next check stays as it is: nobody said that the whole page was checked.")
    move(version, Status.PUBLISHED, by=by, published_at=timezone.now(), publish_at=None, **_printed_names(version))
    if is_check:
        _record_check(version, next_check_on)
    _rename(version)
    rerender(version)  # what it links to may have been published since it was submitted
    search.index(version)
    transaction.on_commit(generations.wait_for_caches)
    events.version_released.send(Version, version=version)
    events.announce("published", version, by=by)
    return version


def is_full_check(version: Version) -> bool:
    """Whether publishing a version moves "Last checked": its reviewer said that they checked the whole page, or nobody
    had before, as with a first version. Never an editorial correction of a page that was checked."""
    if not Check.objects.filter(version__article=version.article_id).exists():
        return True
    approval = _approval(version)
    return approval is not None and approval.is_full_check


def _approval(version: Version) -> Transition | None:
    return version.transitions.filter(to_status=Status.APPROVED).exclude(from_status=Status.APPROVED).last()


def _record_check(version: Version, next_check_on: date | None) -> None:
    assert version.approved_by is not None  # noqa: S101 - the database promises it
    assert version.approved_at is not None  # noqa: S101 - and this with it
    checked_on = timezone.localdate(version.approved_at)
    due = next_check_on or next_check(checked_on)
    Check.objects.create(version=version, checked_by=version.approved_by, checked_on=checked_on, next_check_on=due)


def _say_what_changed(version: Version, change_note: str) -> None:
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
def schedule(version: Version, *, by: User, publish_at: datetime, change_note: str = "") -> Version:
    """Have an approved version published at a time to come, in the name of who set it (`publish_due` does it).

    Raises NotAllowed for a time that has passed, or a version that is not ready to be published.
    """
    version = locked(version)
    if version.status != Status.APPROVED:
        raise NotAllowed(
            f"{version} is {version.get_status_display().lower()}: only what is approved can be published."
        )
    if publish_at <= timezone.now():
        raise NotAllowed("That time has passed. Give a later one, or publish it now.")
    _say_what_changed(version, change_note)
    _set_time(version, publish_at, by=by)
    events.announce("scheduled", version, by=by)
    return version


@transaction.atomic
def unschedule(version: Version, *, by: User, comment: str = "") -> Version:
    """Take back the time that was set: the version stays approved. Raises NotAllowed when none is set."""
    version = locked(version)
    if version.publish_at is None:
        raise NotAllowed(f"{version} is not set to be published.")
    _set_time(version, None, by=by, comment=comment)
    events.announce("unscheduled", version, by=by, comment=comment)
    return version


def _set_time(version: Version, publish_at: datetime | None, *, by: User, comment: str = "") -> None:
    record(version, Status.APPROVED, by=by, comment=comment, publish_at=publish_at)
    version.publish_at = publish_at
    version.save(update_fields=["publish_at"])


def publish_due() -> int:
    """Publish what was set to be published by now, each by itself and once, whoever else does the same meanwhile.

    Returns how many it published. Raises the first NotAllowed or database error after having tried all of them.
    """
    due = Version.objects.filter(status=Status.APPROVED, publish_at__lte=timezone.now()).order_by("publish_at", "pk")
    published, problems = 0, []
    for version in due:
        try:
            published += _publish_at_its_time(version)
        except Exception as problem:
            problems.append(problem)
    if problems:
        raise problems[0]
    return published


@transaction.atomic
def _publish_at_its_time(version: Version) -> int:
    """Publish a version if its time is still set and has come; 1 if so."""
    version = locked(version)
    if version.publish_at is None or version.publish_at > timezone.now():
        return 0
    setting = version.transitions.filter(publish_at__isnull=False).select_related("made_by").latest("pk")
    publish(version, by=setting.made_by)
    return 1


@transaction.atomic
def take_name_back(person: User) -> None:
    """Print this person's name nowhere any more, as they may ask when their account is erased. There is no way back."""
    for name, of in (("author_name", {"author": person}), ("reviewer_name", {"approved_by": person})):
        Version.objects.released().filter(**of).update(**{name: ""})
    for version in Version.objects.released().filter(contributions__made_by=person).distinct():
        version.contributor_names.pop(str(person.pk), None)
        version.save(update_fields=["contributor_names"])
