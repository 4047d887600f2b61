"""Interim rendering, replaced when the real one lands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import nh3


@dataclass
class Rendered:
    page: str = ""
    contents: list[dict] = field(default_factory=list)
    text: str = ""
    cited: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def sanitise(html: str) -> str:
    return nh3.clean(
        html, tags={"p", "h2", "h3", "ul", "ol", "li", "strong", "em", "cite"}, attributes={"cite": {"data-ref"}}
    )


def linked_articles(body_html: str) -> list[int]:
    return [int(number) for number in re.findall(r'data-article="(\d+)"', body_html)]


def render(body_html: str, *, reference_keys: Sequence[str], article_links: Mapping[int, str | None]) -> Rendered:
    text = re.sub(r"<[^>]+>", "", body_html)
    return Rendered(page=body_html, contents=[], text=text, cited=list(reference_keys))
