"""The mail about an announcement: what is new in an article that a member follows, or wrong in one that they read."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet

from core.mail import headers, messages
from core.mail.kinds import ComposedKind, register
from feedback.following.tokens import token_to_leave
from feedback.models import Announcement, Notice


def _notices() -> QuerySet[Notice]:
    return Notice.objects.prefetch_related("user", "announcement__version__article", "announcement__correction")


def notice(notice: Notice) -> EmailMessage | None:
    """An announcement as one member gets it, with the way out unless it is a recall; None when they have left."""
    if not notice.user.is_active:
        return None
    announcement = notice.announcement
    context = {
        "told": announcement,
        "following": messages.address("feedback:following"),
        "address": _address(announcement),
    }
    if announcement.is_recall:
        return messages.write("notice", notice.user.email, context, headers.stamps(notice))
    token = token_to_leave(announcement.version.article_id, notice.user_id)
    leave = messages.address("feedback:unfollow", token)
    stamps = headers.stamps(notice) | headers.way_out(leave)
    return messages.write("notice", notice.user.email, context | {"leave": leave}, stamps)


def _address(announcement: Announcement) -> str:
    """Where what it is about can be read: the version, or what a correction changed."""
    version = announcement.version
    if not announcement.correction:
        return settings.SITE_URL + version.get_absolute_url()
    article = version.article
    pair = [article.document_id, article.slug, version.number, announcement.correction.number]
    return messages.address("articles:compare", *pair)


NOTICE = register(ComposedKind("notice", rows=_notices, compose=notice))
