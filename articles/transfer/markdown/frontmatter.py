"""The YAML at the top of an article file, in CSL's names for references.

Every scalar is taken as it is written, so `issued: 2013`, `page: 1e3` and `title: Yes` are words, whatever YAML would
make of them; and every error knows its line.
"""

import re
from difflib import get_close_matches
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from articles.fields import FIELDS, Field, Kind
from articles.references.printed import kind as csl_type
from articles.transfer.files import ArticleFile, ArticleFileError, FileReference, Named
from articles.transfer.markdown.tree import squeeze

AUDIENCES = ("professional", "patient")
SIGNIFICANCES = ("editorial", "minor", "clinical")
KEY_POINTS = 4
# The fields of a version after its title, in the order in which they are written; the body follows the front matter.
WRITTEN = [field for field in FIELDS if field.kind != Kind.HTML and field.name != "title"]
KEYS = (
    *("document_id", "title", "audience", "topics", "synonyms"),
    *(field.name for field in WRITTEN),
    *("see_also", "leaflet", "references"),
)
# CSL's name, the field of the reference, and the longest that it may be. `type` follows from the others, and `note`,
# for what is printed after the pages (“Epub 2014 Jun 26”), is kept behind them: the database has no column for it.
CSL = (
    ("id", "key", 60),
    ("author", "authors", 5000),
    ("title", "title", 5000),
    ("container-title", "source", 200),
    ("issued", "issued", 40),
    ("volume", "volume", 20),
    ("issue", "issue", 20),
    ("page", "pages", 40),
    ("DOI", "doi", 200),
    ("PMID", "pmid", 12),
    ("URL", "url", 500),
)
CSL_KEYS = ("type", "note", *(name for name, _field, _longest in CSL))
FORMS = {
    "id": (r"[A-Za-z0-9_][A-Za-z0-9_-]*", "letters, digits, - and _, such as mahnken2013"),
    "DOI": (r"10\.\d{4,9}/\S+", "what follows https://doi.org/, such as 10.1148/radiol.12112544"),
    "PMID": (r"[1-9]\d*", "a number, such as 23362095"),
    "URL": (r"https?://[^\s<>]+", "an address that starts with https://"),
}
_WHOLE_NUMBER = re.compile(r"0|[1-9][0-9]*")
_DOCUMENT_ID = re.compile(r"[1-9][0-9]{0,8}")


# --- Reading ---


def read(source: str, *, path: str = "", first_line: int = 2) -> ArticleFile:
    """What the front matter says, as an article without a body. Raises ArticleFileError.

    `first_line` is where in the file the source starts.
    """
    return _Reader(path, first_line).article(source)


class _Reader:
    """A reader is one pass over a front matter: it knows where in which file it is."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path, self.first_line = path, first_line

    def error(self, node: Node | None, message: str) -> ArticleFileError:
        line = node.start_mark.line if node else -1
        return ArticleFileError(self.path, line + self.first_line, message)

    def article(self, source: str) -> ArticleFile:
        nodes = self.mapping(self.compose(source), KEYS, "front matter", needed=("document_id", "title"))
        return ArticleFile(
            document_id=self.document_id(nodes["document_id"]),
            title=self.words(nodes["title"], longest=200),
            audience=self.choice(nodes.get("audience"), "audience", AUDIENCES),
            topics=self.list_of_words(nodes.get("topics"), longest=100),
            synonyms=self.list_of_words(nodes.get("synonyms")),
            **{field.name: self.field(field, nodes[field.name]) for field in WRITTEN if field.name in nodes},
            see_also=self.see_also(nodes),
            leaflet=self.leaflet(nodes.get("leaflet")),
            references=self.references(nodes.get("references")),
        )

    def field(self, field: Field, node: Node) -> Any:
        """What the file says of one field of a version."""
        if field.name == "key_points":
            return self.key_points(node)
        if field.kind == Kind.CHOICE:
            return self.choice(node, field.name, SIGNIFICANCES)
        if field.kind == Kind.LIST:
            return self.list_of_words(node, longest=field.longest)
        if field.kind == Kind.PARAGRAPHS:
            return self.scalar(node).strip()
        return self.words(node, longest=field.longest)

    def compose(self, source: str) -> Node | None:
        try:
            return yaml.compose(source, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = self.first_line + (mark.line if mark else 0)
            hint = " Put text that holds “: ” or starts with a sign in quotes; indent with spaces, not tabs."
            raise ArticleFileError(self.path, line, f"This is no YAML: {error.problem}.{hint}") from error
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            message = "The front matter is no YAML. Look for characters that cannot be seen, and for many brackets."
            raise ArticleFileError(self.path, self.first_line, message) from error

    def mapping(
        self, node: Node | None, known: tuple[str, ...], what: str, *, needed: tuple[str, ...]
    ) -> dict[str, Node]:
        if not isinstance(node, MappingNode):
            raise self.error(node, f"The {what} is a list of lines “key: value”. Write it so.")
        found: dict[str, Node] = {}
        for key_node, value in node.value:
            key = self.scalar(key_node)
            if key not in known:
                near = get_close_matches(key.lower(), [name.lower() for name in known], n=1)
                suggestion = [name for name in known if [name.lower()] == near]
                advice = f"Did you mean “{suggestion[0]}”?" if suggestion else f"Known are: {', '.join(known)}."
                raise self.error(key_node, f"The {what} has no key “{key}”. {advice}")
            if key in found:
                raise self.error(key_node, f"“{key}” is given twice. Keep one of them.")
            found[key] = value
        for key in needed:
            if key not in found or self.is_empty(found[key]):
                raise self.error(node, f"The {what} has no {key}. Add “{key}: …”.")
        return found

    def items(self, node: Node | None) -> list[Node]:
        if node is None or self.is_empty(node):
            return []
        if not isinstance(node, SequenceNode):
            raise self.error(node, "This is a list: write [one, two], or each on a line that starts with “- ”.")
        return list(node.value)

    def is_empty(self, node: Node) -> bool:
        return isinstance(node, ScalarNode) and (node.tag == "tag:yaml.org,2002:null" or not node.value.strip())

    def scalar(self, node: Node | None) -> str:
        """The text as it is written, whatever YAML would make of it."""
        if node is None or self.is_empty(node):
            return ""
        if not isinstance(node, ScalarNode):
            raise self.error(node, "This is one line of text, not a list. Write it as it is to be printed.")
        if any(ord(sign) < 32 and sign not in "\t\n" for sign in node.value):
            raise self.error(node, "This holds a control character that cannot be printed. Take it out.")
        return node.value

    def words(self, node: Node | None, *, longest: int = 5000) -> str:
        text = squeeze(self.scalar(node)).strip()
        if len(text) > longest:
            raise self.error(node, f"This is {len(text)} characters long; at most {longest} fit. Shorten it.")
        return text

    def list_of_words(self, node: Node | None, *, longest: int = 5000) -> list[str]:
        texts = [self.words(item, longest=longest) for item in self.items(node)]
        return [text for text in texts if text]

    def choice(self, node: Node | None, name: str, known: tuple[str, ...]) -> str:
        text = self.words(node) or known[0]
        if text not in known:
            raise self.error(node, f"“{text}” is no {name}. Write {' or '.join(known)}.")
        return text

    def key_points(self, node: Node | None) -> list[str]:
        points = self.list_of_words(node)
        if len(points) > KEY_POINTS:
            raise self.error(node, f"There are {len(points)} key points; at most four are read. Keep the best.")
        return points

    def document_id(self, node: Node) -> int:
        text = self.words(node)
        if not _DOCUMENT_ID.fullmatch(text):
            raise self.error(node, f"“{text}” is no document id. Write a whole number, such as 29155.")
        return int(text)

    def named(self, node: Node) -> Named:
        if not isinstance(node, MappingNode):
            return Named(self.document_id(node))
        nodes = self.mapping(node, ("document_id", "title"), "entry", needed=("document_id",))
        return Named(self.document_id(nodes["document_id"]), self.words(nodes.get("title"), longest=200) or None)

    def leaflet(self, node: Node | None) -> Named | None:
        return None if node is None or self.is_empty(node) else self.named(node)

    def see_also(self, nodes: dict[str, Node]) -> list[Named]:
        found: list[Named] = []
        for node in self.items(nodes.get("see_also")):
            other = self.named(node)
            if other.document_id in {self.document_id(nodes["document_id"]), *(named.document_id for named in found)}:
                message = f"{other.document_id} is this article itself or is in the list already. Take it out."
                raise self.error(node, message)
            found.append(other)
        return found

    def references(self, node: Node | None) -> list[FileReference]:
        found: dict[str, FileReference] = {}
        for item in self.items(node):
            reference = self.reference(item)
            if reference.key in found:
                raise self.error(item, f"Two references have the id “{reference.key}”. Give one of them another.")
            found[reference.key] = reference
        return list(found.values())

    def reference(self, node: Node) -> FileReference:
        nodes = self.mapping(node, CSL_KEYS, "reference", needed=("id", "title"))
        fields: dict[str, Any] = {}
        for name, field, longest in CSL:
            fields[field] = self.words(nodes.get(name), longest=longest)
            form, example = FORMS.get(name, ("", ""))
            if form and fields[field] and not re.fullmatch(form, fields[field]):
                raise self.error(nodes[name], f"“{fields[field]}” is no {name}. Write {example}.")
        if note := self.words(nodes.get("note")):
            fields["pages"] = f"{fields['pages']}. {note}"
            if fields["pages"].startswith(".") or len(fields["pages"]) > 40:
                raise self.error(nodes["note"], "A note stands behind the pages: give them, and keep it short.")
        reference = FileReference(**fields)
        kind = self.words(nodes.get("type"))
        if kind not in {"", csl_type(reference)}:
            message = f"With these fields the type is {csl_type(reference)}, not {kind}. Write that, or leave it out."
            raise self.error(nodes["type"], message)
        return reference


# --- Writing ---


def write(article: ArticleFile) -> str:
    """The front matter of an article file, its lines in the order of KEYS; what is empty is left out."""
    pairs = [
        ("document_id", _number(article.document_id)),
        ("title", _text(article.title)),
        ("audience", _text(article.audience)),
        ("topics", _flow(article.topics)),
        ("synonyms", _flow(article.synonyms)),
        *((field.name, _field(field.kind, getattr(article, field.name))) for field in WRITTEN),
        ("see_also", _list(map(_named, article.see_also))),
        ("leaflet", _named(article.leaflet) if article.leaflet else None),
        ("references", _list(map(_reference, article.references))),
    ]
    return yaml.serialize(_mapping(pairs), Dumper=yaml.SafeDumper, allow_unicode=True, width=10**9)


def _field(kind: Kind, value: Any) -> Node | None:
    if kind == Kind.LIST:
        return _list(map(_text, value))
    return _lines(value) if kind == Kind.PARAGRAPHS else _text(value)


def _text(text: str) -> Node | None:
    """A line of text, quoted if YAML would otherwise make something else of it; None if there is none."""
    line = squeeze(text).strip()
    return ScalarNode("tag:yaml.org,2002:str", line) if line else None


def _lines(text: str) -> Node | None:
    lines = "\n".join(squeeze(line).strip() for line in text.strip().splitlines())
    return ScalarNode("tag:yaml.org,2002:str", lines) if lines else None


def _number(text: str | int) -> Node | None:
    """A whole number without quotes, so that other tools read it as one; any other text as it is."""
    is_whole = _WHOLE_NUMBER.fullmatch(str(text))
    return ScalarNode("tag:yaml.org,2002:int", str(text)) if is_whole else _text(str(text))


def _mapping(pairs: list[tuple[str, Node | None]], *, flow: bool = False) -> MappingNode:
    found = [(ScalarNode("tag:yaml.org,2002:str", key), node) for key, node in pairs if node is not None]
    return MappingNode("tag:yaml.org,2002:map", found, flow_style=flow)


def _list(nodes: Any, *, flow: bool = False) -> SequenceNode | None:
    found = [node for node in nodes if node]
    return SequenceNode("tag:yaml.org,2002:seq", found, flow_style=flow) if found else None


def _flow(texts: list[str]) -> SequenceNode | None:
    return _list(map(_text, texts), flow=True)


def _named(other: Named) -> Node | None:
    number = _number(other.document_id)
    return _mapping([("document_id", number), ("title", _text(other.title))], flow=True) if other.title else number


def _reference(reference: FileReference) -> MappingNode:
    pages, _, note = reference.pages.partition(". ")
    texts = {name: getattr(reference, field) for name, field, _longest in CSL} | {"page": pages, "note": note}
    order = ("author", "title", "container-title", "issued", "volume", "issue", "page", "note", "DOI", "PMID", "URL")
    numbers = {"issued", "volume", "issue", "page", "PMID"}
    pairs = [(name, (_number if name in numbers else _text)(texts[name])) for name in order]
    return _mapping([("id", _text(reference.key)), ("type", _text(csl_type(reference))), *pairs])
