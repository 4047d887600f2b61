"""Every page, as everybody who may see it: nothing broken, nothing that someone cannot use, nothing from outside."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core import mail, signing
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from lxml import etree
from playwright.sync_api import expect

from accounts.models import User
from appraisal.diary import actions as diary
from appraisal.evidence.actions import keep as keep_file
from appraisal.inbox import weekly_digest
from appraisal.models import Share, Summary
from appraisal.plans import actions as plan
from appraisal.summaries import actions as summaries
from appraisal.summaries.document import codes
from appraisal.summaries.document.build import Choices, Words
from appraisal.summaries.forms import SHOW
from articles import actions
from articles.desk import previews
from articles.models import Article, Version
from articles.text import anchors
from feedback.discussion import actions as discussion
from feedback.discussion import tokens as discussion_tokens
from feedback.following import actions as following
from feedback.following import tokens as following_tokens
from feedback.messages import actions as messages
from feedback.models import Issue, Subscription
from feedback.newsletter import actions as newsletter
from feedback.newsletter import tokens as newsletter_tokens
from feedback.votes import actions as votes
from notes.annotations import actions as margin
from notes.annotations.bookmarks import actions as bookmarks
from notes.annotations.collection import listing
from notes.annotations.exports import as_annotations
from notes.models import Note, PageView, Placement
from notes.reading import tracking
from tests import ids
from tests.articles.desk.test_version_admin import typed
from tests.articles.transfer.printed_samples import DOCUMENTS, WRITERS
from tests.browser import looking
from tests.browser.crawl import crawl, kind_of
from tests.conftest import BODY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARTICLE = "/articles/29155/liver-metastases/"
OVERDUE = "/articles/1234/lanterns/"
WITHDRAWN = "/articles/77/candles/"
# Kinds of pages that say the same to members as to visitors.
MAILS = ("admin:feedback_issue_mail",)
# Django's own fields at the desk: its chooser of permissions takes another id, its list of boxes has no hint of its id.
NOT_OURS = {f"{name} is named and not there" for name in ("id_permissions", "id_groups_helptext")}
SAME_FOR_ALL = (
    "pages:",
    *(f"feedback:{name}" for name in ("vote", "message", "report", "subscribe")),
    "articles:index",
    "articles:topic",
    "articles:changes",
    "articles:compare",
)

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

# What stands under something else in a plain page with no room between them.
STUCK_TOGETHER = """() => {
  const inside = 'section:not(.side, .note-strip), form, fieldset, details, blockquote, .form, .refl';
  const parts = 'h1, h2, h3, p, ul, ol, dl, blockquote, fieldset, form, .field, .row, .note-strip, .desk';
  const isThere = part => part.checkVisibility() && part.offsetHeight && getComputedStyle(part).position !== 'absolute';
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
        tracking.log(member, live, now - timedelta(weeks=weeks))
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
    tracking.log(member, live, now + timedelta(minutes=40))  # waits in the inbox
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
    candles = make_article(77, "Candles", to="published").versions.get()
    tracking.log(member, candles, timezone.now() - timedelta(minutes=90))
    actions.withdraw(candles, by=petra, comment="Out of date.")
    votes.vote(live, is_useful=False, user=member)
    votes.comment(live, text="More about lanterns.", user=member)
    messages.send_message(key=uuid.uuid4(), body="Thank you.", email="someone@example.org")
    newsletter.ask_to_subscribe(email="someone@example.org")
    messages.send_message(key=uuid.uuid4(), body="Wrong.", quote="systemic circulation", version=live)
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

    def look(page, address=None, *, status=200):
        if address:
            answer = page.goto(address)
            assert answer.status == status, f"{address} answered with {answer.status}"
        wait_for_the_editor(page)
        looking.show(page, *looking.FIRST)
        found = {"skip link": skip_link(page), "focus": page.evaluate(INVISIBLE_STOPS), "folded": axe(page)}
        found["ids"] = [fault for fault in ids.faults(page.content()) if fault not in NOT_OURS]
        found["stuck together"] = page.evaluate(STUCK_TOGETHER)
        page.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true })")
        for width, colours in looking.VIEWS:
            looking.show(page, width, colours)
            found[f"{width}, {colours}"] = axe(page)
        found["faint in dark forced colours"] = looking.faint_words(page)
        found |= looking.in_every_size(page)
        opens = page.locator(looking.OPENS).evaluate_all("boxes => boxes.map(box => box.id)")
        found["opens, and nobody looks at it"] = sorted(set(opens) - looking.OPENED)
        said = f"Failed to load resource: the server responded with a status of {status} "
        found["faults"] = [fault for fault in open_as.faults if status < 400 or said not in fault]
        open_as.faults.clear()
        if faults := {what: places for what, places in found.items() if places}:
            wrong[page.url.removeprefix(live_server.url)] = faults

    yield look
    assert wrong == {}


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
        "/search/?q=zzqxvk",
        "/search/",
        "/accounts/password/reset/",
        "/accounts/erased/",
        "/verify/",
    ]
    page = browser_of(open_as, client, live_server)
    look_everywhere(client, page, look, ["/", *listed, *more])
    for address in (OVERDUE, "/search/?q=zzqxvk", f"{ARTICLE}versions/1/", "/articles/z/"):
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
    look(page, f"/admin/feedback/issue/{Issue.objects.get().pk}/release/")


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


# --- Pages to which no link on the site leads ---


def answered(page, client, address, data=None, **sent):
    """Show in a browser what this client is answered with: to a form with these data, or to a link without any.

    As the form of a page without a script would, from there; gives the address at which the answer is shown.
    """
    here = {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "same-origin"}
    answer = client.get(address, **here) if data is None else client.post(address, data, follow=True, **here, **sent)
    shown = f"/answer{answer.request['PATH_INFO']}{answer.status_code}/"
    headers = {name: value for name, value in answer.items() if name != "Set-Cookie"}
    page.route(
        f"**{shown}", lambda route: route.fulfill(status=answer.status_code, headers=headers, body=answer.content)
    )
    return {"address": shown, "status": answer.status_code}


def mailed(part):
    """The newest address on this site in a mail that has this part."""
    found = [link for message in mail.outbox for link in re.findall(r"https?://[^/\s]+(/\S+)", message.body)]
    return [link for link in found if part in link][-1]


def test_pages_that_links_in_mails_lead_to(open_as, live_server, look, others, life, talk, member, make_article):
    draft = make_article(55, "Wicks", to="draft").versions.get()
    article = draft.article
    client_of().post("/accounts/password/reset/", {"email": member.email})
    leaving = {
        "/newsletter/unsubscribe/": newsletter_tokens.token_to_leave(Subscription.objects.get().pk),
        "/following/stop/": following_tokens.token_to_leave(article.pk, member.pk),
        "/discussion/stop/": discussion_tokens.token_to_leave(article.pk, member.pk),
        "/diary/unsubscribe/": signing.dumps(member.pk, salt=weekly_digest.SALT),
    }
    page = open_as()
    look(page, mailed("/newsletter/confirm/"))
    for start, token in leaving.items():
        look(page, f"{start}{token}/")
        look(page, **answered(page, client_of(), f"{start}{token}/", {}))
        look(page, f"{start}x/", status=404)
    look(page, mailed("/password/reset/key/"))
    look(page, previews.link(draft))
    look(page, f"/shared/{summaries.token_of(Share.objects.get())}/")
    look(page, f"/verify/{codes.grouped(Summary.objects.get().code)}/")
    for address in ("/newsletter/confirmed/", "/accounts/password/reset/key/done/", "/accounts/inactive/"):
        look(page, address)
    look(page, "/accounts/password/reset/key/1-x/")
    look(page, "/preview/x/", status=410)
    look(page, "/shared/x/", status=404)
    look(page, "/verify/AAAA-AAAA/", status=404)


def test_pages_of_someone_with_an_authenticator_app(open_as, live_server, look, member):
    totp.TOTP.activate(member, totp.generate_totp_secret())
    RecoveryCodes.activate(member)
    client = client_of(member.email)
    page = browser_of(open_as, client, live_server)
    look(page, "/accounts/2fa/authenticate/")
    code = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()[0]
    client.post("/accounts/2fa/authenticate/", {"code": code})
    client.post("/accounts/reauthenticate/", {"password": "lantern-light-9"})
    for part in ("", "recovery-codes/", "recovery-codes/generate/", "totp/deactivate/", "reauthenticate/"):
        look(page, f"/accounts/2fa/{part}")


def test_pages_that_answer_what_a_visitor_sent(open_as, look, others, live):
    page = open_as()
    someone = client_of()
    vote = f"/feedback/vote/{live.pk}/"
    words = {"body": "Written without an account."}
    for address, data in {
        vote: {"useful": "no"},
        f"{vote}comment/": {"comment": "More pictures."},
        "/feedback/": {"key": uuid.uuid4(), "body": "Thank you."},
        "/newsletter/": {"email": "another@example.org"},
        "/accounts/signup/": {"email": "new@example.org", "password1": "a-quiet-lamp-77"},
        f"/notes/on/{live.pk}/": words,
    }.items():
        look(page, **answered(page, someone, address, data))
    look(page, **answered(page, Client(enforce_csrf_checks=True), "/accounts/login/", words))


@pytest.fixture
def moved(make_article, member):
    """An article whose new version changed the words under one note of a member, and left out those under another."""
    article = make_article(56, "Wicks")
    article.refresh_from_db()
    tracking.log(member, article.versions.get(), timezone.now() - timedelta(days=2))
    for quote in ("They burn for 2.5 hours", "It hangs from a hook"):
        keep(member, article.versions.get(), quote)
    make_article.revise(article, body=BODY.replace("2.5 hours", "5 hours").replace(" It hangs from a hook.", ""))
    return article


def test_pages_that_answer_what_a_member_sent(open_as, live_server, look, life, live, moved, member, newcomer):
    client = client_of(member.email)
    page = browser_of(open_as, client, live_server)
    look(page, moved.get_absolute_url())
    for placement in Placement.objects.filter(version__article=moved):
        look(page, f"/notes/placements/{placement.pk}/")
    note = Note.objects.filter(version=live).first()
    bookmarks.add(live.article, by=member)
    exported = "".join(as_annotations.write(listing.one_by_one(listing.notes(member))))
    Note.objects.last().delete()  # so that one of them is new
    unread = exported.replace('"items":[', '"items":[{"type":"Annotation"},')
    client.post("/notes/import/", {"file": SimpleUploadedFile("notes.jsonld", unread.encode())})
    look(page, "/notes/bookmarks/")
    look(page, "/notes/import/look/")
    chosen = {"note": [note.pk], "act": "delete"}
    words = {"body": "Words.", "edits": note.edits + 1}
    for address, data in {
        f"/notes/on/{live.pk}/": {"quote": "not on this page"},
        f"/notes/{note.pk}/edit/": words,
        "/notes/9999/edit/": words,
        f"/notes/placements/{placement.pk}/": {"decision": "move", "quote": "not on this page"},
        "/diary/entries/import/": {"text": "Date,Title,Minutes\n2026-03-01,Course on hooks,90\nsoon,Talk,1\n"},
        "/notes/chosen/": chosen,
    }.items():
        look(page, **answered(page, client, address, data))
    look(page, "/notes/deleted/")
    look(page, live.article.get_absolute_url())  # with a note that was deleted and can be brought back
    page = browser_of(open_as, client_of(newcomer.email), live_server)
    look(page, f"/discussion/{live.article.document_id}/")


def test_pages_of_the_desk_that_answer_what_was_sent(open_as, live_server, look, live, make_article):
    draft, waiting, approved = (
        make_article(number, title, to=to).versions.get()
        for number, title, to in ((57, "Hooks", "draft"), (58, "Lamps", "in_review"), (59, "Oil", "approved"))
    )
    root = User.objects.create_superuser("root@example.org", "lantern-light-9", display_name="Root")
    EmailAddress.objects.create(user=root, email=root.email, verified=True, primary=True)
    client = client_of(root.email)
    page = browser_of(open_as, client, live_server)
    desk = "/admin/articles"
    file = SimpleUploadedFile("a.docx", WRITERS[".docx"](DOCUMENTS["cited"]))
    for address, data in {
        f"{desk}/article/import/": {"upload": [file]},
        f"{desk}/version/{waiting.pk}/change/": typed(waiting),
        f"{desk}/version/{waiting.pk}/move/request-changes/": {},
        f"{desk}/version/{draft.pk}/change/": typed(draft, edits_seen=0),
        f"{desk}/topic/": {"action": "delete_selected", "_selected_action": [live.article.topics.first().pk]},
        f"{desk}/topic/add/": {},
    }.items():
        look(page, **answered(page, client, address, data))
    client.post(f"{desk}/version/{draft.pk}/typed/", typed(draft, title="Half a title"))
    for address in (
        f"{desk}/version/{draft.pk}/change/",  # with words that were typed and not saved
        f"{desk}/version/{approved.pk}/change/",
        f"{desk}/version/{draft.pk}/history/",
        f"{desk}/version/{draft.pk}/share/",
        f"{desk}/version/{draft.pk}/preview/",
        f"{desk}/version/{draft.pk}/delete/",
        f"{desk}/topic/add/?_to_field=id&_popup=1",
        f"{desk}/article/?_to_field=id&_popup=1",
    ):
        look(page, address)
