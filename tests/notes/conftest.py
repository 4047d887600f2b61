"""What members read and wrote, made as the site makes it. Tests begin with it."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from appraisal.diary import actions as diary
from appraisal.summaries import actions as summaries
from appraisal.summaries.document.build import Choices, Words
from appraisal.summaries.forms import SHOW
from articles.text import anchors
from notes.annotations import actions
from notes.models import Note, PageView
from notes.reading import tracking


@pytest.fixture
def write(grace, version):
    """Write a note of Grace's: on the whole page, on a section, or on a passage by its words."""

    def write(body="Ask about dusk.", *, quote="", section="", by=grace, version=version, key=None):
        anchor = None
        if quote:
            anchor, section = anchors.locate(version, section=section, quote=quote)
        return actions.write(by=by, version=version, key=key or uuid.uuid4(), body=body, section=section, anchor=anchor)

    return write


@pytest.fixture
def read():
    """Let a member open a version, and read it for so many seconds."""

    def read(user, version, at=None, seconds=0) -> PageView:
        at = at or datetime.now(UTC)
        tracking.log(user, version, at)
        visit = PageView.objects.filter(user=user, version=version, opened_at__lte=at, seen_at__gte=at)
        visit.update(active_seconds=seconds)
        return visit.get()

    return read


@pytest.fixture
def note():
    """Let a member write a note on the whole page."""

    def note(user, version, body="Hooks matter.", at=None) -> Note:
        at = at or datetime.now(UTC)
        return Note.objects.create(user=user, version=version, body=body, created_at=at, updated_at=at)

    return note


@pytest.fixture
def reflect():
    """Let a member write an entry of their diary."""

    def reflect(user, title="On lanterns", *, learned_on=None, key=None, **words):
        words = {"what": "Read it.", "so_what": "", "what_next": "Hang them.", "claimed_minutes": 0} | words
        day = learned_on or date.today()
        return diary.write(by=user, key=key or uuid.uuid4(), title=title, learned_on=day, **words)

    return reflect


@pytest.fixture
def frozen(grace, version, read, reflect):
    """Let Grace freeze a summary of everything, with one entry about one read. Its files are made by `files.make`."""

    def frozen(
        *,
        by=grace,
        key=None,
        supersedes=None,
        words=None,
        overview="",
        at=datetime(2026, 11, 17, 9, tzinfo=UTC),
        **entry,
    ):
        view = read(by, version, at, seconds=400)
        written = reflect(by, page_views=[view], learned_on=at.date(), **entry)
        choices = Choices(date(2026, 1, 1), date(2026, 11, 20), frozenset(dict(SHOW)), frozenset([written.pk]))
        words = words or Words(overview=overview)
        return summaries.freeze(by=by, key=key or uuid.uuid4(), choices=choices, words=words, supersedes=supersedes)

    return frozen


@pytest.fixture
def import_file(as_grace, settings):
    """Send a file, look at what it holds, and take it in. Gives the page that says what it holds."""

    settings.SITE_URL = "http://testserver"

    def import_file(text):
        file = SimpleUploadedFile("notes.jsonld", text if isinstance(text, bytes) else text.encode())
        sent = as_grace.post(reverse("notes:upload"), {"file": file}, follow=True)
        if sent.redirect_chain:
            assert as_grace.post(reverse("notes:upload_look")).status_code == 302
        return sent

    return import_file
