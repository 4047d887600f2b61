"""What every page of the site costs: queries for someone who is not signed in, and for a member.

The addresses are read from the site itself, so a new page without a line in the table fails. The numbers are those of a
page that no process has in memory yet, and they are the same for one row of everything and for ten.
"""

import re
import uuid
from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from articles import actions
from feedback import actions as feedback_actions
from feedback.models import Subscription
from notes import reading, shelf
from notes.actions import bookmarks, diary, imports, placements
from notes.actions import notes as note_actions
from notes.exports import as_annotations
from notes.models import Placement

# Pages of libraries, which their own tests look after.
LIBRARIES = ("admin", "account_", "mfa_", "usersessions_")

# Queries for someone who is not signed in, and for a member (two of them find out who it is).
SIGN_IN, POST_ONLY = 302, 405
COSTS = {
    "accounts:data": (SIGN_IN, 2),
    "accounts:data_download": (SIGN_IN, SIGN_IN),
    "accounts:overview": (SIGN_IN, 2),
    "accounts:profile": (SIGN_IN, 3),
    "articles:changes": (3, 5),
    "articles:citation": (2, 4),
    "articles:compare": (5, 7),
    "articles:detail": (5, 12),
    "articles:feed": (2, 4),
    "articles:home": (3, 7),
    "articles:index": (2, 4),
    "articles:letter": (2, 4),
    "articles:opensearch": (0, 2),
    "articles:recent": (2, 4),
    "articles:references": (2, 4),
    "articles:robots": (0, 2),
    "articles:search": (5, 8),
    "articles:sitemap": (4, 6),
    "articles:suggest": (2, 4),
    "articles:topic": (3, 5),
    "articles:topics": (1, 3),
    "articles:version": (7, 13),
    "feedback:comment": (POST_ONLY, POST_ONLY),
    "feedback:confirm": (1, 3),
    "feedback:confirmed": (0, 2),
    "feedback:message": (0, 2),
    "feedback:sent": (0, 2),
    "feedback:subscribe": (1, 3),
    "feedback:unsubscribe": (1, 3),
    "feedback:vote": (1, 4),
    "live": (0, 0),
    "notes:activity": (SIGN_IN, 9),
    "notes:bookmark": (POST_ONLY, POST_ONLY),
    "notes:bookmark_remove": (POST_ONLY, POST_ONLY),
    "notes:bookmarks": (SIGN_IN, 5),
    "notes:chosen": (POST_ONLY, POST_ONLY),
    "notes:create": (SIGN_IN, 3),
    "notes:delete": (SIGN_IN, 3),
    "notes:deleted": (SIGN_IN, 4),
    "notes:diary": (SIGN_IN, 7),
    "notes:edit": (SIGN_IN, 4),
    "notes:entry": (SIGN_IN, 5),
    "notes:entry_delete": (SIGN_IN, 5),
    "notes:entry_edit": (SIGN_IN, 9),
    "notes:entry_new": (SIGN_IN, 6),
    "notes:erase": (POST_ONLY, POST_ONLY),
    "notes:export": (SIGN_IN, 6),
    "notes:heartbeat": (POST_ONLY, POST_ONLY),
    "notes:index": (SIGN_IN, 10),
    "notes:pause": (POST_ONLY, POST_ONLY),
    "notes:placement": (SIGN_IN, 3),
    "notes:restore": (POST_ONLY, POST_ONLY),
    "notes:resume": (POST_ONLY, POST_ONLY),
    "notes:summary": (SIGN_IN, 13),
    "notes:summary_csv": (SIGN_IN, 12),
    "notes:summary_json": (SIGN_IN, 12),
    "notes:summary_pdf": (SIGN_IN, 12),
    "notes:upload": (SIGN_IN, 3),
    "notes:upload_forget": (POST_ONLY, POST_ONLY),
    "notes:upload_look": (SIGN_IN, 6),
    "notes:view_remove": (POST_ONLY, POST_ONLY),
    "notes:visit_remove": (POST_ONLY, POST_ONLY),
    "pages:about": (0, 2),
    "pages:accessibility": (0, 2),
    "pages:log_your_activity": (0, 2),
    "pages:offline": (0, 2),
    "pages:privacy": (0, 2),
    "pages:worker": (0, 0),
    "ready": (7, 7),
}


def names(patterns=None, before="") -> set[str]:
    """The names of all pages of ours."""
    found = set()
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            space = f"{before}{pattern.namespace}:" if pattern.namespace else before
            found |= names(pattern.url_patterns, space)
        elif isinstance(pattern, URLPattern):
            found.add(f"{before}{pattern.name or pattern.callback.__name__}")
    return {name for name in found if not name.startswith(LIBRARIES)}


def mailed(what: str) -> str:
    """The address of a newsletter page in the last mail that names it."""
    return re.findall(rf"/newsletter/{what}/[^\s/]+/", "".join(message.body for message in mail.outbox))[-1]


@pytest.fixture
def world(make_article, grace, mailoutbox, django_capture_on_commit_callbacks):
    """Make `size` rows of everything that a page can show; gives the address of each page."""

    def world(size: int, first_id: int) -> dict[str, str]:
        articles = [make_article(first_id + number, f"Lantern {first_id + number}") for number in range(size + 1)]
        article = articles[0]
        older = article.versions.get()
        for _ in range(size):
            version = make_article.revise(article)
        article.refresh_from_db()
        actions.set_see_also(article, articles[1:])
        for number in range(size):
            seen = articles[number + 1].versions.get()
            reading.log(grace, seen, datetime(2026, 11, 1, number, tzinfo=UTC))
            about = {"version": version, "section": "presentation", "body": "Ask about dusk.", "tags": [f"T{number}"]}
            note = note_actions.write(by=grace, key=uuid.uuid4(), **about)
            bookmark = bookmarks.add(seen.article, by=grace, section="presentation", title="Presentation")
            removed = note_actions.write(by=grace, version=version, key=uuid.uuid4(), body="Deleted.")
            note_actions.delete(removed, by=grace)
            note_actions.write(by=grace, version=older, key=uuid.uuid4(), body="Ask about dawn.")
            words = {"what": "Read it.", "so_what": "", "what_next": "", "claimed_minutes": 0}
            came_from = {"page_views": grace.page_views.all()[:1], "notes": [note]}
            title, day = f"Entry {number}", date(2026, 11, 1)
            entry = diary.write(by=grace, key=uuid.uuid4(), title=title, learned_on=day, **words, **came_from)
        placements.place(version)
        placement = Placement.objects.filter(version=version).first()
        with django_capture_on_commit_callbacks(execute=True):
            feedback_actions.ask_to_subscribe(email=f"{first_id}@example.org")
            feedback_actions.confirm(Subscription.objects.latest("pk"))
        imports.lay_out("".join(as_annotations.write(shelf.one_by_one(shelf.notes(grace)))), by=grace)
        whole = {"document_id": article.document_id, "slug": article.slug}
        return {
            "articles:detail": article.get_absolute_url(),
            "articles:version": reverse("articles:version", kwargs=whole | {"number": 1}),
            "articles:changes": reverse("articles:changes", kwargs=whole),
            "articles:compare": reverse("articles:compare", kwargs=whole | {"old": 1, "new": 2}),
            "articles:references": article.get_absolute_url() + "references.ris",
            "articles:citation": article.get_absolute_url() + "citation.ris",
            "articles:topic": article.topics.get().get_absolute_url(),
            "articles:letter": reverse("articles:letter", args=["l"]),
            "articles:search": reverse("articles:search") + "?q=lanterns",
            "articles:suggest": reverse("articles:suggest") + "?q=lan",
            "notes:bookmark": reverse("notes:bookmark", args=[version.pk]),
            "notes:bookmark_remove": reverse("notes:bookmark_remove", args=[bookmark.pk]),
            "notes:create": reverse("notes:create", args=[version.pk]),
            "notes:edit": reverse("notes:edit", args=[note.pk]),
            "notes:delete": reverse("notes:delete", args=[note.pk]),
            "notes:export": reverse("notes:export", args=["jsonld"]),
            "notes:restore": reverse("notes:restore", args=[note.pk]),
            "notes:erase": reverse("notes:erase", args=[note.pk]),
            "notes:placement": reverse("notes:placement", args=[placement.pk]),
            "notes:view_remove": reverse("notes:view_remove", args=[grace.page_views.first().pk]),
            "notes:entry": reverse("notes:entry", args=[entry.pk]),
            "notes:entry_edit": reverse("notes:entry_edit", args=[entry.pk]),
            "notes:entry_delete": reverse("notes:entry_delete", args=[entry.pk]),
            "feedback:vote": reverse("feedback:vote", args=[version.pk]),
            "feedback:comment": reverse("feedback:comment", args=[version.pk]),
            "feedback:confirm": mailed("confirm"),
            "feedback:unsubscribe": mailed("unsubscribe"),
            "live": "/health/live/",
            "ready": "/health/ready/",
        }

    return world


def test_every_page_is_in_the_table():
    assert sorted(COSTS) == sorted(names())


def test_pages_of_every_room_are_found():
    assert {"articles:home", "notes:index", "pages:about", "live"} <= names()


@pytest.mark.parametrize("size", [1, 10])
def test_every_page_costs_what_the_table_says(size, world, client, grace, queries):
    world(1, 100)  # whatever others have must not count
    addresses = world(size, 200)

    def cost(name: str) -> int:
        with queries() as count:
            answer = client.get(addresses.get(name) or reverse(name))
            assert list(answer) or answer.status_code != 200  # a file is written while it is sent
        return len(count) if answer.status_code == 200 else answer.status_code

    for_anyone = {name: cost(name) for name in sorted(names())}
    client.force_login(grace)
    assert {name: (for_anyone[name], cost(name)) for name in for_anyone} == COSTS
