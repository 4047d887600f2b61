"""Twenty-one made-up articles, each as a word processor, a website, a journal and a plain editor would write it.

A document is a list of (kind, value): `h1` to `h3`, `p`, `ul`, `ol`, `table` (rows, the first of headings) and `ref`.
"""

import io
from html import escape

import docx

PLAIN = [("h1", "Lanterns"), ("p", "Document ID: 501"), ("h2", "Use"), ("p", "They burn for 2.5 hours.")]
LINES = ["Author AB, Writer CD. On lanterns. J Light. 2014 May;2(3):1-5.", "Council. Hooks. 2015.", "An odd source"]
REFERENCES = [("h2", "References"), *[("ref", line) for line in LINES]]


def _table(rows: int, columns: int) -> list[list[str]]:
    return [[f"Row {row} column {column}" for column in range(columns)] for row in range(rows)]


# fmt: off
DOCUMENTS = {
    "plain": PLAIN,
    "no id": [("h1", "Lamps"), ("h2", "Use"), ("p", "Lamps hang.")],
    "cited": [*PLAIN, ("p", "Hooks hold.[1] Two at once [1, 2]. Three at once [1-3]."), *REFERENCES],
    "cited what is not there": [*PLAIN, ("p", "Hooks hold.[7]"), *REFERENCES],
    "people": [PLAIN[0], ("p", "Author: Demo author"), ("p", "Peer reviewer: Demo reviewer"), *PLAIN[1:]],
    "about": [*PLAIN[:2], ("p", "Topics: Lighting, Hooks"), ("p", "Also known as: lamps; lights"), *PLAIN[2:]],
    "for patients": [*PLAIN[:2], ("p", "Audience: Patients"), *PLAIN[2:]],
    "unknown audience": [*PLAIN[:2], ("p", "Audience: Martians"), *PLAIN[2:]],
    "bullets": [*PLAIN, ("ul", ["Red lanterns", "Green lanterns", "Blue lanterns at 5 mg/kg"])],
    "numbers": [*PLAIN, ("ol", ["Light it", "Hang it"]), ("h2", "End"), ("p", "It ends.")],
    "table": [*PLAIN, ("table", _table(3, 2))],
    "wide table": [*PLAIN, ("table", _table(2, 8))],
    "two levels": [*PLAIN, ("h3", "At sea"), ("p", "Lanterns swing."), ("h3", "On land"), ("p", "They do not.")],
    "opening words": [PLAIN[0], ("p", "Before any section there are words that stand alone."), *PLAIN[2:]],
    "other alphabets": [("h1", "Fanali è πυρσοί"), ("h2", "Використання"), ("p", "Ljus på 灯笼 \U0001f3ee for 3 µg.")],
    "signs": [*PLAIN, ("p", "If x < 5 & y > 3, then 2.5 ≥ 1; \"quotes\" 'and' *stars* [brackets] {braces} \\ |")],
    "like markup": [*PLAIN, ("p", "The tag <script>alert(1)</script> is words here.")],
    "doses": [*PLAIN, ("p", "Give 0.5 mg, then 1,000 units, 10-20 ml, not 5 mg."), *REFERENCES],
    "long": [*PLAIN, *[("p", f"Paragraph {number} says what it says.") for number in range(200)]],
    "figures": [*PLAIN, ("p", "After 4 [2-3] days, 95% CI [1, 2], give [2] mg.[1] It fell by 5% [2]."), *REFERENCES],
    "references only": [("h1", "Sources of light"), ("h2", "Use"), ("p", "See below.[2]"), *REFERENCES],
}
# fmt: on


def said(document: list[tuple]) -> str:
    """Every word of a document."""
    return " ".join(str(value) for _, value in document)


def to_html(document: list[tuple]) -> bytes:
    parts = []
    for kind, value in _listed(document):
        if kind in {"ul", "ol"}:
            value = "".join(f"<li>{escape(item)}</li>" for item in value)
        elif kind == "table":
            cells = [["th" if not row else "td" for _ in cells] for row, cells in enumerate(value)]
            rows = zip(value, cells, strict=True)
            value = "".join(
                f"<tr>{''.join(f'<{t}>{escape(c)}</{t}>' for c, t in zip(*row, strict=True))}</tr>" for row in rows
            )
        else:
            value = escape(value)
        parts.append(f"<{kind}>{value}</{kind}>")
    return f"<!doctype html><title>Old site</title><body>{''.join(parts)}</body>".encode()


def _listed(document: list[tuple]) -> list[tuple]:
    """References as one numbered list."""
    lines = [value for kind, value in document if kind == "ref"]
    kept = [(kind, value) for kind, value in document if kind != "ref"]
    return [*kept, *([("ol", lines)] if lines else [])]


def to_word(document: list[tuple]) -> bytes:
    written = docx.Document()
    for kind, value in document:
        if kind in {"h1", "h2", "h3"}:
            written.add_heading(value, level=int(kind[1]))
        elif kind in {"ul", "ol"}:
            for item in value:
                written.add_paragraph(item, style="List Bullet" if kind == "ul" else "List Number")
        elif kind == "table":
            table = written.add_table(rows=len(value), cols=len(value[0]))
            for row, cells in enumerate(value):
                for column, words in enumerate(cells):
                    table.cell(row, column).text = words
        else:
            written.add_paragraph(value)
    file = io.BytesIO()
    written.save(file)
    return file.getvalue()


def to_text(document: list[tuple]) -> bytes:
    blocks, number = [], 0
    for kind, value in document:
        if kind == "ul":
            blocks.append("\n".join(f"- {item}" for item in value))
        elif kind == "ol":
            blocks.append("\n".join(f"{at}. {item}" for at, item in enumerate(value, start=1)))
        elif kind == "table":
            blocks += [" | ".join(row) for row in value]
        elif kind == "ref":
            number += 1
            blocks.append(f"{number}. {value}")
        else:
            blocks.append(("### " if kind == "h3" else "") + value)
    return "\n\n".join(blocks).encode()


def to_jats(document: list[tuple]) -> bytes:
    title = next(value for kind, value in document if kind == "h1")
    body, references, is_open = [], [], False
    for kind, value in document[1:]:
        if kind == "ref":
            references.append(
                f'<ref id="r{len(references) + 1}"><label>{len(references) + 1}</label>'
                f"<mixed-citation>{escape(value)}</mixed-citation></ref>"
            )
        elif kind in {"h2", "h3"}:
            if value != "References":
                body.append(f"{'</sec>' if is_open else ''}<sec><title>{escape(value)}</title>")
                is_open = True
        elif kind in {"ul", "ol"}:
            items = "".join(f"<list-item><p>{escape(item)}</p></list-item>" for item in value)
            body.append(f'<list list-type="{"bullet" if kind == "ul" else "order"}">{items}</list>')
        elif kind == "table":
            rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in value)
            body.append(f"<table-wrap><caption><p>A table</p></caption><table>{rows}</table></table-wrap>")
        else:
            body.append(f"<p>{escape(value)}</p>")
    back = f"<back><ref-list>{''.join(references)}</ref-list></back>" if references else ""
    front = f"<title-group><article-title>{escape(title)}</article-title></title-group>"
    front = f"<front><article-meta>{front}</article-meta></front>"
    return f"<article>{front}<body>{''.join(body)}{'</sec>' if is_open else ''}</body>{back}</article>".encode()


WRITERS = {".html": to_html, ".docx": to_word, ".txt": to_text, ".xml": to_jats}
