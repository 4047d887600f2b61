"""The shape of the house, checked: who may import whom, how large a room is, what names and templates look like."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, get_resolver

ROOT = Path(__file__).parent.parent
# Who may import whom (docs/conventions.md). Nothing imports patientplus, and patientplus may import all.
MAY_IMPORT = {
    "core": {"core"},
    "accounts": {"accounts", "core"},
    "articles": {"articles", "accounts", "core"},
    "notes": {"notes", "articles", "accounts", "core"},
    "appraisal": {"appraisal", "notes", "articles", "accounts", "core"},
    "feedback": {"feedback", "articles", "accounts", "core"},
}
# Within articles: from what others are built of to what is built of it.
# Of all that have no folder of their own (models, events, generations) each may know the text.
ARTICLES = {
    "text": {"text"},
    "models": {"text"},
    "references": {"references", "text"},
    "search": {"search", "references", "text"},
    "actions": {"actions", "search", "references", "text"},
    "public": {"public", "search", "references", "text"},
    "transfer": {"transfer", "actions", "references", "text"},
    "desk": {"desk", "transfer", "public", "actions", "search", "references", "text"},
}
ROOMS = {*MAY_IMPORT, "patientplus"}
MOST_MODULES, MOST_ADDRESSES, WIDEST = 15, 40, 120
OURS = [model for app in MAY_IMPORT for model in apps.get_app_config(app).get_models() if not model._meta.proxy]


def modules(room: str) -> dict[str, Path]:
    """Every module of a room but its migrations, by its dotted name."""
    paths = (path for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts)
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


def imports(source: str, *, is_type_checking_counted: bool = True) -> Iterator[tuple[str, str]]:
    """What a module imports, wherever it stands in it: the module, and the name taken from it ("" for the whole)."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import of {node.module}: write it from the root"
            yield from ((str(node.module), alias.name) for alias in node.names)


def rooms_of(source: str) -> set[str]:
    """The rooms that a module names in its imports."""
    return {module.partition(".")[0] for module, _ in imports(source)} & ROOMS


def graph(sources: dict[str, str]) -> dict[str, set[str]]:
    """Which modules each module imports when it is loaded or later, of those given."""
    arrows: dict[str, set[str]] = {}
    for name, source in sources.items():
        named = {full if (full := f"{module}.{taken}") in sources else module for module, taken in imports(source)}
        arrows[name] = (named & sources.keys()) - {name}
    return arrows


def circles(arrows: dict[str, set[str]]) -> list[list[str]]:
    """Modules that lead back to themselves: for each circle found by a walk, its modules in order."""
    done: set[str] = set()
    found: list[list[str]] = []

    def walk(name: str, path: list[str]) -> None:
        if name in path:
            found.append(path[path.index(name) :])
        elif name not in done:
            for other in sorted(arrows[name]):
                walk(other, [*path, name])
            done.add(name)

    for name in sorted(arrows):
        walk(name, [])
    return found


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_rooms_import_only_what_they_may(room):
    assert modules(room)
    for path in modules(room).values():
        assert rooms_of(path.read_text()) <= MAY_IMPORT[room], path


@pytest.mark.parametrize("part", ARTICLES)
def test_parts_of_articles_import_only_what_they_may(part):
    for path in modules(f"articles/{part}").values():
        full = (f"{module}.{taken}" for module, taken in imports(path.read_text()))
        named = {name.split(".")[1] for name in full if name.startswith("articles.")}
        assert named & (ARTICLES.keys() - {"models"}) <= ARTICLES[part], path


def test_a_wrong_arrow_is_seen():
    assert rooms_of("def f():\n    from notes.models import Note\n    import feedback.views") == {"notes", "feedback"}


def test_no_module_leads_back_to_itself():
    sources = {name: path.read_text() for room in ROOMS for name, path in modules(room).items()}
    assert circles(graph(sources)) == []


def test_a_circle_is_seen():
    assert circles(graph({"a.b": "from a import c", "a.c": "def f():\n    import a.b"})) == [["a.b", "a.c"]]


def test_folders_show_no_more_modules_than_one_can_overlook():
    for room in ROOMS:
        for folder in {path.parent for path in modules(room).values()}:
            names = [path.name for path in folder.glob("*.py") if path.name != "__init__.py"]
            assert len(names) <= MOST_MODULES, (folder, names)


def test_rooms_have_no_more_addresses_than_one_can_overlook():
    for room in MAY_IMPORT:
        resolvers = [it for it in get_resolver().url_patterns if getattr(it, "app_name", "") == room]
        assert sum(isinstance(it, URLPattern) for r in resolvers for it in r.url_patterns) <= MOST_ADDRESSES, room


def wide_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if len(line) > WIDEST]


def crowded_lines(text: str) -> list[str]:
    """Lines with more than one condition or loop."""
    return [line for line in text.splitlines() if len(re.findall(r"{% *(?:if|elif|for)\b", line)) > 1]


def templates() -> list[Path]:
    paths = [path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".svg", ".xml", ".txt"}]
    assert len(paths) > 200
    return paths


def test_templates_are_no_wider_than_a_screen():
    for path in templates():
        assert wide_lines(path.read_text()) == [], path


def test_templates_have_one_condition_a_line():
    for path in templates():
        assert crowded_lines(path.read_text()) == [], path


def test_a_second_condition_on_a_line_is_seen():
    assert crowded_lines("{% if a %}b{% endif %}\n{% for c in d %}{%if c %}") == ["{% for c in d %}{%if c %}"]


def test_a_wide_line_is_seen():
    assert wide_lines("short\n" + "x" * 121) == ["x" * 121]


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


# The private dialect of before: participles in place of the noun or the verb (docs/conventions.md, Words). Columns of
# the database keep theirs.
DIALECT = {"said", "told", "kept", "stands", "stood", "anew"}
COLUMNS = {field.name for model in apps.get_models() for field in model._meta.get_fields()}


def dialect(source: str) -> set[str]:
    """Names that a module gives in the private dialect."""
    given: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            given.add(node.id)
        elif isinstance(node, ast.arg):
            given.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            given.add(node.name)
    return {name for name in given - COLUMNS if DIALECT & set(name.lower().split("_"))}


def test_names_are_those_of_the_field():
    found = {
        str(path): names for room in ROOMS for path in modules(room).values() if (names := dialect(path.read_text()))
    }
    assert found == {}


def test_a_name_in_dialect_is_seen():
    assert dialect("def told(kept): said_by = kept") == {"told", "kept", "said_by"}
