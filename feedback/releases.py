"""What readers are told once a version was published or withdrawn."""

from articles.models import Version
from articles.releases import after_release

from . import tasks
from .actions import messages
from .models import Message


@after_release
def tell_who_reported(version: Version) -> None:
    """Whoever reported what this version puts right is told."""
    if messages.settle_fixes(Message.objects.filter(fixed_in=version)):
        tasks.post("feedback.Reply")


@after_release
def tell_who_follows_and_who_read(version: Version) -> None:
    """Followers are told of a new version, and whoever opened what is corrected or withdrawn of that."""
    tasks.tell.enqueue(version.pk)
