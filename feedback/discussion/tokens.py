"""What the links in mails about a discussion hold: whose watch of which article to end."""

from django.core import signing

from articles.models import Article

_LEAVE = "feedback.discussion.leave"


def token_to_leave(article_id: int, user_id: int) -> str:
    """What a mail's link holds to end a watch. It never grows too old."""
    return signing.dumps([article_id, user_id], salt=_LEAVE)


def to_leave(token: str) -> tuple[Article, int] | None:
    """The article and the member's id that a link is about; None when it is forged, or the article is gone."""
    try:
        article_id, user_id = signing.loads(token, salt=_LEAVE)
    except signing.BadSignature:
        return None
    article = Article.objects.filter(pk=article_id).first()
    return (article, user_id) if article else None
