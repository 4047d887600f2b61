"""Mail that comes back: what a server says of an address (RFC 3464), and what a reader says of our mail (RFC 5965).

Whoever knows our Message-ID is believed, and nobody else: it holds a proof that only we can make.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from django.utils.crypto import constant_time_compare

from core.mail import headers
from feedback.models import Delivery, Ending
from feedback.newsletter import actions

_OURS = re.compile(r"<delivery\.(\d{1,18})\.([0-9a-f]{16})@")
_ABUSE = re.compile(r"^feedback-type:\s*abuse\s*$", re.IGNORECASE | re.MULTILINE)


def take(content: bytes) -> Ending | None:
    """End the subscriptions that a returned mail is about. Gives why, or nothing.

    A delay, or what is no report, or a report on a mail that is not ours, changes nothing.
    """
    report = message_from_bytes(content, policy=policy.default)
    because = _because(report)
    delivery = _delivery(report)
    if because is None or delivery is None:
        return None
    actions.leave(delivery.subscription, because=because)
    return because


def _because(report: EmailMessage) -> Ending | None:
    """What a report says: that an address failed for good, or that its owner complained."""
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = [block for block in part.get_payload() if isinstance(block, EmailMessage)]
            if any(_has_failed(block) for block in blocks):
                return Ending.BOUNCED
        if part.get_content_type() == "message/feedback-report" and _ABUSE.search(_text(part)):
            return Ending.COMPLAINED
    return None


def _has_failed(block: EmailMessage) -> bool:
    """Whether the status of one address is that it failed, and for good (5.y.z, RFC 3463)."""
    action, status = (str(block.get(name, "")).strip().lower() for name in ("Action", "Status"))
    return action == "failed" and status.startswith("5.")


def _delivery(report: EmailMessage) -> Delivery | None:
    """The delivery that came back, by the Message-ID of the mail that the report holds."""
    for words in _returned(report):
        if found := _OURS.search(words):
            delivery = Delivery.objects.filter(pk=int(found[1])).select_related("subscription").first()
            if delivery and constant_time_compare(found[2], headers.proof(delivery)):
                return delivery
    return None


def _returned(report: EmailMessage) -> Iterator[str]:
    """The Message-IDs in the mail, or the headers of it, that a report holds."""
    for part in report.walk():
        if part.get_content_type() == "text/rfc822-headers":
            yield from re.findall(r"^message-id:\s*(\S+)", _text(part), re.IGNORECASE | re.MULTILINE)
        elif part is not report and "Message-ID" in part:
            yield str(part["Message-ID"])


def _text(part: EmailMessage) -> str:
    """The words of a part, whatever it says of itself."""
    inner: Any = part.get_payload()
    if isinstance(inner, list):  # Python reads every message/* as a mail
        return "\n".join(piece.as_string() for piece in inner)
    content: Any = part.get_payload(decode=True)
    return (content or b"").decode("utf-8", "replace")
