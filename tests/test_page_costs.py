"""What every page of the site costs: queries for someone who is not signed in, and for a member.

The addresses are read from the site itself, so a new page without a line in the table fails. The numbers are those of a
page that no process has in memory yet, and they are the same for one row of everything and for ten.
"""

import re
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail, signing
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from appraisal.diary import actions as diary
from appraisal.evidence.actions import keep
from appraisal.inbox import weekly_digest
from appraisal.plans import actions as plan
from appraisal.summaries import actions as summary_actions
from appraisal.summaries.document.build import Choices, Words
from appraisal.summaries.files import store
from appraisal.summaries.forms import SHOW
from articles import actions
from articles.desk import calendars, previews
from feedback.discussion import actions as discussion
from feedback.discussion import tokens as discussion_tokens
from feedback.following import actions as following
from feedback.following import tokens as following_tokens
from feedback.models import Subscription
from feedback.newsletter import actions as newsletter
from notes.annotations import actions as note_actions
from notes.annotations.bookmarks import actions as bookmarks
from notes.annotations.collection import listing
from notes.annotations.exports import as_annotations
from notes.annotations.imports import actions as imports
from notes.annotations.placements import actions as placements
from notes.models import Note, PageView, Placement
from notes.reading import tracking
from tests import ids

# Pages of libraries, which their own tests look after.
LIBRARIES = ("admin", "account_", "mfa_", "usersessions_")

# Queries for someone who is not signed in, and for a member (one of them finds out who it is).
SIGN_IN, POST_ONLY = 302, 405
COSTS = {
    "accounts:data": (SIGN_IN, 1),
    "accounts:data_download": (SIGN_IN, SIGN_IN),
    "accounts:erase": (SIGN_IN, SIGN_IN),
    "accounts:erased": (0, 1),
    "accounts:overview": (SIGN_IN, 1),
    "accounts:profile": (SIGN_IN, 2),
    "articles:calendar": (5, 5),
    "articles:changes": (4, 5),
    "articles:citation": (2, 3),
    "articles:compare": (6, 7),
    "articles:detail": (6, 11),
    "articles:feed": (2, 3),
    "articles:home": (3, 7),
    "articles:index": (2, 3),
    "articles:letter": (2, 3),
    "articles:opensearch": (0, 1),
    "articles:preview": (5, 5),
    "articles:recent": (1, 2),
    "articles:references": (2, 3),
    "articles:robots": (0, 1),
    "articles:search": (5, 7),
    "articles:sitemap": (4, 5),
    "articles:suggest": (2, 3),
    "articles:topic": (2, 3),
    "articles:topics": (1, 2),
    "articles:version": (8, 12),
    "feedback:acknowledge": (POST_ONLY, POST_ONLY),
    "feedback:club_attend": (POST_ONLY, POST_ONLY),
    "feedback:club_cancel": (POST_ONLY, POST_ONLY),
    "feedback:club_new": (SIGN_IN, 2),
    "feedback:comment": (POST_ONLY, POST_ONLY),
    "feedback:comment_edit": (SIGN_IN, 2),
    "feedback:comment_flag": (SIGN_IN, 2),
    "feedback:comment_remove": (SIGN_IN, 2),
    "feedback:confirm": (1, 2),
    "feedback:confirmed": (0, 1),
    "feedback:discussion": (SIGN_IN, 9),
    "feedback:follow": (SIGN_IN, 4),
    "feedback:following": (SIGN_IN, 5),
    "feedback:message": (0, 1),
    "feedback:report": (1, 2),
    "feedback:sent": (0, 1),
    "feedback:subscribe": (1, 2),
    "feedback:unfollow": (2, 3),
    "feedback:unsubscribe": (1, 2),
    "feedback:unwatch": (1, 2),
    "feedback:vote": (1, 3),
    "feedback:watch": (POST_ONLY, POST_ONLY),
    "live": (0, 0),
    "appraisal:action": (SIGN_IN, 2),
    "appraisal:action_list": (SIGN_IN, 3),
    "notes:activity": (SIGN_IN, 5),
    "notes:article_log": (POST_ONLY, POST_ONLY),
    "notes:bookmark": (POST_ONLY, POST_ONLY),
    "notes:bookmark_remove": (POST_ONLY, POST_ONLY),
    "notes:bookmarks": (SIGN_IN, 3),
    "appraisal:certificate": (0, 0),
    "notes:chosen": (POST_ONLY, POST_ONLY),
    "notes:chosen_restore": (POST_ONLY, POST_ONLY),
    "notes:create": (SIGN_IN, 2),
    "notes:delete": (SIGN_IN, 2),
    "notes:deleted": (SIGN_IN, 2),
    "appraisal:diary": (SIGN_IN, 6),
    "notes:edit": (SIGN_IN, 3),
    "appraisal:entry": (SIGN_IN, 6),
    "appraisal:entry_delete": (SIGN_IN, 4),
    "appraisal:entry_edit": (SIGN_IN, 10),
    "appraisal:entry_import": (SIGN_IN, 1),
    "appraisal:entry_new": (SIGN_IN, 5),
    "notes:erase": (POST_ONLY, POST_ONLY),
    "appraisal:evidence": (SIGN_IN, 2),
    "appraisal:evidence_add": (POST_ONLY, POST_ONLY),
    "appraisal:evidence_delete": (POST_ONLY, POST_ONLY),
    "notes:export": (SIGN_IN, 5),
    "appraisal:freeze": (SIGN_IN, 22),
    "appraisal:frozen": (SIGN_IN, 6),
    "appraisal:frozen_delete": (SIGN_IN, 2),
    "appraisal:frozen_file": (SIGN_IN, 3),
    "notes:heartbeat": (POST_ONLY, POST_ONLY),
    "appraisal:inbox": (SIGN_IN, 4),
    "appraisal:inbox_dismiss": (POST_ONLY, POST_ONLY),
    "appraisal:inbox_restore": (POST_ONLY, POST_ONLY),
    "notes:index": (SIGN_IN, 8),
    "appraisal:objective": (SIGN_IN, 3),
    "appraisal:objective_delete": (SIGN_IN, 2),
    "appraisal:objective_list": (SIGN_IN, 3),
    "notes:pause": (POST_ONLY, POST_ONLY),
    "notes:placement": (SIGN_IN, 2),
    "appraisal:preference": (SIGN_IN, 4),
    "appraisal:prepare": (POST_ONLY, POST_ONLY),
    "appraisal:progress": (SIGN_IN, 1),
    "notes:restore": (POST_ONLY, POST_ONLY),
    "notes:resume": (POST_ONLY, POST_ONLY),
    "appraisal:schema": (0, 0),
    "appraisal:share": (POST_ONLY, POST_ONLY),
    "appraisal:share_revoke": (POST_ONLY, POST_ONLY),
    "appraisal:shared": (5, 4),
    "appraisal:shared_pdf": (2, 2),
    "appraisal:summary": (SIGN_IN, 20),
    "appraisal:summary_csv": (SIGN_IN, 18),
    "appraisal:summary_email": (POST_ONLY, POST_ONLY),
    "appraisal:summary_json": (SIGN_IN, 18),
    "appraisal:summary_pdf": (SIGN_IN, 18),
    "appraisal:summary_text": (SIGN_IN, 2),
    "appraisal:unsubscribe": (0, 1),
    "notes:upload": (SIGN_IN, 2),
    "notes:upload_forget": (POST_ONLY, POST_ONLY),
    "notes:upload_look": (SIGN_IN, 5),
    "appraisal:verified": (3, 15),
    "appraisal:verify": (0, 1),
    "notes:view_edit": (SIGN_IN, 2),
    "notes:view_remove": (POST_ONLY, POST_ONLY),
    "notes:view_restore": (POST_ONLY, POST_ONLY),
    "notes:visit_question": (POST_ONLY, POST_ONLY),
    "notes:visit_remove": (POST_ONLY, POST_ONLY),
    "notes:visit_unlog": (POST_ONLY, POST_ONLY),
    "pages:about": (0, 1),
    "pages:accessibility": (0, 1),
    "pages:log_your_activity": (0, 1),
    "pages:offline": (0, 1),
    "pages:privacy": (0, 1),
    "pages:security": (0, 0),
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


def freeze(member):
    """A frozen summary of everything, with its files."""
    everything = frozenset(dict(SHOW))
    entries = frozenset(member.entries.values_list("pk", flat=True))
    choices = Choices(date(2026, 1, 1), date(2026, 11, 23), everything, entries)
    words = Words(notes=frozenset(member.notes.values_list("pk", flat=True)))
    summary = summary_actions.freeze(by=member, key=uuid.uuid4(), choices=choices, words=words)
    store.make(summary)
    return summary


def mailed(what: str) -> str:
    """The address of a newsletter page in the last mail that names it."""
    return re.findall(rf"/newsletter/{what}/[^\s/]+/", "".join(message.body for message in mail.outbox))[-1]


@pytest.fixture
def world(make_article, grace, petra, rita, mailoutbox, django_capture_on_commit_callbacks):
    """Make `size` rows of everything that a page can show; gives the address of each page."""

    def world(size: int, first_id: int) -> dict[str, str]:
        rita.is_staff = True
        rita.save()
        rita.groups.add(Group.objects.get(name="Reviewer"))
        articles = [make_article(first_id + number, f"Lantern {first_id + number}") for number in range(size + 1)]
        article = articles[0]
        grace.confirmed_by, grace.confirmed_at = petra, datetime(2026, 1, 1, tzinfo=UTC)
        grace.save()
        older = article.versions.get()
        for _ in range(size):
            version = make_article.revise(article)
        article.refresh_from_db()
        actions.set_see_also(article, articles[1:])
        for number in range(size):
            seen = articles[number + 1].versions.get()
            tracking.log(grace, seen, datetime(2026, 10, 1, number, tzinfo=UTC))  # waits in the inbox
            tracking.log(grace, seen, datetime(2026, 11, 1, number, tzinfo=UTC))
            about = {"version": version, "section": "presentation", "body": "Ask about dusk.", "tags": [f"T{number}"]}
            note = note_actions.write(by=grace, key=uuid.uuid4(), **about)
            bookmark = bookmarks.add(seen.article, by=grace, section="presentation", title="Presentation")
            removed = note_actions.write(by=grace, version=version, key=uuid.uuid4(), body="Deleted.")
            note_actions.delete(removed, by=grace)
            note_actions.write(by=grace, version=older, key=uuid.uuid4(), body="Ask about dawn.")
            words = {"what": "Read it.", "so_what": "", "what_next": "", "claimed_minutes": 0}
            objective = plan.set_out(by=grace, key=uuid.uuid4(), title=f"Objective {number}")
            came_from = {"page_views": grace.page_views.all()[:1], "notes": [note], "objectives": [objective]}
            came_from["look_again_on"] = date(2026, 11, 2 + number)
            said = discussion.say(version, by=grace, key=uuid.uuid4(), body="Said.")
            discussion.say(version, by=grace, key=uuid.uuid4(), body="Replied.", reply_to=said)
            following.follow(articles[number], by=grace)
            club = {"key": uuid.uuid4(), "held_at": timezone.now(), "minutes": 45}
            discussion.arrange(version, by=grace, **club)
            title, day = f"Entry {number}", date(2026, 11, 1)
            entry = diary.write(by=grace, key=uuid.uuid4(), title=title, learned_on=day, **words, **came_from)
            summary = freeze(grace)
            link = summary_actions.share(by=grace, summary=summary, key=uuid.uuid4(), days=7)
            keep(by=grace, entry=entry, file=SimpleUploadedFile("a.pdf", b"%PDF-1.7"), kind="application/pdf")
        # Opened just now, so that it waits in the inbox whichever page is asked for first.
        tracking.log(grace, articles[1].versions.get(), timezone.now())
        placements.place(version)
        placement = Placement.objects.filter(version=version).first()
        with django_capture_on_commit_callbacks(execute=True):
            newsletter.ask_to_subscribe(email=f"{first_id}@example.org")
            newsletter.confirm(Subscription.objects.latest("pk"))
        imports.lay_out("".join(as_annotations.write(listing.one_by_one(listing.notes(grace)))), by=grace)
        whole = {"document_id": article.document_id, "slug": article.slug}
        return {
            "articles:detail": article.get_absolute_url(),
            "articles:version": reverse("articles:version", kwargs=whole | {"number": 1}),
            "articles:changes": reverse("articles:changes", kwargs=whole),
            "articles:compare": reverse("articles:compare", kwargs=whole | {"old": 1, "new": 2}),
            "articles:references": article.get_absolute_url() + "references.ris",
            "articles:citation": article.get_absolute_url() + "citation.ris",
            "articles:preview": previews.link(make_article(first_id + 50, "Draft", to="draft").versions.get()),
            "articles:calendar": calendars.link(rita, is_mine=False),
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
            "notes:article_log": reverse("notes:article_log", args=[article.pk]),
            "appraisal:unsubscribe": reverse(
                "appraisal:unsubscribe", args=[signing.dumps(grace.pk, salt=weekly_digest.SALT)]
            ),
            "notes:view_edit": reverse("notes:view_edit", args=[grace.page_views.first().pk]),
            "notes:placement": reverse("notes:placement", args=[placement.pk]),
            "notes:view_remove": reverse("notes:view_remove", args=[grace.page_views.first().pk]),
            "appraisal:entry": reverse("appraisal:entry", args=[entry.pk]),
            "appraisal:evidence_add": reverse("appraisal:evidence_add", args=[entry.pk]),
            "appraisal:evidence": reverse("appraisal:evidence", args=[entry.evidence.get().pk]),
            "appraisal:evidence_delete": reverse("appraisal:evidence_delete", args=[entry.evidence.get().pk]),
            "appraisal:action": reverse("appraisal:action", args=[entry.action.pk]),
            "appraisal:objective": reverse("appraisal:objective", args=[objective.pk]),
            "appraisal:objective_delete": reverse("appraisal:objective_delete", args=[objective.pk]),
            "appraisal:entry_edit": reverse("appraisal:entry_edit", args=[entry.pk]),
            "appraisal:entry_delete": reverse("appraisal:entry_delete", args=[entry.pk]),
            **{
                name: reverse(name, args=[summary.pk])
                for name in ("appraisal:frozen", "appraisal:frozen_delete", "appraisal:prepare", "appraisal:share")
            },
            "appraisal:frozen_file": reverse("appraisal:frozen_file", args=[summary.pk, "pdf"]),
            "appraisal:summary_text": reverse("appraisal:summary_text", args=[summary.pk]),
            "appraisal:summary_email": reverse("appraisal:summary_email", args=[summary.pk]),
            "appraisal:share_revoke": reverse("appraisal:share_revoke", args=[summary.pk, link.pk]),
            "appraisal:shared": reverse("appraisal:shared", args=[summary_actions.token_of(link)]),
            "appraisal:shared_pdf": reverse("appraisal:shared_pdf", args=[summary_actions.token_of(link)]),
            "appraisal:verified": reverse("appraisal:verified", args=[summary.code]),
            "feedback:report": reverse("feedback:report", args=[version.pk]),
            "feedback:vote": reverse("feedback:vote", args=[version.pk]),
            "feedback:comment": reverse("feedback:comment", args=[version.pk]),
            "feedback:confirm": mailed("confirm"),
            "feedback:unsubscribe": mailed("unsubscribe"),
            "feedback:discussion": reverse("feedback:discussion", args=[article.document_id]),
            "feedback:watch": reverse("feedback:watch", args=[article.document_id]),
            "feedback:unwatch": reverse(
                "feedback:unwatch", args=[discussion_tokens.token_to_leave(article.pk, grace.pk)]
            ),
            "feedback:club_new": reverse("feedback:club_new", args=[article.document_id]),
            "feedback:club_attend": reverse("feedback:club_attend", args=[1]),
            "feedback:club_cancel": reverse("feedback:club_cancel", args=[1]),
            "feedback:comment_edit": reverse("feedback:comment_edit", args=[said.pk]),
            "feedback:comment_flag": reverse("feedback:comment_flag", args=[said.pk]),
            "feedback:comment_remove": reverse("feedback:comment_remove", args=[said.pk]),
            "feedback:follow": reverse("feedback:follow", args=[article.document_id]),
            "feedback:unfollow": reverse(
                "feedback:unfollow", args=[following_tokens.token_to_leave(article.pk, grace.pk)]
            ),
            "feedback:acknowledge": reverse("feedback:acknowledge", args=[1]),
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
    cache.clear()  # questions at /verify/ are counted, and the first of an hour costs less than the next

    def cost(name: str) -> int:
        with queries() as count:
            answer = client.get(addresses.get(name) or reverse(name))
            assert list(answer) or answer.status_code != 200  # a file is written while it is sent
        return len(count) if answer.status_code == 200 else answer.status_code

    for_anyone = {name: cost(name) for name in sorted(names())}
    client.force_login(grace)
    assert {name: (for_anyone[name], cost(name)) for name in for_anyone} == COSTS


def test_every_id_on_every_page_stands_once_and_is_there_when_something_names_it(world, client, grace):
    addresses = world(2, 200)

    def faults(name: str) -> list[str]:
        answer = client.get(addresses.get(name) or reverse(name))
        is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
        whole = b"".join(answer) if is_page else b""
        return [f"{name}: {fault}" for fault in ids.faults(whole)] if b"</html>" in whole else []

    found = [fault for name in sorted(names()) for fault in faults(name)]
    client.force_login(grace)
    assert found + [fault for name in sorted(names()) for fault in faults(name)] == []


def test_years_of_reading_cost_an_article_no_query_more(client, grace, article, version, make_article, queries):
    other = make_article(2000, "Lamps").versions.get()
    client.force_login(grace)
    with queries() as at_first:
        client.get(article.get_absolute_url())
    day = datetime(2020, 1, 1, tzinfo=UTC)
    days = [day + timedelta(days=number) for number in range(500)]
    PageView.objects.bulk_create(
        PageView(user=grace, version=seen, opened_at=at, seen_at=at) for at in days for seen in (version, other)
    )
    Note.objects.bulk_create(Note(user=grace, version=seen, body="x") for _ in range(50) for seen in (version, other))
    with queries() as after_years:
        page = client.get(article.get_absolute_url())
    assert "50 notes on this page" in page.content.decode()
    assert len(after_years) == len(at_first)
