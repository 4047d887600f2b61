"""What belongs to an article whatever its version: what it is called, where it is filed, what it points to."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.text import slugify

from accounts.models import User
from articles import search
from articles import text as bodies
from articles.models import Article, SeeAlso, Topic, slug_of


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


def set_owners(article: Article, *, owner: User | None, deputy: User | None) -> None:
    """Say who is reminded of an article's next check; None leaves it to those who wrote and reviewed it last."""
    article.owner, article.deputy = owner, deputy
    article.save(update_fields=["owner", "deputy"])


@transaction.atomic
def set_see_also(article: Article, others: Iterable[Article]) -> None:
    """Point from an article to these others, in this order, and to no more."""
    article.see_also.all().delete()
    SeeAlso.objects.bulk_create(
        SeeAlso(article=article, other=other, position=position) for position, other in enumerate(others)
    )
