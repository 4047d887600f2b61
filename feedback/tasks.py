"""What nobody should wait for. The tasks hold names and ids only, and run_due does the same should one be lost."""

from collections.abc import Iterable

from django.apps import apps
from django_tasks import task

from .models import Sendable
from .post import send_waiting


@task()
def send(kind: str) -> None:
    """Send what waits of one kind of mail, named as its model is ("feedback.Reply")."""
    send_waiting(apps.get_model(kind))


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
