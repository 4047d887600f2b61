"""What is written for people to read holds together."""

import re
from pathlib import Path

import pytest
from django.urls import get_resolver

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
