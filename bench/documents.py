"""How real documents are read: what is lost, tables, citations, references, time and memory of each format.

`python3 bench/fetch_documents.py FOLDER` fetches them; `python3 bench/documents.py FOLDER` reads them, each in a process
of its own, and prints a table (`--docs` writes it into docs/measurements/documents.md, `--worst` what is lost where).

Words are counted a second time here, by means that share nothing with the readers or the check: `words_of` takes all
text of the file with regular expressions, and a word is lost silently if the draft and the remarks hold it less often.
"""

import argparse
import calendar
import html
import io
import json
import os
import re
import resource
import subprocess
import sys
import time
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FORMATS = ("jats", "word", "html")
PAGE = ROOT / "docs/measurements/documents.md"
MARK = "<!-- figures -->"
BREAK = "\x1f"
MONTHS = {name.casefold(): name[:3].casefold() for name in calendar.month_name if name}
NAMES = {
    "doi",
    "pmid",
    "available",
    "from",
    "https",
    "http",
    "org",
    "dx",
    "references",
}  # of fields and lists, which have their own places in a draft


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--docs", action="store_true", help="write the table into docs/measurements/documents.md")
    parser.add_argument("--worst", action="store_true", help="also print what is lost of each document")
    parser.add_argument("--only", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        print(json.dumps(measured(options.only)))
        return
    settings = {"DJANGO_SETTINGS_MODULE": "patientplus.settings", "SECRET_KEY": "bench"}
    found: dict[str, list[dict[str, Any]]] = {kind: [] for kind in FORMATS}
    for path in sorted(path for kind in FORMATS for path in (options.folder / kind).glob("*.*")):
        command = [sys.executable, __file__, str(options.folder), "--only", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, env=os.environ | settings, check=False)
        if done.returncode:
            print(f"FAILED {path.name}: {done.stderr.strip().splitlines()[-1]}")
            continue
        row = json.loads(done.stdout)
        found[path.parent.name].append(row)
        if options.worst:
            print(path.name, {name: value for name, value in row.items() if name != "silent"}, row["silent"][:40])
    lines = [line for kind in FORMATS for line in [_line(kind, found[kind])] if line]
    table = "\n".join([HEAD, *lines])
    print(table)
    if options.docs:
        before, _, after = PAGE.read_text().partition(MARK)
        PAGE.write_text(f"{before}{MARK}\n\n{table}\n\n{MARK}{after.partition(MARK)[2]}")


HEAD = """\
| format | documents | words | lost silently | lost, and said | tables right | citations placed | false | references whole | seconds, median and most | MB above an idle process, most |
|---|---|---|---|---|---|---|---|---|---|---|"""


def _line(kind: str, rows: list[dict[str, Any]]) -> str:
    if not rows:
        return ""
    total = {name: sum(row[name] for row in rows) for name in rows[0] if isinstance(rows[0][name], int)}
    seconds = sorted(row["seconds"] for row in rows)
    cells = [
        kind,
        len(rows),
        f"{total['words']:,}",
        sum(len(row["silent"]) for row in rows),
        total["said"],
        _share(total["tables_right"], total["tables"]),
        _share(total["placed"], total["citations"]),
        total["false"],
        _share(total["whole"], total["references"]),
        f"{seconds[len(seconds) // 2]:.1f}, {seconds[-1]:.1f}",
        max(row["megabytes"] for row in rows),
    ]
    return f"| {' | '.join(map(str, cells))} |"


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.1%})" if whole else "none"


# --- One document ---


def measured(path: Path) -> dict[str, Any]:
    import django

    django.setup()
    from articles.transfer import formats
    from articles.transfer.remarks import Kind

    content, before, started = path.read_bytes(), _memory(), time.perf_counter()
    reading = formats.read(content, name=path.name)
    seconds, megabytes = time.perf_counter() - started, _memory() - before
    article = reading.article
    references = " ".join(str(value) for one in article.references for value in vars(one).values())
    about = " ".join([article.title, article.summary, *article.key_points, *article.topics, *article.synonyms])
    drawn = f"{about} {_shown(article.body_html)} {references}"
    given, draft = words_of(content, path.suffix, drawn), Counter(_words(drawn))
    remarked = set(_words(" ".join(remark.words for remark in reading.remarks)))  # a remark is made once
    remarked |= {word.rstrip("0123456789") for word in remarked}  # a remark has words with their marks: studies1
    left = given - draft - _marks(article)
    silent = [word for word in left.elements() if word not in remarked | NAMES]
    lost = [remark for remark in reading.remarks if remark.kind == Kind.LOST]
    tables, right = _tables(content, path.suffix, article.body_html)
    citations, placed, false = _citations(content, path.suffix, article)
    return {
        "words": given.total(),
        "silent": silent,
        "said": sum(len(remark.words.split()) for remark in lost),
        "tables": tables,
        "tables_right": right,
        "citations": citations,
        "placed": placed,
        "false": false,
        "references": len(article.references),
        "whole": sum(
            bool(one.title and one.authors and (one.source or one.url) and one.issued) for one in article.references
        ),
        "seconds": seconds,
        "megabytes": round(megabytes),
    }


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def words_of(content: bytes, ending: str, drawn: str) -> Counter[str]:
    """Every word of the article in a file, but for what it deletes and what is in lists of references with parts."""
    if ending == ".docx":
        return Counter(_words(_runs(_document(content))))
    source = content.decode("utf-8", errors="replace")
    source = re.sub(r"<!--.*?-->|<!DOCTYPE[^>]*>|<\?.*?\?>", " ", source, flags=re.S)
    source = re.sub(r"<(script|style|template|noscript|tex-math|annotation)\b.*?</\1>", " ", source, flags=re.S | re.I)
    if ending == ".xml":
        front = re.search(r"<front>.*?</front>", source, flags=re.S)
        parts = re.findall(
            r"<title-group>.*?</title-group>|<abstract\b.*?</abstract>", front[0] if front else "", flags=re.S
        )
        source = " ".join([*parts, re.sub(r"<front>.*?</front>|<ref-list\b.*?</ref-list>", " ", source, flags=re.S)])
        source = re.sub(r'<xref\b[^>]*"bibr"[^>]*>.*?</xref>', r" \g<0> ", source, flags=re.S)  # studies<sup>1</sup>
    source = re.sub(r"<((?:mml:)?math)\b.*?</\1>", lambda found: _as_drawn(found[0], drawn), source, flags=re.S)
    return Counter(_words(_shown(source)))


def _as_drawn(formula: str, drawn: str) -> str:
    """A formula with its letters parted as the draft parts them, if it has all of them in this order; else as it is."""
    letters = "".join(_words(_shown(formula)))
    found = re.search(r"[\W_]*".join(map(re.escape, letters)), _plain(drawn)) if letters else None
    return html.escape(found[0]) if found else formula


def _document(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        source = package.read("word/document.xml").decode()
    return re.sub(r"<mc:Fallback>.*?</mc:Fallback>", "", source, flags=re.S)


def _runs(source: str) -> str:
    """The text of the runs of a Word document, that of different paragraphs apart."""
    source = re.sub(r"</w:p>|<w:(?:tab|br|cr)(?: [^>]*)?/>", BREAK, source)
    found = re.findall(rf"<(?:w|m):t(?: [^>]*)?>([^<]*)</|({BREAK})", source)
    return html.unescape("".join(text or " " for text, _ in found))


def _shown(markup: str) -> str:
    """The text of markup; tags within a word part nothing."""
    inline = (
        r"</?(?:sup|sub|bold|italic|b|i|em|strong|span|a|xref|ext-link|sc|underline|named-content|cite|mml:\w+)\b[^>]*>"
    )
    return html.unescape(re.sub(r"<[^>]+>", " ", re.sub(inline, "", markup)))


def _words(text: str) -> list[str]:
    """The words of a text; a month is one word, long or short (dates of references have the short one)."""
    return [MONTHS.get(word, word) for word in re.findall(r"[^\W_]+", _plain(text))]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _marks(article: Any) -> Counter[str]:
    """The numbers that became citations: each as often as it could have been printed."""
    cited = re.findall(r"<cite", article.body_html)
    return Counter({str(number): len(cited) + 1 for number in range(1, len(article.references) + 1)})


def _tables(content: bytes, ending: str, body: str) -> tuple[int, int]:
    """How many tables with words a file has, and how many stand in the draft with the same words in the same order."""
    if ending == ".docx":
        given = [_runs(one) for one in _outermost(_document(content), "w:tbl")]
    else:
        source = content.decode("utf-8", errors="replace")
        source = re.sub(r"<!--.*?-->", "", source, flags=re.S)
        source = re.sub(r"<(script|style|button)\b.*?</\1>", "", source, flags=re.S | re.I)
        source = re.sub(r"<(sub-article|response)\b.*?</\1>|<caption>.*?</caption>", "", source, flags=re.S)
        source = re.sub(r'<xref\b[^>]*"bibr"[^>]*>.*?</xref>', "", source, flags=re.S)  # these become citations
        given = [_shown(one) for one in _outermost(source, "table")]
    tables = [re.sub(r"<caption>.*?</caption>", "", one) for one in _outermost(body, "table")]
    draft = " ".join(" ".join(_words(_shown(one))) for one in tables)
    wanted = [words for one in given if (words := " ".join(_words(one)))]
    return len(wanted), sum(words in draft for words in wanted)


def _outermost(source: str, tag: str) -> list[str]:
    found, depth, start = [], 0, 0
    for match in re.finditer(rf"<(/?){tag}(?![\w-])[^>]*?(/?)>", source):
        if match[2]:
            continue
        if not match[1]:
            start = match.end() if not depth else start
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                found.append(source[start : match.start()])
    return found


def _citations(content: bytes, ending: str, article: Any) -> tuple[int, int, int]:
    """Marks in the body of a journal's article that name a reference, how many are citations of it, and false ones.

    Other formats do not say which reference a mark is of: for them, numbers in brackets within that of the references
    are counted, and what is a citation of something that has no such number.
    """
    made = Counter(re.findall(r'<cite data-ref="([^"]+)"', article.body_html))
    if ending != ".xml":
        return 0, 0, 0
    source = re.sub(r"<!--.*?-->", "", content.decode("utf-8", errors="replace"), flags=re.S)
    source = re.sub(r"<(sub-article|response|supplementary-material)\b.*?</\1>", "", source, flags=re.S)
    order = re.findall(r'<ref(?=\s)[^>]*\bid="([^"]+)"', source)
    body = re.sub(r"<ref-list\b.*?</ref-list>", "", source, flags=re.S)
    keys = {name: one.key for name, one in zip(order, article.references, strict=False)}
    wanted, last, end = Counter[str](), "", 0
    for mark in re.finditer(r"<xref\b([^>]*?)(?:/>|>(.*?)</xref>)", body, flags=re.S):
        if 'ref-type="bibr"' not in mark[1]:
            continue
        names = [name for rid in re.findall(r'rid="([^"]+)"', mark[1]) for name in rid.split() if name in keys]
        if (
            last
            and names
            and re.fullmatch(
                r"[\s\])(\[]*[-\u2013\u2010\u2011][\s\])(\[]*",
                html.unescape(re.sub("<[^>]+>", "", body[end : mark.start()])),
            )
        ):
            wanted.update(keys[name] for name in order[order.index(last) + 1 : order.index(names[0])])
        wanted.update(keys[name] for name in names + _within(mark[2] or "", names, order))
        last, end = (names or [""])[-1], mark.end()
    return wanted.total(), (wanted & made).total(), (made - wanted).total()


def _within(printed: str, names: list[str], order: list[str]) -> list[str]:
    """What a mark that prints a range names besides its first: 1–3, with the first reference alone as its address."""
    ends = re.fullmatch(r"\W*(\d+)\s*[-\u2013\u2010\u2011]\s*(\d+)\W*", html.unescape(re.sub("<[^>]+>", "", printed)))
    is_first = ends is not None and len(names) == 1 and order.index(names[0]) + 1 == int(ends[1])
    return order[int(ends[1]) : int(ends[2])] if ends and is_first else []


if __name__ == "__main__":
    main()
