"""The mails of this room, one function each. Each has a subject and a body in templates/emails/."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from .models import Message, Subscription


def _mail(name: str, to: str, context: dict[str, object], headers: dict[str, str] | None = None) -> None:
    subject = " ".join(render_to_string(f"emails/{name}_subject.txt", context).split())
    EmailMessage(subject, render_to_string(f"emails/{name}.txt", context), to=[to], headers=headers).send()


def _address(name: str, token: str) -> str:
    return settings.SITE_URL + reverse(f"feedback:{name}", args=[token])


def message_arrived(message: Message) -> None:
    """Tell the editors of a reader's message, when they have an address for it."""
    if settings.FEEDBACK_EMAIL:
        _mail("message_arrived", settings.FEEDBACK_EMAIL, {"message": message})


def confirm_subscription(subscription: Subscription, token: str) -> None:
    """Ask whether the owner of an address wants the newsletter."""
    address = _address("confirm", token)
    _mail("confirm_subscription", subscription.email, {"subscription": subscription, "address": address})


def subscribed(subscription: Subscription, token: str) -> None:
    """Welcome a subscriber, with the way out: a link, and the headers of RFC 8058 for the mail client's button."""
    address = _address("unsubscribe", token)
    headers = {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    _mail("subscribed", subscription.email, {"subscription": subscription, "address": address}, headers)
