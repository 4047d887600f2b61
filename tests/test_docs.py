"""What is written for people to read holds together."""

import ast
import re
from pathlib import Path

import pytest
from django.urls import get_resolver

from checks import files

ROOT = Path(__file__).parent.parent
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
DECISIONS = sorted(path.name for path in ROOT.glob("docs/decisions/[0-9]*.md"))


def broken_links(page: Path) -> list[str]:
    """The links of a page to files of the repository that are not there."""
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text())
    return [target for target in targets if ":" not in target and not (page.parent / target).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    assert broken_links(page) == []


def test_a_broken_link_is_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("[here](page.md) [there](nowhere.md#part) [elsewhere](https://example.org)")
    assert broken_links(page) == ["nowhere.md"]


# Docstrings, comments and pages, but for those that say what was true when they were written.
PAST = {"CHANGELOG.md", "test_docs.py"}
PROSE = [
    path
    for path in files.tracked(ROOT)
    if path.suffix in {".py", ".md", ".toml", ".js", ".html", ".css"}
    and not {*path.parts, path.name} & {"migrations", *PAST}
]


def files_named(text: str) -> set[str]:
    """Paths of files that a text names from the root, such as articles/text/anchors.py."""
    rooms = "|".join(path.name for path in ROOT.iterdir() if path.is_dir() and path.name != "data")
    ending = r"(?:py|js|md|html|css|toml|json|txt|svg)"
    return set(re.findall(rf"(?<![\w./-])((?:{rooms})/[\w./-]+\.{ending})\b", text))


def prose(path: Path) -> str:
    """The docstrings and comments of a program; all of a page."""
    text = path.read_text()
    if path.suffix != ".py":
        return text
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = [ast.get_docstring(node) or "" for node in ast.walk(ast.parse(text)) if isinstance(node, documented)]
    return "\n".join([*docstrings, *re.findall(r"#.*", text)])


def missing_files(path: Path) -> list[str]:
    """The files that a file names and that are not there."""
    places = [ROOT, ROOT / "templates", ROOT / "static", path.parent]
    return [name for name in sorted(files_named(prose(path))) if not any((at / name).exists() for at in places)]


def test_files_that_are_named_exist():
    assert {str(path.relative_to(ROOT)): missing for path in PROSE if (missing := missing_files(path))} == {}


def test_a_file_that_is_not_there_is_found():
    assert files_named("See articles/text/nowhere.py, not https://x.org/notes/a.js") == {"articles/text/nowhere.py"}


def test_every_decision_is_in_the_index_with_its_title():
    index = (ROOT / "docs" / "decisions" / "README.md").read_text()
    for name in DECISIONS:
        number, title = re.match(r"# (\d+)\. (.+)", (ROOT / "docs" / "decisions" / name).read_text()).groups()
        assert f"| [{number}]({name}) | {title} |" in index


def test_decisions_are_numbered_once_each():
    numbers = [name[:4] for name in DECISIONS]
    assert len(numbers) == len(set(numbers)) > 0


def routes(patterns, before=""):
    """Every address of the site, as it is written in its urls.py."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        yield from routes(pattern.url_patterns, route) if hasattr(pattern, "url_patterns") else [route]


def test_every_address_is_explained():
    explained = (ROOT / "docs" / "conventions.md").read_text()
    beginnings = {"/" + re.match(r"[^/]*/?", route).group() for route in routes(get_resolver().url_patterns)}
    assert {"/accounts/", "/feedback/", "/health/"} <= beginnings
    assert [beginning for beginning in beginnings if f"`{beginning}`" not in explained] == []
