from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ON_THE_LINE, FORMAT = 1, 2


def drafts_take_the_present_format(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("articles", "Version").objects.filter(status="draft").update(text_format=FORMAT)


class Migration(migrations.Migration):
    """Texts that are frozen by now have raised characters on the line; those to come tell them apart."""

    dependencies = [("articles", "0007_transition_is_full_check")]

    operations = [
        migrations.AddField(
            model_name="version",
            name="text_format",
            field=models.PositiveSmallIntegerField(default=ON_THE_LINE, editable=False),
        ),
        migrations.RunPython(drafts_take_the_present_format, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="version",
            name="text_format",
            field=models.PositiveSmallIntegerField(
                default=FORMAT, editable=False, help_text="How its text is written: articles/text/formats.py."
            ),
        ),
    ]
