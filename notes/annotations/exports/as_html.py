"""Notes as one page to read and print, complete in itself: it loads nothing and runs nothing."""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import escape

from notes.annotations.exports import about
from notes.models import Note

STYLE = (Path(__file__).parent / "notes.css").read_text()
# The policy is part of the file, so that nothing in it can ever do more than be read.
POLICY = f"default-src 'none'; style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"
HEAD = f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{about.TITLE}</title>
<style>{STYLE}</style>
</head>
<body>
<h1>{about.TITLE}</h1>
"""


def write(notes: Iterable[Note]) -> Iterator[str]:
    """The notes under the title of their article, in the order of the page."""
    today = timezone.localdate()
    yield HEAD
    yield f'<p class="about">Made on {today.day} {today:%B %Y}. Check each article for a newer version.</p>\n'
    note_template = get_template("notes/_exported_note.html")
    for version, group in groupby(notes, key=lambda note: note.version):
        yield f"<h2>{escape(version.title)}</h2>\n"
        yield f'<p class="about">Document {version.article.document_id}, version {version.number}</p>\n'
        for note in group:
            yield note_template.render(
                {"note": note, "place": about.place(note), "tags": about.tags(note), "address": about.address(note)}
            )
    yield "</body>\n</html>\n"
