"""Messages written from templates: templates/emails/<name>.txt, and its subject in <name>_subject.txt."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse


def address(view: str, *args: Any) -> str:
    """Where a page is ("feedback:following"), with the name of the site: mails are read elsewhere."""
    return settings.SITE_URL + reverse(view, args=args)


def write(name: str, to: str, context: dict[str, Any], headers: dict[str, str] | None = None) -> EmailMessage:
    """The message that the templates of this name make, to one address."""
    context = {"site": settings.SITE_URL, **context}
    subject = " ".join(render_to_string(f"emails/{name}_subject.txt", context).split())
    return EmailMessage(subject, render_to_string(f"emails/{name}.txt", context), to=[to], headers=headers)
