"""What staff do to articles and versions. Only these functions write words or change a status."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.text import slugify

from . import body as bodies
from . import editions, releases, search
from .models import Article, Check, Reference, SeeAlso, Status, Topic, Transition, Version, slug_of

if TYPE_CHECKING:
    from accounts.models import User

CHECK_EVERY_YEARS = 3

ALLOWED: dict[str, list[str]] = {
    Status.DRAFT: [Status.IN_REVIEW],
    Status.IN_REVIEW: [Status.DRAFT, Status.APPROVED],
    Status.APPROVED: [Status.DRAFT, Status.PUBLISHED],
    Status.PUBLISHED: [Status.SUPERSEDED, Status.WITHDRAWN],
}

_NAME = "Add it under Your details first."

# The words that a draft's editor may write, and the fields of a reference.
WRITABLE = {"title", "summary", "key_points", "body", "significance", "change_note", "interests"}
REFERENCE_FIELDS = ("key", "authors", "title", "source", "issued", "volume", "issue", "pages", "doi", "pmid", "url")


class NotAllowed(Exception):
    """The move cannot be made from where the version stands. The message says why and what to do."""


class Conflict(Exception):
    """Someone else saved the draft meanwhile; nothing was overwritten. `version` holds what they saved."""

    def __init__(self, version: Version) -> None:
        super().__init__(f"{version} was saved by someone else meanwhile.")
        self.version = version


@transaction.atomic
def plan(
    *,
    document_id: int,
    title: str,
    audience: str,
    topics: Iterable[str] = (),
    synonyms: Iterable[str] = (),
    leaflet: Article | None = None,
) -> Article:
    """Make or update the identity of an article; one that is not yet written counts as planned.

    `topics` are names; a new name (whatever its case) makes a new topic. The title of an article that has been
    published stays. Raises ValidationError for what the fields do not hold.
    """
    title = bodies.clean_words(title)
    article, is_new = Article.objects.get_or_create(
        document_id=document_id, defaults={"working_title": title, "audience": audience}
    )
    article.audience, article.synonyms, article.leaflet = audience, list(synonyms), leaflet
    if is_new or not article.versions.released().exists():
        article.working_title, article.slug = title, slug_of(title)
    article.full_clean()
    article.save()
    article.topics.set([_topic(name) for name in topics])
    for live in article.versions.published():
        search.index(live)
    return article


def _topic(name: str) -> Topic:
    """The topic of that name; one that staff gave another slug is the same topic."""
    found = Topic.objects.filter(name__iexact=name).first() or Topic.objects.filter(slug=slugify(name)).first()
    if found is None:
        found = Topic(name=name, slug=slugify(name)[:100])
        found.full_clean()
        found.save()
    return found


@transaction.atomic
def set_see_also(article: Article, others: Iterable[Article]) -> None:
    """Point from an article to these others, in this order, and to no more."""
    article.see_also.all().delete()
    SeeAlso.objects.bulk_create(
        SeeAlso(article=article, other=other, position=position) for position, other in enumerate(others)
    )


@transaction.atomic
def start_version(article: Article, *, by: "User", copy_of: Version | None = None) -> Version:
    """Start the next draft from the newest version, or from an earlier one given as `copy_of`.

    Raises NotAllowed when the article already has a version being worked on.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.versions.open().exists():
        raise NotAllowed("This article already has a version being worked on. Finish or delete that one first.")
    newest = article.versions.order_by("-number").first()
    source = copy_of or newest
    version = Version(article=article, number=newest.number + 1 if newest else 1, author=by)
    version.title = source.title if source else article.working_title
    if source:
        version.summary, version.key_points, version.body = source.summary, source.key_points, source.body
        version.interests = source.interests if source.author_id == by.pk else ""
    version.save()
    for reference in source.references.all() if source else []:
        reference.pk, reference.version = None, version
        reference.save(force_insert=True)
    return version


@transaction.atomic
def write(version: Version, *, by: "User", edits: int | None = None, **words: Any) -> Version:
    """Save words of a draft (any of WRITABLE); the body passes the allowlist on its way in.

    `edits` is the count that the editor started from: when someone else has saved since, raises Conflict
    and saves nothing. Raises NotAllowed when the version is no draft.
    """
    if unknown := set(words) - WRITABLE:
        raise TypeError(f"not words of a version: {', '.join(sorted(unknown))}")
    version = _locked(version)
    if version.status != Status.DRAFT:
        raise NotAllowed(f"{version} is {version.get_status_display().lower()}: its words can no longer change.")
    if edits is not None and edits != version.edits:
        raise Conflict(version)
    for name, value in words.items():
        setattr(version, name, _cleaned(name, value))
    version.edits = F("edits") + 1
    version.save(update_fields=[*words, "edits"])
    version.refresh_from_db()
    return version


def _cleaned(name: str, value: Any) -> Any:
    """Words without what readers cannot see: HTML of a body, the lines of key points, plain text."""
    if name == "body":
        return bodies.sanitise(value)
    return [bodies.clean_words(line) for line in value] if isinstance(value, list) else bodies.clean_words(value)


@transaction.atomic
def set_references(version: Version, references: Iterable[Mapping[str, str]]) -> None:
    """Give a draft these references (fields of REFERENCE_FIELDS) and no others."""
    version.references.all().delete()
    rows = [
        Reference(version=version, **{name: bodies.clean_words(text) for name, text in fields.items()})
        for fields in references
    ]
    for row in rows:
        row.full_clean(validate_constraints=False)
    Reference.objects.bulk_create(rows)


def rendered(version: Version) -> bodies.Rendered:
    """The version's body as readers see it, from its words as they stand."""
    return bodies.render(
        version.body,
        reference_keys=list(version.references.values_list("key", flat=True)),
        article_links=links(bodies.linked_articles(version.body)),
    )


def links(document_ids: Iterable[int]) -> dict[int, str | None]:
    """Where each article is; None for one that is planned. Unknown ones are left out.

    One that was withdrawn has an address, which says why.
    """
    articles = Article.objects.filter(document_id__in=list(document_ids)).annotate(
        was_published=Exists(Version.objects.released().filter(article=OuterRef("pk")))
    )
    return {article.document_id: article.get_absolute_url() if article.was_published else None for article in articles}


def _locked(version: Version) -> Version:
    """The version as the database has it, with its article locked: one move at a time."""
    Article.objects.select_for_update().get(pk=version.article_id)
    return Version.objects.select_related("article").get(pk=version.pk)


def _move(version: Version, to_status: str, *, by: "User", comment: str = "", **fields: Any) -> None:
    if to_status not in ALLOWED.get(version.status, []):
        now, then = version.get_status_display().lower(), Status(to_status).label.lower()
        raise NotAllowed(f"{version} is {now}: it cannot become {then}.")
    Transition.objects.create(
        version=version, from_status=version.status, to_status=to_status, made_by=by, comment=comment
    )
    version.status = to_status
    for name, value in fields.items():
        setattr(version, name, value)
    version.save(update_fields=["status", *fields])


@transaction.atomic
def submit(version: Version, *, by: "User", comment: str = "") -> Version:
    """Hand a draft to peer review. Its words are rendered once and frozen.

    Raises NotAllowed with what is missing: title, body, or a reference for a citation.
    """
    version = _locked(version)
    if version.status == Status.DRAFT:
        page = rendered(version)
        missing = [] if version.title.strip() else ["It has no title."]
        missing += [] if version.author.display_name.strip() else [f"Its author has no name to print. {_NAME}"]
        missing += page.problems if page.text.strip() else ["It has no text."]
        if missing:
            raise NotAllowed(f"{version} cannot be submitted yet. " + " ".join(missing))
        version.page, version.contents, version.text = page.page, page.contents, page.text
        version.save(update_fields=["page", "contents", "text"])
    _move(version, Status.IN_REVIEW, by=by, comment=comment)
    return version


@transaction.atomic
def request_changes(version: Version, *, by: "User", comment: str) -> Version:
    """Send a version back to draft, saying what to change; an approval it had is gone.

    Raises NotAllowed without a comment.
    """
    if not comment.strip():
        raise NotAllowed("Say what should change, so that the author can act on it.")
    version = _locked(version)
    _move(version, Status.DRAFT, by=by, comment=comment, approved_by=None, approved_at=None)
    return version


@transaction.atomic
def approve(version: Version, *, by: "User", edits: int | None = None, comment: str = "") -> Version:
    """Record a peer review. Raises NotAllowed for the author of the version.

    `edits` is the count of saves that the reviewer has read: raises NotAllowed when the words have changed since.
    """
    version = _locked(version)
    if edits is not None and edits != version.edits:
        raise NotAllowed("Its words have changed since you opened it. Read what changed, then approve.")
    if by.pk == version.author_id:
        raise NotAllowed("An author cannot approve their own version. Ask a peer reviewer.")
    if not by.display_name.strip():
        raise NotAllowed(f"Articles name their peer reviewer, and you have no name to print. {_NAME}")
    _move(version, Status.APPROVED, by=by, comment=comment, approved_by=by, approved_at=timezone.now())
    return version


@transaction.atomic
def publish(version: Version, *, by: "User", next_check_on: date | None = None, change_note: str = "") -> Version:
    """Make an approved version the live one; the one before it is superseded.

    The peer review counts as its first check, on the day on which it was made: nobody reads the page again to publish
    it. The next is due three years later unless given.
    `change_note` says in one line for readers what changed, when the version does not say so yet.
    Raises NotAllowed unless it is approved and, after the first version, says what changed.
    """
    version = _locked(version)
    if version.status == Status.APPROVED and not version.change_note.strip():
        version.change_note = bodies.clean_words(change_note).strip()
        version.save(update_fields=["change_note"])
    if version.status == Status.APPROVED and version.number > 1 and not version.change_note.strip():
        raise NotAllowed("Say in one line for readers what changed before publishing.")
    if version.status == Status.APPROVED:
        for live in version.article.versions.published():
            _move(live, Status.SUPERSEDED, by=by)
    _move(version, Status.PUBLISHED, by=by, published_at=timezone.now())
    assert version.approved_by is not None  # noqa: S101 - the database promises it
    assert version.approved_at is not None  # noqa: S101 - and this with it
    checked_on = timezone.localdate(version.approved_at)
    Check.objects.create(
        version=version,
        checked_by=version.approved_by,
        checked_on=checked_on,
        next_check_on=next_check_on or _years_later(checked_on, CHECK_EVERY_YEARS),
    )
    _rename(version)
    rerender(version)  # what it links to may have been published since it was submitted
    search.index(version)
    transaction.on_commit(editions.settle)
    releases.announce(version)
    return version


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _rename(version: Version) -> None:
    """Let the article go by the published title, and let the pages that name it link to it."""
    article = version.article
    article.working_title, article.slug = version.title, slug_of(version.title)
    article.save(update_fields=["working_title", "slug"])
    for other in Version.objects.released().filter(body__contains=f'data-article="{article.document_id}"'):
        rerender(other)


@transaction.atomic
def rerender(version: Version) -> bool:
    """Render a frozen version's page anew, as long as its text stays the same to the letter. True if it changed."""
    fresh = rendered(version)
    if fresh.text != version.text or fresh.page == version.page:
        return False
    version.page, version.contents = fresh.page, fresh.contents
    version.save(update_fields=["page", "contents"])
    return True


@transaction.atomic
def withdraw(version: Version, *, by: "User", comment: str) -> Version:
    """Take a published version back. Readers see the reason, so raises NotAllowed without one."""
    if not comment.strip():
        raise NotAllowed("Give the reason for readers before withdrawing.")
    version = _locked(version)
    _move(version, Status.WITHDRAWN, by=by, comment=comment)
    search.remove(version.article)
    transaction.on_commit(editions.settle)
    releases.announce(version)
    return version


@transaction.atomic
def check(version: Version, *, by: "User", next_check_on: date | None = None, comment: str = "") -> Check:
    """Record that the whole of a published version was checked and nothing needed to change."""
    version = _locked(version)
    if version.status != Status.PUBLISHED:
        raise NotAllowed(f"{version} is not published: only what readers see is checked.")
    today = timezone.localdate()
    return Check.objects.create(
        version=version,
        checked_by=by,
        checked_on=today,
        next_check_on=next_check_on or _years_later(today, CHECK_EVERY_YEARS),
        comment=comment,
    )
