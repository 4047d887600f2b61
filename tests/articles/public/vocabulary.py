"""Whether a description in JSON-LD keeps to schema.org's vocabulary (schemaorg/README.md says where that is from)."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.machines import is_address, is_moment

VOCABULARY = json.loads((Path(__file__).parent / "schemaorg" / "vocabulary.json").read_text())
TYPES, PROPERTIES, MEMBERS = (VOCABULARY[name] for name in ("types", "properties", "members"))
CONTEXT = "https://schema.org"


def faults(document: dict[str, Any]) -> list[str]:
    """What is wrong with a description, each with the way to it; none for one that is valid."""
    nodes = document.get("@graph", [{name: it for name, it in document.items() if name != "@context"}])
    found = [] if document.get("@context") == CONTEXT else [f"@context is {document.get('@context')!r}"]
    for node in nodes:
        found += _of_node(node, node.get("@type", "a node"))
    described = [it["@id"] for it in _nodes(nodes) if "@id" in it and len(it) > 1]
    found += [f"{it} is described twice" for it in sorted(set(described)) if described.count(it) > 1]
    referred = {it["@id"] for it in _nodes(nodes) if it.keys() == {"@id"}}
    return found + [f"{it} is referred to, and not described" for it in sorted(referred - {*described})]


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every node in a value, wherever it stands."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _nodes(inner)


def _of_node(node: dict[str, Any], way: str) -> list[str]:
    if node.keys() == {"@id"}:
        return []
    kind = node.get("@type", "Thing")
    if kind not in TYPES:
        return [f"{way}: {kind} is no type that is known"]
    found = [] if is_address(node.get("@id", CONTEXT)) else [f"{way}: its @id is no absolute address"]
    for name, value in node.items():
        if not name.startswith("@"):
            found += _of_property(kind, name, value, f"{way}.{name}")
    return found


def _of_property(kind: str, name: str, value: Any, way: str) -> list[str]:
    if name not in PROPERTIES:
        return [f"{way}: no property that is known"]
    if not any(_is_a(kind, of) for of in PROPERTIES[name]["of"]):
        return [f"{way}: no property of {kind}"]
    values = value if isinstance(value, list) else [value]
    found = [] if values else [f"{way} is empty"]
    for it in values:
        if not any(_fits(it, may_be) for may_be in PROPERTIES[name]["is"]):
            found.append(f"{way} is {it!r}, not {' or '.join(PROPERTIES[name]['is'])}")
        elif isinstance(it, dict):
            found += _of_node(it, way)
    return found


def _is_a(kind: str, other: str) -> bool:
    """Whether a type is another one, or stands under it."""
    return kind == other or any(_is_a(above, other) for above in TYPES.get(kind, []))


def _fits(value: Any, may_be: str) -> bool:
    """Whether a value is of a type: a node, a member of an enumeration, or data."""
    if isinstance(value, dict):
        return value.keys() == {"@id"} or _is_a(value.get("@type", "Thing"), may_be)
    if value in [f"{CONTEXT}/{member}" for member in MEMBERS.get(may_be, [])]:
        return True
    kinds, is_right = DATA.get(may_be, (set(), bool))
    return type(value) in kinds and is_right(value)


def _is_date(value: str) -> bool:
    """Whether it is a day, or a month or year alone (ISO 8601: 2014-05-28, 2014-05, 2014)."""
    return bool(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value)) and is_moment(f"{value}-01-01"[:10] + "T00:00Z")


# How each kind of data is written in JSON, and what it must be.
DATA: dict[str, tuple[set[type], Callable[[Any], bool]]] = {
    "Text": ({str}, lambda value: bool(value.strip())),
    "URL": ({str}, is_address),
    "Date": ({str}, _is_date),
    "DateTime": ({str}, is_moment),
    "Boolean": ({bool}, lambda value: True),
    "Integer": ({int}, lambda value: True),
    "Number": ({int, float}, lambda value: True),
}
