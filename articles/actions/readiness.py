"""What still keeps a draft from being submitted or published, said in sentences that tell what to do."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from articles.models import Article, Status, Version
from articles.references import source_checks
from articles.text import Rendered, linked_articles

KEY_POINTS = 4
ADD_NAME = "Add it under Your details first."


@dataclass(frozen=True)
class Finding:
    """One thing to see to. `is_required` means that the version cannot be submitted while it is so."""

    words: str
    is_required: bool = True


def findings(version: Version, page: Rendered) -> list[Finding]:
    """Everything to see to in a version as it stands, with `page` rendered from its words; what is required first."""
    required = [Finding(words) for words in missing(version, page)]
    return required + [Finding(words, is_required=False) for words in _advice(version)]


def missing(version: Version, page: Rendered) -> list[str]:
    """What keeps a draft from being submitted."""
    found = [] if version.title.strip() else ["It has no title."]
    found += [f"{name} has no name to print. {ADD_NAME}" for name in _nameless(version)]
    if not version.interests.strip():
        found.append("It has no declaration of interests. Write “None declared” if there are none.")
    if version.number > 1 and not version.significance:
        found.append("Say how much it changes for readers: editorial, minor or clinical.")
    if len(version.key_points) > KEY_POINTS:
        found.append(f"It has {len(version.key_points)} key points; four at most are read. Merge or cut some.")
    return found + (page.problems if page.text.strip() else ["It has no text."])


def _nameless(version: Version) -> list[str]:
    """What to call those of its authors who have given no name."""
    others = version.contributions.exclude(made_by=version.author).filter(made_by__display_name="")
    names = [] if version.author.display_name.strip() else ["Its author"]
    return names + (["Someone who wrote words of it"] if others.exists() else [])


def _advice(version: Version) -> list[str]:
    """What does not keep it from peer review, and is better seen to before readers see it."""
    found = source_checks.warnings(version)
    if version.number > 1 and not version.change_note.strip():
        found.append("It does not say yet, in one line for readers, what changed. Publishing will ask.")
    if version.approved_at is None:
        found.append("It has no date of peer review yet. One is printed once a reviewer has approved it.")
    return found + _links(version) + _leaflet(version)


def _links(version: Version) -> list[str]:
    """Links to articles that exist and cannot be read."""
    released = Version.objects.released().filter(article=OuterRef("pk"))
    linked = Article.objects.filter(document_id__in=linked_articles(version.body)).order_by("document_id")
    unread = linked.exclude(versions__status=Status.PUBLISHED).annotate(was_out=Exists(released))
    return [f"It links to {it}, which is {'withdrawn' if it.was_out else 'not yet written'}." for it in unread]


def _leaflet(version: Version) -> list[str]:
    """Whether its leaflet for patients is older than what readers see now, or has no version to read."""
    leaflet = version.article.leaflet
    if leaflet is None:
        return []
    theirs = leaflet.versions.published().values_list("published_at", flat=True).first()
    ours = version.article.versions.published().values_list("published_at", flat=True).first()
    if theirs is None:
        return [f"Its leaflet {leaflet} has no version that patients can read."]
    if ours and theirs < ours:
        return [f"Its leaflet {leaflet} is older than the article: it was published on {theirs:%-d %B %Y}."]
    return []
