"""Notes as files: readable, complete, inert, for their owner alone."""

import csv
import html
import io
import re

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml
from markdown_it import MarkdownIt

from articles.transfer.markdown.writing import write_text
from notes.annotations.collection import actions

KINDS = ["html", "csv", "md", "jsonld"]
HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@x",
    "\t=1",
    "＝1+1",
    "<script>alert(1)</script>",
    "![x](https://evil.example)",
    "# no",
    "> no",
]


@pytest.fixture
def export(as_grace):
    """The text of a file."""

    def export(kind, **asked):
        page = as_grace.get(reverse("notes:export", args=[kind]), asked)
        assert page.status_code == 200
        return b"".join(page.streaming_content).decode()

    return export


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_kept_by_no_cache_and_named_for_nobody(as_grace, write, kind):
    write()
    page = as_grace.get(reverse("notes:export", args=[kind]))
    assert {"no-store", "private"} <= set(page["Cache-Control"].split(", "))
    assert re.fullmatch(
        rf'attachment; filename="patientplus-notes-\d{{4}}-\d\d-\d\d\.{kind}"', page["Content-Disposition"]
    )
    assert b"Ask about dusk." in page.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_says_all_of_a_note(export, grace, write, version, kind):
    note = write("Ask 😀.", quote="2.5 hours")
    actions.add(["Dusk"], to=[note], by=grace)
    text = export(kind)
    for said in [
        "Lanterns" if kind != "jsonld" else "lanterns",
        "2.5 hours",
        "Ask 😀",
        "Dusk",
        "introduction" if kind == "jsonld" else "Introduction",
    ]:
        assert said in text.replace("2\\.5", "2.5")
    assert f"http://127.0.0.1:8000{version.get_absolute_url()}" in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_search_narrows_the_file(export, write, kind):
    write("About dusk.")
    write("About dawn.")
    assert "dawn" not in export(kind, q="dusk")


def test_a_search_that_makes_no_sense_leads_to_the_list_that_says_so(as_grace):
    page = as_grace.get(reverse("notes:export", args=["csv"]), {"from": "soon"})
    assert page.url == "/notes/?from=soon"


def test_a_kind_that_is_none_is_not_there(as_grace):
    assert as_grace.get("/notes/export/exe/").status_code == 404


def test_nothing_to_export_is_a_file_without_notes(export):
    assert len(export("csv").splitlines()) == 1
    assert "Notes from PatientPlus" in export("html")


# --- CSV ---


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_spreadsheet_runs_no_cell_and_loses_no_word(export, grace, write, hostile):
    note = write(hostile)
    actions.add([hostile], to=[note], by=grace)
    text = export("csv")
    assert text.startswith("\ufeffArticle,")
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert row["Note"].removeprefix("'") == hostile
    for cell in row.values():
        assert not cell.startswith(("=", "+", "-", "@", "\t", "＝"))


# --- The page to print ---


def test_the_page_loads_nothing_and_runs_nothing(export, grace, write):
    for hostile in HOSTILE:
        actions.add([hostile], to=[write(hostile)], by=grace)
    page = lxml.fromstring(export("html"))
    assert not page.xpath("//script | //img | //link | //iframe | //@onerror")
    assert page.xpath("//meta[@http-equiv]/@content")[0].startswith("default-src 'none'; style-src 'sha256-")
    assert [note.strip() for note in page.xpath("//article/div//text()") if note.strip()] == [
        line.strip() for line in HOSTILE
    ]


# --- Markdown ---


def read_as_markdown(text: str) -> list[str]:
    """The lines that a reader of the Markdown sees; nothing in it may be more than text."""
    markup = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    assert not re.search(r"<(?!/?p>|br ?/?>)", markup), markup
    words = re.sub(r"<br ?/?>\n?", "\n", markup.replace("</p>\n<p>", "\n\n")).removeprefix("<p>").removesuffix("</p>\n")
    return [line.strip() for line in html.unescape(words).split("\n") if line.strip()]


@settings(max_examples=300)
@given(st.text(st.sampled_from("ab *_`#>-+=~|[]()!<&;.:1\\$@^\n\t😀é"), max_size=40))
def test_markdown_reads_as_it_was_written(text):
    assert read_as_markdown(write_text(text)) == [line.strip() for line in text.split("\n") if line.strip()]


def test_markdown_quotes_a_passage_of_several_lines(export, write):
    write(quote="Red lanterns face west.\nGreen lanterns")
    assert "> Red lanterns face west.\\\n> Green lanterns" in export("md")
