"""The summary for a word processor: real headings, lists and tables whose first row is marked as header."""

import io
import re
from typing import Any

import segno
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from appraisal.summaries.files import sheet

# What XML 1.0 does not have (section 2.2): controls but tab and line feed, surrogates, two that are no characters.
NOT_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def render(summary: dict[str, Any], stamp: sheet.Stamp | None = None) -> bytes:
    """The sheet as an Office Open XML document in UK English, with its whole reading log."""
    content = sheet.build(summary, stamp=stamp)
    document = started(clean(f"{content['title']}, {content['period']}"), clean(content["name"]))
    add(document, content["title"], "Title")
    table(document, {"columns": content["fields"][0], "rows": content["fields"][1:], "sums": None})
    if content["stamp"]:
        stamped(document, content["stamp"])
    for section in content["sections"]:
        add(document, section["heading"], "Heading1")
        for block in section["blocks"]:
            WRITERS[block["kind"]](document, block)
    add(document, "")
    table(
        document,
        {"columns": ["Appraiser's comment", ""], "rows": [[word, ""] for word in content["sign"]], "sums": None},
    )
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def clean(words: str) -> str:
    """Text that XML can hold: every character but controls, line ends as line feeds."""
    return NOT_XML.sub("", LINE_ENDS.sub("\n", words))


def started(title: str, author: str) -> Any:
    """An empty A4 document that says what it is, whose it is and in which language."""
    document = Document()
    document.core_properties.title = title[:255]
    document.core_properties.author = author[:255]
    document.core_properties.language = "en-GB"
    document.core_properties.comments = ""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    language = OxmlElement("w:lang")
    for kind in ("val", "eastAsia", "bidi"):
        language.set(qn(f"w:{kind}"), "en-GB")
    normal.element.get_or_add_rPr().append(language)
    return document


def add(document: Any, words: str, style: str = "") -> Any:
    """A paragraph at the end of the document, in the style of that id; gives its run.

    Written into the XML: python-docx looks each style up among all of them, which takes most of the time of a long one.
    """
    element = OxmlElement("w:p")
    document.element.body[-1].addprevious(element)  # the last one says what the page is
    if style:
        element.style = style
    return Paragraph(element, document).add_run(clean(words))


def paragraphs(document: Any, words: str) -> None:
    """What a member wrote: a paragraph at each empty line, a line break at each other."""
    for part in re.split(r"\n{2,}", clean(words).strip("\n")):
        add(document, part)


def quiet(document: Any, block: dict[str, Any]) -> None:
    add(document, block["text"]).italic = True


def say(document: Any, block: dict[str, Any]) -> None:
    add(document, block["text"]).bold = True


def text(document: Any, block: dict[str, Any]) -> None:
    paragraphs(document, block["text"])


def chart(document: Any, block: dict[str, Any]) -> None:
    """The months as a table: a word processor has no drawing that everyone can read."""
    rows = [[month["name"], str(month["read"]), str(month["led"])] for month in block["months"]]
    columns = ["Months", "Articles read", "Led to a note or reflection"]
    table(document, {"columns": columns, "rows": rows, "sums": None})


def items(document: Any, block: dict[str, Any]) -> None:
    for item in block["points"]:
        add(document, in_words(item), "ListBullet")


def entry(document: Any, block: dict[str, Any]) -> None:
    """One reflection: its title as a heading, its questions in bold."""
    add(document, block["title"], "Heading2")
    if block["meta"]:
        quiet(document, {"text": block["meta"]})
    for answer in block["answers"]:
        add(document, answer["question"]).bold = True
        paragraphs(document, answer["words"])
    items(document, {"points": block["sources"]})


def in_words(item: Any) -> str:
    """A cell or an item as text, with the address that it leads to."""
    if isinstance(item, str):
        return item
    more = f", {item['more']}" if item.get("more") else ""
    address = f" ({item['url']})" if item["url"] else ""
    return f"{item['text']}{more}{address}"


def table(document: Any, block: dict[str, Any]) -> None:
    """A table whose header row is marked, repeats on each page and is never torn. Cells are written row by row in XML,
    since asking python-docx for each cell takes seven times as long."""
    rows = [block["columns"], *block["rows"], *([block["sums"]] if block["sums"] else [])]
    added = document.add_table(rows=len(rows), cols=len(block["columns"]), style="Table Grid")
    for number, (row, cells) in enumerate(zip(added._tbl.tr_lst, rows, strict=True)):
        for cell, value in zip(row.tc_lst, cells, strict=True):
            run = Paragraph(cell.p_lst[0], added).add_run(clean(in_words(value)))
            run.bold = True if number == 0 or (block["sums"] and number == len(rows) - 1) else None
    head = added._tbl.tr_lst[0].get_or_add_trPr()
    for mark in ("w:cantSplit", "w:tblHeader"):
        head.append(OxmlElement(mark))


def stamped(document: Any, stamp: dict[str, Any]) -> None:
    """How to see that this is the summary that was frozen: the words, and the QR code with its description."""
    code = io.BytesIO()
    segno.make(stamp["url"], error="m").save(code, kind="png", scale=6, border=2)
    code.seek(0)
    add(document, "")
    picture = document.add_picture(code, width=Mm(26))
    picture._inline.docPr.set("descr", f"QR code that leads to {stamp['url']}")
    add(document, f"Is this record genuine? Ask at {stamp['url']}")
    add(document, f"Code {stamp['code']}")
    add(document, f"SHA-256 of the record as JSON: {stamp['sha256']}")
    add(document, "This copy can be edited. The signed PDF and the JSON file are the record.")


WRITERS = {
    "say": say,
    "text": text,
    "quiet": quiet,
    "table": table,
    "chart": chart,
    "entry": entry,
    "list": items,
}
