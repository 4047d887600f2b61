"""Lists of references, read by the numbers that are printed in them."""

import pytest
from lxml.html import document_fromstring

from articles.transfer.blocks import blocks
from articles.transfer.citing import lists

ONE = "Author A, Writer B. First test. J Tests. 2013;266(2):407-30."
TWO = "Council. Second test. London: Press; 2014."
THREE = "Writer C. Third test. BMJ. 2004;328:507-8."
WANTED = {1: "First test", 2: "Second test", 3: "Third test"}


def listed(html: str) -> lists.Listed:
    return lists.take(list(blocks(document_fromstring(f"<body><h1>T</h1><p>Words.</p>{html}</body>").find("body"))))


def titles(found: lists.Listed) -> dict[int, str]:
    return {entry.number: entry.references[0].title for entry in found.sources.entries}


@pytest.mark.parametrize(
    "html",
    [
        f"<ol><li>{ONE}</li><li>{TWO}</li><li>{THREE}</li></ol>",
        f"<ol><li>{ONE}</li></ol><ol start=2><li>{TWO}</li><li>{THREE}</li></ol>",
        f"<ol><li value=1>{ONE}</li><li value=2>{TWO}</li><li value=3>{THREE}</li></ol>",
        f"<p>1. {ONE}</p><p>2. {TWO}</p><p>3. {THREE}</p>",
        f"<p>[1] {ONE}</p><p>[2] {TWO}</p><p>[3] {THREE}</p>",
        f"<p>(1) {ONE}</p><p>(2) {TWO}</p><p>(3) {THREE}</p>",
        f"<p>1) {ONE}</p><p>2) {TWO}</p><p>3) {THREE}</p>",
        f"<p>1 {ONE}</p><p>2 {TWO}</p><p>3 {THREE}</p>",
        f"<p><sup>1</sup> {ONE}</p><p><sup>2</sup>{TWO}</p><p><sup>3</sup> {THREE}</p>",
        f"<p>1. {ONE}<br>2. {TWO}<br>3. {THREE}</p>",
        f"<ul><li>1. {ONE}</li><li>2. {TWO}</li><li>3. {THREE}</li></ul>",
        f"<ol><li>1. {ONE}</li><li>2. {TWO}</li><li>3. {THREE}</li></ol>",
        f"<table><tr><td>1</td><td>{ONE}</td></tr><tr><td>2.</td><td>{TWO}</td></tr><tr><td>[3]</td><td>{THREE}</td></tr></table>",
        f"<dl><dt>1.</dt><dd>{ONE}</dd><dt>2.</dt><dd>{TWO}</dd><dt>3.</dt><dd>{THREE}</dd></dl>",
        f"<p>1. {ONE}</p><p>2. {TWO}</p><p>Available from: https://example.org/x</p><p>3. {THREE}</p>",
        f"<ol><li>{ONE}</li><li>{TWO}</li></ol><p>Available from: https://example.org/x</p><ol><li>{THREE}</li></ol>",
        f"<ol><li>{ONE}<ul><li>Comment in: J Tests 2014</li></ul></li><li>{TWO}<br>A note.</li><li>{THREE}</li></ol>",
        f"<ol><li>{ONE} <a href='#back'>↑</a></li><li>{TWO} <a href='https://example.org/'>PubMed</a></li><li>{THREE}</li></ol>",
        f"<h4>Papers</h4><ol><li>{ONE}</li></ol><h4>Others</h4><ol start=2><li>{TWO}</li><li>{THREE}</li></ol>",
        f"<blockquote><p>1. {ONE}</p><p>2. {TWO}</p><p>3. {THREE}</p></blockquote>",
    ],
)
@pytest.mark.parametrize("heading", ["<h2>References</h2>", "<h3>5. Further reading and references</h3>"])
def test_printed_numbers_rule(html, heading):
    assert titles(listed(heading + html)) == WANTED


def test_a_list_in_which_nothing_is_printed_has_no_numbers_of_its_own():
    found = listed(f"<h2>Sources</h2><ul><li>{ONE}</li><li>{TWO}</li></ul>")
    assert [entry.number for entry in found.sources.entries] == [0, 0]
    found.sources.number_in_order()
    assert titles(found) == {1: "First test", 2: "Second test"}


def test_a_gap_and_a_number_printed_twice_are_told_and_shift_nothing():
    found = listed(f"<h2>References</h2><p>1. {ONE}</p><p>2. {TWO}</p><p>2. {TWO}</p><p>5. {THREE}</p>")
    assert set(found.sources.numbered()) == {1, 5}
    told = " ".join(map(str, found.remarks))
    assert "two references have, so that nothing cites them: 2" in told
    assert "missing in the list of references: 3, 4" in told


def test_what_follows_the_list_is_no_reference():
    found = listed(f"<h2>References</h2><p>1. {ONE}</p><p>Disclaimer: a test.</p><p>Written for a test.</p>")
    assert titles(found) == {1: "First test"}
    assert [block.text for block in found.left] == ["T", "Words.", "Disclaimer: a test.", "Written for a test."]
    assert sum("after the references" in remark.why for remark in found.remarks) == 2


def test_lines_without_a_place_in_a_reference_are_told_and_addresses_are_taken():
    html = f"<h2>References</h2><ol><li>{ONE}<br>A good paper.<br>doi: 10.1000/x</li></ol>"
    found = listed(html)
    assert found.sources.references[0].doi == "10.1000/x"
    assert [remark.words for remark in found.remarks] == ["A good paper."]


def test_ids_of_an_item_lead_to_it_wherever_they_stand():
    items = f'<div id="r1"><p><a name="x1"></a>1. {ONE}</p></div><p id="r2">2. <span id="y">{TWO}</span></p>'
    assert listed(f"<h2>References</h2>{items}").sources.places == {"r1": 0, "x1": 0, "r2": 1, "y": 1}


def test_a_heading_in_bold_begins_the_list_and_the_next_heading_ends_it():
    found = listed(f"<p><b>References</b></p><p>1. {ONE}</p><h2>About</h2><p>2. Not a reference.</p>")
    assert titles(found) == {1: "First test"}
    assert [block.text for block in found.left][-2:] == ["About", "2. Not a reference."]


def test_an_address_that_no_reference_can_hold_goes_on_in_its_title():
    found = listed("<h2>References</h2><ol><li>Council. Test. 2014. https://not_a_host/</li></ol>")
    assert found.sources.references[0].url == ""
    assert "https://not_a_host/" in found.sources.references[0].title
