"""How a summary names the exact text that was read."""

from typing import Any

from django.conf import settings

from articles.models import Version


def reference(version: Version) -> dict[str, Any]:
    """The exact text that was read: what GPhC calls to reference the text."""
    return {
        "title": version.title,
        "document_id": version.article.document_id,
        "version": version.number,
        "url": settings.SITE_URL + version.get_absolute_url(),
    }
