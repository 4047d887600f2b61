"""The shape of the house, checked: who may import whom, and what every model promises."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "accounts": {"accounts"},
    "articles": {"articles", "accounts"},
    "notes": {"notes", "articles", "accounts"},
    "feedback": {"feedback", "articles", "accounts"},
}
ROOMS = {*MAY_IMPORT, "patientplus"}
OURS = [model for app in MAY_IMPORT for model in apps.get_app_config(app).get_models() if not model._meta.proxy]


def imported(source: str) -> set[str]:
    """The rooms that a module names in its imports, wherever they stand in it."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(str(node.module).partition(".")[0])
    return found & ROOMS


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_rooms_import_only_what_they_may(room):
    files = list((ROOT / room).rglob("*.py"))
    assert files
    for path in files:
        assert imported(path.read_text()) <= MAY_IMPORT[room], path


def test_a_wrong_arrow_is_seen():
    assert imported("def f():\n    from notes.models import Note\n    import feedback.views") == {"notes", "feedback"}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_constraints_are_named_for_their_model(model):
    for constraint in model._meta.constraints:
        assert constraint.name.startswith(f"{model._meta.app_label}_{model._meta.model_name}_")


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_optional_by_and_at_come_together(model):
    optional = {field.name for field in model._meta.fields if field.null}
    for stem in {name[:-3] for name in optional if name.endswith("_by")}:
        assert f"{stem}_at" in optional, f"{stem}_by has no {stem}_at"
        names = [constraint.name for constraint in model._meta.constraints]
        assert f"{model._meta.app_label}_{model._meta.model_name}_{stem}_by_and_at" in names


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_names_say_what_they_hold(model):
    for field in model._meta.get_fields():
        if isinstance(field, models.DateTimeField):
            assert field.name.endswith("_at") or field.name in {
                "last_login",
                "date_joined",
                "expire_date",
            }
        elif isinstance(field, models.DateField):
            assert field.name.endswith("_on")
        elif isinstance(field, models.BooleanField):
            assert field.name.startswith("is_")


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_model_says_what_it_is(model):
    assert model.__doc__.startswith(("A ", "An ")), model.__doc__
    assert " is " in model.__doc__


def test_only_one_file_marks_html_as_safe():
    holders = [
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if "mark_safe" in path.read_text()
    ]
    assert holders in ([], ["articles/templatetags/articles.py"])
