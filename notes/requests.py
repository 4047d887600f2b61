from datetime import datetime

from django.http import HttpRequest

from notes.annotations.on_page import PageNotes
from notes.reading.tracking import Receipt


class PageRequest(HttpRequest):
    """A request as this app's middleware complete it: when it was made; on an article, its receipt and the notes."""

    loaded_at: datetime
    receipt: Receipt
    page_notes: PageNotes
