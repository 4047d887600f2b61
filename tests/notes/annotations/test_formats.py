"""Notes on texts that were frozen before raised characters had signs of their own."""

import os
import subprocess
import sys

import pytest

from articles.text.formats import ON_THE_LINE
from notes.annotations.exports import as_csv
from notes.annotations.placements import actions as placements
from notes.models import Placement, State
from tests.core.test_triggers import ROOT, RUN, address

__all__ = ["address"]

BODY = "<h2>Tests</h2><p>Platelets should be above 50 × 10<sup>9</sup>/L before a biopsy. Take 75 mg/m<sup>2</sup>.</p>"
CITED = '<p>Sources.<cite data-ref="first"></cite><cite data-ref="second"></cite></p>'


@pytest.fixture
def old(make_article, monkeypatch):
    """A live article whose text has 10⁹ as 109."""
    with monkeypatch.context() as patch:
        patch.setattr("articles.actions.moves.FORMAT", ON_THE_LINE)
        article = make_article(body=BODY + CITED)
    version = article.versions.get()
    assert version.text_format == ON_THE_LINE
    assert "109/L" in version.text
    return version


@pytest.fixture
def select(as_grace, old):
    """Write a note on a passage that was selected on the page."""

    def select(words):
        start = old.text.index(words)
        where = {"section": "tests", "quote": words, "start": start, "end": start + len(words)}
        as_grace.post(f"/notes/on/{old.pk}/", where | {"body": "Ask.", "key": "0b35e1ba-3a5a-4a4f-a23e-60ddc37d9b0b"})
        return old.notes.get()

    return select


def test_a_note_on_an_older_text_holds_what_its_page_means(select, as_grace, old):
    note = select("50 × 109/L")
    assert (note.quote, old.text[note.start : note.end]) == ("50 × 10⁹/L", "50 × 109/L")
    assert "50 × 10⁹/L" in as_grace.get("/notes/").content.decode()
    note.version_number = 1
    assert "50 × 10⁹/L" in "".join(as_csv.write([note]))
    page = as_grace.get(old.get_absolute_url()).content.decode()
    assert f'<mark class="hl" data-note="n{note.pk}" id="h{note.pk}">50 × 10</mark>' in page


@pytest.mark.parametrize(
    ("now", "state", "there"),
    [
        (BODY, State.EXACT, "50 × 10⁹/L"),
        (BODY.replace("10<sup>9</sup>", "10⁹"), State.EXACT, "50 × 10⁹/L"),
        (BODY.replace("10<sup>9</sup>", "109"), State.CHANGED, "50 × 109/L"),
        (BODY.replace("m<sup>2</sup>", "m2"), State.EXACT, "50 × 10⁹/L"),
    ],
)
def test_notes_that_cross_formats_ask_when_what_is_meant_changed(select, make_article, old, now, state, there):
    note = select("50 × 109/L")
    version = make_article.revise(old.article, body=now + CITED)
    placements.place(version)
    placement = Placement.objects.get(note=note, version=version)
    assert (placement.state, version.text[placement.start : placement.end]) == (state, there)


def test_a_search_shows_what_an_older_text_means_in_one_query_more(client, old, queries):
    with queries() as asked:
        page = client.get("/search/", {"q": "platelets"}).content.decode()
    assert "above 50 × 10⁹/L before" in page.replace("<mark>", "").replace("</mark>", "")
    assert sum('"articles_version"."page"' in query["sql"] for query in asked) == 1


FILL = """
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from articles.text import render
from core import triggers
call_command("migrate", "notes", "0009", verbosity=0)
triggers.drop_all(connection)
get = MigrationLoader(connection).project_state([("notes", "0009_logging_opt_out")]).apps.get_model
now = timezone.now()
ada, rita = (get("accounts", "User").objects.create(email=f"{name}@example.org") for name in ("ada", "rita"))
article = get("articles", "Article").objects.create(document_id=1, slug="lanterns", audience="professional")
page = render(BODY, reference_keys=[], article_links={}, text_format=1)
released = {"status": "published", "approved_by": rita, "approved_at": now, "published_at": now}
words = {"title": "Lanterns", "author": ada, "page": page.page, "contents": page.contents, "text": page.text}
version = get("articles", "Version").objects.create(article=article, number=1, **words, **released)
get("articles", "Version").objects.create(article=article, number=2, title="Lanterns", author=ada)
for quote in ("109/L", "Take 75"):
    at = page.text.index(quote)
    around = {"prefix": page.text[at - 32 : at], "suffix": page.text[at + len(quote) :][:32]}
    get("notes", "Note").objects.create(
        user=ada, version=version, quote=quote, start=at, end=at + len(quote), body="Ask.", section="tests", **around)
triggers.create_all(connection)
call_command("migrate", verbosity=0)
""".replace("BODY", repr(BODY))
SHOW = """
from articles.models import Version
from notes.models import Note
for version in Version.objects.order_by("number"):
    print(version.text_format, version.text == page.text)
for note in Note.objects.order_by("pk"):
    print(repr((note.quote, note.prefix, note.suffix)), page.text[note.start : note.end])
"""


def test_upgrading_draws_quotes_from_their_pages_and_leaves_the_texts_alone(address, tmp_path):
    own = {"DATABASE_URL": address, "DATA_DIR": str(tmp_path), "SECRET_KEY": "only-for-tests"}
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "patientplus.settings", **own}
    command = [sys.executable, "-c", RUN + FILL + SHOW]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "1 True",
        "2 False",
        "('10⁹/L', '\\nPlatelets should be above 50 × ', ' before a biopsy. Take 75 mg/m².') 109/L",
        "('Take 75', 'ove 50 × 10⁹/L before a biopsy. ', ' mg/m².') Take 75",
    ]
