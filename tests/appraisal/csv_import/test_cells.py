"""Days and lengths of time as people, spreadsheets and other diaries write them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.csv_import import cells
from appraisal.csv_import import table as importing

TODAY = date(2026, 11, 29)
DAY = date(2026, 11, 17)


@pytest.mark.parametrize(
    "text",
    [
        *("17-Nov-26", "17-Nov-2026", "17/11/26", "17/11/2026 09:00", "17/11/2026 09:00:00", "2026-11-17T09:00:00Z"),
        *(
            "2026-11-17 09:00",
            "17 Nov 26",
            "17th November 2026",
            "Nov 17, 2026",
            "17.11.26",
            "Tue 17 Nov 2026",
            "46343",
        ),
        *(
            "17-11-2026",
            "2026/11/17",
            "20261117",
            "17 nov. 2026",
            "Tuesday, 17 November 2026",
            "the 17th of November 2026"[4:],
        ),
        *("2026-11-17T09:00:00.123+00:00", "17/11/2026 9:00 am", "November 17 2026", "17–11–2026", "17 Nov '26"),
    ],
)
def test_a_day_is_read_in_every_way_to_write_it(text):
    assert cells.days(text, today=TODAY)[:2] == (DAY, None)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1/2/2026", (date(2026, 2, 1), None)),
        ("01-02-2026", (date(2026, 2, 1), None)),
        ("17 Sept 2026", (date(2026, 9, 17), None)),
        ("17/11/98", (date(1998, 11, 17), None)),
        ("16/11/2026 - 18/11/2026", (date(2026, 11, 16), date(2026, 11, 18))),
        ("16 Nov 2026 to 17 Nov 2026", (date(2026, 11, 16), DAY)),
        ("17/11/2026 – 17/11/2026", (DAY, None)),
    ],
)
def test_the_day_comes_before_the_month_and_a_range_has_two(text, days):
    assert cells.days(text, today=TODAY)[:2] == days


@pytest.mark.parametrize(
    "text", ["", "soon", "Summer 2026", "11/17/2026", "31/02/2026", "17 Septic 2026", "2026", "1 to 2 to 3"]
)
def test_what_is_no_day_is_not_guessed(text):
    with pytest.raises(ValueError):  # noqa: PT011 (its words are the caller's)
        cells.days(text, today=TODAY)


@given(
    st.dates(date(1950, 1, 1), TODAY), st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d-%b-%Y", "%b %d, %Y"])
)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_every_day_comes_back(day, shape):
    assert cells.days(day.strftime(shape), today=TODAY)[0] == day


@pytest.mark.parametrize(
    ("text", "hours", "minutes"),
    [
        ("2h 30m", 150, 150),
        ("1:30", 90, 90),
        ("0.75", 45, 1),
        ("1,5", 90, 2),
        ("90 minutes", 90, 90),
        ("1 hour 15 minutes", 75, 75),
        ("2 hrs 30", 150, 150),
        ("1.5 hours", 90, 90),
        ("45 min", 45, 45),
        ("1 hr and 5 mins", 65, 65),
        ("N/A", 0, 0),
        ("", 0, 0),
        ("20", 1200, 20),
    ],
)
def test_a_length_of_time_is_read_by_its_unit_or_its_column(text, hours, minutes):
    assert (cells.minutes(text, is_hours=True), cells.minutes(text, is_hours=False)) == (hours, minutes)


@pytest.mark.parametrize("text", ["an hour", "1:75", "about 2", "-1", "1.5.2", "h", "2 days"])
def test_what_is_no_length_of_time_is_not_guessed(text):
    with pytest.raises(ValueError):  # noqa: PT011 (its words are the caller's)
        cells.minutes(text, is_hours=True)


# Whole files


def only_line(text):
    [line] = importing.read(text).lines
    assert line.problems == []
    return line.words


def test_the_columns_of_a_regulators_template_are_known():
    head = "Dates,Method,Topic(s),Link to Code,Number of hours,Number of participatory hours\n"
    words = only_line(head + "19/01/2026,Course attendance,Life support,Practise effectively,6.5,3\n")
    assert (words["claimed_minutes"], words["participatory_minutes"]) == (390, 180)
    assert (words["method"], words["standards"], words["title"]) == ("course", ["nmc:practise"], "Life support")


def test_hours_by_oneself_and_with_others_add_up_when_there_is_no_total():
    words = only_line("Topic,Participatory Hours,E-Learning Hours,Date\nGlucose,1,2,19/01/2026\n")
    assert (words["claimed_minutes"], words["participatory_minutes"]) == (180, 60)


def test_two_columns_for_one_field_are_both_kept():
    words = only_line("date,title,learning,reflection\n2026-01-19,Talk,Hooks,Oil\n")
    assert words["so_what"] == "Hooks\n\nOil"


def test_a_standard_that_no_regulator_has_is_kept_as_the_clause():
    [line] = importing.read("date,title,code\n2026-01-19,Talk,Preserve safety; 13.2\n").lines
    assert (line.words["standards"], line.words["clause"]) == (["nmc:preserve"], "13.2")
    assert "kept as the clause" in line.remarks[0]


def test_a_spreadsheet_may_name_its_separator():
    assert only_line("sep=;\ndate;title;hours\n2026-01-19;Talk, long;1,5\n")["claimed_minutes"] == 90


@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_a_break_within_a_cell_tears_no_row(sign):
    words = only_line(f"date,title,what,minutes\n2026-01-19,One{sign}two,Three{sign}four,5\n")
    assert (words["title"], words["what"], words["claimed_minutes"]) == ("One two", "Three\nfour", 5)


def test_the_reading_log_of_our_own_summary_makes_no_entries():
    head = "Section,Date,Time,Title,Active minutes (measured),Claimed minutes (declared),What?\n"
    log = "Reading log,2026-01-19,10:00,Lanterns,5,,\nSummary,,,Code ABC,,,\n"
    table = importing.read(head + "Reflection,2026-01-19,,On hooks,2,30,Read it.\n" + log)
    assert [line.words["claimed_minutes"] for line in table.lines] == [30]
    assert table.set_aside == 2


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_a_text_that_was_shown_is_imported_as_it_was_shown(text):
    """The page sends back what it was made from, with the line ends of a form."""
    shown = importing.clean(text)
    assert importing.clean(shown.replace("\n", "\r\n")) == shown
