"""Word documents: what is seen of them is what comes in, and what is not is told."""

from pathlib import Path

import pytest

from articles.transfer import formats
from articles.transfer.remarks import Kind
from tests.articles.transfer.word_files import STRICT, line, numbered, numbering, run, word_file

DATA = Path(__file__).parent.parent / "data"


def read(body, **parts):
    return formats.read(word_file(body, **parts), name="a.docx")


def body_of(body, **parts):
    return read(body, **parts).article.body_html.replace("\n", "")


def told(reading):
    return " / ".join(f"{remark.why}: {remark.words}" for remark in reading.remarks)


CASES = {
    "w01_tracked": "<p>Give 50 mg once a day. It should not be stopped.</p><table><tbody><tr><td><p>Age</p></td><td>"
    "<p>Dose</p></td></tr><tr><td><p>Adult</p></td><td><p>50 mg</p></td></tr></tbody></table><p>End.</p>",
    "w02_struck": "<p>Give  50 mg once a day. Avoid in pregnancy.</p>",
    "w03_hidden": "<p>Give 50 mg once a day.</p>",
    "w04_equation": "<p>Estimate with: CrCl = ((140 − age) × weight × 1.23) / (serum creatinine) in mL/min.</p>"
    "<p>CrCl = ((140 − age) × weight × 1.23) / (serum creatinine)</p><p>End.</p>",
    "w05_symbol": "<p>If temperature ≥ 38 give 5 μg; if ≤ 36 stop. μg by β-blocker.</p>",
    "w08_numbering": "<ol><li><p>Airway.</p></li><li><p>Breathing.</p></li></ol>"
    "<p>Call for help between these steps.</p>"
    '<ol start="3"><li><p>Circulation.</p></li><li><p>Go back to step 3 if needed.</p></li></ol>',
    "w09_comment": "<p>Give 50 mg.</p>",
    "w10_moved": "<p>Give 50 mg. Stop if bleeding.</p>",
    "w12_table": '<table><caption>Table 1. Doses by age</caption><thead><tr><th rowspan="2"><p>Drug</p></th>'
    '<th colspan="2"><p>Dose</p></th></tr><tr><th><p>Adult</p></th><th><p>Child</p></th></tr></thead><tbody><tr>'
    "<td><p>A</p></td><td><p>50 mg</p><p>twice a day</p></td><td><ul><li><p>2 mg/kg</p></li><li><p>once only</p></li>"
    "</ul></td></tr></tbody></table><p>End.</p>",
    "w14_controls": "<p>☒ Consent taken 50 mg</p><p>75 mg at night.</p>"
    "<p>5‑10 mg, HbA<sub>1c</sub> 48 mmol/mol<br>next line<br>third line</p>",
}
TOLD = {
    "w01_tracked": ["5 mg", "Contraindicated in pregnancy.", "Child 2 mg/kg", "50 mg", "not"],
    "w02_struck": ["5 mg", "not"],
    "w03_hidden": ["EDITOR NOTE: this dose is wrong, ask pharmacy."],
    "w09_comment": ["Is this dose right? Check BNF."],
    "w10_moved": ["Stop if bleeding."],
}


@pytest.mark.parametrize("name", CASES)
def test_a_document_comes_in_as_it_is_seen(name):
    reading = formats.read((DATA / f"{name}.docx").read_bytes(), name=f"{name}.docx")
    assert reading.article.body_html.replace("\n", "").partition("</h2>")[2] == CASES[name]
    kinds = {Kind.LEFT_OUT, Kind.DOUBT}
    assert [remark.words for remark in reading.remarks if remark.kind in kinds] == TOLD.get(name, [])


def test_footnotes_stand_below_their_paragraph_and_cite_nothing():
    reading = formats.read((DATA / "w06_footnotes.docx").read_bytes(), name="a.docx")
    body = reading.article.body_html
    assert "Give drug A. [note 1] Drug B" in body
    assert "<p>[note 1] Off-label in children.</p>\n<p>[note 2] Seek specialist advice first.</p>" in body
    assert body.count("<cite") == 3
    assert "A footnote stands below what it is about: [note 2] Seek specialist advice first." in told(reading)


def test_endnotes_that_read_as_references_are_its_references():
    reading = formats.read((DATA / "w16_endnotes.docx").read_bytes(), name="a.docx")
    assert [reference.issued for reference in reading.article.references] == ["2013", "2004"]
    assert reading.article.body_html.count("<cite") == 2
    assert "Endnotes that read as references" in told(reading)


def test_other_endnotes_are_notes():
    note = f'<w:endnote w:id="4">{line(run("Not in children."))}</w:endnote>'
    body = body_of(line(run("Give it."), '<w:r><w:endnoteReference w:id="4"/></w:r>'), endnotes=note)
    assert body == "<p>Give it. [note 1]</p><p>[note 1] Not in children.</p>"


def test_a_note_keeps_a_mark_of_its_own_and_its_bold_words():
    mark = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r>'
    note = f'<w:footnote w:id="2">{line(run("Do "), run("not", "b"), run(" burn."))}</w:footnote>'
    body = body_of(line(run("Hang it"), mark, run(" high.")), footnotes=note)
    assert body == "<p>Hang it [note *] high.</p><p>[note *] Do <strong>not</strong> burn.</p>"


STYLES = """<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>
<w:style w:type="character" w:styleId="Old"><w:name w:val="Old"/><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Older"><w:basedOn w:val="Old"/></w:style>
<w:style w:type="paragraph" w:styleId="Gone"><w:name w:val="Gone"/><w:rPr><w:dstrike/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Up"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Sym"><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Kop1"><w:name w:val="Kop een"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>
<w:rPr><w:b/></w:rPr></w:style>"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (line(run("a"), run("b", 'rStyle w:val="Old"'), run("c")), "<p>ac</p>"),
        (line(run("a"), run("b", 'rStyle w:val="Older"')), "<p>a</p>"),
        (line(run("a", 'rStyle w:val="Old"', 'strike w:val="0"')), "<p>a</p>"),
        (line(run("b"), run("c", 'dstrike w:val="false"'), style="Gone"), "<p>c</p>"),
        (line(run("b"), style="Secret"), ""),
        (line(run("10"), run("9", 'rStyle w:val="Up"')), "<p>10<sup>9</sup></p>"),
        (line(run("10"), run("9", 'position w:val="8"')), "<p>10<sup>9</sup></p>"),
        (line(run("H"), run("2", 'position w:val="-6"')), "<p>H<sub>2</sub></p>"),
        (line(run("5 "), run("m", 'rStyle w:val="Sym"'), run("g")), "<p>5 μg</p>"),
        (line(run("Use"), style="Kop1") + line(run("a")), "<h2>Use</h2><p>a</p>"),
    ],
)
def test_styles_count_as_what_stands_at_the_words(body, expected):
    assert body_of(line(run("x")) + body, styles=STYLES) == f"<p>x</p>{expected}"


def test_a_document_in_the_strict_names_is_read_too():
    assert body_of(line(run("a", "strike"), run("b")), spaces=STRICT) == "<p>b</p>"


def test_paragraphs_whose_end_was_deleted_go_on_in_the_next():
    deleted = '<w:rPr><w:del w:id="1"/></w:rPr>'
    assert body_of(line(run("Give 5 "), inside=deleted) + line(run("mg."))) == "<p>Give 5 mg.</p>"


def test_fields_show_what_they_came_to_and_never_their_code():
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = "<w:r><w:instrText> REF _Ref1 </w:instrText></w:r>"
    field = sign.format("begin") + code + sign.format("separate") + run("2") + sign.format("end")
    assert body_of(line(run("See section "), field, run("."))) == "<p>See section 2.</p>"
    box = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData>'
    box += "</w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r>" + sign.format("end")
    assert body_of(line(box, run(" Consent"))) == "<p>☒ Consent</p>"
    old = '<w:r><w:instrText>SYMBOL 179 \\f "Symbol"</w:instrText></w:r>'
    assert body_of(line(run("age "), sign.format("begin"), old, sign.format("end"), run(" 65"))) == "<p>age ≥ 65</p>"


def test_signs_of_other_fonts_are_known_or_told():
    signs = '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Wingdings" w:char="F0E8"/></w:r>'
    assert body_of(line(signs)) == "<p>✓→</p>"
    reading = read(line('<w:r><w:sym w:font="Wingdings" w:char="F04E"/></w:r>', run(" x")))
    assert "[unknown sign 4E] x" in reading.article.body_html
    assert "A sign of the font wingdings that is not known" in told(reading)


def formula(inner):
    return line(run("a "), f"<m:oMath>{inner}</m:oMath>", run(" b"))


def part(tag, **parts):
    inner = "".join(f"<m:{name}><m:r><m:t>{text}</m:t></m:r></m:{name}>" for name, text in parts.items())
    return f"<m:{tag}>{inner}</m:{tag}>"


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        (part("f", num="140-age", den="72"), "(140 − age) / 72"),
        (part("sSup", e="x", sup="2"), "x<sup>2</sup>"),
        (part("sSub", e="C", sub="max"), "C<sub>max</sub>"),
        (part("sSubSup", e="x", sub="i", sup="2"), "x<sub>i</sub><sup>2</sup>"),
        (part("rad", deg="", e="a+b").replace("<m:r><m:t></m:t></m:r>", ""), "√(a + b)"),
        (part("rad", deg="3", e="x"), "<sup>3</sup>√(x)"),
        ('<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr>' + part("x", sub="i=1", sup="n", e="x")[5:-6] + "</m:nary>",
         "∑<sub>i = 1</sub><sup>n</sup> x"),
        (part("d", e="a+b"), "(a + b)"),
        (part("func", fName="ln", e="x"), "ln x"),
        (part("bar", e="x"), "x̄"),
        ("<m:m><m:mr><m:e><m:r><m:t>1</m:t></m:r></m:e><m:e><m:r><m:t>2</m:t></m:r></m:e></m:mr></m:m>", "1, 2"),
    ],
)  # fmt: skip
def test_formulas_become_words(inner, words):
    reading = read(formula(inner))
    assert reading.article.body_html == f"<p>a {words} b</p>"
    assert "A formula stands as words" in told(reading)


def test_what_is_struck_in_a_formula_stays_out_of_it():
    struck = "<m:r><w:rPr><w:strike/></w:rPr><m:t>2</m:t></m:r>"
    deleted = "<w:del><m:r><m:t>3</m:t></m:r></w:del>"
    reading = read(formula(f"<m:r><m:t>x=</m:t></m:r>{struck}{deleted}<m:r><m:t>4</m:t></m:r>"))
    assert reading.article.body_html == "<p>a x = 4 b</p>"
    assert [remark.words for remark in reading.remarks if remark.kind is Kind.LEFT_OUT] == ["2", "3"]


def test_a_formula_that_is_a_picture_is_told_as_lost():
    picture = '<w:r><w:object><o:OLEObject ProgID="Equation.3"/></w:object></w:r>'
    reading = read(line(run("CrCl = "), picture, run(" mL/min")))
    assert reading.article.body_html == "<p>CrCl = [formula] mL/min</p>"
    assert reading.remarks[0].kind is Kind.LOST


LISTS = [
    (["decimal|%1.|3"], [("a", 0), ("b", 0)], '<ol start="3"><li><p>a</p></li><li><p>b</p></li></ol>'),
    (["decimal|%1)|1", "bullet|o|1"], [("a", 0), ("b", 1), ("c", 0)],
     "<ol><li><p>a</p><ul><li><p>b</p></li></ul></li><li><p>c</p></li></ol>"),
    (["lowerLetter|%1)|1"], [("a", 0), ("b", 0)], "<ul><li><p>a) a</p></li><li><p>b) b</p></li></ul>"),
    (["upperRoman|%1.|4"], [("a", 0), ("b", 0)], "<ul><li><p>IV. a</p></li><li><p>V. b</p></li></ul>"),
    (["decimal|%1.|1", "decimal|%1.%2|1"], [("a", 0), ("b", 1), ("c", 1), ("d", 0)],
     "<ol><li><p>a</p><ul><li><p>1.1 b</p></li><li><p>1.2 c</p></li></ul></li><li><p>d</p></li></ol>"),
    (["decimal|Step %1:|1"], [("a", 0), ("b", 0)], "<ul><li><p>Step 1: a</p></li><li><p>Step 2: b</p></li></ul>"),
]  # fmt: skip


@pytest.mark.parametrize(("levels", "items", "expected"), LISTS)
def test_lists_keep_what_is_printed_before_each_item(levels, items, expected):
    body = "".join(numbered(text, level=level) for text, level in items)
    assert body_of(body, numbering=numbering(*levels)) == expected


def test_a_list_that_starts_again_does_so_and_another_goes_on():
    again = '<w:num w:numId="7"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    part_of = numbering("decimal|%1.|1") + again + "</w:lvlOverride></w:num>"
    body = numbered("a") + numbered("b") + line(run("x")) + numbered("c") + line(run("y")) + numbered("d", number=7)
    assert body_of(body, numbering=part_of) == (
        "<ol><li><p>a</p></li><li><p>b</p></li></ol><p>x</p>"
        '<ol start="3"><li><p>c</p></li></ol><p>y</p><ol><li><p>d</p></li></ol>'
    )


def test_an_item_that_is_struck_leaves_its_number_to_nobody():
    struck = numbered("b").replace("<w:r>", "<w:r><w:rPr><w:strike/></w:rPr>")
    body = numbered("a") + struck + numbered("c")
    assert body_of(body, numbering=numbering("decimal|%1.|1")) == (
        '<ol><li><p>a</p></li></ol><ol start="3"><li><p>c</p></li></ol>'
    )


def test_headings_keep_their_numbers():
    said = '<w:outlineLvl w:val="{0}"/><w:numPr><w:ilvl w:val="{0}"/><w:numId w:val="1"/></w:numPr>'
    body = line(run("Use"), inside=said.format(0)) + line(run("At sea"), inside=said.format(1))
    expected = "<h2>1 Use</h2><h3>1.1 At sea</h3>"
    title = body_of(body + line(run("x")), numbering=numbering("decimal|%1|1", "decimal|%1.%2|1"))
    assert title.startswith(expected)


def cell(text, inside=""):
    return f"<w:tc><w:tcPr>{inside}</w:tcPr>{line(run(text))}</w:tc>"


def table(*rows):
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def test_merged_and_missing_cells_keep_the_columns():
    start, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    before = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>'
    made = table(
        cell("a", start) + cell("b"), cell("", on) + cell("c"), before + cell("d"), cell("e", '<w:gridSpan w:val="2"/>')
    )
    assert body_of(line(run("x")) + made).removeprefix("<p>x</p>") == (
        '<table><tbody><tr><td rowspan="2"><p>a</p></td><td><p>b</p></td></tr><tr><td><p>c</p></td></tr>'
        '<tr><td></td><td><p>d</p></td></tr><tr><td colspan="2"><p>e</p></td></tr></tbody></table>'
    )


def test_a_table_in_a_cell_stands_as_lines_and_is_told():
    inner = table(cell("a") + cell("b"), cell("c") + cell("d"))
    reading = read(line(run("x")) + f"<w:tbl><w:tr><w:tc>{line(run('out'))}{inner}</w:tc></w:tr></w:tbl>")
    assert "<td><p>out</p><p>a | b</p><p>c | d</p></td>" in reading.article.body_html
    assert "A table in a cell of a table stands as lines" in told(reading)


def test_text_boxes_stand_after_their_paragraph_once():
    box = f"<w:txbxContent>{line(run('In a box.'))}</w:txbxContent>"
    ways = f"<mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    both = f"<mc:AlternateContent>{ways}</mc:AlternateContent>"
    assert body_of(line(run("Around."), f"<w:r>{both}</w:r>")) == "<p>Around.</p><p>In a box.</p>"


def test_contents_headers_and_prompts_are_told_and_stay_out():
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Click here')}</w:sdtContent></w:sdt>"
    styles = '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>'
    reading = read(
        line(run("Use 3"), style="T") + line(run("a"), prompt), styles=styles, header=line(run("Draft of the board"))
    )
    assert reading.article.body_html == "<p>a</p>"
    assert all(words in told(reading) for words in ("Click here", "Use 3", "Draft of the board"))


def test_a_table_of_contents_made_by_a_field_stays_out():
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    start = f"{sign.format('begin')}<w:r><w:instrText>TOC \\o</w:instrText></w:r>{sign.format('separate')}"
    body = line(start, run("Use 1")) + line(run("Store 2")) + line(sign.format("end")) + line(run("after"))
    reading = read(body)
    assert reading.article.body_html == "<p>after</p>"
    assert "A table of contents: Use 1 Store 2" in told(reading)


def test_links_lead_where_they_did():
    links = (
        '<Relationship Id="rL" Type="x/hyperlink" Target="https://example.org/a?b=1&amp;c=2" TargetMode="External"/>'
    )
    body = line(f'<w:hyperlink r:id="rL">{run("here")}</w:hyperlink>')
    assert body_of(body, links=links) == '<p><a href="https://example.org/a?b=1&amp;c=2">here</a></p>'
