import random
import re
from time import process_time

import lxml.html
import pytest
from hypothesis import given, settings

from articles.text import render, sanitise
from articles.text.compare import BLOCKS, TOKEN, compare
from articles.text.formats import in_present_format
from bench import comparison
from tests.articles.text.samples import BODY, KEYS, TIDY_BODIES


def page(body):
    return render(body, reference_keys=KEYS, article_links={}).page


def lines(html, without=""):
    """The words of each block, without changes of one kind, citations, and what is only said."""
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    words = []

    def read(element):
        if element.tag == without or element.tag == "cite" or element.get("class") in {"cite", "vh"}:
            return
        edge = "\n" if element.tag in BLOCKS else "\x1f" if element.tag == "br" else ""
        words.append(edge + re.sub(r"\s", " ", element.text or ""))
        for child in element:
            read(child)
            words.append(re.sub(r"\s", " ", child.tail or ""))
        words.append(edge)

    read(root)
    return [" ".join(line.split()) for line in "".join(words).split("\n") if line.strip()]


def shown(old, new):
    """A comparison without what is said to screen readers."""
    return re.sub(r'<span class="vh">.*?</span>', "", compare(old, new))


def edited(body, chance):
    """The body after one to four edits that an editor might make."""
    for _ in range(chance.randint(1, 4)):
        parts = re.findall(r"<[^>]*>|[^\s<]+|\s+", body)
        at = chance.randrange(len(parts))
        other = chance.choice([part for part in parts if not part.startswith("<")])
        blocks = re.findall(r"<p>.*?</p>|<tr>.*?</tr>|<ul>.*</ul>|<li>[^/]*</p></li>|<h\d>.*?</h\d>", body, re.DOTALL)
        block = chance.choice(blocks or [""])
        match chance.randrange(6):
            case 0 if not parts[at].startswith("<"):
                body = "".join([*parts[:at], *parts[at + 1 :]])
            case 1:
                body = "".join([*parts[:at], f" {other} 2.5 mg ", *parts[at:]])
            case 2:
                body = "".join([*parts[:at], f"<strong>{other}</strong>", *parts[at:]])
            case 3:
                body = body.replace(block, "", 1)
            case 4:
                body = body.replace(block, block + chance.choice(blocks or [""]), 1)
            case _:
                body = "".join([*parts[:at], '<cite data-ref="second"></cite>', *parts[at:]])
    return body


def test_nothing_changed_shows_no_change():
    assert not re.search("<(ins|del)", compare(page(BODY), page(BODY)))
    assert lines(compare(page(BODY), page(BODY))) == lines(page(BODY))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2.5 mg", "5 mg"),
        ("2.5 mg", "2.5 micrograms"),
        ("5–10 m", "5–12 m"),
        ("10^9/L", "10^12/L"),
        ("10⁹/L", "10¹²/L"),
        ("10⁻³ mol", "10³ mol"),
        ("10⁹/L", "109/L"),
        ("1,000 units", "1,500 units"),
        ("≥5%", "≤5%"),
        ("37 °C", "38 °C"),
        ("2<strong>.5</strong> mg", "2<strong>.6</strong> mg"),
    ],
)
def test_a_number_and_its_unit_are_replaced_whole(old, new):
    body = "<p>Use {} of oil in each red lantern.</p>"
    assert shown(body.format(old), body.format(new)) == body.format(f"<del>{old}</del><ins>{new}</ins>")


def test_raised_characters_are_compared_by_what_they_mean():
    assert shown("<p>above 10<sup>9</sup>/L now</p>", "<p>above 10⁹/L now</p>") == "<p>above 10⁹/L now</p>"
    assert shown("<p>above 10<sup>9</sup>/L now</p>", "<p>above 109/L now</p>") == (
        "<p>above <del>10⁹/L</del><ins>109/L</ins> now</p>"
    )


def test_what_changed_is_said_in_words():
    assert compare("<p>red oil</p>", "<p>blue oil</p>") == (
        '<p><del><span class="vh">removed: </span>red</del><ins><span class="vh">added: </span>blue</ins> oil</p>'
    )


def test_words_that_changed_in_a_row_are_one_change():
    assert shown("<p>the old red one here</p>", "<p>the new green one here</p>") == (
        "<p>the <del>old red</del><ins>new green</ins> one here</p>"
    )


def test_a_cell_that_changed_stays_in_its_column():
    row = "<tr><td>Red</td><td>{}</td><td>west</td></tr>"
    table = f"<table><tbody>{row}<tr><td>Green</td><td>4</td><td>east</td></tr></tbody></table>"
    html = shown(table.format("2.5 mg"), table.format("5 mg"))
    assert html.count("<td>") == 6
    assert "<td><del>2.5 mg</del>\n<ins>5 mg</ins></td>" in html


def test_a_row_that_was_added_is_added_whole():
    table = "<table><caption>Oil</caption><tbody><tr><td>Red</td></tr>{}<tr><td>Blue</td></tr></tbody></table>"
    html = shown(table.format(""), table.format("<tr><td>Green</td></tr>"))
    assert "<tr><td><ins>Green</ins></td></tr>" in html
    assert html.count("<ins>") == 1


def test_an_item_of_a_nested_list_is_found():
    items = "<ul><li>Red lanterns<ul><li>face west</li>{}</ul></li><li>Green lanterns</li></ul>"
    html = shown(items.format("<li>burn oil</li>"), items.format(""))
    assert html.replace("\n", "") == items.format("<li><del>burn oil</del></li>")


def test_a_new_mark_on_the_same_words_is_a_change():
    assert shown("<p>a red lantern</p>", "<p>a <em>red</em> lantern</p>") == (
        "<p>a <del>red</del><ins><em>red</em></ins> lantern</p>"
    )


def test_a_citation_is_the_same_when_only_its_number_changed():
    old, new = "<p>a</p><p>b<cite data-ref='first'></cite></p>", "<p>a<cite data-ref='third'></cite></p>"
    html = shown(page(old), page(new + "<p>b<cite data-ref='first'></cite></p>"))
    assert html == '<p>a<ins><sup class="cite">1</sup></ins></p>\n<p>b<sup class="cite">2</sup></p>'


def test_ids_are_left_out_since_both_versions_have_them():
    assert " id=" not in compare(page(BODY), page(BODY.replace("Kinds", "Sorts")))


def test_words_are_escaped():
    assert (
        shown("<p>a &lt;b&gt; c</p>", "<p>a &lt;i&gt; &amp; c</p>")
        == "<p>a &lt;<del>b</del><ins>i</ins>&gt;<ins> &amp;</ins> c</p>"
    )


def test_tokens_leave_nothing_out():
    text = "Up to ≥ 2.5 mg/kg (5–10%) – isn't it? 👩‍🚒.-5 x̄ £3"
    assert "".join(match[0] for match in TOKEN.finditer(text)) == text


@pytest.mark.parametrize(("rendered", "edits"), [(page, 300), (sanitise, 100)], ids=["pages", "bodies"])
def test_without_its_changes_a_comparison_is_the_old_or_the_new_page(rendered, edits):
    chance = random.Random(2026)  # noqa: S311 (not for secrets)
    for _ in range(edits):
        old = edited(BODY, chance)
        old, new = rendered(old), rendered(edited(old, chance))
        html = compare(old, new)
        assert lines(html, without="ins") == lines(in_present_format(old))
        assert lines(html, without="del") == lines(in_present_format(new))


@given(TIDY_BODIES, TIDY_BODIES)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_any_two_pages_can_be_compared(old, new):
    html = compare(page(old), page(new))
    assert lines(html, without="ins") == lines(page(old))
    assert lines(html, without="del") == lines(page(new))


def test_a_wide_table_can_still_be_scrolled_from_the_keyboard():
    old, new = (page(f"<table><tbody><tr><td>{colour}</td></tr></tbody></table>") for colour in ("Red", "Green"))
    assert '<div class="tbl" tabindex="0" role="region" aria-label="Table 1">' in compare(old, new)


def sized(seed, blocks, words):
    chance = random.Random(seed)  # noqa: S311 (not for secrets)
    vocabulary = [f"word{n}" for n in range(800)] + ["the", "of", "and", "2.5 mg"] * 60
    return "".join(f"<p>{' '.join(chance.choices(vocabulary, k=words))}</p>" for _ in range(blocks))


@pytest.mark.parametrize(
    ("blocks", "words"), [(250, 60), (1, 15_000), (8_000, 2)], ids=["usual", "one paragraph", "many blocks"]
)
def test_long_bodies_that_share_little_are_compared_in_time(blocks, words):
    old, new = sized(1, blocks, words), sized(2, blocks, words)
    started = process_time()
    compare(old, new)
    assert process_time() - started < 5  # about one second


def test_edits_of_the_first_article_lose_nothing_and_split_no_number():
    assert comparison.random_edits(10) > 8


@pytest.mark.parametrize(
    ("html", "broken"),
    [
        ("<p>Take <del>2.5 mg</del></p>", "words of the new page"),
        ("<p>Take <ins>5 mg</ins></p>", "words of the old page"),
    ],
)
def test_a_comparison_that_loses_something_is_seen(html, broken):
    with pytest.raises(AssertionError, match=broken):
        comparison.look("<p>Take 2.5 mg</p>", "<p>Take 5 mg</p>", html)


def test_a_split_number_is_seen():
    with pytest.raises(AssertionError, match="a number was split"):
        comparison.look("<p>15</p>", "<p>5</p>", "<p><del>1</del>5</p>")
