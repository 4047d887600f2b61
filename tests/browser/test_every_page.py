"""Every page, as everybody who may see it: nothing broken, nothing that someone cannot use, nothing from outside."""

import os
import re
import uuid
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from lxml import etree
from playwright.sync_api import expect

from accounts.models import User
from articles import actions
from articles.models import Article, Version
from feedback import actions as feedback
from feedback.actions import discussion, following
from feedback.models import Issue
from notes import anchors, reading
from notes.actions import diary, plan, summaries
from notes.actions import notes as margin
from notes.actions.evidence import keep as keep_file
from notes.forms.summary import SHOW
from notes.models import Note, PageView
from notes.summaries.build import Choices, Words
from tests.browser.crawl import crawl, kind_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARTICLE = "/articles/29155/liver-metastases/"
OVERDUE = "/articles/1234/lanterns/"
WITHDRAWN = "/articles/77/candles/"
# Kinds of pages that say the same to members as to visitors.
MAILS = ("admin:feedback_issue_mail",)
SAME_FOR_ALL = (
    "pages:",
    *(f"feedback:{name}" for name in ("vote", "message", "report", "subscribe")),
    "articles:index",
    "articles:topic",
    "articles:changes",
    "articles:compare",
)

# Each width and all colours, in one database; every pair of them with PATIENTPLUS_EVERY_VIEW=1.
VIEWS = [(1280, "light"), (390, "dark"), (1280, "forced"), (768, "dark"), (390, "forced"), (320, "light")]
WIDTHS = (1280, 768, 390, 320)
TEXT = [(320, "100%"), (390, "200%"), (768, "200%"), (1280, "200%")]
COLOURS = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "light", "forced_colors": "active"},
}

# Focus has to be seen (WCAG 2.4.7): what each stop of the keyboard, or what stands for it, looks like with and without.
INVISIBLE_STOPS = """() => {
  const look = stop => [stop, stop.nextElementSibling, stop.closest('label'), stop.parentElement].filter(Boolean)
    .map(part => getComputedStyle(part))
    .map(style => [style.outline, style.boxShadow, style.backgroundColor, style.border, style.textDecoration].join())
    .join();
  const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter(stop => stop.checkVisibility({ visibilityProperty: true }) && !stop.disabled && stop.tabIndex >= 0);
  return stops.filter(stop => {
    document.activeElement.blur();
    const before = look(stop);
    stop.focus({ preventScroll: true });
    return document.activeElement === stop && look(stop) === before;
  }).map(stop => stop.outerHTML.slice(0, 120));
}"""
WIDER_THAN_THE_SCREEN = """() => {
  const room = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= room) return [];
  const wide = [...document.body.querySelectorAll('*')]
    .filter(part => part.getBoundingClientRect().right > room + 1 && !part.closest('.tbl'));
  return wide.slice(0, 5).map(part => part.outerHTML.slice(0, 120));
}"""

# What stands under something else in a plain page with no room between them.
STUCK_TOGETHER = """() => {
  const inside = 'section:not(.side, .note-strip), form, fieldset, details, blockquote, .form, .refl';
  const parts = 'h1, h2, h3, p, ul, ol, dl, blockquote, fieldset, form, .field, .row, .note-strip, .desk';
  const isThere = part => part.checkVisibility() && getComputedStyle(part).position !== 'absolute';
  return [...document.querySelectorAll(`main.page, .page :is(${inside})`)].flatMap(holder => {
    const shown = [...holder.children].filter(isThere);
    return shown.filter((part, n) => n && part.matches(parts) && !shown[n - 1].matches('summary')
      && Math.abs(part.getBoundingClientRect().top - shown[n - 1].getBoundingClientRect().bottom) < 4);
  }).map(part => part.outerHTML.slice(0, 120));
}"""


# --- A site where everything has happened that a page can show ---


@pytest.fixture
def staff(demo):
    """The demonstration's author, reviewer and publisher."""
    return [User.objects.get(email=f"{name}@example.org") for name in ("author", "reviewer", "publisher")]


@pytest.fixture
def member(demo):
    return User.objects.get(email="reader@example.org")


@pytest.fixture
def newcomer(demo):
    """Has just joined, and has read and written nothing."""
    person = User.objects.create_user("newcomer@example.org", "lantern-light-9")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def live(staff, member):
    """The first article in its second version, with notes on both; a third is waiting for review."""
    author, reviewer, publisher = staff
    article = Article.objects.get(document_id=29155)
    first = article.versions.get()
    keep(member, first, "ascites carries a poor prognosis")
    for added in ("Second.", "Third."):
        draft = actions.start_version(article, by=author)
        body = draft.body.replace("</p>", f" {added}</p>", 1)
        draft = actions.submit(
            actions.write(draft, by=author, body=body, change_note=added, significance="minor"), by=author
        )
        if added == "Second.":
            live = actions.publish(actions.approve(draft, by=reviewer), by=publisher)
    for quote in ("systemic circulation", "Chest X-ray\nMay help", ""):
        keep(member, live, quote)
    return live


def keep(member, version, quote):
    """A note on a passage, or on the whole page."""
    anchor, section = anchors.locate(version, section="", quote=quote) if quote else (None, "")
    words = {"body": "Ask about this.\n\nAnd about that.", "section": section, "anchor": anchor}
    margin.write(by=member, version=version, key=uuid.uuid4(), **words)


@pytest.fixture
def life(live, member):
    """A year of a member who reads, with two reflections."""
    now = timezone.now()
    for weeks in range(48):
        reading.log(member, live, now - timedelta(weeks=weeks))
    PageView.objects.update(active_seconds=400)
    member.regulator = "nmc"
    member.save()
    objective = plan.set_out(by=member, key=uuid.uuid4(), title="Learn about imaging")
    for title in ("On the edge of the liver", "Second thoughts"):
        entry = diary.write(
            by=member,
            key=uuid.uuid4(),
            title=title,
            learned_on=timezone.localdate() - timedelta(days=40),
            claimed_minutes=45,
            what="Read it.",
            so_what="It matters.",
            what_next="Read it again.",
            page_views=PageView.objects.all()[:2],
            notes=Note.objects.all()[:2],
            objectives=[objective],
            look_again_on=timezone.localdate(),
            method="reading",
            standards=["nmc:preserve"],
        )
    keep_file(by=member, entry=entry, file=SimpleUploadedFile("a.pdf", b"%PDF-1.7"), kind="application/pdf")
    reading.log(member, live, now + timedelta(minutes=40))  # waits in the inbox
    days = (timezone.localdate() - timedelta(days=300), timezone.localdate())
    choices = Choices(*days, frozenset(dict(SHOW)), frozenset(member.entries.values_list("pk", flat=True)))
    words = Words(overview="A year of reading.", notes=frozenset(Note.objects.values_list("pk", flat=True)))
    frozen = summaries.freeze(by=member, key=uuid.uuid4(), choices=choices, words=words)
    summaries.share(by=member, summary=frozen, key=uuid.uuid4(), days=7)


@pytest.fixture
def others(live, make_article, rita, petra, member):
    """An article whose review is overdue, one that is withdrawn, and what readers said."""
    with time_machine.travel(datetime(2020, 1, 1, tzinfo=UTC), tick=True):
        make_article()
    make_article(77, "Candles", to="published")
    actions.withdraw(Article.objects.get(document_id=77).versions.get(), by=petra, comment="Out of date.")
    feedback.vote(live, is_useful=False, user=member)
    feedback.comment(live, text="More about lanterns.", user=member)
    feedback.send_message(key=uuid.uuid4(), body="Thank you.", email="someone@example.org")
    feedback.ask_to_subscribe(email="someone@example.org")
    feedback.send_message(key=uuid.uuid4(), body="Wrong.", quote="systemic circulation", version=live)
    today = timezone.localdate()
    Issue.objects.create(subject="New and changed", begins_on=today, ends_on=today)


@pytest.fixture
def talk(live, member, rita, petra):
    """A discussion among two members, a flag, and a journal club before and after it was held."""
    for person in (member, rita):
        person.confirmed_by, person.confirmed_at = petra, timezone.now()
        person.save()
        said = discussion.say(live, by=person, key=uuid.uuid4(), body="About this.")
        discussion.say(live, by=member, key=uuid.uuid4(), body="And about that.", reply_to=said)
        hours = timedelta(hours=1 if person == member else -1)
        discussion.arrange(live, by=member, key=uuid.uuid4(), held_at=timezone.now() + hours, minutes=45)
    discussion.flag(said, by=member, reason="Look at this.")
    following.follow(live.article, by=member)


# --- Looking at a page ---


def client_of(email=None):
    """Somebody who is on the site without a browser, signed in with the password as people are."""
    client = Client()
    if email:
        answer = client.post("/accounts/login/", {"login": email, "password": "lantern-light-9"})
        assert answer.status_code == 302, "could not sign in"
    return client


@pytest.fixture
def look(open_as, axe, live_server):
    """Look at a page in every way; what is wrong is kept by its address, and must be nothing at the end.

    What folds is open in all views but the first. Pages are the same on every database: one of them is enough for most.
    """
    wrong = {}
    views = list(product(WIDTHS, COLOURS)) if os.environ.get("PATIENTPLUS_EVERY_VIEW") == "1" else VIEWS
    views = views if connection.vendor == "sqlite" else VIEWS[:2]

    def look(page, address=None, *, status=200):
        if address:
            answer = page.goto(address)
            assert answer.status == status, f"{address} answered with {answer.status}"
        wait_for_the_editor(page)
        show(page, *views[0])
        found = {"skip link": skip_link(page), "focus": page.evaluate(INVISIBLE_STOPS)}
        found["stuck together"] = page.evaluate(STUCK_TOGETHER)
        is_desk = "/admin/" in page.url  # Django's own pages: not clean yet at twice the size
        for width, colours in views[:4] if is_desk else views:
            show(page, width, colours)
            found[f"{width}, {colours}"] = axe(page)
            page.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true })")
        for width, size in TEXT[:1] if is_desk else TEXT:
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
            found[f"too wide at {width}, {size}"] = page.evaluate(WIDER_THAN_THE_SCREEN)
        page.evaluate("document.documentElement.style.fontSize = ''")
        said = f"Failed to load resource: the server responded with a status of {status} "
        found["faults"] = [fault for fault in open_as.faults if status < 400 or said not in fault]
        open_as.faults.clear()
        if faults := {what: places for what, places in found.items() if places}:
            wrong[page.url.removeprefix(live_server.url)] = faults

    yield look
    assert wrong == {}


def show(page, width, colours):
    """Change the window and the colours; those that fade are there at once."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(**COLOURS[colours])
    page.evaluate("document.getAnimations().forEach(fading => fading.finish())")


def wait_for_the_editor(page):
    if page.locator("textarea#id_body[data-django-prose-editor-default], textarea#id_body[data-lookup]").count():
        page.locator(".prose-menubar[role=toolbar]").wait_for()


def skip_link(page):
    """The first stop of the keyboard is a link to the main part, and can be seen while it is there."""
    page.evaluate("document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')")
    page.keyboard.press("Tab")
    first = page.locator(":focus")
    if not first.count():
        return "the keyboard goes nowhere"
    words, box = first.inner_text(), first.bounding_box()
    return "" if words.startswith("Skip to") and box["y"] >= 0 and box["height"] > 20 else f"{words} at {box}"


def browser_of(open_as, client, live_server):
    """A browser in the same session."""
    page = open_as()
    if session := client.cookies.get("sessionid"):
        page.context.add_cookies([{"name": "sessionid", "value": session.value, "url": live_server.url}])
    return page


def look_everywhere(client, page, look, starts, *, within="/", but=()):
    """Look at one page of every kind that links lead to, but for kinds that begin so."""
    found = crawl(client, starts, within=within)
    assert found.broken == []
    for address in found.one_of_each_kind():
        if not kind_of(address).startswith(but):
            look(page, address)


# --- The tests ---


def test_every_page_of_a_visitor(open_as, live_server, look, others):
    client = client_of()
    sitemap = etree.fromstring(client.get("/sitemap.xml").content)
    listed = [address.removeprefix("http://testserver") for address in sitemap.xpath("//*[local-name()='loc']/text()")]
    assert ARTICLE in listed
    more = [
        OVERDUE,
        "/search/?q=liver",
        "/search/?q=nothing+like+this",
        "/search/",
        "/accounts/password/reset/",
        "/accounts/erased/",
        "/verify/",
    ]
    page = browser_of(open_as, client, live_server)
    look_everywhere(client, page, look, ["/", *listed, *more])
    for address in (OVERDUE, "/search/?q=nothing+like+this", f"{ARTICLE}versions/1/", "/articles/z/"):
        look(page, address)


def test_every_page_of_a_member(open_as, live_server, look, others, life, talk):
    client = client_of("reader@example.org")
    client.post("/accounts/reauthenticate/", {"password": "lantern-light-9"})  # for the pages that ask for it
    page = browser_of(open_as, client, live_server)
    more = ["/accounts/2fa/totp/activate/", "/accounts/password/change/", "/accounts/logout/"]
    look_everywhere(client, page, look, ["/", f"{ARTICLE}versions/1/", *more], but=SAME_FOR_ALL)


def test_every_page_of_someone_who_has_just_joined(open_as, live_server, look, newcomer):
    client = client_of(newcomer.email)
    page = browser_of(open_as, client, live_server)
    for address in ("/notes/", "/activity/", "/diary/", "/diary/entries/new/", "/summaries/", "/accounts/", "/"):
        look(page, address)


def test_every_page_of_the_desk(open_as, live_server, look, others, talk, make_article):
    make_article.revise(Article.objects.get(document_id=1234), to="draft")
    root = User.objects.create_superuser("root@example.org", "lantern-light-9", display_name="Root")
    EmailAddress.objects.create(user=root, email=root.email, verified=True, primary=True)
    client = client_of(root.email)
    page = browser_of(open_as, client, live_server)
    # A mail stands on a page of its own, as a mail client shows it: without our frame.
    look_everywhere(client, page, look, ["/admin/"], within="/admin/", but=MAILS)
    for version in Version.objects.filter(status__in=["draft", "in_review", "published"]).order_by("-pk")[:3]:
        look(page, f"/admin/articles/version/{version.pk}/change/")


def test_pages_that_say_what_went_wrong(open_as, live_server, look, others, monkeypatch, settings):
    page = open_as()
    look(page, "/nothing/here/", status=404)
    look(page, "/articles/29157/", status=404)  # not yet written
    look(page, WITHDRAWN, status=410)
    for error, status in ((SuspiciousOperation, 400), (PermissionDenied, 403), (RuntimeError, 500)):
        monkeypatch.setattr("patientplus.pages.render", lambda *args, error=error: (_ for _ in ()).throw(error("no")))
        look(page, "/about/", status=status)
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/h/ip"}
    for _ in range(2):
        page.goto("/accounts/password/reset/")
        page.get_by_label("Email").first.fill("someone@example.org")
        with page.expect_navigation():
            page.locator("main").get_by_role("button").first.click()
    cache.clear()
    look(page, status=429)


FORMS = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/feedback/",
    "/newsletter/",
    "/diary/entries/new/",
    "/diary/entries/import/",
    "/diary/objectives/",
    "/accounts/password/change/",
    "/accounts/email/",
    "/accounts/2fa/totp/activate/",
]
# With its last button, past what the browser itself would refuse.
SEND = """form => {
  form.noValidate = true;
  form.requestSubmit([...form.elements].findLast(part => part.type === 'submit'));
}"""


def test_forms_that_were_sent_empty(open_as, live_server, look, demo):
    someone = browser_of(open_as, client_of(), live_server)
    member = browser_of(open_as, client_of("reader@example.org"), live_server)
    for address in FORMS:
        page = someone if FORMS.index(address) < 5 else member
        page.goto(address)
        form = page.locator("main form[method=post]").last
        with page.expect_navigation() as sent:
            form.evaluate(SEND)
        look(page, status=sent.value.status)
        expect(page.get_by_role("main")).to_contain_text(
            re.compile("required|[Ee]nter|Write|Give|[Aa]nswer|Choose|Say")
        )
