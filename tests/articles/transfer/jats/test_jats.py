"""JATS: what stands where in the draft, and what is told."""

import re

import pytest

from articles.transfer import formats
from articles.transfer.remarks import Kind

REF = (
    '<ref id="B{n}"><element-citation publication-type="journal"><person-group person-group-type="author"><name>'
    "<surname>Writer{n}</surname><given-names>Ann B</given-names></name></person-group><article-title>Test {n}"
    "</article-title><source>J Tests</source><year>200{n}</year><volume>1</volume><fpage>2</fpage><lpage>3</lpage>"
    "</element-citation></ref>"
)
REFS = "".join(REF.format(n=number) for number in range(1, 8))
SPACES = 'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML"'


def read(body: str, *, meta: str = "", back: str = "", after: str = "", refs: str = "", kind: str = "research-article"):
    title = "<title-group><article-title>Test</article-title></title-group>"
    listed = f"<ref-list><title>References</title>{refs}</ref-list>" if refs else ""
    xml = (
        f'<article {SPACES} article-type="{kind}"><front><article-meta>{title}{meta}</article-meta></front>'
        f"<body>{body}</body><back>{back}{listed}</back>{after}</article>"
    )
    return formats.read(xml.encode(), name="a.xml")


def html(body: str, **parts: str) -> str:
    """The body of the draft, without line breaks and with its citations as {1}."""
    reading = read(body, **parts)
    found = reading.article.body_html.replace("\n", "")
    for number, reference in enumerate(reading.article.references, start=1):
        found = found.replace(f'<cite data-ref="{reference.key}"></cite>', f"{{{number}}}")
    return found


def told(reading, kind: Kind) -> list[str]:
    return [str(remark) for remark in reading.remarks if remark.kind == kind]


def xref(number: int, text: str = "") -> str:
    return f'<xref ref-type="bibr" rid="B{number}">{text or number}</xref>'


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"A [{xref(1)}–{xref(4)}].", "A{1}{2}{3}{4}."),
        (f"A <sup>{xref(2)}-{xref(5)}</sup>.", "A{2}{3}{4}{5}."),
        (f"A ({xref(1)}, {xref(3)}).", "A{1}{3}."),
        (f"A [{xref(5)},{xref(6)}].", "A{5}{6}."),
        ('A <xref ref-type="bibr" rid="B1 B2 B3">1–3</xref>.', "A{1}{2}{3}."),
        ('A <xref rid="B2">2</xref>.', "A{2}."),
        ('A<xref ref-type="bibr" rid="B2"><sup>2</sup></xref>.', "A{2}."),
        (f"As Writer {xref(7, '(2007)')} said.", "As Writer (2007){7} said."),
        ('A <xref ref-type="table" rid="T1">1</xref>, F[1,5] [2].', "A 1, F[1,5] [2]."),
    ],
)
def test_links_to_references_are_citations(line, expected):
    extra = f" So {xref(1)}." if "{" not in expected else ""
    end = " So{1}." if extra else ""
    assert (
        html(f"<sec><title>Use</title><p>{line}{extra}</p></sec>", refs=REFS) == f"<h2>Use</h2><p>{expected}{end}</p>"
    )


TABLE = (
    '<table-wrap id="T1"><label>Table 1</label><caption><p>Doses</p></caption><table><tr><td>50 mg</td></tr></table>'
    "</table-wrap>"
)
WRITTEN = "<table><caption>Table 1 Doses</caption><tbody><tr><td>50 mg</td></tr></tbody></table>"


def test_floats_stand_behind_what_first_refers_to_them():
    body = '<sec><title>Use</title><p>See <xref ref-type="table" rid="T1">Table 1</xref>.</p><p>More.</p></sec>'
    found = html(body, after=f"<floats-group>{TABLE}</floats-group>")
    assert found == f"<h2>Use</h2><p>See Table 1.</p>{WRITTEN}<p>More.</p>"


def test_floats_that_nothing_refers_to_stand_at_the_end_and_are_told():
    reading = read("<sec><title>Use</title><p>A.</p></sec>", after=f"<floats-group>{TABLE}</floats-group>")
    assert reading.article.body_html.replace("\n", "") == f"<h2>Use</h2><p>A.</p>{WRITTEN}"
    assert told(reading, Kind.DOUBT) == ["Nothing in the text refers to this, so it stands at the end: Table 1"]


def test_of_alternatives_the_one_with_words_is_taken():
    tables = (
        '<table-wrap><label>Table 2</label><alternatives><graphic xlink:href="x"/><table><tr><td>25 mg</td></tr>'
        "</table>"
        "</alternatives></table-wrap>"
    )
    assert "<td>25 mg</td>" in html(f"<sec><title>A</title>{tables}</sec>")
    formula = (
        "<p>It is <inline-formula><alternatives><tex-math>\\frac{140}{age}</tex-math><mml:math><mml:mfrac><mml:mn>140"
        "</mml:mn><mml:mi>age</mml:mi></mml:mfrac></mml:math></alternatives></inline-formula> then.</p>"
    )
    found = html(formula)
    assert found == "<p>It is 140 / age then.</p>"


def test_a_table_that_is_only_a_picture_is_told_as_lost_and_its_caption_stays():
    reading = read(
        '<table-wrap><label>Table 3</label><caption><p>Ages</p></caption><graphic xlink:href="x"/></table-wrap>'
    )
    assert told(reading, Kind.LOST) == ["A table that is a picture: Table 3"]
    assert "Table 3 Ages" in reading.article.body_html


def test_a_formula_in_tex_alone_stays_in_words_and_is_told():
    tex = "\\documentclass[12pt]{minimal}\\usepackage{amsmath}\\begin{document}$$x = 2$$\\end{document}"
    reading = read(f"<p>So <disp-formula><label>(1)</label><tex-math>{tex}</tex-math></disp-formula></p>")
    assert "<p>(1) x = 2</p>" in reading.article.body_html
    assert told(reading, Kind.CHANGED) == ["A formula stands as words of TeX: write it again: x = 2"]


def test_cells_keep_their_lines_and_feet_of_tables_their_place():
    table = (
        "<table-wrap><label>Table 1</label><caption><title>Doses</title><p>By mouth.</p></caption><table><thead><tr>"
        "<th>Age</th>"
        '</tr></thead><tfoot><tr><td colspan="2">Only so</td></tr></tfoot><tbody><tr><td><p>50 mg</p><p>twice</p>'
        "</td></tr><tr><td>"
        "<list><list-item><p>2 mg</p></list-item><list-item><p>once</p></list-item></list></td></tr><tr>"
        "<td>a<break/>b</td></tr>"
        '</tbody></table><table-wrap-foot><fn id="f1"><label>a</label><p>Off-label.</p></fn><p>Made for a test.</p>'
        "</table-wrap-foot>"
        "</table-wrap>"
    )
    assert html(table) == (
        "<table><caption>Table 1 Doses By mouth.</caption><thead><tr><th>Age</th></tr></thead><tbody><tr><td>50 "
        "mg<br>twice</td></tr>"
        '<tr><td>2 mg<br>once</td></tr><tr><td>a<br>b</td></tr><tr><td colspan="2">Only so</td></tr></tbody></table>'
        "<p>a Off-label.</p><p>Made for a test.</p>"
    )


def test_each_of_several_tables_in_one_frame_is_there_and_those_of_oasis_are():
    two = "<table-wrap><table><tr><td>1 mg</td></tr></table><table><tr><td>2 mg</td></tr></table></table-wrap>"
    assert html(two).count("<table>") == 2
    oasis = (
        '<table-wrap><oasis:table xmlns:oasis="http://docs.oasis-open.org/ns/oasis-exchange/table"><oasis:tgroup '
        'cols="2">'
        '<oasis:colspec colname="a"/><oasis:colspec colname="b"/><oasis:thead><oasis:row><oasis:entry namest="a" '
        'nameend="b">'
        "Both</oasis:entry></oasis:row></oasis:thead><oasis:tbody><oasis:row><oasis:entry>1 mg</oasis:entry>"
        "<oasis:entry>2 mg"
        "</oasis:entry></oasis:row></oasis:tbody></oasis:tgroup></oasis:table></table-wrap>"
    )
    assert '<th colspan="2">Both</th></tr></thead><tbody><tr><td>1 mg</td><td>2 mg</td></tr></tbody>' in html(oasis)


def test_what_is_struck_is_told_and_not_in_the_draft():
    reading = read("<p>Give <strike>5 mg</strike> 50 mg.</p>")
    assert "5 mg</" not in reading.article.body_html
    assert "<p>Give 50 mg.</p>" in reading.article.body_html
    assert [remark.words for remark in reading.remarks if remark.kind == Kind.LEFT_OUT] == ["5 mg"]


def test_notes_stand_below_the_block_that_they_are_about():
    assert html("<sec><title>A</title><p>Give it.<fn><p>Off-label.</p></fn> Now.</p><p>Next.</p></sec>") == (
        "<h2>A</h2><p>Give it. [note 1] Now.</p><p>[note 1] Off-label.</p><p>Next.</p>"
    )
    back = '<fn-group><fn id="n1"><label>*</label><p>Off-label.</p></fn></fn-group>'
    body = '<sec><title>A</title><p>Give it.<sup><xref ref-type="fn" rid="n1">*</xref></sup></p></sec>'
    assert html(body, back=back) == "<h2>A</h2><p>Give it. [note *]</p><p>[note *] Off-label.</p>"


def test_a_figure_parts_its_paragraph_and_keeps_its_caption():
    body = "<p>Before <fig><label>Figure 1</label><caption><p>A caption.</p></caption></fig> after.</p>"
    assert html(body) == "<p>Before</p><p><strong>Figure 1</strong></p><p>A caption.</p><p>after.</p>"


def test_lists_keep_their_kind_labels_and_starts():
    items = "<list-item><label>{}</label><p>One</p></list-item><list-item><label>{}</label><p>Two</p></list-item>"
    assert (
        html(f'<list list-type="bullet">{items.format("•", "•")}</list>')
        == "<ul><li><p>One</p></li><li><p>Two</p></li></ul>"
    )
    assert html(f'<list list-type="simple">{items.format("(x)", "(y)")}</list>').startswith("<ul><li><p>(x) One</p>")
    body = f'<list id="L1" list-type="order">{items.format("1.", "2.")}</list><p>Then.</p>'
    assert html(body) == "<ol><li><p>One</p></li><li><p>Two</p></li></ol><p>Then.</p>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "<boxed-text><label>Box 1</label><title>Key</title><p>Stop.</p></boxed-text>",
            "<blockquote><p><strong>Box 1 Key</strong></p><p>Stop.</p></blockquote>",
        ),
        (
            "<def-list><def-item><term>BP</term><def><p>blood pressure</p></def></def-item></def-list>",
            "<ul><li><p>BP</p><p>blood pressure</p></li></ul>",
        ),
        ("<verse-group><verse-line>One</verse-line><verse-line>Two</verse-line></verse-group>", "<p>One</p><p>Two</p>"),
        ("<preformat>One\nTwo</preformat>", "<p>One<br>Two</p>"),
        (
            "<p>10<sup>9</sup>/L, H<sub>2</sub>O, <named-content>bd</named-content></p>",
            "<p>10<sup>9</sup>/L, H<sub>2</sub>O, bd</p>",
        ),
        (
            "<disp-quote><p>So.</p><attrib>A test</attrib></disp-quote>",
            "<blockquote><p>So.</p><p>A test</p></blockquote>",
        ),
        ("<statement><label>Rule 1</label><p>So.</p></statement>", "<p>Rule 1</p><p>So.</p>"),
        ("<unheard-of><p>Words.</p></unheard-of>", "<p>Words.</p>"),
    ],
)
def test_other_blocks_keep_their_words(body, expected):
    assert html(body) == expected


def test_acknowledgements_make_no_section_a_small_one():
    back = "<ack><title>Thanks</title><p>To all.</p></ack><fn-group><fn><p>A note.</p></fn></fn-group>"
    found = html("<sec><title>Use</title><p>A.</p><sec><title>Small</title><p>B.</p></sec></sec>", back=back)
    assert found == (
        "<h2>Use</h2><p>A.</p><h3>Small</h3><p>B.</p><h2>Thanks</h2><p>To all.</p><h2>Notes</h2><p>A note.</p>"
    )


@pytest.mark.parametrize(
    ("meta", "kind", "said"),
    [
        (
            '<related-article related-article-type="retraction-forward" xlink:href="10.1000/r"/>',
            "",
            "The source was retracted: 10.1000/r",
        ),
        (
            '<related-article related-article-type="correction-forward" xlink:href="10.1000/c"/>',
            "",
            "The source was corrected: take the corrections over: 10.1000/c",
        ),
        (
            '<related-article related-article-type="expression-of-concern-forward"/>',
            "",
            "An expression of concern was published about the source",
        ),
        (
            '<related-article related-article-type="retracted-article"/>',
            "retraction",
            "The source is the notice of a retraction, and not the article",
        ),
    ],
)
def test_a_source_that_must_not_be_used_says_so_first(meta, kind, said):
    reading = read("<p>A.</p>", meta=meta, kind=kind or "research-article")
    assert str(reading.remarks[0]) == said
    assert reading.remarks[0].kind == Kind.WARNING


def test_the_worst_is_said_first():
    links = [f'<related-article related-article-type="{it}-forward"/>' for it in ("correction", "retraction")]
    meta = "".join(links)
    assert [remark.why[:20] for remark in read("<p>A.</p>", meta=meta).remarks[:2]] == [
        "The source was retra",
        "The source was corre",
    ]


def test_the_licence_and_what_authors_declare_are_told():
    meta = (
        "<permissions><copyright-statement>Copyright 2010</copyright-statement><license><license-p>CC BY-NC-ND "
        "4.0</license-p>"
        '</license></permissions><author-notes><fn fn-type="conflict"><p>Paid by a maker.</p></fn></author-notes>'
    )
    words = "\n".join(map(str, read("<p>A.</p>", meta=meta).remarks))
    assert "use it only as far as this allows: Copyright 2010 CC BY-NC-ND 4.0" in words
    assert "What its authors declare: Paid by a maker." in words


def test_letters_that_are_printed_with_it_lend_it_no_references():
    after = (
        f"<sub-article><body><p>A letter.</p></body><back><ref-list>{REF.format(n=9)}</ref-list></back></sub-article>"
    )
    reading = read("<p>A.</p>", refs=REFS, after=after)
    assert len(reading.article.references) == 7
    assert "A letter." not in reading.article.body_html
    assert any("no part of it" in remark.why for remark in reading.remarks)


def references(*cited: str):
    return read(
        "<p>A.</p>", refs="".join(f'<ref id="r{at}">{it}</ref>' for at, it in enumerate(cited))
    ).article.references


JOURNAL = (
    "{0}<person-group person-group-type='author'><name><surname>Test</surname><given-names>A. B.</given-names>"
    "</name><collab>The "
    "Group</collab><etal/></person-group><article-title>Above 10<sup>9</sup>/L</article-title><source>J "
    "Tests</source><year>2001</year>"
    "<month>05</month><volume>3</volume><issue>4</issue>{1}<pub-id pub-id-type='doi'>10.1000/x</pub-id><pub-id "
    "pub-id-type='pmid'>12"
    "</pub-id>{2}"
)


@pytest.mark.parametrize("tag", ["element-citation", "mixed-citation", "nlm-citation", "citation"])
def test_references_of_every_kind_are_read_in_parts(tag):
    (found,) = references(JOURNAL.format(f"<{tag}>", "<elocation-id>e7</elocation-id>", f"</{tag}>"))
    assert (found.authors, found.title, found.source) == ("Test AB, The Group, et al", "Above 10⁹/L", "J Tests")
    assert (found.issued, found.volume, found.issue, found.pages) == ("2001 May", "3", "4", "e7")
    assert (found.doi, found.pmid) == ("10.1000/x", "12")


def test_names_without_a_group_are_authors_and_editors_are_none():
    (found,) = references(
        "<mixed-citation><string-name><surname>Test</surname>, <given-names>A</given-names></string-name>. "
        "<chapter-title>One"
        "</chapter-title>. In: <person-group person-group-type='editor'><name><surname>Editor</surname>"
        "<given-names>C</given-names></name>"
        "</person-group>, editor. <source>Book</source>. <edition>5th</edition> ed. "
        "<publisher-loc>London</publisher-loc>: "
        "<publisher-name>Press</publisher-name>; <year>2010</year>. p. <fpage>10</fpage>–<lpage>20</lpage>"
        "</mixed-citation>"
    )
    assert (found.authors, found.title, found.pages) == ("Test A", "One", "10-20")
    assert found.source == "In: Editor C, editors. Book. 5th ed. London: Press"


def test_books_pages_of_the_web_and_lines_are_read():
    book, page, line = references(
        "<element-citation><person-group person-group-type='editor'><name><surname>Editor</surname>"
        "<given-names>C</given-names></name>"
        "</person-group><source>Book</source><publisher-name>Press</publisher-name><year>2010</year>"
        "</element-citation>",
        "<element-citation><collab>Council</collab><source>A guideline</source><year>2015</year><comment>Accessed 3 "
        "May 2016</comment>"
        '<uri xlink:href="https://example.org/g">https://example.org/g</uri></element-citation>',
        "<mixed-citation>Test J, Other K. A trial. <italic>BMJ</italic> 2001;<bold>5</bold>:6-7. doi: <ext-link "
        'xlink:href="https://doi.org/10.1136/x1">10.1136/x1</ext-link></mixed-citation>',
    )
    assert (book.authors, book.title, book.source) == ("Editor C, editors", "Book", "Press")
    assert (page.authors, page.title, page.issued) == ("Council", "A guideline", "2015 [Accessed 3 May 2016]")
    assert page.url == "https://example.org/g"
    assert (line.authors, line.title, line.source, line.doi) == ("Test J, Other K", "A trial", "BMJ", "10.1136/x1")


def test_what_has_no_place_in_a_reference_is_told():
    reading = read(
        "<p>A.</p>",
        refs="<ref><element-citation><source>S</source><year>2001</year><comment>Epub ahead of print</comment>"
        "</element-citation></ref>",
    )
    assert "Reference 1 has no place for this: Epub ahead of print" in map(str, reading.remarks)


def test_one_number_may_hold_several_references():
    one = "<mixed-citation><article-title>T{}</article-title><source>S</source><year>2001</year></mixed-citation>"
    refs = (
        f'<ref id="B1"><label>1</label>{one.format("a")}{one.format("b")}</ref>'
        f'<ref id="B2"><label>2</label>{one.format("c")}</ref>'
    )
    assert html(f"<p>A [{xref(1)}, {xref(2)}].</p>", refs=refs) == "<p>A{1}{2}{3}.</p>"


def test_parts_of_a_name_stand_apart_and_parts_of_a_word_do_not():
    person = "<name><surname>Test</surname><given-names>A</given-names></name>"
    body = (
        f"<p>By {person} in e<italic>Tests</italic>, <source>Book"
        '</source><year>2001</year>, see<ext-link xlink:href="https://example.org/">here</ext-link>.</p>'
    )
    assert html(body) == ('<p>By Test A in e<em>Tests</em>, Book 2001, see<a href="https://example.org/">here</a>.</p>')
    meta = f"<contrib-group><contrib>{person}</contrib></contrib-group>"
    assert any(remark.words == "Test A" for remark in read("<p>A.</p>", meta=meta).remarks)


def test_a_reference_that_is_printed_and_in_parts_is_one():
    parts = REF.format(n=1).replace("<element-citation", "<label>1</label>{printed}<element-citation", 1)
    both = parts.format(printed='<mixed-citation id="P1">. Writer1 AB. Test 1. J Tests. 2001;1:2-3.</mixed-citation>')
    reading = read(f"<p>So {xref(1)}.</p>", refs=both)
    assert [it.title for it in reading.article.references] == ["Test 1"]
    assert reading.article.body_html.count("<cite") == 1


def test_a_reference_of_several_sources_keeps_them():
    one = REF.format(n=1).removesuffix("</ref>")
    other = REF.format(n=2).removeprefix('<ref id="B2">')
    reading = read(f"<p>So {xref(1)}.</p>", refs=f"{one}<mixed-citation>Both of them.</mixed-citation>{other}")
    assert [it.title for it in reading.article.references] == ["Test 1", "Test 2"]
    assert reading.article.body_html.count("<cite") == 2


@pytest.mark.parametrize(
    ("opening", "why"),
    [
        ('sub-article article-type="translation"', "A translation of the article, and no part of it"),
        ('sub-article article-type="decision-letter"', "Letters or decisions about the article, and no part of it"),
        ('response response-type="reply"', "Letters or decisions about the article, and no part of it"),
    ],
)
def test_another_article_in_the_file_is_never_mixed_with_it(opening, why):
    theirs = REF.format(n=9).replace('id="B9"', 'id="B1"')
    other = (
        f"<{opening}><front-stub><title-group><article-title>Other</article-title></title-group></front-stub><body>"
        f'<p>Theirs {xref(1)}.</p><table-wrap id="T1"><label>Table 1</label><table><tr><td>9 mg</td></tr></table>'
        f"</table-wrap></body><back><ref-list>{theirs}</ref-list></back></{opening.split()[0]}>"
    )
    line = f'<p>Ours {xref(1)}, see <xref ref-type="table" rid="T1">Table 1</xref>.</p>'
    reading = read(line, refs=REF.format(n=1), after=f"{other}<floats-group>{TABLE}</floats-group>")
    assert [it.title for it in reading.article.references] == ["Test 1"]
    assert "Ours<cite" in reading.article.body_html
    assert "50 mg" in reading.article.body_html
    assert not re.search("Theirs|9 mg", reading.article.body_html)
    furniture = [remark for remark in reading.remarks if remark.kind == Kind.FURNITURE and remark.why == why]
    assert "Theirs" in furniture[0].words
    assert told(reading, Kind.LOST) == []
