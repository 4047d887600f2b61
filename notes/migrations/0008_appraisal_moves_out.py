"""Diary, evidence, plans and summaries leave for the app `appraisal`: their tables are renamed, no row is copied."""

from django.db import migrations

MOVED = ["Action", "Entry", "Evidence", "Objective", "Share", "ShareVisit", "Source", "Summary", "SummaryFile"]
JOINS = ["entry_notes", "entry_objectives", "entry_page_views"]


def rename_tables(schema_editor, old, new):
    for name in [*(model.lower() for model in MOVED), *JOINS]:
        schema_editor.alter_db_table(None, f"{old}_{name}", f"{new}_{name}")


def move_tables(apps, schema_editor):
    rename_tables(schema_editor, "notes", "appraisal")
    content_types(apps, "notes", "appraisal")


def move_tables_back(apps, schema_editor):
    rename_tables(schema_editor, "appraisal", "notes")
    content_types(apps, "appraisal", "notes")


def content_types(apps, old, new):
    """What the framework knows of a model, its permissions among it, goes with it."""
    types = apps.get_model("contenttypes", "ContentType").objects
    types.filter(app_label=old, model__in=[model.lower() for model in MOVED]).update(app_label=new)


class Migration(migrations.Migration):
    dependencies = [
        ("notes", "0007_summaries"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(move_tables, move_tables_back),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                # What leads to others goes first.
                *[
                    migrations.RemoveField(model, field)
                    for model, field in [
                        ("action", "entry"),
                        ("evidence", "entry"),
                        ("source", "entry"),
                        ("entry", "objectives"),
                        ("share", "summary"),
                        ("sharevisit", "share"),
                        ("summaryfile", "summary"),
                    ]
                ],
                *[migrations.DeleteModel(model) for model in MOVED],
            ],
        ),
        migrations.RenameModel("Unlogged", "LoggingOptOut"),
    ]
