from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def make(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the search index as this database has it."""
    for statement in _statements(schema_editor)["make"]:
        schema_editor.execute(statement)


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _statements(schema_editor)["drop"]:
        schema_editor.execute(statement)


def _statements(schema_editor: BaseDatabaseSchemaEditor) -> dict[str, list[str]]:
    if schema_editor.connection.vendor == "sqlite":
        return {
            "make": [
                "create virtual table articles_search using fts5(title, synonyms, summary, text, tokenize = 'unicode61 remove_diacritics 0')",
                "create virtual table articles_search_words using fts5vocab('articles_search', 'row')",
            ],
            "drop": ["drop table articles_search_words", "drop table articles_search"],
        }
    return {
        "make": [
            "create table articles_search (article bigint primary key, words tsvector not null)",
            "create index articles_search_words on articles_search using gin (words)",
        ],
        "drop": ["drop table articles_search"],
    }


class Migration(migrations.Migration):
    """Words by which articles are found, in what each database has for it (articles/search/)."""

    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
