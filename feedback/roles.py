from django.contrib.auth.models import Group, Permission

OURS = ["view_usefulness", "view_vote", "change_vote", "view_message", "change_message", "view_announcement"]


def after_migrate(using: str = "default", **kwargs: object) -> None:
    """Let every group of staff read and answer what readers say, unless someone has already decided who may."""
    ours = Permission.objects.using(using).filter(content_type__app_label="feedback")
    if not Group.objects.using(using).filter(permissions__in=ours).exists():
        for group in Group.objects.using(using).filter(name__in=["Author", "Reviewer", "Publisher"]):
            group.permissions.add(*ours.filter(codename__in=OURS))
