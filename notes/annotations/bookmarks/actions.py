"""What a member does with bookmarks. Only these functions write them."""

from typing import TYPE_CHECKING

from articles.models import Article
from notes.models import Bookmark

if TYPE_CHECKING:
    from accounts.models import User


def add(article: Article, *, by: "User", section: str = "", title: str = "") -> Bookmark:
    """Put a bookmark in an article, or in a section of it (its id and title). A second time gives the first one."""
    bookmark, _ = Bookmark.objects.get_or_create(
        user=by, article=article, section=section, defaults={"title": title[:500]}
    )
    return bookmark


def remove(article: Article, *, by: "User", section: str = "") -> None:
    """Take a bookmark out. Once it is gone, or never was, nothing happens."""
    Bookmark.objects.owned_by(by).filter(article=article, section=section).delete()
