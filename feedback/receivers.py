"""What readers are told once a version was published or withdrawn."""

from articles.events import after_release
from articles.models import Version
from feedback import tasks
from feedback.messages import actions
from feedback.models import Message


@after_release
def tell_who_reported(version: Version) -> None:
    """Whoever reported what this version puts right is told."""
    if actions.settle_fixes(Message.objects.filter(fixed_in=version)):
        tasks.post("feedback.Reply")


@after_release
def tell_who_follows_and_who_read(version: Version) -> None:
    """Followers are told of a new version, and whoever opened what is corrected or withdrawn of that."""
    tasks.tell.enqueue(version.pk)
