"""The mails of this room, one function each. Each has a subject and a body in templates/emails/."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac

from core import guard

if TYPE_CHECKING:
    from articles.models import Version
    from feedback.models import (
        Comment,
        CommentNotice,
        Delivery,
        Issue,
        Message,
        Notice,
        Reply,
        Sendable,
        Subscription,
    )


def _mail(name: str, to: str, context: dict[str, Any], headers: dict[str, str] | None = None) -> EmailMessage:
    subject = " ".join(render_to_string(f"emails/{name}_subject.txt", context).split())
    context = context | {"site": settings.SITE_URL}
    return EmailMessage(subject, render_to_string(f"emails/{name}.txt", context), to=[to], headers=headers)


def address(name: str, *args: Any) -> str:
    """Where a page of this room is, for mails."""
    return settings.SITE_URL + reverse(f"feedback:{name}", args=args)


def way_out(address: str) -> dict[str, str]:
    """The headers by which a mail client's own button unsubscribes with one POST (RFC 8058)."""
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def stamps(row: "Sendable") -> dict[str, str]:
    """What tells machines that a mail is one of ours, and the same one if it ever comes twice (RFC 5322, RFC 3834)."""
    host = settings.SITE_URL.partition("://")[2].partition("/")[0].partition(":")[0]
    name = f"{row._meta.model_name}.{row.pk}.{proof(row)}"
    return {"Message-ID": f"<{name}@{host}>", "Auto-Submitted": "auto-generated"}


def proof(row: "Sendable") -> str:
    """Sixteen digits that only we can make for this mail."""
    return salted_hmac("feedback.emails", f"{row._meta.model_name}.{row.pk}").hexdigest()[:16]


def message_arrived(message: "Message") -> None:
    """Tell the editors of a reader's message, when they have an address for it."""
    if settings.FEEDBACK_EMAIL:
        said = guard.masked(message.body)
        _mail("message_arrived", settings.FEEDBACK_EMAIL, {"message": message, "said": said}).send()


def comment_flagged(comment: "Comment", reason: str) -> None:
    """Tell the editors that a member asks for a look at a comment, when they have an address for it."""
    if settings.FEEDBACK_EMAIL:
        desk = settings.SITE_URL + reverse("admin:feedback_comment_change", args=[comment.pk])
        _mail("comment_flagged", settings.FEEDBACK_EMAIL, {"comment": comment, "reason": reason, "desk": desk}).send()


def reply(reply: "Reply") -> EmailMessage:
    """What an editor answers to a message, with the message below it."""
    mail = _mail("reply", reply.message.email, {"reply": reply, "message": reply.message}, stamps(reply))
    mail.reply_to = [settings.FEEDBACK_EMAIL] if settings.FEEDBACK_EMAIL else []
    return mail


def fixed(version: "Version") -> str:
    """What a reader is told once a version that puts right what they reported is published."""
    context = {"version": version, "address": settings.SITE_URL + version.get_absolute_url()}
    return render_to_string("emails/_fixed.txt", context).strip()


def notice(notice: "Notice") -> EmailMessage:
    """What is new in an article that a member follows, or wrong in one that they read; the first with the way out."""
    from feedback.following.actions import token_to_leave

    told, version = notice.announcement, notice.announcement.version
    context = {
        "told": told,
        "following": address("following"),
        "address": settings.SITE_URL + version.get_absolute_url(),
    }
    if told.is_recall:
        if told.correction:
            article = version.article
            pair = [article.document_id, article.slug, version.number, told.correction.number]
            context["address"] = settings.SITE_URL + reverse("articles:compare", args=pair)
        return _mail("notice", notice.user.email, context, stamps(notice))
    leave = address("unfollow", token_to_leave(version.article_id, notice.user_id))
    return _mail("notice", notice.user.email, context | {"leave": leave}, stamps(notice) | way_out(leave))


def issue(delivery: "Delivery", versions: "list[Version]") -> EmailMultiAlternatives:
    """One issue of the newsletter for one address: the same words as plain text and as HTML, with the way out."""
    from feedback.newsletter.actions import token_to_leave

    leave = address("unsubscribe", token_to_leave(delivery.subscription_id))
    mail = _issue(delivery.issue, versions, leave)
    mail.to = [delivery.subscription.email]
    mail.extra_headers = stamps(delivery) | way_out(leave) | {"List-Id": "<newsletter.patientplus>"}
    return mail


def issue_test(issue: "Issue", to: str) -> None:
    """Send an issue to the editor who asks for it, as subscribers to everything will get it. Nothing is recorded."""
    mail = _issue(issue, issue.versions(), address("subscribe"))
    mail.subject, mail.to = f"Test: {mail.subject}", [to]
    mail.send()


def _issue(issue: "Issue", versions: "list[Version]", leave: str) -> EmailMultiAlternatives:
    words, page = issue_bodies(issue, versions, leave)
    mail = EmailMultiAlternatives(" ".join(issue.subject.split()), words)
    mail.attach_alternative(page, "text/html")
    return mail


def issue_bodies(issue: "Issue", versions: "list[Version]", leave: str) -> tuple[str, str]:
    """An issue as plain text and as HTML, which is one column, styled in place: mail clients keep little else."""
    context = {"issue": issue, "versions": versions, "leave": leave, "site": settings.SITE_URL}
    return render_to_string("emails/issue.txt", context), render_to_string("emails/issue.html", context)


def comment(notice: "CommentNotice") -> EmailMessage:
    """What was said in a discussion, to a member who watches it, with the way out."""
    from feedback.discussion.actions import token_to_leave

    said, article = notice.comment, notice.comment.version.article
    leave = address("unwatch", token_to_leave(article.pk, notice.user_id))
    context = {"comment": said, "article": article, "leave": leave}
    context["address"] = f"{address('discussion', article.document_id)}#comment-{said.pk}"
    return _mail("comment", notice.user.email, context, stamps(notice) | way_out(leave))


def confirm_subscription(subscription: "Subscription", token: str) -> None:
    """Ask whether the owner of an address wants the newsletter."""
    context = {"subscription": subscription, "address": address("confirm", token)}
    _mail("confirm_subscription", subscription.email, context).send()


def subscribed(subscription: "Subscription", token: str) -> None:
    """Welcome a subscriber, with the way out: a link, and the headers of RFC 8058 for the mail client's button."""
    leave = address("unsubscribe", token)
    context = {"subscription": subscription, "address": leave}
    _mail("subscribed", subscription.email, context, way_out(leave)).send()
