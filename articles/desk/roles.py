"""The three groups of staff, and what each may do."""

from django.contrib.auth.models import Group, Permission

_EVERYONE = [
    "view_topic",
    "view_article",
    "view_version",
    "view_reference",
    "view_seealso",
    "view_transition",
    "view_check",
    "view_contribution",
    "view_equivalent",
    "view_missedsearch",
]
_WRITE = [
    *("add_topic", "change_topic", "add_article", "change_article", "add_version", "change_version", "delete_version"),
    *("add_reference", "change_reference", "delete_reference"),
    *("add_equivalent", "change_equivalent", "delete_equivalent", "delete_missedsearch"),
    *("add_seealso", "change_seealso", "delete_seealso"),
]
PERMISSIONS = {
    "Author": [*_EVERYONE, *_WRITE],
    "Reviewer": [*_EVERYONE, "review_version", "add_check"],
    "Publisher": [*_EVERYONE, *_WRITE, "publish_version", "add_check"],
}


def after_migrate(using: str = "default", **kwargs: object) -> None:
    """Make the groups that are missing. A group that exists is left as staff have set it."""
    for name, codenames in PERMISSIONS.items():
        group, is_new = Group.objects.using(using).get_or_create(name=name)
        if is_new:
            group.permissions.set(
                Permission.objects.using(using).filter(content_type__app_label="articles", codename__in=codenames)
            )
