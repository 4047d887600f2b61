"""Freezing a summary: what is kept, what can no longer change, what may go."""

import hashlib
import json
import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts import data_export
from appraisal import frozen as frozen_rows
from appraisal.models import Share, ShareVisit, Summary, SummaryFile
from appraisal.summaries import actions
from appraisal.summaries.document import canonical
from appraisal.summaries.document.build import Words
from appraisal.summaries.files import store

NINE = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)


def sql(statement, *params):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def refused(name, statement, *params):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        sql(statement, *params)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("document", "{}"),
        ("sha256", "0" * 64),
        ("code", "x"),
        ("frozen_at", "2026-01-01"),
        ("starts_on", "2025-01-01"),
        ("ends_on", "2027-01-01"),
        ("key", "0" * 32),
    ],
)
def test_nothing_of_a_frozen_summary_can_change(frozen, column, value):
    refused("appraisal_summary_frozen", f"update appraisal_summary set {column} = %s where id = %s", value, frozen().pk)


def test_every_column_of_a_summary_is_tried():
    tried = {"document", "sha256", "code", "frozen_at", "starts_on", "ends_on", "key"}
    assert {field.attname for field in Summary._meta.fields} - tried == {"id", "user_id", "supersedes_id"}
    assert set(frozen_rows._FROZEN_COLUMNS) - tried == {"user_id"}


def test_a_summary_stays_its_owners_and_comes_to_supersede_nothing(frozen, mallory):
    summary, other = frozen(), frozen()
    refused(
        "appraisal_summary_frozen", "update appraisal_summary set user_id = %s where id = %s", mallory.pk, summary.pk
    )
    later = "update appraisal_summary set supersedes_id = %s where id = %s"
    refused("appraisal_summary_frozen", later, other.pk, summary.pk)


@pytest.mark.parametrize("column", ["content", "sha256", "size", "kind", "made_at"])
def test_nothing_of_a_file_can_change(frozen, column):
    store.make(summary := frozen())
    refused(
        "appraisal_summaryfile_frozen",
        f"update appraisal_summaryfile set {column} = {column} where summary_id = %s",
        summary.pk,
    )


def test_erasing_the_account_takes_everything_with_it(frozen, grace):
    first = frozen()
    store.make(first)
    frozen(supersedes=first)
    actions.visit(actions.share(by=grace, summary=first, key=uuid.uuid4(), days=7))
    grace.delete()
    assert not any(model.objects.exists() for model in (Summary, SummaryFile, Share, ShareVisit))


def test_deleting_what_was_superseded_leaves_the_later_one(frozen, grace):
    first = frozen()
    later = frozen(supersedes=first)
    actions.delete(by=grace, summary=first)
    later = Summary.objects.get()
    assert later.supersedes is None
    assert later.data["supersedes"] == first.sha256


def test_a_summary_is_superseded_once(frozen):
    first = frozen()
    frozen(supersedes=first)
    with pytest.raises(actions.AlreadySuperseded):
        frozen(supersedes=first)


def test_nobody_deletes_the_summary_of_another(frozen, mallory):
    actions.delete(by=mallory, summary=frozen())
    assert Summary.objects.count() == 1


def test_a_form_sent_twice_makes_one_summary(frozen):
    key = uuid.uuid4()
    assert frozen(key=key) == frozen(key=key)
    assert Summary.objects.count() == 1


def test_the_hash_is_that_of_the_file_that_is_downloaded(frozen, as_grace):
    summary = frozen()
    file = as_grace.get(reverse("appraisal:frozen_file", args=[summary.pk, "json"])).content
    assert hashlib.sha256(file).hexdigest() == summary.sha256
    assert json.loads(file)["code"].replace("-", "") == summary.code


def test_what_changes_afterwards_changes_nothing_of_it(frozen, as_grace, grace):
    summary = frozen(title="As it was")
    grace.entries.update(title="As it is now")
    grace.display_name = "Somebody else"
    grace.save()
    page = as_grace.get(summary.get_absolute_url()).content.decode()
    assert "As it was" in page
    assert "As it is now" not in page
    assert "Somebody else" not in page


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def turned_round(value):
    """The same value, with the keys of every object in the opposite order."""
    if isinstance(value, dict):
        return {key: turned_round(value[key]) for key in reversed(list(value))}
    return [turned_round(item) for item in value] if isinstance(value, list) else value


@given(st.dictionaries(st.text(max_size=5), JSON, max_size=5))
def test_the_same_document_has_the_same_hash_and_another_has_another(document):
    text = canonical.text(document)
    assert canonical.text(turned_round(document)) == text
    assert canonical.text(json.loads(text)) == text
    assert canonical.text({**document, "one more": 1}) != text


def test_codes_are_long_and_read_as_people_write_them():
    from appraisal.summaries.document import codes

    made = {codes.new() for _ in range(1000)}
    assert len(made) == 1000
    assert all(codes.is_code(code) for code in made)
    assert len(codes.ALPHABET) ** codes.LENGTH > 2**99
    code = made.pop()
    assert codes.tidy(f" {codes.grouped(code).lower()} ") == code
    assert codes.tidy("oil-OIL") == "011011"


def test_the_form_keeps_what_was_written_and_says_what_is_wrong(as_grace):
    sent = {"key": "", "overview": "What I wrote.", "declarations": ["no_such"], "do": "freeze"}
    page = as_grace.post(reverse("appraisal:freeze"), sent)
    words = page.content.decode()
    assert page.status_code == 422
    assert "What I wrote." in words
    assert "Choose from the list what you declare." in words
    assert not Summary.objects.exists()


def test_seeing_it_first_freezes_nothing_and_shows_what_was_written(as_grace):
    sent = {"key": uuid.uuid4(), "overview": "A year of lanterns.", "detail_scope": "Night watch", "do": "preview"}
    page = as_grace.post(reverse("appraisal:freeze"), sent)
    assert page.status_code == 200
    assert page.content.decode().count("A year of lanterns.") == 2
    assert '<dd dir="auto">Night watch</dd>' in page.content.decode()
    assert not Summary.objects.exists()


def test_freezing_keeps_what_was_written_ticked_and_declared(as_grace, grace, version, note):
    grace.regulator = "gmc"
    grace.save()
    shown, kept_back = note(grace, version, "Shown", NINE), note(grace, version, "Kept back", NINE)
    sent = {
        "key": uuid.uuid4(),
        "overview": "A year of lanterns.",
        "detail_designated_body": "The lighthouse",
        "declarations": ["own_work"],
        "ai_help": "Spelling",
        "notes": [shown.pk],
        "do": "freeze",
    }
    page = as_grace.post(reverse("appraisal:freeze") + "?from=2026-01-01&to=2026-11-20", sent)
    document = Summary.objects.get().data
    assert page.headers["Location"] == Summary.objects.get().get_absolute_url()
    assert document["overview"] == "A year of lanterns."
    assert document["details"] == [{"label": "Designated body", "value": "The lighthouse"}]
    assert document["declarations"] == ["This is my own work.", "Help from artificial intelligence: Spelling"]
    assert [it["body"] for it in document["notes"]] == ["Shown"]
    assert kept_back.body not in Summary.objects.get().document


def test_nothing_is_ticked_for_anyone(as_grace, grace, version, note):
    note(grace, version, at=NINE)
    page = as_grace.get(reverse("appraisal:freeze")).content.decode()
    form = page[page.index('<form method="post"') : page.index("</form>", page.index('<form method="post"'))]
    assert 'type="checkbox"' in form
    assert "checked" not in form


def test_notes_of_others_cannot_be_ticked(as_mallory, grace, version, note):
    sent = {"key": uuid.uuid4(), "notes": [note(grace, version, at=NINE).pk], "do": "freeze"}
    assert as_mallory.post(reverse("appraisal:freeze"), sent).status_code == 422
    assert not Summary.objects.exists()


def test_a_later_summary_says_which_it_replaces_and_the_first_says_so(as_grace, frozen):
    first = frozen()
    sent = {"key": uuid.uuid4(), "supersedes": str(first.pk), "do": "freeze"}
    later = as_grace.post(reverse("appraisal:freeze"), sent, follow=True)
    assert later.status_code == 200
    assert Summary.objects.get(supersedes=first).data["supersedes"] == first.sha256
    assert "A later summary has replaced this one" in as_grace.get(first.get_absolute_url()).content.decode()
    assert "Replaced by a later one" in as_grace.get(reverse("appraisal:summary")).content.decode()


@pytest.mark.parametrize("supersedes", ["999999", "9" * 30, "-1", "x"])
def test_only_ones_own_newest_summary_can_be_replaced(as_mallory, frozen, supersedes):
    frozen()
    sent = {"key": uuid.uuid4(), "supersedes": supersedes, "do": "freeze"}
    assert as_mallory.post(reverse("appraisal:freeze"), sent).status_code == 422


def test_everything_that_is_frozen_is_among_what_is_held(frozen, grace):
    summary = frozen(overview="Mine.")
    actions.visit(actions.share(by=grace, summary=summary, key=uuid.uuid4(), days=7))
    [row] = data_export.parts()["summaries"](grace)
    assert row["document"]["overview"] == "Mine."
    assert len(row["links"][0]["opened"]) == 1


def test_words_are_given_back_to_someone_who_was_signed_out(client, db):
    page = client.post(reverse("appraisal:freeze"), {"overview": "Hard won words."})
    assert page.status_code == 401
    assert "Hard won words." in page.content.decode()


def test_private_words_stand_in_no_address(as_grace):
    page = as_grace.get(reverse("appraisal:freeze") + "?from=2026-01-01&to=2026-11-20").content.decode()
    assert '<form method="post" action="/summaries/freeze/?from=2026-01-01&amp;to=2026-11-20"' in page


def test_words_need_not_be_many(frozen):
    document = frozen(words=Words()).data
    assert (document["overview"], document["declarations"], document["notes"]) == ("", [], None)


def test_days_of_the_summary_are_those_of_the_choices(frozen):
    summary = frozen()
    assert (summary.starts_on, summary.ends_on) == (date(2026, 1, 1), date(2026, 11, 20))
