from django.contrib.auth.models import Group, Permission

_EVERYONE = [
    *("view_usefulness", "view_vote", "change_vote", "view_message", "change_message", "view_announcement"),
    *("view_issue", "view_comment", "view_lock"),
]
_MODERATE = ["change_comment", "add_lock", "change_lock", "delete_lock"]
PERMISSIONS = {
    "feedback": {
        "Author": _EVERYONE,
        "Reviewer": [*_EVERYONE, *_MODERATE],
        "Publisher": [*_EVERYONE, *_MODERATE, "add_issue", "change_issue", "delete_issue"],
    },
    # What of the outgoing mail failed or is in doubt, and sending it again.
    "core": {"Publisher": ["view_mail", "change_mail"]},
}


def after_migrate(using: str = "default", **kwargs: object) -> None:
    """Let every group of staff read and answer what readers say, and publishers write to subscribers and see to mail.

    Unless someone has already decided who may.
    """
    for app, groups in PERMISSIONS.items():
        ours = Permission.objects.using(using).filter(content_type__app_label=app)
        if not Group.objects.using(using).filter(permissions__in=ours).exists():
            for group in Group.objects.using(using).filter(name__in=groups):
                group.permissions.add(*ours.filter(codename__in=groups[group.name]))
