from django.contrib.auth.models import Group, Permission

_EVERYONE = [
    *("view_usefulness", "view_vote", "change_vote", "view_message", "change_message", "view_announcement"),
    *("view_issue", "view_comment", "view_lock"),
]
_MODERATE = ["change_comment", "add_lock", "change_lock", "delete_lock"]
PERMISSIONS = {
    "Author": _EVERYONE,
    "Reviewer": [*_EVERYONE, *_MODERATE],
    "Publisher": [*_EVERYONE, *_MODERATE, "add_issue", "change_issue", "delete_issue"],
}


def after_migrate(using: str = "default", **kwargs: object) -> None:
    """Let every group of staff read and answer what readers say, and publishers write to subscribers.

    Unless someone has already decided who may.
    """
    ours = Permission.objects.using(using).filter(content_type__app_label="feedback")
    if not Group.objects.using(using).filter(permissions__in=ours).exists():
        for group in Group.objects.using(using).filter(name__in=PERMISSIONS):
            group.permissions.add(*ours.filter(codename__in=PERMISSIONS[group.name]))
