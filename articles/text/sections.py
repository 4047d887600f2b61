"""The sections of a page, each with its place in the canonical text."""

from dataclasses import dataclass
from typing import Protocol


class Rendered(Protocol):
    """A page and its contents: of a version, or of a draft that was rendered."""

    @property
    def page(self) -> str: ...

    @property
    def contents(self) -> list[dict]: ...


@dataclass(frozen=True)
class Section:
    """One section of a page: its heading, and its prose as HTML and as the range `start` to `end` (code points)
    of the canonical text, heading left out. Words before the first heading have neither id nor title."""

    id: str
    title: str
    subs: list[dict]
    html: str
    start: int
    end: int


def sections_of(rendered: Rendered) -> list[Section]:
    """The sections of a page in its order."""
    return [
        Section(
            id=part["id"],
            title=part["title"],
            subs=part["subs"],
            html=rendered.page[slice(*part["page"])],
            start=part["text"][0],
            end=part["text"][1],
        )
        for part in rendered.contents
    ]
