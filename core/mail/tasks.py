"""Sending in the background. The task holds the name of a kind only, and run_due does the same should one be lost."""

from django_tasks import task

from core.mail import kinds, sender


@task()
def send(kind: str) -> None:
    """Send what is due of a kind of mail, by its name."""
    sender.try_to_send(kinds.get(kind))
