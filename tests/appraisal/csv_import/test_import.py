"""/diary/entries/import/: learning done elsewhere, line by line, nothing dropped silently."""

from contextlib import suppress
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.csv_import import table as importing
from appraisal.models import Entry

PLACE = "/diary/entries/import/"
FILE = """Date,Title,Minutes,Method,So what,Colour
2026-03-01,Course on hooks,90,Course or study day,Hooks matter,red
17/11/2025,"Talk, with a comma",30,,,
"""


def sent(client, text, **more):
    return client.post(PLACE, {"text": text} | more)


def test_the_file_is_shown_before_anything_is_kept(as_grace):
    page = as_grace.post(PLACE, {"file": SimpleUploadedFile("a.csv", FILE.encode("utf-16"))}).content.decode()
    for words in [
        "2 new",
        "Course on hooks",
        "Talk, with a comma",
        "no such column: Colour",
        "the title stands for What",
    ]:
        assert words in page
    assert not Entry.objects.exists()


def test_it_is_imported_once_however_often_it_is_sent(as_grace, grace):
    for _ in range(2):
        sent(as_grace, FILE, **{"import": "1"})
    entries = Entry.objects.owned_by(grace)
    assert [(it.learned_on, it.title, it.claimed_minutes, it.method) for it in entries] == [
        (date(2026, 3, 1), "Course on hooks", 90, "course"),
        (date(2025, 11, 17), "Talk, with a comma", 30, ""),
    ]
    assert "2 in your diary already" in sent(as_grace, FILE).content.decode()


def test_an_imported_entry_that_was_edited_is_not_made_again(as_grace, grace):
    sent(as_grace, FILE, **{"import": "1"})
    Entry.objects.update(title="Mine")
    sent(as_grace, FILE, **{"import": "1"})
    assert Entry.objects.count() == 2


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("soon,Talk,1", "is no date such as"),
        ("2999-01-01,Talk,1", "in the future"),
        ("2026-01-01,,1", "There is no title"),
        (",Talk,1", "There is no date"),
        ("2026-01-01,Talk,an hour", "no number of minutes such as 90"),
        ("2026-01-01,Talk,1441", "1440 minutes at most"),
        (f"2026-01-01,{'x' * 201},1", "Title is longer than 200"),
        ("2026-01-01,Talk,1,more", "more cells than there are columns"),
    ],
)
def test_a_line_that_cannot_be_read_is_said_and_the_others_imported(as_grace, line, problem):
    text = f"date,title,minutes\n{line}\n2026-01-02,Good,5\n"
    page = sent(as_grace, text).content.decode()
    assert problem in page
    assert "1 that cannot be read" in page
    sent(as_grace, text, **{"import": "1"})
    assert [entry.title for entry in Entry.objects.all()] == ["Good"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Choose a file, or paste"),
        ("date,title\n", "no lines below"),
        ("when,what\n1,2\n", "none called date and title"),
        ('date,title\n2026-01-01,"open\n', "quotation mark"),
        ("date,title\n" + "2026-01-01,x\n" * 501, "Import 500 at a time"),
        ("x" * 300_001, "Import it in two parts"),
    ],
)
def test_what_is_no_table_is_explained(as_grace, text, message):
    answer = sent(as_grace, text)
    assert answer.status_code == 422
    assert message in answer.content.decode()


def test_hours_and_semicolons_are_understood():
    [line] = importing.read("Date;Title;Credits\n1 March 2026;Talk;1,5\n").good
    assert line.words["claimed_minutes"] == 90


def test_a_cell_that_was_kept_from_formulas_comes_back_as_it_was():
    [line] = importing.read("date,title,what\n2026-01-01,Talk,'=1+1\n").good
    assert line.words["what"] == "=1+1"


def test_two_lines_that_say_the_same_make_one_and_it_is_said():
    table = importing.read("date,title\n2026-01-01,Talk\n2026-01-01,Talk\n")
    assert "the same as line 2" in table.lines[1].remarks[-1]
    assert len({line.key(1) for line in table.good}) == 1


def test_the_same_file_of_two_members_makes_two(as_grace, client, mallory):
    sent(as_grace, FILE, **{"import": "1"})
    client.force_login(mallory)
    assert "0 in your diary already" in sent(client, FILE).content.decode()


def test_the_preview_says_what_could_identify_someone(as_grace):
    page = sent(as_grace, "date,title\n2026-01-01,About Mrs Hook\n").content.decode()
    assert "“Mrs Hook” looks like a name" in page


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_whatever_is_in_the_file_every_line_is_good_or_said_to_be_bad(text):
    with suppress(importing.Unreadable):
        table = importing.read(f"date,title,minutes,hours,link\n{text}\n")
        assert all(line.problems or (line.words["title"] and line.words["learned_on"]) for line in table.lines)
