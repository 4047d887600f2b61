from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def print_names(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Keep with each released version the names that it is printed with today."""
    versions = apps.get_model("articles", "Version").objects.using(schema_editor.connection.alias)
    released = versions.filter(published_at__isnull=False).select_related("author", "approved_by")
    for version in released.only("author__display_name", "approved_by__display_name"):
        names = {"author_name": version.author.display_name, "reviewer_name": version.approved_by.display_name}
        versions.filter(pk=version.pk).update(**names)


class Migration(migrations.Migration):
    """Names under a version stay as they were printed, whatever their owners are called later."""

    dependencies = [("articles", "0004_contributions_and_times")]
    operations = [migrations.RunPython(print_names, migrations.RunPython.noop)]
