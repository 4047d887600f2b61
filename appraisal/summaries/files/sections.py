"""The sections of a sheet: what each part of the document says, as blocks.

A block has a `kind`: `say` (one sentence), `text` (what a member wrote), `quiet`, `table`, `chart`, `entry` or `list`.
A cell of a table and an item of a list is text, or `{"text", "url"}`.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from core.periods import in_words, minutes_in_words

Document = dict[str, Any]
Block = dict[str, Any]
SIGNIFICANCE = {"editorial": "Editorial", "minor": "Minor", "clinical": "Clinical"}


def day(iso: str | None) -> str:
    """17 November 2026."""
    return f"{(on := date.fromisoformat(iso)).day} {on:%B %Y}" if iso else ""


def count(number: int, one: str, many: str = "") -> str:
    """1 reflection, 2 reflections."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def totals(document: Document) -> list[Block]:
    """One sentence, and what each figure is worth."""
    if not (it := document["totals"]):
        return []
    read, claimed = in_words(it["active_seconds"]), minutes_in_words(it["claimed_minutes"])
    timed = f" in {read}" if it["active_seconds"] else ""
    written = f"{count(it['notes'], 'note')} and {count(it['entries'], 'reflection')}"
    rows = [
        ["Articles read", str(it["articles"]), "Logged"],
        ["Pages opened", str(it["views"]), "Logged; a reload within 30 minutes is the same visit"],
        ["Reading time", read, "Measured: page visible and reader active"],
        ["Notes written", str(it["notes"]), "Logged"],
        ["Reflections written", str(it["entries"]), "Logged"],
        ["Time claimed", claimed, "Declared"],
    ]
    if credited := document["layout"]["headings"].get("credits"):
        rows.append([credited, f"{it['credits']:.2f}", "Declared minutes divided by 60"])
    return [
        {"kind": "say", "text": f"{count(it['articles'], 'article')} read{timed}, {written}."},
        table("Totals", ["What", "Amount", "How it is known"], rows, wide=0),
        {"kind": "quiet", "text": document["layout"]["credits_note"]},
    ]


def chart(document: Document) -> list[Block]:
    """The months, and the same in words for those who do not see a chart."""
    if not (months := document["months"]):
        return []
    month_words = ", ".join(
        f"{row['name']} {row['read']} read, {row['led']} led to a note or reflection" for row in months
    )
    return [
        {
            "kind": "chart",
            "caption": "Articles read (grey), and those that led to a note or reflection (coloured)",
            "months": months,
            "alt": f"Column chart. Articles read: {month_words}.",
        }
    ]


def topics(document: Document) -> list[Block]:
    """How much was read in each topic."""
    rows = [[row["name"], str(row["articles"]), in_words(row["active_seconds"])] for row in document["topics"] or []]
    return [table("Reading by topic", ["Topic", "Articles", "Reading time"], rows, wide=0)] if rows else []


def overview(document: Document) -> list[Block]:
    """The member's own paragraph."""
    return [{"kind": "text", "text": document["overview"]}] if document["overview"] else []


def significant(document: Document) -> list[Block]:
    """The two or three entries that mattered most, in full."""
    return [entry(document, row) for row in document["entries"] or [] if row["is_significant"]]


def entries(document: Document) -> list[Block]:
    """The chosen entries that do not stand among the most significant already."""
    if document["entries"] is None:
        return []
    rest = [entry(document, row) for row in document["entries"] if not row["is_significant"]]
    chosen, written = len(document["entries"]), (document["totals"] or {}).get("entries", 0)
    left_out = f"{count(chosen, 'reflection')} of {written} in this period printed here, as chosen by the person named."
    first = [{"kind": "quiet", "text": left_out}] if written > chosen else []
    return [
        *first,
        *(rest or [{"kind": "quiet", "text": "None chosen." if not chosen else "None besides those above."}]),
    ]


def entry(document: Document, row: dict[str, Any]) -> Block:
    """One reflection in full, its questions called as the layout calls them."""
    meta = [
        days(row),
        f"{minutes_in_words(row['claimed_minutes'])} claimed" if row["claimed_minutes"] else "",
        f"{count(row['active_minutes'], 'minute')} of reading measured" if row["active_minutes"] else "",
    ]
    return {
        "kind": "entry",
        "title": row["title"],
        "meta": "".join(f"{part}. " for part in meta if part).strip(),
        "answers": [{"question": line["heading"], "words": line["text"]} for line in row["lines"]],
        "sources": [
            {
                "text": source["title"],
                "url": source["url"],
                "more": f"document {source['document_id']}, version {source['version']}, "
                f"read on {day(source['read_on'])}",
            }
            for source in row["sources"]
        ]
        + ([{"text": row["elsewhere"], "url": "", "more": ""}] if row["elsewhere"] else []),
    }


def days(row: dict[str, Any]) -> str:
    """The day of a piece of learning, or the first and the last."""
    return f"{day(row['date'])} to {day(row['ended_on'])}" if row["ended_on"] else day(row["date"])


def standards(document: Document) -> list[Block]:
    """How much learning went towards each standard, domain or theme."""
    return grouped(document, "standards", "Standard")


def roles(document: Document) -> list[Block]:
    """How much learning went towards each role."""
    return grouped(document, "roles", "Role")


def grouped(document: Document, part: str, name: str) -> list[Block]:
    """Entries and declared time by one of their properties; an entry with two of them counts in both."""
    rows = [
        [row["name"], str(row["entries"]), minutes_in_words(row["claimed_minutes"])] for row in document[part] or []
    ]
    return (
        [table(document["layout"]["headings"][part], [name, "Entries", "Time claimed"], rows, wide=0)] if rows else []
    )


def objectives(document: Document) -> list[Block]:
    """Each objective of the development plan, the learning that served it, and how far it has come."""
    return [
        {
            "kind": "entry",
            "title": row["title"],
            "meta": f"Reached on {day(row['done_on'])}." if row["done_on"] else due(row["due_on"]),
            "answers": [
                {"question": question, "words": words}
                for question, words in (
                    ("Why, and how I will know", row["reason"]),
                    ("Learning", "\n".join(row["entries"])),
                    ("What came of it", row["outcome"]),
                )
                if words
            ],
            "sources": [],
        }
        for row in document["objectives"] or []
    ]


def due(on: str | None) -> str:
    return f"Open, due {day(on)}." if on else "Open."


def actions(document: Document) -> list[Block]:
    """What the member meant to do next, whether it was done, and what changed."""
    rows = [
        [
            row["what_next"] or row["entry"],
            f"Done on {day(row['done_on'])}" if row["done_on"] else f"Open, to be looked at on {day(row['due_on'])}",
            row["outcome"],
        ]
        for row in document["actions"] or []
    ]
    return [table("What was planned and done", ["What next", "State", "What changed"], rows)] if rows else []


def record(document: Document) -> list[Block]:
    """Every entry of the period in one line, in the columns that the regulator asks for, with their sums."""
    columns, rows = document["layout"]["columns"], document["record"]
    if rows is None:
        return []
    cells = [[value_of(row, column["value"]) for column in columns] for row in rows]
    sums = [
        hours(sum(minutes_of(row, column["value"]) for row in rows)) if column.get("is_summed") else ""
        for column in columns
    ]
    sums[0] = "Total"
    is_summed = any(column.get("is_summed") for column in columns) and rows
    headings = [column["heading"] for column in columns]
    return [table("Record of learning", headings, cells, sums if is_summed else None)]


def value_of(row: dict[str, Any], value: str) -> str:
    """What stands in one column of the record."""
    return COLUMNS[value](row)


def minutes_of(row: dict[str, Any], value: str) -> int:
    return row.get({"hours": "claimed_minutes", "participatory_hours": "participatory_minutes"}[value]) or 0


def hours(minutes: int) -> str:
    """Declared minutes as hours: 1.5."""
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


def gaps(document: Document) -> list[Block]:
    """Months without anything recorded, for the member to explain."""
    found = [f"{day(gap['from'])} to {day(gap['to'])}" for gap in document["gaps"] or []]
    return [{"kind": "list", "points": found}] if found else []


def changed(document: Document) -> list[Block]:
    """What was read and is no longer what the page says, and whether it was read again."""
    rows = [
        [
            {"text": f"{row['title']}, version {row['version']}", "url": row["url"]},
            "; ".join(since_words(version) for version in row["versions_since"]),
            f"Yes, on {day(row['reread_on'])}" if row["reread_on"] else "Not yet",
        ]
        for row in document["changed"] or []
    ]
    return [table("Articles that have changed", ["Read", "Changed since", "Read again"], rows)] if rows else []


def since_words(version: dict[str, Any]) -> str:
    kind = SIGNIFICANCE.get(version["significance"], version["significance"])
    note = f": {version['change_note']}" if version["change_note"] else ""
    return f"Version {version['version']}, {day(version['published_on'])}. {kind} change{note}"


def notes(document: Document) -> list[Block]:
    """Private notes that were ticked one by one."""
    return [
        {
            "kind": "entry",
            "title": f"{note['title']}, version {note['version']}",
            "meta": f"{day(note['written_on'])}. Document {note['document_id']}.",
            "answers": [
                {"question": question, "words": words}
                for question, words in (("Passage", note["quote"]), ("Note", note["body"]))
                if words
            ],
            "sources": [],
        }
        for note in document["notes"] or []
    ]


def declarations(document: Document) -> list[Block]:
    """What the member declared. None is made for them."""
    return [{"kind": "list", "points": document["declarations"]}] if document["declarations"] else []


def about(document: Document) -> list[Block]:
    """What the figures are worth, and what is left out."""
    notes = (
        "Of the private notes, only those that the person named chose one by one are part of this record."
        if document["notes"]
        else "Private notes are not part of this record."
    )
    times = (
        "Reading is logged by PatientPlus as it happens. Times called measured count only while the page was visible "
        "and the reader active. Times called declared are stated by the person named above."
    )
    return [{"kind": "text", "text": f"{times} {notes}"}]


def log(document: Document, views: int | None) -> list[Block]:
    """The reading log, newest `views` only when there are more."""
    if (logged := document["reading_log"]) is None:
        return []
    if not logged:
        return [{"kind": "quiet", "text": "Nothing was logged in this period."}]
    listed = logged if views is None else logged[-views:]
    left = len(logged) - len(listed)
    words = f"The newest {len(listed)} views. {count(left, 'earlier one')} can be downloaded as CSV or JSON."
    rows = [
        [
            f"{day(view['opened_at'][:10])}, {view['opened_at'][11:16]}",
            {"text": view["title"], "url": view["url"]},
            str(view["document_id"]),
            str(view["version"]),
            in_words(view["active_seconds"]),
        ]
        for view in listed
    ]
    named = table("Reading log", ["Opened", "Article", "Document", "Version", "Active time"], rows, wide=1)
    return [*([{"kind": "quiet", "text": words}] if left else []), named]


def table(
    name: str, columns: list[str], rows: list[list[Any]], sums: list[str] | None = None, wide: int | None = None
) -> Block:
    """A table with a row of sums, if any; the `wide` column gets the room that the others leave."""
    return {"kind": "table", "name": name, "columns": columns, "rows": rows, "sums": sums, "wide": wide}


SECTIONS: dict[str, Callable[[Document], list[Block]]] = {
    "totals": totals,
    "chart": chart,
    "topics": topics,
    "standards": standards,
    "roles": roles,
    "overview": overview,
    "significant": significant,
    "objectives": objectives,
    "entries": entries,
    "record": record,
    "gaps": gaps,
    "actions": actions,
    "changed": changed,
    "notes": notes,
    "declarations": declarations,
    "about": about,
}
# The section that is an appendix: it may be cut (`log`).
LOG = "log"

# What can stand in a column of the record of learning, by the `value` that a layout names.
COLUMNS: dict[str, Callable[[dict[str, Any]], str]] = {
    "date": days,
    "title": lambda row: row["title"] or "",
    "method": lambda row: row["method"] or "",
    "standards": lambda row: ", ".join(row["standards"]),
    "role": lambda row: row["role"] or "",
    "hours": lambda row: hours(minutes_of(row, "hours")),
    "participatory_hours": lambda row: hours(minutes_of(row, "participatory_hours")),
}
