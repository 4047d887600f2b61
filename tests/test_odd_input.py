"""Whatever is typed, tampered with or cut off on the way is answered: no page of a member and no public form breaks."""

import uuid

import pytest
from django.utils import timezone

from notes.annotations import actions

HERE = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
ODD = [
    "a\0b",
    "9" * 30,
    "-1",
    "NaN",
    "0001-01-01",
    "9999-12-31",
    "http://[",
    "((((.*)*)*[",
    "\u202e\x1b\u2028",
    "é" * 9_000,
]
ASKED = {
    "/search/": ["q", "audience", "topic", "page"],
    "/search/suggest/": ["q"],
    "/articles/": ["audience"],
    "/articles/l/": ["audience"],
    "/notes/": ["q", "article", "topic", "tag", "state", "from", "to", "page"],
    "/notes/bookmarks/": ["page"],
    "/activity/": ["page"],
    "/discussion/1234/": ["page", "reply"],
    "/diary/": ["page"],
    "/diary/entries/new/": ["view", "note", "version"],
    "/diary/objectives/": ["page"],
    "/diary/actions/": ["page"],
    "/summaries/": ["from", "to", "show", "entry", "offered", "appraisal_on"],
    "/summaries/summary.csv": ["entry"],
}
SENT = {
    "/notes/on/{version}/": {
        "body": "x",
        "section": "",
        "quote": "dusk",
        "prefix": "",
        "start": "",
        "end": "",
        "key": "",
        "tags": "x",
    },
    "/notes/{note}/edit/": {"body": "x", "edits": "0", "tags": "x", "tags_before": "y"},
    "/notes/chosen/": {"act": "tag", "note": "{note}", "tags": "x"},
    "/notes/on/{version}/bookmark/": {"add": ""},
    "/notes/import/": {"file": "x"},
    "/diary/entries/new/": {
        "title": "x",
        "what": "x",
        "learned_on": "2026-01-01",
        "key": "",
        "page_views": "",
        "notes": "",
        "ended_on": "",
        "planned_on": "",
        "look_again_on": "",
        "participatory_minutes": "",
        "model": "",
        "method": "",
        "standards": "",
        "objectives": "",
        "link": "",
        "plan": "",
    },
    "/diary/entries/import/": {"text": "date,title\n2026-01-01,x", "import": "1"},
    "/diary/objectives/": {"title": "x", "reason": "x", "due_on": "2026-01-01", "key": ""},
    "/activity/heartbeat/": {"version": "1", "at": "2026-01-01", "seconds": "5"},
    "/activity/visits/question/": {"version": "1", "at": "2026-01-01", "question": "x", "next": ""},
    "/activity/visits/unlog/": {"version": "1", "at": "2026-01-01"},
    "/activity/views/restore/": {"next": ""},
    "/diary/inbox/dismiss/": {"view": "1"},
    "/diary/inbox/restore/": {"view": "1"},
    "/diary/settings/": {"keep_months": "12", "is_mailed_weekly": "on", "topics": ""},
    "/activity/visits/remove/": {"version": "1", "at": "2026-01-01"},
    "/activity/pause/": {"next": ""},
    "/accounts/profile/": {"display_name": "x", "profession": "", "regulator": "gmc", "registration_number": ""},
    "/feedback/": {"body": "x", "email": "", "key": ""},
    "/feedback/report/{version}/": {"body": "x", "email": "", "key": "", "quote": "dusk"},
    "/feedback/vote/{version}/": {"useful": "yes"},
    "/feedback/vote/{version}/comment/": {"comment": "x", "reason": "", "quote": ""},
    "/discussion/1234/": {"body": "x", "key": "", "reply": ""},
    "/discussion/1234/journal-club/": {"held_at": "2027-01-01 10:00", "minutes": "45", "details": "", "key": ""},
    "/following/articles/1234/": {"follow": "yes"},
    "/newsletter/": {"email": "a@example.org", "topic": ""},
}


@pytest.fixture
def place(version, grace, petra):
    """Fills in the ids of an address."""
    grace.confirmed_by, grace.confirmed_at = petra, timezone.now()
    grace.save()
    note = actions.write(by=grace, version=version, key=uuid.uuid4(), body="x")
    return lambda address: address.format(version=version.pk, note=note.pk)


@pytest.mark.parametrize("address", ASKED)
def test_odd_questions_are_answered(as_grace, place, address):
    for field in ASKED[address]:
        for odd in ODD:
            assert as_grace.get(address, {field: odd}).status_code in {200, 422}, (field, odd)


@pytest.mark.parametrize("address", SENT)
def test_odd_words_in_a_form_are_answered(as_grace, place, address):
    for field in SENT[address]:
        for odd in ODD:
            answer = as_grace.post(place(address), SENT[address] | {field: odd}, headers=HERE)
            assert answer.status_code < 500, (field, odd)


@pytest.mark.parametrize("encoding", ["utf-7", "unicode_escape"])
def test_an_encoding_that_makes_half_characters_is_not_believed(as_grace, place, encoding):
    half = "+2AA-\\ud800"
    kind = f"multipart/form-data; boundary=B; charset={encoding}"
    form = f'--B\r\nContent-Disposition: form-data; name="body"\r\n\r\n{half}\r\n--B--\r\n'
    address = place("/notes/on/{version}/")
    assert as_grace.generic("POST", address, form.encode("ascii"), content_type=kind).status_code == 302
    assert half in as_grace.get("/notes/").content.decode()
    assert as_grace.get("/notes/", {"q": half}, CONTENT_TYPE=kind).status_code == 200
