"""The comparison of two versions: random edits of the first article, and the time for a long one.

`python3 bench/comparison.py` makes 1,000 edits and looks at what each comparison lost or split, then times a 100 kB article.
The tests run a share of it. Options: --help.
"""

import argparse
import os
import random
import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import lxml.html
from lxml import etree

ROOT = Path(__file__).resolve().parent.parent
WORDS = [
    "2.5 mg",
    "1,000 units",
    "5–10%",
    "not",
    "≥3",
    "37 °C",
    "10<sup>9</sup>/L",
    "<strong>stop</strong>",
    "a &lt; b",
]
SPLIT_DIGITS = re.compile(r"\d(?:</(?:ins|del)>|<(?:ins|del)>)\d")
SPLIT_UNIT = re.compile(r"\d[ \u00a0]?</?(?:ins|del)>[ \u00a0]?(?:mg|units|%|°C|cm|mm)\b")


def edited(body: str, chance: random.Random) -> str:
    """A body after one to six edits: words gone, put in, replaced or moved; blocks gone, doubled or swapped; marks."""
    for _ in range(chance.randint(1, 6)):
        parts = re.findall(r"<[^>]*>|[^\s<]+|\s+", body)
        words = [at for at, part in enumerate(parts) if not part.startswith("<") and part.strip()]
        blocks = re.findall(r"<p>.*?</p>|<tr>.*?</tr>|<li>(?:(?!<li>).)*?</li>|<h[23]>.*?</h[23]>", body, re.DOTALL)
        at, block = chance.choice(words), chance.choice(blocks)
        match chance.randrange(7):
            case 0:
                del parts[at]
                body = "".join(parts)
            case 1:
                body = "".join([*parts[:at], f" {chance.choice(WORDS)} ", *parts[at:]])
            case 2:
                body = "".join([*parts[:at], chance.choice(WORDS), *parts[at + 1 :]])
            case 3:
                body = "".join([*parts[:at], f"<em>{parts[at]}</em>", *parts[at + 1 :]])
            case 4:
                body = body.replace(block, "", 1)
            case 5:
                body = body.replace(block, block + chance.choice(blocks), 1)
            case _:
                numbers = [n for n in words if parts[n][0].isdigit()]
                if numbers:
                    parts[chance.choice(numbers)] = str(chance.randint(1, 999))
                body = "".join(parts)
    return body


def look(old: str, new: str, html: str) -> None:
    """Look at a comparison. Raises AssertionError if it lost a word, split a number, or is no valid HTML."""
    assert words(html, "ins") == words(old), "words of the old page were lost"
    assert words(html, "del") == words(new), "words of the new page were lost"
    shown = re.sub(r'<span class="vh">.*?</span>', "", html)
    assert not SPLIT_DIGITS.search(shown), f"a number was split: {SPLIT_DIGITS.search(shown)}"
    assert not SPLIT_UNIT.search(shown), f"a unit was split off: {SPLIT_UNIT.search(shown)}"
    etree.fromstring(f"<div>{html.replace('<br>', '<br/>')}</div>")


def words(html: str, without: str = "") -> list[str]:
    """The words of each block, without changes of one kind, citations, and what is only said."""
    from articles.text.compare import BLOCKS

    said: list[str] = []

    def read(element: lxml.html.HtmlElement) -> None:
        if element.tag == without or element.tag == "cite" or element.get("class") in {"cite", "vh"}:
            return
        edge = "\n" if element.tag in BLOCKS else "\x1f" if element.tag == "br" else ""
        said.append(edge + re.sub(r"\s", " ", element.text or ""))
        for child in element:
            read(child)
            said.append(re.sub(r"\s", " ", child.tail or ""))
        said.append(edge)

    read(lxml.html.fragment_fromstring(html, create_parent="div"))
    return [" ".join(line.split()) for line in "".join(said).split("\n") if line.strip()]


def first_article() -> tuple[str, Callable[[str], str]]:
    """The body of the first article, and how its pages are rendered."""
    from articles import text as body
    from articles.transfer import markdown

    article = markdown.read(str(ROOT / "articles" / "content" / "liver-metastases.md"))
    keys = [row.key for row in article.references]
    return article.body_html, lambda html: body.render(html, reference_keys=keys, article_links={}).page


def random_edits(count: int, seed: int = 2026) -> int:
    """Compare the first article with that many edits of it; returns how many differed from it."""
    from articles.text.compare import compare

    chance = random.Random(seed)
    body, rendered = first_article()
    old = rendered(body)
    differed = 0
    for _ in range(count):
        new = rendered(edited(body, chance))
        html = compare(old, new)
        look(old, new, html)
        differed += "<ins>" in html or "<del>" in html
    return differed


def time_of(size: int) -> tuple[int, float]:
    """Bytes of a page at least that long made of the first article's paragraphs, and seconds that comparing it takes."""
    from articles.text.compare import compare

    body, rendered = first_article()
    chance = random.Random(7)
    long = body
    while len(rendered(long).encode()) < size:
        long += edited(body, chance)
    old, new = rendered(long), rendered(edited(long, chance))
    taken = []
    for _ in range(3):
        started = time.process_time()
        compare(old, new)
        taken.append(time.process_time() - started)
    return len(old.encode()), statistics.median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=1000)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ.update({"DJANGO_SETTINGS_MODULE": "patientplus.settings", "SECRET_KEY": "bench", "DEBUG": "true"})
    import django

    django.setup()
    started = time.monotonic()
    differed = random_edits(options.edits)
    print(
        f"{options.edits} edits of the first article, {differed} that changed it: nothing lost, no number or unit split."
    )
    print(f"In {time.monotonic() - started:.0f} s.")
    size, seconds = time_of(100_000)
    print(f"A page of {size / 1000:.0f} kB with a few edits: {seconds:.2f} s of processor time.")


if __name__ == "__main__":
    main()
