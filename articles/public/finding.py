"""Where readers find an article: home, A to Z, topics and search."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode

from articles.models import Audience, Topic, Version
from articles.models.indexed import OTHER
from articles.public import browse, structured
from articles.public.caching import for_everyone
from articles.public.requests import PageRequest
from articles.search import LONGEST, Answer, find, missed
from articles.search import suggest as suggestions
from core.paging import page_of

NEWEST = 6  # articles on the home page
MOST_CHOICES = 12  # topics to narrow a search by, the fullest
PER_TOPIC = 100  # articles on one page of a topic


class LetterConverter:
    """A letter in an address: l, or 0-9 for whatever starts with none."""

    regex = "[a-z]|0-9"

    def to_python(self, value: str) -> str:
        return OTHER if value == "0-9" else value.upper()

    def to_url(self, value: str) -> str:
        return value


@for_everyone
def home(request: PageRequest) -> HttpResponse:
    """Search, A to Z, and what was checked last."""
    here = structured.site_of(request)
    context = {
        "letters": browse.letters(),
        "newest": Version.objects.newly_checked()[:NEWEST],
        "site": here,
        "linked_data": structured.of_site(here),
    }
    return render(request, "articles/home.html", context)


@for_everyone
def index(request: PageRequest) -> HttpResponse:
    """Every article by title and by its other names, for one audience or all. Of many, the first letter."""
    strip = browse.letters(_audience(request))
    present = [letter for letter in strip if letter.count]
    is_whole = sum(letter.count for letter in present) <= browse.FEW
    return _a_to_z(request, strip, "" if is_whole or not present else present[0].value)


@for_everyone
def letter(request: PageRequest, letter: str) -> HttpResponse:
    """The articles that start with one letter, for one audience or all."""
    return _a_to_z(request, browse.letters(_audience(request)), letter)


def _a_to_z(request: PageRequest, strip: list[browse.Letter], letter: str) -> HttpResponse:
    audience = _audience(request)
    entries = browse.entries(audience, letter)
    shown = [(it, entries[it.value]) for it in strip if it.value in entries]
    context = {
        "letters": strip,
        "shown": shown,
        "letter": next((it for it in strip if it.value == letter), None),
        "audience": audience,
        "query": f"?audience={audience}" if audience else "",
        "audiences": Audience.choices,
    }
    return render(request, "articles/index.html", context)


def _audience(request: PageRequest) -> str:
    """The audience asked for; one that does not exist is everyone."""
    audience = request.GET.get("audience", "")
    return audience if audience in Audience.values else ""


@for_everyone
def topics(request: PageRequest) -> HttpResponse:
    """Every topic that has articles, and how many."""
    return render(request, "articles/topics.html", {"topics": Topic.objects.with_articles()})


@for_everyone
def topic(request: PageRequest, slug: str) -> HttpResponse:
    """One topic and its articles."""
    topic = get_object_or_404(Topic, slug=slug)
    versions = Version.objects.for_list().filter(article__topics=topic).order_by("title", "pk").prefetch_related(None)
    page = page_of(versions, request.GET.get("page"), PER_TOPIC)
    return render(request, "articles/topic.html", {"topic": topic, "page": page})


def clean(query: str) -> str:
    """A question as it is looked for and shown again: no more of it than is read, and no half characters."""
    return query.strip()[:LONGEST].encode("utf-8", "replace").decode()


@for_everyone
def search(request: PageRequest) -> HttpResponse:
    """Articles and sections that hold the words asked for."""
    query = clean(request.GET.get("q", ""))
    narrowed = {name: request.GET.get(name, "") for name in ("audience", "topic")}
    page = request.GET.get("page", "")
    answer = find(query, **narrowed, page=int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1)
    if query and not answer.count and request.method == "GET" and not any(narrowed.values()):
        missed.record(query)
    request.is_search = bool(answer.count)  # what was found may be kept (middleware.py)
    return render(request, "articles/search.html", {"query": query, "answer": answer, **_ways(query, answer, narrowed)})


def _ways(query: str, answer: Answer, narrowed: dict[str, str]) -> dict[str, Any]:
    """The addresses of narrower lists, of wider ones, of other pages and of what was meant."""

    def address(**change: str) -> str:
        chosen = {name: value for name, value in ({"q": query} | narrowed | change).items() if value}
        return f"?{urlencode(chosen)}"

    filters = []
    for name, label, choices in (("audience", "Written for", answer.audiences), ("topic", "Topic", answer.topics)):
        chosen = next((choice.name for choice in choices if choice.value == narrowed[name]), "")
        if chosen or any(choice.count < answer.count for choice in choices):
            whole = address(**{name: ""})
            most = sorted(choices, key=lambda choice: -choice.count)[:MOST_CHOICES]
            shown = [(choice, f"{whole}&{name}={choice.value}") for choice in choices if choice in most]
            filters.append({"label": label, "chosen": chosen, "all": whole, "choices": shown})
    return {
        "filters": filters,
        "is_narrowed": any(narrowed.values()),
        "whole": address(audience="", topic=""),
        "meant": address(q=answer.corrected) if answer.corrected else "",
        "rest": f"{address()[1:]}&",
    }


@for_everyone
def suggest(request: PageRequest) -> HttpResponse:
    """Names of articles that fit what is being typed, as the options of a list."""
    found = suggestions(request.GET.get("q", ""))
    return render(request, "articles/_suggestions.html", {"suggestions": found})


@for_everyone
def opensearch(request: PageRequest) -> HttpResponse:
    """How a browser searches this site from its address bar (OpenSearch 1.1)."""
    address, here = (request.build_absolute_uri(reverse(f"articles:{name}")) for name in ("search", "opensearch"))
    context = {"address": address, "here": here}
    return render(request, "opensearch.xml", context, content_type="application/opensearchdescription+xml")
