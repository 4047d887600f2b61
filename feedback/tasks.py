"""What nobody should wait for. The tasks hold names and ids only, and run_due does the same should one be lost."""

from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django_tasks import task

from articles.models import Version
from feedback.following import actions
from feedback.models import Delivery, Issue, Notice, Sendable
from feedback.newsletter import actions as newsletter
from feedback.post import send_waiting

SOON = 50  # mails that whoever causes them waits for


@task()
def send(kind: str) -> None:
    """Send what waits of one kind of mail, named as its model is ("feedback.Reply")."""
    send_waiting(apps.get_model(kind))


@task()
def tell(version_pk: int) -> None:
    """Find everyone who is to hear of a version that was published or withdrawn, and write to them."""
    actions.find_all(Version.objects.filter(pk=version_pk))
    post(Notice._meta.label)


@task()
def deliver(issue_pk: int) -> None:
    """Send an issue of the newsletter to everyone who subscribes to it."""
    newsletter.find_recipients(Issue.objects.filter(pk=issue_pk))
    post(Delivery._meta.label)


def post(kind: str) -> None:
    """Have what waits of a kind of mail sent: by the worker, or at once if it is little; the timer sends the rest."""
    waiting = apps.get_model(kind).objects.waiting()  # type: ignore[attr-defined]
    if settings.BACKGROUND_WORKER or len(waiting[: SOON + 1]) <= SOON:
        send.enqueue(kind)


def kinds() -> Iterable[type[Sendable]]:
    """Every kind of mail that must go to each of many once."""
    return [model for model in apps.get_app_config("feedback").get_models() if issubclass(model, Sendable)]


def send_all_waiting() -> int:
    """Send what waits of every kind. Raises the first problem, once every kind has had its turn."""
    sent, problems = 0, []
    for kind in kinds():
        try:
            sent += send_waiting(kind)
        except OSError as problem:  # of the mail server, whose errors are OSErrors in smtplib too
            problems.append(problem)
    if problems:
        raise problems[0]
    return sent
