"""The annotations in a document of JSON-LD, whatever shape it has, and whatever someone made of it."""

import json
from typing import Any

MAX_BYTES = 5 * 1024 * 1024
MAX_ANNOTATIONS = 5_000
MAX_PAGES = 100
# Objects and lists in a file: an annotation has a dozen. A file of nothing else would take 30 times its size in memory.
MAX_PARTS = 50 * MAX_ANNOTATIONS


class NotAnnotations(ValueError):
    """The file holds no annotations that can be read. Its message says why, for the member."""


def annotations(text: str) -> list[Any]:
    """Everything that stands where an annotation should: in a collection, a page, a list, or alone.

    Raises NotAnnotations.
    """
    if text.count("{") + text.count("[") > MAX_PARTS:
        raise NotAnnotations("This file is made of too many parts to be read.")
    try:
        document = json.loads(text)
    except RecursionError as error:
        raise NotAnnotations("This file is nested too deeply to be read.") from error
    except ValueError as error:
        raise NotAnnotations("This is not a file of Web Annotations: it cannot be read as JSON.") from error
    found = _found(document)
    if not found:
        raise NotAnnotations("There are no annotations in this file.")
    if len(found) > MAX_ANNOTATIONS:
        raise NotAnnotations(f"This file holds {len(found):,} annotations. Import {MAX_ANNOTATIONS:,} at a time.")
    return found


def _found(document: Any) -> list[Any]:
    if isinstance(document, list):
        return document
    if not isinstance(document, dict):
        return []
    if isinstance(document.get("first"), str) and "items" not in document:
        raise NotAnnotations("This file only says where its annotations are. Export them with the annotations inside.")
    if isinstance(own := document.get("annotations"), list):
        return [_of_a_client(item) for item in own]
    page = document if "items" in document else document.get("first")
    if page is None:
        return [document] if "target" in document else []
    found: list[Any] = []
    for _ in range(MAX_PAGES):
        if not isinstance(page, dict):
            break
        found += listed(page.get("items"))
        page = page.get("next")
    if page is not None:
        raise NotAnnotations("The rest of this file's annotations is somewhere else. Export all of them into one file.")
    return found


def _of_a_client(item: Any) -> Any:
    """An annotation as the export of a browser's client has it, in the words of the standard."""
    if not isinstance(item, dict) or "body" in item:
        return item
    tags = [{"value": tag, "purpose": "tagging"} for tag in listed(item.get("tags"))]
    text = [{"value": item["text"]}] if item.get("text") else []
    target = item.get("target") or item.get("uri")
    return item | {"body": text + tags, "modified": item.get("updated"), "target": target}


def listed(value: Any) -> list[Any]:
    """The values of a key that may have one value or several (JSON-LD writes one without a list)."""
    return value if isinstance(value, list) else [] if value is None else [value]
