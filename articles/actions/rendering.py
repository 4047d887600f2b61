"""From words to pages."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef

from articles import text as bodies
from articles.models import Article, Version


def rendered(version: Version, *, reference_keys: list[str] | None = None) -> bodies.Rendered:
    """The version's body as readers see it, from its words as they stand, with its references or those given."""
    if reference_keys is None:
        reference_keys = list(version.references.values_list("key", flat=True))
    return bodies.render(
        version.body,
        reference_keys=reference_keys,
        article_links=links(bodies.linked_articles(version.body)),
        text_format=version.text_format,
    )


def links(document_ids: Iterable[int]) -> dict[int, str | None]:
    """Where each article is; None for one that is planned. Unknown ones are left out.

    One that was withdrawn has an address, which says why.
    """
    articles = Article.objects.filter(document_id__in=list(document_ids)).annotate(
        was_published=Exists(Version.objects.released().filter(article=OuterRef("pk")))
    )
    return {article.document_id: article.get_absolute_url() if article.was_published else None for article in articles}


@transaction.atomic
def rerender(version: Version) -> bool:
    """Render a frozen version's page again, as long as its text stays the same to the letter. True if it changed."""
    fresh = rendered(version)
    if fresh.text != version.text or fresh.page == version.page:
        return False
    version.page, version.contents = fresh.page, fresh.contents
    version.save(update_fields=["page", "contents"])
    return True
