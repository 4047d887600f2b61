"""/summaries/: choosing, the sheet, and what a member may take away."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from tests.markup import tight

SUMMARY = "/summaries/"
NINE = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
DOWNLOADS = ["summary_pdf", "summary_csv", "summary_json"]


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False)


def get(client, name="summary", **query):
    return client.get(reverse(f"appraisal:{name}"), query)


def document(client, **query):
    return get(client, "summary_json", **query).json()


@pytest.mark.parametrize("name", ["summary", *DOWNLOADS])
def test_someone_who_is_not_signed_in_is_sent_to_sign_in(client, db, name):
    assert get(client, name).headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("name", ["summary", *DOWNLOADS])
def test_it_is_made_from_a_get_and_kept_by_no_cache(as_grace, name):
    assert as_grace.post(reverse(f"appraisal:{name}")).status_code == 405
    assert "no-store" in get(as_grace, name).headers["Cache-Control"]


def test_the_last_twelve_months_are_shown_at_first(as_grace):
    assert document(as_grace)["period"] == {"from": "2025-11-24", "to": "2026-11-23"}
    page = get(as_grace).content.decode()
    assert 'value="2025-11-24"' in page
    assert "24 November 2025 to 23 November 2026" in page


@pytest.mark.parametrize(
    ("period", "message"),
    [
        ({"from": "2026-11-20", "to": "2026-11-10"}, "The first day is after the last. Swap them."),
        ({"to": "2026-11-24"}, "The last day is in the future."),
        ({"from": "2016-01-01"}, "Choose 10 years at most."),
        ({"from": "0001-01-01", "to": "9999-12-31"}, "The last day is in the future."),
        ({"from": "last year"}, "Enter a date such as 2026-11-17."),
        ({"from": ""}, "Enter a date."),
        ({"appraisal_on": "soon"}, "or leave it empty"),
        ({"show": "everything"}, "Choose from the list what to show."),
        ({"entry": "999999"}, "not in your diary"),
    ],
    ids=str,
)
@pytest.mark.parametrize("name", ["summary", *DOWNLOADS])
def test_choices_that_make_no_sense_are_explained(as_grace, name, period, message):
    response = get(as_grace, name, **period)
    assert response.status_code == 422
    assert message in response.content.decode()


def test_the_first_days_of_the_calendar_do_no_harm(as_grace):
    assert get(as_grace, **{"from": "0001-01-01", "to": "0002-01-01"}).status_code == 200


def test_the_reading_log_is_off_unless_asked_for(as_grace, grace, version, read):
    read(grace, version, NINE)
    assert document(as_grace)["reading_log"] is None
    assert "Appendix: reading log" not in get(as_grace).content.decode()
    assert len(document(as_grace, form=1, show="log")["reading_log"]) == 1
    assert "Appendix: reading log" in get(as_grace, form=1, show="log").content.decode()


def test_every_part_can_be_left_out(as_grace):
    shown = document(as_grace, form=1)
    assert [shown[part] for part in ("totals", "months", "entries", "reading_log")] == [None] * 4


def test_entries_are_chosen_one_by_one(as_grace, grace, reflect):
    first, second, third = (reflect(grace, f"Entry {n}", learned_on=date(2026, 11, n)) for n in (1, 2, 3))

    def shown(**query):
        return [entry["title"] for entry in document(as_grace, form=1, show="entries", **query)["entries"]]

    assert shown() == ["Entry 1", "Entry 2", "Entry 3"]
    assert shown(offered=[first.pk, second.pk], entry=[second.pk]) == ["Entry 2", "Entry 3"]
    assert shown(offered=[first.pk, second.pk, third.pk]) == []
    assert shown(**{"from": "2026-11-02", "to": "2026-11-02"}) == ["Entry 2"]


def test_the_files_are_made_from_the_choices_on_the_page(as_grace, grace, reflect):
    reflect(grace, learned_on=date(2026, 11, 1))
    query = "from=2026-11-01&to=2026-11-02&form=1&show=entries"
    page = as_grace.get(f"{SUMMARY}?{query}").content.decode()
    assert f'href="/summaries/summary.pdf?{query.replace("&", "&amp;")}"' in page


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("summary_pdf", "application/pdf"),
        ("summary_csv", "text/csv; charset=utf-8"),
        ("summary_json", "application/json"),
    ],
)
def test_a_file_says_what_it_is_and_for_when(as_grace, name, kind):
    response = get(as_grace, name, **{"from": "2026-01-01", "to": "2026-11-23"})
    ending = name.partition("_")[2]
    named = f'attachment; filename="patientplus-summary-2026-01-01-to-2026-11-23.{ending}"'
    assert response.headers["Content-Disposition"] == named
    assert response.headers["Content-Type"] == kind


def test_the_sheet_says_who_when_and_how_much(as_grace, grace, version, read, reflect):
    grace.regulator, grace.registration_number, grace.profession = "gmc", "1234567", "Doctor"
    grace.save()
    view = read(grace, version, NINE, seconds=3_700)
    reflect(grace, page_views=[view], learned_on=NINE.date(), claimed_minutes=90)
    page = tight(get(as_grace, appraisal_on="2026-12-04").content.decode())
    for words in [
        '<dd dir="auto">Grace</dd>',
        "1234567",
        "4 December 2026",
        "1 article read in 1 hour 1 minute, 0 notes and 1 reflection.",
        "<td>1.50</td>",
        "The GMC sets no number of credits.",
        "Lanterns</a>(document 1234, version 1, read on 17 November 2026)",
    ]:
        assert words in page, words


def test_a_member_who_has_just_joined_is_not_told_of_time_that_nobody_measured(as_grace):
    assert "0 articles read, 0 notes and 0 reflections." in get(as_grace).content.decode()


def test_private_notes_are_in_no_form_of_it(as_grace, grace, version, read, note, reflect):
    reflect(grace, page_views=[read(grace, version, NINE)], notes=[note(grace, version, "A private thought", NINE)])
    everything = {"form": 1, "show": ["totals", "chart", "entries", "log"]}
    for name in ("summary", "summary_csv", "summary_json"):
        assert "A private thought" not in get(as_grace, name, **everything).content.decode(), name


def test_mallory_gets_nothing_of_graces(as_mallory, grace, version, read, note, reflect):
    entry = reflect(grace, "Which way they face", page_views=[read(grace, version, NINE)], notes=[note(grace, version)])
    everything = {"form": 1, "show": ["totals", "chart", "entries", "log"]}
    shown = document(as_mallory, **everything)
    assert (shown["totals"]["views"], shown["entries"], shown["reading_log"]) == (0, [], [])
    for name in ("summary", *DOWNLOADS):
        assert get(as_mallory, name, entry=entry.pk, **everything).status_code == 422
        assert b"Which way" not in get(as_mallory, name, entry=entry.pk, **everything).content


@pytest.mark.parametrize("rows", [1, 10])
@pytest.mark.parametrize("name", ["summary", *DOWNLOADS])
def test_it_costs_the_same_for_many_rows(rows, name, as_grace, grace, version, read, note, reflect, queries):
    for row in range(rows):
        at = NINE.replace(hour=row)
        reflect(grace, page_views=[read(grace, version, at)], notes=[note(grace, version, at=at)], learned_on=at.date())
    with queries() as count:
        get(as_grace, name, form=1, show=["totals", "chart", "entries", "log"])
    assert len(count) == (16 if name == "summary" else 14), [query["sql"][:80] for query in count]


def test_nothing_on_the_page_needs_an_inline_style(as_grace):
    assert "style=" not in get(as_grace).content.decode()
