"""The mails of the newsletter: asking whether an address wants it, welcoming it, and the issues."""

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db.models import QuerySet
from django.template.loader import render_to_string

from articles.models import Version
from core.mail import headers, messages, queue
from core.mail.kinds import ComposedKind, Kind, register
from feedback.models import Delivery, Ending, Issue, Subscription
from feedback.newsletter.tokens import CONFIRM_WITHIN, token_to_confirm, token_to_leave


def _deliveries() -> QuerySet[Delivery]:
    return Delivery.objects.prefetch_related("issue", "subscription")


def delivery(delivery: Delivery) -> EmailMultiAlternatives | None:
    """An issue for one address, with the way out; None when it has left, or nothing is about its topics any more."""
    versions = delivery.issue.about(delivery.topics)
    if delivery.subscription.ended_at or not versions:
        return None
    leave = messages.address("feedback:unsubscribe", token_to_leave(delivery.subscription_id))
    mail = _issue(delivery.issue, versions, leave)
    mail.to = [delivery.subscription.email]
    mail.extra_headers = headers.stamps(delivery) | headers.way_out(leave) | {"List-Id": "<newsletter.patientplus>"}
    return mail


def _refused(delivery: Delivery) -> None:
    """An address that takes no mail gets no more of it."""
    Subscription.objects.of_address(delivery.subscription.email).end(because=Ending.BOUNCED)


SUBSCRIPTION = register(Kind("subscription", expires_in=CONFIRM_WITHIN))
ISSUE_TEST = register(Kind("newsletter_test"))
DELIVERY = register(
    ComposedKind("newsletter", may_repeat=False, rows=_deliveries, compose=delivery, on_refusal=_refused)
)


def issue_test(issue: Issue, to: str) -> None:
    """Send an issue to the editor who asks for it, as subscribers to everything will get it."""
    mail = _issue(issue, issue.versions(), messages.address("feedback:subscribe"))
    mail.subject, mail.to = f"Test: {mail.subject}", [to]
    queue.put(ISSUE_TEST, mail)


def _issue(issue: Issue, versions: list[Version], leave: str) -> EmailMultiAlternatives:
    text, page = issue_bodies(issue, versions, leave)
    mail = EmailMultiAlternatives(" ".join(issue.subject.split()), text)
    mail.attach_alternative(page, "text/html")
    return mail


def issue_bodies(issue: Issue, versions: list[Version], leave: str) -> tuple[str, str]:
    """An issue as plain text and as HTML, which is one column, styled in place: mail clients keep little else."""
    context = {"issue": issue, "versions": versions, "leave": leave, "site": settings.SITE_URL}
    return render_to_string("emails/issue.txt", context), render_to_string("emails/issue.html", context)


def confirm_subscription(subscription: Subscription) -> None:
    """Ask whether the owner of an address wants the newsletter."""
    address = messages.address("feedback:confirm", token_to_confirm(subscription))
    _put("confirm_subscription", subscription, address)


def subscribed(subscription: Subscription) -> None:
    """Welcome a subscriber, with the way out: a link, and the headers of RFC 8058 for the mail client's button."""
    leave = messages.address("feedback:unsubscribe", token_to_leave(subscription.pk))
    _put("subscribed", subscription, leave, headers.way_out(leave))


def _put(name: str, subscription: Subscription, address: str, more: dict[str, str] | None = None) -> None:
    context = {"subscription": subscription, "address": address}
    mail: EmailMessage = messages.write(name, subscription.email, context, more)
    queue.put(SUBSCRIPTION, mail)
