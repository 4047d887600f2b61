"""Annotations as other tools write them, on the page of an article."""

import json

from notes.annotations.imports import annotations

HERE = "http://testserver"


def foreign(version=None, **fields) -> dict:
    """An annotation of another tool's, on the live page of the article."""
    selector = {"type": "TextQuoteSelector", "exact": "burn for 2.5 hours"}
    address = "/articles/1234/lanterns/"
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "https://notes.example/1",
        "type": "Annotation",
        "bodyValue": "A remark.",
        "target": {"source": f"{HERE}{address}", "selector": selector},
    } | fields


def at(selector=None, **target):
    selectors = {"selector": selector} if selector else {}
    return {"target": {"source": f"{HERE}/articles/1234/lanterns/"} | selectors | target}


def quote(exact, **more):
    return {"type": "TextQuoteSelector", "exact": exact} | more


def read(text, hosts=("testserver",)):
    return annotations.read(text if isinstance(text, str) else json.dumps(text), hosts=set(hosts))
