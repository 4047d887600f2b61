"""What the links in mails about an article hold: whose follow of it to end."""

from django.core import signing

from accounts.models import User
from articles.models import Article

_LEAVE = "feedback.following.leave"


def token_to_leave(article_id: int, user_id: int) -> str:
    """What a mail's link holds to end a follow. It never grows too old."""
    return signing.dumps([article_id, user_id], salt=_LEAVE)


def to_leave(token: str) -> tuple[Article, User] | None:
    """The article and the member that a link is about; None when the link is forged, or either is gone."""
    try:
        article_id, user_id = signing.loads(token, salt=_LEAVE)
    except signing.BadSignature:
        return None
    article, user = Article.objects.filter(pk=article_id).first(), User.objects.filter(pk=user_id).first()
    return (article, user) if article and user else None
