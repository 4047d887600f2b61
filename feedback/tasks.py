"""What nobody should wait for. The tasks hold ids only, and run_due does the same should one be lost."""

from django_tasks import task

from articles.models import Version
from feedback.following import actions as following
from feedback.models import Issue
from feedback.newsletter import recipients


@task()
def tell(version_pk: int) -> None:
    """Find everyone who is to hear of a version that was published or withdrawn, and queue their mails."""
    following.find_all(Version.objects.filter(pk=version_pk))


@task()
def deliver(issue_pk: int) -> None:
    """Queue an issue of the newsletter for everyone who subscribes to it."""
    recipients.find_recipients(Issue.objects.filter(pk=issue_pk))
