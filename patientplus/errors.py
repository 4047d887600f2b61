"""What is said of an address that leads nowhere: with what was likely meant, as long as there is a database to ask."""

import contextlib
import re

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.search import find

LIKELY = 3  # articles that are named


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for 404, with articles that have the words of the address in them."""
    likely = []
    with contextlib.suppress(DatabaseError):
        likely = [hit.version for hit in find(words_of(request.path)).hits[:LIKELY]]
    return render(request, "404.html", {"likely": likely}, status=404)


def words_of(path: str) -> str:
    """The last part of an address that holds letters, as words: `/articles/9/liver-mets/` gives `liver mets`."""
    parts = [part for part in path.split("/") if re.search(r"[^\W\d_]{3}", part)]
    return re.sub(r"[\W_]+", " ", parts[-1]).strip() if parts else ""
