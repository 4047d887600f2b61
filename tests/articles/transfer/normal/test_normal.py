"""HTML of whatever make, read from files and pasted: what is seen comes in, and what does not is told."""

from pathlib import Path

import pytest

from articles.transfer import formats
from articles.transfer.normal.paste import pasted
from articles.transfer.remarks import Kind

DATA = Path(__file__).parent.parent / "data"


def read(html):
    return formats.read(f"<h1>Lanterns</h1>{html}".encode(), name="a.html")


def body_of(html):
    return read(html).article.body_html.replace("\n", "")


def words_told(remarks, *kinds):
    return [remark.words for remark in remarks if remark.kind in (kinds or (Kind.LEFT_OUT,))]


FILES = {
    "h01_deleted": (
        "<h2>Dose</h2><p>Give 50 mg once a day. Avoid  in pregnancy. </p>",
        ["5 mg", "not", "Old advice."],
    ),
    "h03_hidden": (
        "<h2>Dose</h2><p>Give 50 mg.</p><p>More</p><p>Stop if bleeding.</p>",
        ["EDITOR: wrong dose.", "Secret.", "Sign up to our list"],
    ),
    "h04_list": (
        "<h2>Steps</h2><ol><li>Airway</li><li>Breathing</li></ol><p>Call for help.</p>"
        '<ol start="3"><li>Circulation</li></ol><ol start="7"><li>Go to step 3</li></ol><ul><li>a. first</li></ul>'
        "<p>Adult</p><p>50 mg</p><p>Child</p><p>2 mg/kg</p>"
        "<p>E = mc<sup>2</sup>, 10<sup>9</sup>/L, bd, “quoted”</p>",
        [],
    ),
    "h05_cell": (
        '<h2>Doses</h2><table><thead><tr><th rowspan="2">Drug</th><th colspan="2">Dose</th></tr><tr><th>Adult</th>'
        "<th>Child</th></tr></thead><tbody><tr><th>A</th><td>50 mg<br>twice a day</td><td><p>2 mg/kg</p><p>once</p></td>"
        '</tr><tr><td>B</td><td colspan="2">do not give</td></tr></tbody><tbody><tr><td colspan="3">Doses by mouth.</td>'
        "</tr></tbody></table>",
        [],
    ),
    "h06_styled": (
        "<h2>Dose</h2><p>Platelets 50 × 10<sup>9</sup>/L or 10<sup>9</sup>.   <strong>Do not</strong> stop. μg μg</p>"
        "<table><tbody><tr><td>1</td></tr></tbody></table><p>Figure 1 Flow chart of care</p><p>Advert: buy now</p>"
        "<p>Copyright</p><p>Dose:    </p><p>140 / age</p>",
        ["Give 5 mg.", "Old.", "50 mg", "10 mg", "20 mg", "3 of 5"],
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_page_comes_in_as_it_is_seen(name):
    reading = formats.read((DATA / f"{name}.html").read_bytes(), name="a.html")
    assert (reading.article.body_html.replace("\n", ""), words_told(reading.remarks)) == FILES[name]


def test_a_struck_word_is_told_with_its_sentence():
    remark = read("<p>One is first. Give <s>5 mg</s> 50 mg. Then stop.</p>").remarks[0]
    assert (remark.words, remark.place) == ("5 mg", "Give 5 mg 50 mg.")


PASTES = {
    "g01_plain": "<p>Give 5 mg once a day.</p><p>Then stop.</p>",
    "g02_marks": "<p><strong>Do not</strong> give if platelets are below 50 × 10<sup>9</sup>/L or the HbA<sub>1c</sub> is "
    "high. <em>Avoid.</em> new dose 50 mg.</p>",
    "g03_lists": "<ul><li><p>Liver</p><ul><li><p>primary</p></li><li><p>secondary</p></li></ul></li><li><p>Lung</p></li>"
    "</ul><h2>Treatment</h2><h3>Drugs</h3><p>Text.</p>",
    "g04_table": '<table><tbody><tr><td rowspan="2"><p>Drug</p></td><td colspan="2"><p>Dose</p></td></tr><tr><td><p>Adult'
    "</p></td><td><p>Child</p></td></tr><tr><td><p>A</p></td><td><p>50 mg</p></td><td><p>2 mg/kg</p></td></tr></tbody>"
    "</table>",
    "w01_tracked": "<p>Give 50 mg once a day. It should not be stopped.</p>",
    "w02_footnote": "<p>Give drug A. [note 1] Platelets 50 × 10<sup>9</sup>/L; HbA<sub>1c</sub>.</p>"
    "<p>[note 1] Off-label in children.</p>",
    "w03_lists": "<ul><li><p>Liver</p><ul><li><p>primary</p><ul><li><p>cell</p></li></ul></li></ul></li><li><p>Lung</p><p>A "
    "paragraph within the item.</p></li><li><p>Kidney</p></li></ul><ol><li><p>First step</p><ul><li><p>a) part</p></li></ul>"
    '</li><li><p>Second step</p></li></ol><p>Between.</p><ol start="3"><li><p>Third step</p></li></ol><ul><li><p>iv. Roman'
    "</p></li></ul>",
    "w04_headings": "<h2>1. Treatment</h2><h3>1.1 Drugs</h3><p>Title line</p><p><strong>Looks like a heading</strong></p>"
    "<p>          Tabbed.</p>",
    "w05_hidden": "<p>Give 50 mg.</p><p>Check this.</p>",
    "w06_table": "<table><caption>Table 1. Doses</caption><thead><tr><th><p><strong>Drug</strong></p></th><th><p><strong>Dose"
    "</strong></p></th></tr></thead><tbody><tr><td><p>A</p></td><td><p>50 mg</p><p>twice a day</p></td></tr><tr>"
    '<td colspan="2"><p>Do not give in pregnancy</p></td></tr></tbody></table>',
    "w07_bold_span": "<p><strong>Do not</strong> give <sup>2</sup> 10<sup>9</sup>/L</p>",
    "x01_weblist": "<ul><li>Coffee</li><li>Tea<ul><li>Black tea</li></ul></li></ul>",
    "x02_excel": '<table><tbody><tr><td rowspan="2">Drug</td><td colspan="2">Dose</td></tr><tr><td>Adult</td><td>Child</td>'
    '</tr><tr><td>0.5</td><td>50 mg</td><td rowspan="2">2 mg/kg</td></tr><tr><td>B</td><td>10 mg</td></tr></tbody></table>',
    "x03_nice": '<h2>Recommendations</h2><h3>1.1.1</h3><p>Offer <a href="https://www.nice.org.uk/guidance/ng136/chapter/'
    'terms#abpm">ABPM</a> to people. relative  new </p><ol start="4"><li>fourth</li></ol><p>Adult</p><p>50 mg</p>'
    "<p>line 1<br>line 2</p><p>CrCl<sup>2</sup></p>",
    "x04_ours": '<p>Metastatic disease is common. Give 10 mg. See <a data-article="29155">Liver metastases</a>.</p>',
    "x05_libre": '<p><strong>Do not</strong> give  50 mg; 10<sup>9</sup></p><ol start="3"><li><p>third</p></li></ol>',
    "x06_math": "<p>CrCl = (140 − age) / 72 mL/min x<sup>2</sup></p>",
}
LEFT_OUT = {
    "g02_marks": ["Old dose 5 mg"],
    "w01_tracked": ["5 mg"],
    "w05_hidden": ["Is this dose right?", "EDITOR NOTE: wrong dose."],
    "x03_nice": ["old", "opens in new tab"],
    "x04_ours": ["1", "2,3"],
    "x05_libre": ["5 mg"],
}


@pytest.mark.parametrize("name", PASTES)
def test_a_paste_comes_in_as_it_was_seen(name):
    found = pasted((DATA / f"paste_{name}.html").read_text())
    assert found.html == PASTES[name]
    assert words_told(found.remarks) == LEFT_OUT.get(name, [])


SEEN = [
    # Struck and hidden, in every way that a page says it
    ("<style>.x .gone{text-decoration-line:line-through}</style><p class=x>a<b class=gone>b</b></p>", "<p>a</p>"),
    ("<style>p > s1, span.a.b{text-decoration:underline line-through}</style><p>a<span class='b a'>b</span></p>", "<p>a</p>"),
    ("<style>@media screen{.g{display:none}} @media print{.k{display:none}}</style><p><i class=g>a</i><i class=k>b</i></p>",
     "<p><em>b</em></p>"),
    ("<style>.g{text-decoration:line-through!important} #k{text-decoration:none}</style><p>a<span class=g id=k>b</span></p>",
     "<p>a</p>"),
    ("<p style='text-decoration:line-through'>a <span style='text-decoration:none'>b</span></p><p>c</p>", "<p>c</p>"),
    ("<p>a<span style='visibility:hidden'>b</span><span style='font-size:0'>c</span><span style='opacity:0'>d</span>e</p>",
     "<p>ae</p>"),
    ("<p>a<span class='govuk-visually-hidden'>b</span><span style='position:absolute;left:-9999px'>c</span></p>", "<p>a</p>"),
    ("<table><tr><td>a</td><td><del>b</del></td><td style='text-decoration:line-through'>c</td><td>d</td></tr></table>",
     "<table><tbody><tr><td>a</td><td></td><td></td><td>d</td></tr></tbody></table>"),
    ("<ol><li>a</li><li><s>b</s></li><li>c</li></ol>", '<ol><li>a</li></ol><ol start="3"><li>c</li></ol>'),
    # Raised, lowered, bold
    ("<p>10<span style='position:relative;top:-4pt'>9</span> H<span style='vertical-align:-20%'>2</span></p>",
     "<p>10<sup>9</sup> H<sub>2</sub></p>"),
    ("<b style='font-weight:normal'><p>a <span style='font-weight:700'>b</span></p></b>", "<p>a <strong>b</strong></p>"),
    ("<p><b>a <span style='font-weight:400'>b</span> c</b></p>", "<p><strong>a </strong>b<strong> c</strong></p>"),
    ("<p style='font-style:italic'>a <b>b</b></p>", "<p><em>a <strong>b</strong></em></p>"),
    ("<h2 style='font-weight:bold'><span>a</span></h2><p>b</p>", "<h2>a</h2><p>b</p>"),
    # Signs
    ("<p>age <font face='Symbol'>&sup3;</font> 65, <span style='font:bold 12pt Symbol'>m</span>g</p>",
     "<p>age ≥ 65, <strong>μ</strong>g</p>"),
    ("<p>age \uf0b3 65 \uf0a3 70</p>", "<p>age ≥ 65 ≤ 70</p>"),
    ("<p><span style='font-family:Wingdings'>&egrave;</span> stop</p>", "<p>→ stop</p>"),
    # What stands on lines of its own
    ("<div>5</div><div>0 mg</div>", "<p>5</p><p>0 mg</p>"),
    ("<pre>a\nb</pre>", "<p>a<br>b</p>"),
    # Lists
    ("<ol reversed><li>a</li><li>b</li></ol>", '<ol start="2"><li>a</li></ol><ol><li>b</li></ol>'),
    ("<ol start=0><li>a</li><li>b</li></ol>", "<ul><li>0. a</li></ul><ol><li>b</li></ol>"),
    ("<ol style='list-style-type:upper-roman' start=4><li>a</li><li>b</li></ol>", "<ul><li>IV. a</li><li>V. b</li></ul>"),
    ("<ol><li>a</li><ol type=a><li>b</li></ol><li>c</li></ol>", "<ol><li>a<ul><li>a. b</li></ul></li><li>c</li></ol>"),
    # Tables
    ("<table><tr><td rowspan=9 colspan=0>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
     '<table><tbody><tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>'),
    ("<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td></tr></table>",
     "<table><tbody><tr><td>a<p>b | c</p></td></tr></tbody></table>"),
    # Notes
    ("<p>a<sup><a href='#ftnt1' id='ftnt_ref1'>[1]</a></sup></p><hr><div><p><a href='#ftnt_ref1' id='ftnt1'>[1]</a> b</p></div>",
     "<p>a [note 1]</p><p>[note 1] b</p>"),
    ("<ul><li>a<a class='sdfootnoteanc' name='sdfootnote1anc' href='#sdfootnote1sym'><sup>1</sup></a></li><li>c</li></ul>"
     "<div id='sdfootnote1'><p><a name='sdfootnote1sym' href='#sdfootnote1anc'>1</a> b</p></div>",
     "<ul><li>a [note 1]</li><li>c</li></ul><p>[note 1] b</p>"),
    # Formulas
    ("<p>a <span class='katex'><span class='katex-mathml'><math><msup><mi>x</mi><mn>2</mn></msup></math></span>"
     "<span class='katex-html' aria-hidden='true'>x2</span></span> b</p>", "<p>a x<sup>2</sup> b</p>"),
    ("<p><span class='mwe-math-element'><span style='display:none'><math><mfrac><mi>a</mi><mi>b</mi></mfrac></math></span>"
     "<img alt='{\\displaystyle a/b}' src='x'></span></p>", "<p>a / b</p>"),
    ("<p>a <img class='tex' alt='\\frac{1}{2}'> b</p>", "<p>a [formula: \\frac{1}{2}] b</p>"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), SEEN)
def test_what_a_style_says_is_what_comes_in(html, expected):
    assert body_of(html) == expected


FORMULAS = [
    ("<mfrac><mrow><mn>140</mn><mo>-</mo><mi>age</mi></mrow><mn>72</mn></mfrac>", "(140 − age) / 72"),
    ("<mn>140</mn><mi>age</mi>", "140 age"),
    ("<mn>4</mn><mi>a</mi><mi>c</mi>", "4ac"),
    ("<mi>x</mi><mo>=</mo><mo>-</mo><mi>b</mi>", "x = −b"),
    ("<mn>2</mn><mo>&#x2062;</mo><mi>x</mi>", "2 × x"),
    ("<mfrac><mn>1</mn><mn>2</mn></mfrac><mi>x</mi>", "(1 / 2)x"),
    ("<mi>a</mi><mo>/</mo><mfrac><mi>b</mi><mi>c</mi></mfrac>", "a / (b / c)"),
    ("<mfrac><mfrac><mi>a</mi><mi>b</mi></mfrac><mi>c</mi></mfrac>", "(a / b) / c"),
    ("<msup><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></msup>", "(a + b)<sup>2</sup>"),
    ("<msup><mn>10</mn><mrow><mo>-</mo><mn>9</mn></mrow></msup>", "10<sup>−9</sup>"),
    ("<msup><mi>e</mi><msup><mi>x</mi><mn>2</mn></msup></msup>", "e<sup>x^(2)</sup>"),
    ("<mroot><mi>x</mi><mn>3</mn></mroot>", "<sup>3</sup>√(x)"),
    ("<munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover><mi>x</mi>", "∑<sub>i</sub><sup>n</sup> x"),
    ("<mmultiscripts><mi>Tc</mi><mprescripts></mprescripts><none></none><mtext>99m</mtext></mmultiscripts>", "<sup>99m</sup>Tc"),
    ("<mo>[</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr><mtr><mtd><mn>3</mn></mtd></mtr></mtable><mo>]</mo>",
     "[1, 2; 3]"),
    ("<mi>t</mi><mo>&lt;</mo><mn>5</mn>", "t &lt; 5"),
    ("<semantics><mi>x</mi><annotation>y</annotation></semantics>", "x"),
    ("<mi>a</mi><mphantom><mi>b</mi></mphantom>", "a"),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "words"), FORMULAS)
def test_a_formula_becomes_a_line_that_reads_as_it_does(formula, words):
    reading = read(f"<p>so <math>{formula}</math> then</p>")
    assert reading.article.body_html == f"<p>so {words} then</p>"
    assert any(remark.why.startswith("A formula stands as words") for remark in reading.remarks)


def test_citations_of_the_same_draft_stay_when_they_are_copied_in_it():
    html = '<p data-pm-slice="1 1 []">a<cite data-ref="first"></cite></p>'
    assert pasted(html, keeps_citations=True).html == '<p>a<cite data-ref="first"></cite></p>'
    assert pasted(html).html == "<p>a</p>"
    assert words_told(pasted(html).remarks) == ["[first]"]


def test_words_alone_are_pasted_as_words():
    assert pasted("<b>a</b> 10<sup>9</sup>").html == "<p><strong>a</strong> 10<sup>9</sup></p>"
    assert pasted(" ").html == ""


def test_links_to_our_own_articles_stay_such():
    html = '<a href="https://site.example/articles/7/x/">a</a> <a href="https://example.org/articles/7/x/">b</a>'
    assert pasted(html, own_site="https://site.example").html == (
        '<p><a data-article="7">a</a> <a href="https://example.org/articles/7/x/">b</a></p>'
    )
