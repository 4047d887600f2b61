"""Neutral bodies to try things on, and what a reader would see of a page."""

import lxml.html
from hypothesis import strategies as st

BODY = """
<p>Lanterns are lit at dusk.<cite data-ref="first"></cite> A small one burns for 2.5 hours.</p>
<h2>Kinds</h2>
<p>There are <strong>two kinds</strong> of lantern: red and <em>green</em>.<cite data-ref="second"></cite></p>
<ul><li><p>Red lanterns</p><ul><li><p>face west, at 5–10 m</p></li><li><p>need 1,000 units of oil</p></li></ul></li>
<li><p>Green lanterns face east.<cite data-ref="first"></cite><cite data-ref="third"></cite></p></li></ul>
<table><caption>Oil for each kind</caption><tbody>
<tr><th><p>Kind</p></th><th><p>Oil</p></th><th><p>Light</p></th></tr>
<tr><th><p>Red</p></th><td><p>2.5 mg</p></td><td><p>3 × 10<sup>9</sup>/L</p></td></tr>
<tr><th><p>Green</p></th><td><p>5 mg</p></td><td><p>bright &amp; steady</p></td></tr>
</tbody></table>
<h3>Small print</h3>
<p>Keep the wick dry, and &lt; 4 cm long.<br>See <a href="https://example.org/wicks">wicks</a>.</p>
<h2>Care</h2>
<blockquote><p>A clean lantern 🏮 is a bright lantern.</p></blockquote>
<p>Hang it from a hook.<cite data-ref="third"></cite> Never shake a lit lantern.</p>
"""
KEYS = ["first", "second", "third"]


def dom_text(html: str, skipped: frozenset[str] = frozenset({"cite"})) -> str:
    """The text nodes that a parser finds, without those in elements of these classes."""

    def pieces(element):
        if element.get("class") not in skipped:
            yield element.text or ""
            for child in element:
                yield from pieces(child)
                yield child.tail or ""

    return "".join(pieces(lxml.html.fragment_fromstring(html, create_parent="div")))


WORDS = st.sampled_from(
    [
        "lantern",
        " ",
        "\n  ",
        " oil ",
        "2.5&nbsp;mg",
        "&nbsp;",
        "a &amp; b",
        "&lt;p&gt;",
        "🏮",
        "👩‍🚒",
        "e&#x301;",
        "Ω\u200b",
        "&#1;",
    ]
)
CITATIONS = st.sampled_from(["first", "second", "third", "lost"]).map('<cite data-ref="{}"></cite>'.format)
LEAVES = WORDS | CITATIONS | st.just("<br>")
NAMES = "p h2 h3 ul ol li strong em sub sup blockquote table caption thead tbody tr th td div b h1 a cite script button"
OPENINGS = [
    'a href="/x?a=1&amp;b"',
    'a href="https://example.org"',
    'a data-article="5"',
    'a data-article="6"',
    'td colspan="2" style="x"',
    'p class="x" onclick="x"',
    'th scope="row"',
]
TAGS = st.sampled_from([*NAMES.split(), *OPENINGS])


def _element(parts) -> str:
    tag, children = parts
    return f"<{tag}>{''.join(children)}</{tag.split()[0]}>"


def _elements(children):
    return st.tuples(TAGS, st.lists(children, max_size=4)).map(_element)


WILD_BODIES = st.lists(st.recursive(LEAVES, _elements, max_leaves=30), max_size=5).map("".join)


def _block(inline):
    words = st.lists(inline, min_size=1, max_size=5).map("".join)
    paragraphs = words.map("<p>{}</p>".format)
    items = st.lists(words.map("<li><p>{}</p></li>".format), min_size=1, max_size=3).map("".join)
    nested = st.tuples(words, items).map(lambda parts: "<ul><li><p>{}</p><ol>{}</ol></li></ul>".format(*parts))
    rows = st.lists(words, min_size=4, max_size=4).map(
        "<table><tr><th><p>{0[0]}</p></th><th>{0[1]}</th></tr><tr><td>{0[2]}</td><td><p>{0[3]}</p></td></tr></table>".format
    )
    headings = words.map("<h2>{}</h2>".format) | words.map("<h3>{}</h3>".format)
    return paragraphs | nested | rows | headings


_MARKED = st.tuples(st.sampled_from(["strong", "em", "sup"]), st.lists(LEAVES, min_size=1, max_size=3)).map(_element)
TIDY_BODIES = st.lists(_block(LEAVES | _MARKED), max_size=8).map("".join)
