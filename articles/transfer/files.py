"""What an article file says, whatever it is written in, and what to say when it says it wrongly."""

from dataclasses import dataclass, field


class ArticleFileError(Exception):
    """A file that cannot be read as an article: where it goes wrong, and what to do about it."""

    def __init__(self, path: str, line: int, message: str) -> None:
        """`line` counts from 1 at the top of the file; 0 is the file as a whole."""
        super().__init__(path, line, message)
        self.path, self.line, self.message = path, line, message

    def __str__(self) -> str:
        where = [part for part in (self.path, f"line {self.line}" if self.line else "") if part]
        return f"{', '.join(where)}: {self.message}" if where else self.message


@dataclass(frozen=True)
class FileReference:
    """A source in a file's list of references, with the field names of `articles.models.Reference`."""

    key: str
    title: str
    authors: str = ""
    source: str = ""
    issued: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""


@dataclass(frozen=True)
class Named:
    """Another article as a file names it: its document id and, if given, what it is called."""

    document_id: int
    title: str | None = None


@dataclass(frozen=True)
class ArticleFile:
    """One version of an article, with all that travels with it. `body_html` is the source of `articles.body`."""

    document_id: int
    title: str
    audience: str = "professional"
    topics: list[str] = field(default_factory=list)
    synonyms: list[str] = field(default_factory=list)
    summary: str = ""
    key_points: list[str] = field(default_factory=list)
    significance: str = ""
    change_note: str = ""
    interests: str = ""
    see_also: list[Named] = field(default_factory=list)
    leaflet: Named | None = None
    references: list[FileReference] = field(default_factory=list)
    body_html: str = ""
