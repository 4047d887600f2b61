"""The document as a sheet: its sections in the order of its layout, each a list of blocks, every value in words.

The page, the PDF and the Word file are all made from these blocks, so none can say what another does not.
"""

from dataclasses import dataclass
from typing import Any

from appraisal.summaries.files.sections import LOG, SECTIONS, Document, day, log


@dataclass(frozen=True)
class Stamp:
    """What is printed of a frozen summary beside its words: the hash of its document, and whose key signs it."""

    sha256: str
    is_development_key: bool = False


def build(document: Document, *, stamp: Stamp | None = None, views: int | None = None) -> dict[str, Any]:
    """The sheet of a document, with the newest `views` of its reading log, or all of them."""
    layout = document["layout"]
    blocks = {name: SECTIONS[name](document) for name in layout["sections"] if name != LOG}
    blocks[LOG] = log(document, views)
    return {
        "title": document["title"],
        "period": f"{day(document['period']['from'])} to {day(document['period']['to'])}",
        "name": document["member"]["name"],
        "fields": fields(document),
        "sections": [
            {"name": name, "heading": layout["headings"][name], "blocks": blocks[name]}
            for name in layout["sections"]
            if blocks[name]
        ],
        "sign": sign(document),
        "stamp": stamp and stamped(document, stamp),
    }


def fields(document: Document) -> list[list[str]]:
    """Who the summary is about, for when, for whom: name and value, those without a value left out."""
    member = document["member"]
    number = member["registration_number"]
    named = [
        ("Name", member["name"]),
        ("Profession", member["profession"]),
        (
            member["registration_name"],
            f"{number} ({member['regulator']})" if number and member["regulator"] else number,
        ),
        *((detail["label"], detail["value"]) for detail in document["details"]),
        ("Period", f"{day(document['period']['from'])} to {day(document['period']['to'])}"),
        ("Appraisal date", day(member["appraisal_on"])),
        ("Replaces", document["supersedes"] and f"An earlier summary, SHA-256 {document['supersedes']}"),
        ("Prepared", f"{day(document['generated_at'][:10])}, from PatientPlus"),
    ]
    return [[name, value] for name, value in named if value]


def stamped(document: Document, stamp: Stamp) -> dict[str, Any]:
    """By what anyone can see that this is the summary that was frozen."""
    return {
        "code": document["code"],
        "url": document["verify_url"],
        "sha256": stamp.sha256,
        "key": "Signed with a development key, which proves nothing." if stamp.is_development_key else "",
    }


def sign(document: Document) -> list[str]:
    """What is left to be written by hand."""
    return ["Signed", "Date"]
