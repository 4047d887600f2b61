"""What the check finds of a file that its draft has not, and what it takes for explained."""

import io

import docx
import pytest

from articles.transfer.files import ArticleFile, FileReference
from articles.transfer.loss.checking import checked
from articles.transfer.remarks import Kind, Remark

REFERENCES = [
    FileReference(key="a", authors="Writer AB", title="On lanterns at sea", source="J Light", issued="2014"),
    FileReference(key="b", authors="Maker C", title="Hooks of iron and brass", source="J Hooks", issued="2015"),
]
LIST = """<h2>References</h2><ol><li>Writer AB. On lanterns at sea. J Light. 2014.</li>
<li>Maker C. Hooks of iron and brass. J Hooks. 2015.</li></ol>"""


def check(source, body, *remarks, ending=".html", references=(), title="Lanterns"):
    content = source if isinstance(source, bytes) else f"<h1>Lanterns</h1>{source}".encode()
    article = ArticleFile(document_id=1, title=title, body_html=body, references=list(references))
    return checked(content, ending, article, list(remarks))


def lost(*arguments, **keywords):
    return [remark.words for remark in check(*arguments, **keywords) if remark.kind == Kind.LOST]


def test_nothing_is_said_of_what_is_all_there():
    assert check("<p>Give 5 mg of light.</p>", "<p>Give 5 mg of light.</p>") == []


@pytest.mark.parametrize(
    ("source", "body", "expected"),
    [
        ("Give 5 mg twice daily", "Give mg twice daily", ["5"]),
        ("Give 5 mg twice daily", "Give 50 mg twice daily", ["5"]),
        ("Give 5 mg, then 10 mg of it", "Give 10 mg, then 5 mg of it", ["5", "10"]),
        ("if ≥ 65 years", "if 65 years", ["≥"]),
        ("if &lt;5 years", "if &gt;5 years", ["<5"]),
        ("give −5 ml", "give 5 ml", ["-5"]),
        ("10<sup>9</sup>/L of it", "109/L of it", ["10⁹/L"]),
        ("10<sup>9</sup>/L of it", "10 9/L of it", ["10⁹/L"]),
        ("CO<sub>2</sub> of it", "CO2 of it", ["CO₂"]),
        ("140 age of it", "140age of it", ["140 age"]),
        ("do not stop the light", "do stop the light", ["not"]),
        ("one two three", "one three two", ["two", "three"]),
    ],
)
def test_a_word_number_or_sign_that_is_gone_or_another_is_found(source, body, expected):
    found = lost(f"<p>{source}.</p>", f"<p>{body}.</p>")
    assert found
    assert all(any(word in passage.split() or word == passage for word in expected) for passage in found)


def test_ten_to_the_ninth_is_the_same_however_it_is_raised():
    assert check("<p>10<sup>9</sup>/L</p>", "<p>10⁹/L</p>") == []
    assert check('<p>10<span style="vertical-align: super">9</span>/L</p>', "<p>10<sup>9</sup>/L</p>") == []


def test_a_passage_is_shown_with_its_neighbours():
    remark = check("<p>Hang it up and give 5 mg twice daily.</p>", "<p>Hang it up and give twice daily.</p>")[0]
    assert (remark.words, remark.place) == ("5 mg", "… Lanterns Hang it up and give [5 mg] twice daily …")


def test_the_heaviest_passage_comes_first():
    source = "<p>Of iron and of brass they hang there always.</p><p>Burn 5 mg of it.</p>"
    assert lost(source, "<p>Of iron and of they hang there always.</p><p>Burn of it.</p>") == ["5 mg", "brass"]


def test_a_whole_lost_block_is_one_passage():
    assert lost("<p>One here.</p><p>Two there.</p><p>Three.</p>", "<p>One here.</p>") == ["Two there Three"]


def test_swapped_cells_and_steps_are_found():
    rows = "<table><tr><td>Adult</td><td>50 mg</td></tr><tr><td>Child</td><td>5 mg</td></tr></table>"
    assert lost(rows, rows.replace("50 mg", "x").replace("5 mg", "50 mg").replace("x", "5 mg"))
    steps = "<ol><li>Light it</li><li>Hang it</li></ol>"
    assert lost(steps, "<ol><li>Hang it</li><li>Light it</li></ol>")


def test_a_list_that_starts_otherwise_is_found():
    assert lost('<ol start="3"><li>Third</li></ol>', "<ol><li>Third</li></ol>") == ["3"]


def test_a_long_passage_elsewhere_is_told_as_changed():
    one, two = "<p>They burn for two hours when lit.</p>", "<p>Hooks of brass hold them all the night.</p>"
    found = check(one + two, two + one)
    assert [remark.kind for remark in found] == [Kind.CHANGED]
    assert "Stands elsewhere" in found[0].why


def test_struck_words_are_told_though_no_reader_does():
    found = check("<p>Give <s>5 mg</s> 50 mg.</p>", "<p>Give 50 mg.</p>")
    assert [(remark.kind, remark.words) for remark in found] == [(Kind.LEFT_OUT, "5 mg")]


def test_struck_words_that_are_in_the_draft_are_the_worst():
    found = check("<p>Give <s>5 mg</s> 50 mg.</p>", "<p>Give 5 mg 50 mg.</p>")
    assert (found[0].kind, found[0].words) == (Kind.LOST, "5 mg")
    assert "but in the draft" in found[0].why


def test_a_remark_explains_the_passage_that_it_names_once():
    source, body = "<p>Give 5 mg now. Later 5 mg more.</p>", "<p>Give now. Later more.</p>"
    remark = Remark(Kind.CHANGED, "Said otherwise", "5 mg", "Later [5 mg] more")
    found = check(source, body, remark)
    assert [one.words for one in found if one.kind == Kind.LOST] == ["5 mg"]
    assert "Give [5 mg] now" in next(one for one in found if one.kind == Kind.LOST).place


def test_a_remark_about_other_words_explains_nothing():
    assert lost("<p>Give 5 mg now.</p>", "<p>Give now.</p>", Remark(Kind.FURNITURE, "Menu", "Home 5 Contact")) == [
        "5 mg"
    ]


def test_a_table_of_contents_that_is_told_does_not_stand_for_the_headings():
    contents = "".join(f"<p>{number} Of hooks and brass {number}</p>" for number in range(1, 5))
    headings = "".join(f"<h2>{number} Of hooks and brass {number}</h2><p>Words {number}.</p>" for number in range(1, 5))
    words = " ".join(f"{number} Of hooks and brass {number}" for number in range(1, 5))
    remark = Remark(Kind.FURNITURE, "A table of contents", words)
    assert check(contents + headings, headings, remark) == [remark]
    assert lost(contents + headings, headings.replace("3 Of hooks and", "3 Of hooks"), remark) == ["and"]


def test_menus_are_furniture():
    found = check("<nav>Home Contact</nav><p>Light.</p>", "<p>Light.</p>")
    assert [(remark.kind, remark.words) for remark in found] == [(Kind.FURNITURE, "Home Contact")]


@pytest.mark.parametrize("mark", ["[1,2]", "[1]-[2]", "<sup>1,2</sup>", "[1, 2]"])
def test_marks_that_became_citations_are_no_loss(mark):
    body = '<p>Hooks hold.<cite data-ref="a"></cite><cite data-ref="b"></cite> They rust.</p>'
    assert check(f"<p>Hooks hold.{mark} They rust.</p>{LIST}", body, references=REFERENCES) == []


def test_a_citation_of_another_source_is_found():
    body = '<p>Hooks hold.<cite data-ref="a"></cite> They rust.</p>'
    assert "[2]" in lost(f"<p>Hooks hold.[2] They rust.</p>{LIST}", body, references=REFERENCES)


def test_a_citation_where_the_source_has_none_is_found():
    body = '<p>Hooks hold.<cite data-ref="a"></cite> They rust.</p>'
    found = check(f"<p>Hooks hold. They rust.</p>{LIST}", body, references=REFERENCES)
    assert [remark.why for remark in found] == ["A citation that the source has not there"]


def test_what_is_in_no_field_of_a_reference_is_found():
    body = "<p>Hooks hold.</p>"
    source = f"<p>Hooks hold.</p>{LIST}".replace("2015.", "2015;7(3):12-9.")
    found = check(source, body, references=REFERENCES)
    assert [(remark.kind, remark.words) for remark in found] == [(Kind.CHANGED, "7 3 12 9")]


BOOKS = [
    FileReference(key="book", authors="Maker C", title="The hooks", source="Brass Press", issued="2006"),
    FileReference(
        key="part",
        authors="Seller D, Maker C",
        title="Rust",
        source="The hooks. Brass Press",
        issued="2006",
        pages="6-9",
    ),
    FileReference(
        key="far",
        authors="Writer A",
        title="Lamps",
        issued="2018",
        url="https://lamps.example/files/of/2018/lamps-at-sea",
    ),
]


def test_a_reference_is_found_by_what_it_prints_not_by_its_address_nor_in_another_that_has_all_its_words():
    marks = "".join(f'<xref ref-type="bibr" rid="b{number}">{number}</xref>' for number in (1, 2, 3))
    printed = ["Maker C. The hooks. Brass Press. 2006.", "Seller D. Rust. Maker C. The hooks. Brass Press. 2006: 6-9."]
    printed += ["Writer A. Lamps. 2018."]
    listed = "".join(f'<ref id="b{at}"><mixed-citation>{it}</mixed-citation></ref>' for at, it in enumerate(printed, 1))
    source = f"<article><body><p>Hooks hold {marks}</p></body><back><ref-list>{listed}</ref-list></back></article>"
    cited = "".join(f'<cite data-ref="{one.key}"></cite>' for one in BOOKS)
    assert check(source.encode(), f"<p>Hooks hold{cited}</p>", ending=".xml", references=BOOKS, title="") == []


def word_file(fill):
    document = docx.Document()
    document.add_heading("Lanterns", 0)
    fill(document)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def test_what_word_strikes_and_hides_is_left_out_and_what_it_raises_is_raised():
    def fill(document):
        paragraph = document.add_paragraph("Give ")
        paragraph.add_run("5 mg ").font.strike = True
        paragraph.add_run("secret ").font.hidden = True
        paragraph.add_run("10")
        paragraph.add_run("9").font.superscript = True
        paragraph.add_run("/L")

    found = check(word_file(fill), "<p>Give 10<sup>9</sup>/L</p>", ending=".docx")
    assert [(remark.kind, remark.words) for remark in found] == [(Kind.LEFT_OUT, "5 mg secret")]
    assert "10⁹/L" in lost(word_file(fill), "<p>Give 109/L</p>", ending=".docx")


def test_signs_of_the_symbol_font_are_read_as_they_are_seen():
    def fill(document):
        document.add_paragraph("Take 5 ").add_run("\uf06d").font.name = "Symbol"

    assert lost(word_file(fill), "<p>Take 5</p>", ending=".docx") == ["μ"]


JATS = """<article><front><article-meta><title-group><article-title>Lanterns</article-title></title-group>
<contrib-group><contrib><name><surname>Writer</surname></name></contrib></contrib-group></article-meta></front><body>
<p>Hooks hold [<xref ref-type="bibr" rid="b1">1</xref>]\u2013[<xref ref-type="bibr" rid="b3">3</xref>] and rust.</p>
<table-wrap><label>Table 1</label><alternatives><graphic/><table><tr><td>Elderly</td><td>25 mg</td></tr></table>
</alternatives></table-wrap></body><back><ref-list>
<ref id="b1"><mixed-citation>Writer AB. On lanterns at sea. J Light. 2014.</mixed-citation></ref>
<ref id="b2"><mixed-citation>Maker C. Hooks of iron and brass. J Hooks. 2015.</mixed-citation></ref>
<ref id="b3"><mixed-citation>Seller D. What a brass hook costs. J Trade. 2016.</mixed-citation></ref>
</ref-list></back></article>"""
THIRD = FileReference(key="c", authors="Seller D", title="What a brass hook costs", source="J Trade", issued="2016")


def jats(body):
    return check(JATS.encode(), body, ending=".xml", references=[*REFERENCES, THIRD])


def test_a_range_between_two_marks_of_a_journal_is_all_of_it():
    cited = "".join(f'<cite data-ref="{key}"></cite>' for key in "abc")
    table = "<table><caption>Table 1</caption><tr><td>Elderly</td><td>25 mg</td></tr></table>"
    assert [remark.kind for remark in jats(f"<p>Hooks hold{cited} and rust.</p>{table}")] == [Kind.FURNITURE]
    some = '<cite data-ref="a"></cite><cite data-ref="c"></cite>'
    assert "[2]" in [remark.words for remark in jats(f"<p>Hooks hold{some} and rust.</p>{table}")]


def test_a_table_among_alternatives_is_looked_for():
    cited = "".join(f'<cite data-ref="{key}"></cite>' for key in "abc")
    found = jats(f"<p>Hooks hold{cited} and rust.</p>")
    assert found[0].words == "Table 1 Elderly 25 mg"


def test_a_translation_in_a_journals_file_is_no_loss():
    source = (
        b"<article><front><article-meta><title-group><article-title>Lanterns</article-title></title-group></article-meta>"
        b"</front><body><p>Give 5 mg of light.</p></body><sub-article><front><article-meta><title-group><article-title>"
        b'Lanternas</article-title></title-group></article-meta></front><body><p>Dar 5 mg de luz <xref ref-type="bibr" '
        b'rid="B1">1</xref>.</p></body><back><ref-list><ref id="B1"><mixed-citation>Outra.</mixed-citation></ref>'
        b"</ref-list></back></sub-article></article>"
    )
    found = check(source, "<p>Give 5 mg of light.</p>", ending=".xml")
    assert {remark.kind for remark in found} <= {Kind.FURNITURE}
