from collections.abc import Iterable
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

from articles.text.anchors import CONTEXT
from articles.text.formats import ON_THE_LINE, present


def draw_quotes_from_their_pages(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Quotes of raised and lowered characters, which older texts have on the line: 10⁹ stood in them as 109."""
    note, version = apps.get_model("notes", "Note"), apps.get_model("articles", "Version")
    old = version.objects.filter(Q(page__contains="<sup>") | Q(page__contains="<sub>"), text_format=ON_THE_LINE)
    for page in old.filter(notes__start__isnull=False).distinct().iterator():
        changed = list(_drawn(page, note.objects.filter(version=page.pk, start__isnull=False).iterator()))
        note.objects.bulk_update(changed, ["quote", "prefix", "suffix"], batch_size=500)


def _drawn(version: Any, notes: Iterable[Any]) -> Iterable[Any]:
    """Those of the notes of a version whose words mean something else than was written down."""
    drawn = present(version)
    for note in notes:
        start, end = drawn.inside(note.start), drawn.inside(note.end)
        words = drawn.text[start:end], drawn.text[max(0, start - CONTEXT) : start], drawn.text[end : end + CONTEXT]
        if words != (note.quote, note.prefix, note.suffix):
            note.quote, note.prefix, note.suffix = words
            yield note


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_version_text_format"), ("notes", "0009_logging_opt_out")]

    operations = [migrations.RunPython(draw_quotes_from_their_pages, migrations.RunPython.noop)]
