"""Writing: a draft is started, and its words are saved."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from articles import fields, generations
from articles import text as bodies
from articles.actions.moves import locked
from articles.models import Article, Contribution, Reference, Status, Version
from core.errors import Conflict, NotAllowed

# The words that a draft's editor may write, and the fields of a reference.
WRITABLE = set(fields.NAMES)
REFERENCE_FIELDS = ("key", "authors", "title", "source", "issued", "volume", "issue", "pages", "doi", "pmid", "url")


@transaction.atomic
def start_version(article: Article, *, by: User, copy_of: Version | None = None) -> Version:
    """Start the next draft from the newest version, or from an earlier one given as `copy_of`.

    Raises NotAllowed when the article already has a version being worked on.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.versions.open().exists():
        raise NotAllowed("This article already has a version being worked on. Finish or delete that one first.")
    newest = article.versions.order_by("-number").first()
    source = copy_of or newest
    version = Version(article=article, number=newest.number + 1 if newest else 1, author=by)
    version.title = article.working_title
    for name in fields.COPIED if source else ():
        setattr(version, name, getattr(source, name))
    if source and source.author_id == by.pk:
        version.interests = source.interests
    version.save()
    for reference in source.references.all() if source else []:
        reference.pk, reference.version = None, version
        reference.save(force_insert=True)
    _show_who_is_at_it(article)
    return version


@transaction.atomic
def delete_draft(version: Version) -> None:
    """Delete a draft. The database refuses it for anything else."""
    version.delete()
    _show_who_is_at_it(version.article)


def _show_who_is_at_it(article: Article) -> None:
    """Let the page of an article say whether anyone is at it, if it says so: when its check is overdue."""
    yesterday = timezone.localdate() - timedelta(days=1)
    if Version.objects.due_for_check(on=yesterday).filter(article=article).exists():
        generations.begin()
        transaction.on_commit(generations.wait_for_caches)


@transaction.atomic
def write(version: Version, *, by: User, edits: int | None = None, **words: Any) -> Version:
    """Save words of a draft (any of WRITABLE); the body passes the allowlist on its way in.

    `edits` is the count that the editor started from: when someone else has saved since, raises Conflict
    and saves nothing. Raises NotAllowed when the version is no draft. Words that are as they were leave no trace.
    """
    if unknown := set(words) - WRITABLE:
        raise TypeError(f"not words of a version: {', '.join(sorted(unknown))}")
    version = _draft(version)
    if edits is not None and edits != version.edits:
        raise Conflict(version)
    cleaned = {name: _cleaned(name, value) for name, value in words.items()}
    changed = [name for name, value in cleaned.items() if value != getattr(version, name)]
    for name in changed:
        setattr(version, name, cleaned[name])
    _count(version, changed, by=by)
    return version


def _draft(version: Version) -> Version:
    """The version, locked. Raises NotAllowed when it is no draft."""
    version = locked(version)
    if version.status != Status.DRAFT:
        raise NotAllowed(f"{version} is {version.get_status_display().lower()}: its words can no longer change.")
    return version


def _count(version: Version, changed: list[str], *, by: User) -> None:
    """Keep what changed in a locked draft, count the save, and put on record whose words they are."""
    if changed:
        version.edits += 1
        version.save(update_fields=[*(set(changed) & WRITABLE), "edits"])
        Contribution.objects.create(version=version, made_by=by, changed=changed)


def _cleaned(name: str, value: Any) -> Any:
    """Words without what readers cannot see: HTML of a body, the lines of key points, plain text."""
    if name == "body":
        return bodies.sanitise(value)
    return [bodies.clean_words(line) for line in value] if isinstance(value, list) else bodies.clean_words(value)


@transaction.atomic
def set_references(version: Version, references: Iterable[Mapping[str, str]], *, by: User) -> None:
    """Give a draft these references (fields of REFERENCE_FIELDS) and no others. Those it has already stay.

    Raises NotAllowed when the version is no draft, ValidationError for what a field does not hold.
    """
    draft = _draft(version)
    rows = [
        Reference(version=draft, **{name: bodies.clean_words(text) for name, text in fields.items()})
        for fields in references
    ]
    for row in rows:
        row.full_clean(validate_constraints=False)
    if [_fields(row) for row in rows] == [_fields(row) for row in draft.references.all()]:
        return
    draft.references.all().delete()
    Reference.objects.bulk_create(rows)
    _count(draft, ["references"], by=by)
    version.edits = draft.edits


def _fields(reference: Reference) -> list[str]:
    return [getattr(reference, name) for name in REFERENCE_FIELDS]
