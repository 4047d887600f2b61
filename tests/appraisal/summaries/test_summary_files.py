"""The summary as PDF, CSV and JSON."""

import csv
import io
import json
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from appraisal.summaries.document import build
from appraisal.summaries.document.build import Choices
from appraisal.summaries.files import as_csv, as_json, as_pdf, printable

NINE = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)


@pytest.fixture
def made(grace, version, read, reflect):
    """The document of one entry with these words, and of what it came from."""

    def made(**words):
        entry = reflect(grace, page_views=[read(grace, version, NINE, seconds=400)], learned_on=NINE.date(), **words)
        show = frozenset({"totals", "chart", "entries", "log"})
        return build.summary(grace, Choices(date(2026, 1, 1), date(2026, 12, 31), show, frozenset([entry.pk])), NINE)

    return made


def pdf(document):
    return PdfReader(io.BytesIO(as_pdf.render(document)))


def said(reader):
    """The words of a PDF, whatever its line breaks."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def roles(element, found):
    """Count the roles of a PDF's structure tree."""
    element = element.get_object()
    for child in element if isinstance(element, list) else [element]:
        child = child.get_object()
        if hasattr(child, "get"):
            found[child.get("/S")] += 1
            if "/K" in child:
                roles(child["/K"], found)
    return found


def test_the_pdf_is_tagged_titled_and_in_uk_english(made):
    reader = pdf(made())
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Record of reading and reflection, 1 January 2026 to 31 December 2026"
    assert reader.metadata.author == "Grace"
    found = roles(root["/StructTreeRoot"]["/K"], Counter())
    assert (found["/H1"], found["/H3"], found["/Figure"]) == (1, 1, 1)
    assert found["/TH"] == 2 + 3 + 3 + 5
    assert found["/P"] > 5
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_the_pdf_says_everything(grace, made):
    grace.regulator = "gmc"
    words = said(pdf(made(title="Which way they face", so_what="Hooks matter ≥ 2.5 µg, café.", claimed_minutes=45)))
    for expected in [
        "Which way they face",
        "17 November 2026. 45 minutes claimed. 6 minutes of reading measured.",
        "What? Read it.",
        "So what? Hooks matter ≥ 2.5 µg, café.",
        "What next? Hang them.",
        "Lanterns, document 1234, version 1, read on 17 November 2026",
        "1 article read in 6 minutes, 0 notes and 1 reflection.",
        "Credits claimed 0.75",
        "17 November 2026, 09:00 Lanterns 1234 1 6 minutes",
        "The GMC sets no number of credits.",
        "Page 1 of 3",
    ]:
        assert expected in words, expected


@pytest.mark.parametrize(
    ("code", "is_counted"), [("", False), ("gmc", True), ("nmc", False), ("gphc", False), ("hcpc", False)]
)
def test_credits_are_counted_only_where_they_are_asked_for(grace, made, code, is_counted):
    grace.regulator = code
    grace.save()
    assert ("Credits claimed 0.75" in said(pdf(made(claimed_minutes=45)))) is is_counted


def test_the_chart_is_described_in_words(made):
    document = made()
    [described] = descriptions(pdf(document))
    assert described.startswith("Column chart. Articles read: January 2026 0 read")
    assert described.endswith(
        "November 2026 1 read, 1 led to a note or reflection, December 2026 0 read, 0 led to a note or reflection."
    )


def descriptions(reader):
    """The alternative texts of a PDF's structure tree."""
    objects = (reader.get_object(number) for number in range(1, len(reader.xref_objStm) + len(reader.xref[0]) + 1))
    return [thing["/Alt"] for thing in objects if hasattr(thing, "get") and thing.get("/Alt")]


@pytest.mark.parametrize(
    "evil",
    [
        '#read("/etc/passwd")',
        '#import "@preview/x:1.0.0": *',
        '#{panic("x")} #eval("1+1")',
        "$x^2$ *bold* _em_ `raw`",
        "= heading @ref <label> \\ // comment",
        '#image("x.png") #pagebreak() [a](b)',
        "</text><script>alert(1)</script>&amp;",
        '"quoted" \\"escaped\\" \\u{41}',
    ],
)
def test_what_members_write_is_printed_not_run(made, evil):
    document = made(title=evil, what=evil)
    reader = pdf(document)
    assert said(reader).count(" ".join(evil.split())) == 2
    assert reader.trailer["/Root"].get("/AcroForm") is None
    assert reader.trailer["/Root"].get("/OpenAction") is None


def test_a_name_is_data_too(grace, made):
    grace.display_name = 'Gr"ace #panic() \x00\u202e'.replace("\x00", "")
    assert 'Name Gr"ace #panic()' in said(pdf(made()))


def test_what_cannot_be_printed_is_named_and_said_at_the_end(made):
    words = said(pdf(made(what="Before \U0001f600 血压 after\x07\u202e.\u200d")))
    assert "Before [grinning face] [CJK text] after." in words
    assert "named in square brackets in the text: CJK text (2 characters), grinning face." in words


def test_every_glyph_that_is_claimed_can_be_printed(made):
    everything = "".join(sorted(printable.glyphs()))
    document = made()
    document["entries"][0] |= {"title": everything, "what": everything}
    assert as_pdf.render(document).startswith(b"%PDF")
    assert {"≥", "≤", "µ", "μ", "é", "°", "×", "½", "→", "β", "Ł", "ő", "ẁ", "✓", "₂"} <= printable.glyphs()


def test_a_glyph_that_no_font_has_would_fail(made, monkeypatch):
    """What the cleaning is for: without it this text makes no PDF at all."""
    monkeypatch.setattr(as_pdf, "printable", lambda value, replaced: value)
    with pytest.raises(as_pdf.NotSet, match="could not be displayed"):
        as_pdf.render(made(what="血"))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("e\u0301", "é"),
        ("a\tb\r\nc\x0bd", "a b\nc\nd"),
        ("\ufeffa\u00adb\u200bc", "abc"),
        ("👩\u200d⚕\ufe0f", "[woman][staff of aesculapius]"),
        ("\ue000\U000f0000", "[character U+E000][character U+F0000]"),
        ("שלום world", "[Hebrew text] world"),
        ("", ""),
    ],
)
def test_text_is_made_printable(typed, printed):
    assert printable.text(typed, Counter()) == printed


def test_an_empty_summary_is_a_document_too(grace):
    nothing = Choices(date(2026, 1, 1), date(2026, 12, 31), frozenset({"totals", "chart", "entries", "log"}))
    words = said(pdf(build.summary(grace, nothing, NINE)))
    assert "None chosen." in words
    assert "Nothing was logged in this period." in words
    bare = build.summary(grace, Choices(date(2026, 1, 1), date(2026, 12, 31), frozenset()), NINE)
    assert "Record of reading and reflection" in said(pdf(bare))


def test_a_very_long_log_is_printed_in_part_and_says_so(made, monkeypatch):
    monkeypatch.setattr(as_pdf, "PRINTED_VIEWS", 2)
    document = made()
    [view] = document["reading_log"]
    document["reading_log"] = [view | {"title": f"Article {number}"} for number in range(5)]
    words = said(pdf(document))
    assert "The newest 2 views. 3 earlier ones can be downloaded as CSV or JSON." in words
    assert [number for number in range(5) if f"Article {number}" in words] == [3, 4]
    assert len(rows(document)) == 1 + 5


def rows(document):
    return list(csv.DictReader(io.StringIO(as_csv.render(document).removeprefix("\ufeff"))))


def test_the_csv_holds_reflections_then_the_log(made):
    reflection, view = rows(made(claimed_minutes=45, what="Two\nlines, and a comma"))
    assert reflection["Section"] == "Reflection"
    assert reflection["What?"] == "Two\nlines, and a comma"
    assert reflection["Sources"] == "Lanterns (document 1234, version 1)"
    assert reflection["Claimed minutes (declared)"] == "45"
    assert (view["Section"], view["Date"], view["Time"]) == ("Reading log", "2026-11-17", "09:00")
    assert (view["Title"], view["Document ID"], view["Active minutes (measured)"]) == ("Lanterns", "1234", "6")


def test_the_csv_begins_with_the_mark_that_spreadsheets_need(made):
    assert as_csv.render(made()).encode().startswith(b"\xef\xbb\xbfSection,")


@pytest.mark.parametrize(
    "formula", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "＝1", "=cmd|' /C calc'!A0"]
)
def test_no_cell_is_a_formula(made, formula):
    document = made(title=formula, what=formula)
    document["entries"][0] |= {"title": formula, "what": formula}
    [reflection, _] = rows(document)
    assert reflection["What?"].startswith("'")
    assert reflection["Title"] == f"'{formula}"


def test_the_json_is_the_document(made):
    document = made(what="≥ é <b>")
    text = as_json.render(document)
    assert json.loads(text) == document
    assert "≥ é <b>" in text
