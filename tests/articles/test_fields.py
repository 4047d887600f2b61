"""The one list of the fields of a version that people write, and what is derived from it."""

import pytest

from articles import actions
from articles.desk.admin.forms import VersionForm
from articles.fields import FIELDS, FROZEN, NAMES
from articles.models import Version
from articles.text import fingerprint
from articles.transfer.files import ArticleFile
from articles.transfer.markdown import frontmatter


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_field_is_a_column_and_in_files_and_can_be_typed(field):
    assert Version._meta.get_field(field.name)
    assert field.name in VersionForm.base_fields
    assert {field.name, "body_html"} & set(ArticleFile.__dataclass_fields__)
    assert field.name == "body" or field.name in frontmatter.KEYS


def test_every_text_of_a_draft_is_in_the_list():
    columns = {column.name for column in Version._meta.fields if column.editable}
    assert columns - {"id", "article", "number", "author"} == set(NAMES)


def test_a_later_field_is_no_part_of_the_fingerprint_while_it_is_empty(draft, ada, monkeypatch):
    before = fingerprint.fingerprint(draft)
    earlier = [field for field in FROZEN if field.name != "summary"]
    later = [field.__class__(**{**vars(field), "is_later": True}) for field in FROZEN if field.name == "summary"]
    monkeypatch.setattr(fingerprint, "FROZEN", [*earlier, *later])
    draft = actions.write(draft, by=ada, summary="")
    empty = fingerprint.fingerprint(draft)
    draft = actions.write(draft, by=ada, summary="Now it says something.")
    assert len({before, empty, fingerprint.fingerprint(draft)}) == 3
