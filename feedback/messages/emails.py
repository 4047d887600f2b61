"""The mails about messages: to the editors that one arrived, and to whoever wrote it what they answer."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.template.loader import render_to_string

from articles.models import Version
from core import guard
from core.mail import headers, messages, queue
from core.mail.kinds import ComposedKind, Kind, register
from feedback.models import Message, Reply


def _replies() -> QuerySet[Reply]:
    return Reply.objects.prefetch_related("message__version")


def reply(reply: Reply) -> EmailMessage:
    """What an editor answers to a message, with the message below it."""
    context = {"reply": reply, "message": reply.message}
    mail = messages.write("reply", reply.message.email, context, headers.stamps(reply))
    mail.reply_to = [settings.FEEDBACK_EMAIL] if settings.FEEDBACK_EMAIL else []
    return mail


ARRIVED = register(Kind("message_arrived"))
REPLY = register(ComposedKind("reply", rows=_replies, compose=reply))


def message_arrived(message: Message) -> None:
    """Tell the editors of a reader's message, when they have an address for it."""
    if settings.FEEDBACK_EMAIL:
        context = {"message": message, "said": guard.masked(message.body)}
        queue.put(ARRIVED, messages.write("message_arrived", settings.FEEDBACK_EMAIL, context))


def fixed(version: Version) -> str:
    """What a reader is told once a version that puts right what they reported is published."""
    context = {"version": version, "address": settings.SITE_URL + version.get_absolute_url()}
    return render_to_string("emails/_fixed.txt", context).strip()
