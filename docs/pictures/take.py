"""The pictures of the README, taken anew: `.venv/bin/python docs/pictures/take.py` (Chromium must be installed).

A demonstration in a database of its own, whose reader has read, noted and reflected for a year and whose next version
waits for review, is served by this process and looked at in Chromium.
"""

import io
import os
import shutil
import sys
import tempfile
import threading
import uuid
from datetime import timedelta
from pathlib import Path
from wsgiref.simple_server import make_server

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))
PORT = 8467
PASSWORD = "lantern-light-9"  # noqa: S105 - of a demonstration that lasts a minute
ARTICLE = "/articles/29155/liver-metastases/"
REVIEW = "/admin/articles/version/{}/compare/"

# Name, who looks, address, width, height, colours.
PICTURES = [
    ("article", "reader", ARTICLE, 1280, 1240, "light"),
    ("phone", "reader", ARTICLE + "#introduction", 390, 844, "dark"),
    ("search", "", "/search/?q=secondary+liver+canser", 1280, 800, "light"),
    ("changes", "reader", ARTICLE + "changes/1..2/", 1280, 900, "light"),
    ("activity", "reader", "/activity/", 1280, 1000, "light"),
    ("diary", "reader", "/diary/", 1280, 900, "light"),
    ("summary", "reader", "/summaries/", 1280, 1200, "light"),
    ("desk", "reviewer", REVIEW, 1280, 1000, "light"),
]


def main() -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        raise SystemExit("No Chromium found: install it, or name it in CHROMIUM.")
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "patientplus.settings",
            "DATABASE_URL": f"sqlite:///{folder}/pictures.sqlite3",
            "DATA_DIR": folder,
            "SECRET_KEY": "pictures",
            "DEBUG": "true",
            "DEMO_PASSWORD": PASSWORD,
            "LOG_LEVEL": "ERROR",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
        }
        import django
        from django.conf import settings

        django.setup()
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
        waiting = live_a_year()
        serve()
        take(chromium, waiting)


def live_a_year() -> int:
    """Fill the database; the number of the version that waits for review."""
    from django.core.management import call_command
    from django.utils import timezone

    from accounts.models import User
    from appraisal.diary import actions as diary
    from articles import actions
    from articles.models import Article
    from articles.text import anchors
    from notes.annotations import actions as margin
    from notes.models import Note, PageView
    from notes.reading import tracking

    call_command("prepare", "--demo", verbosity=0, stdout=io.StringIO())
    reader, author, reviewer, publisher = (
        User.objects.get(email=f"{name}@example.org") for name in ("reader", "author", "reviewer", "publisher")
    )
    article = Article.objects.get(document_id=29155)
    live = article.versions.get()

    def note(quote: str, body: str) -> None:
        anchor, section = anchors.locate(live, section="", quote=quote) if quote else (None, "")
        margin.write(by=reader, version=live, key=uuid.uuid4(), body=body, section=section, anchor=anchor)

    now = timezone.now()
    for days in (350, 331, 330, 290, 262, 255, 220, 190, 187, 150, 121, 118, 115, 80, 62, 41, 34, 20, 9, 6, 2):
        tracking.log(reader, live, now - timedelta(days=days, hours=days % 7))
    for view in PageView.objects.all():
        PageView.objects.filter(pk=view.pk).update(active_seconds=120 + 97 * view.pk % 1500)
    surgery = "about 25% of patients are able to have surgery"
    note(surgery, "Bring to the next practice meeting: who is referred, and when?")
    note("", "Read again before the appraisal.")
    note("In some patients, liver function tests (LFTs) are normal.", "Normal LFTs do not rule it out.")
    for days, title, what, so_what, next_ in REFLECTIONS:
        diary.write(
            by=reader,
            key=uuid.uuid4(),
            title=title,
            learned_on=timezone.localdate() - timedelta(days=days),
            claimed_minutes=30,
            what=what,
            so_what=so_what,
            what_next=next_,
            page_views=PageView.objects.filter(user=reader)[:1],
            notes=Note.objects.all()[:1],
        )

    def revise(old: str, new: str, reason: str):
        draft = actions.start_version(article, by=author)
        draft = actions.write(
            draft, by=author, body=draft.body.replace(old, new), change_note=reason, significance="minor"
        )
        return actions.submit(draft, by=author)

    second = revise("metastases may obstruct", "metastases can obstruct", "Presentation: plainer words on jaundice.")
    actions.publish(actions.approve(second, by=reviewer), by=publisher)
    return revise("ascites carries a poor prognosis", "ascites carries a guarded prognosis", "Prognosis reworded.").pk


REFLECTIONS = [
    (
        41,
        "Normal blood tests are not the answer",
        "Looked the article up after a scan report of several liver deposits in someone with normal blood tests.",
        "Liver function tests are normal in some patients, so a normal result does not lower suspicion.",
        "Say so when I explain results, and refer on the picture as a whole.",
    ),
    (
        9,
        "Who can have surgery",
        "Read how few patients are able to have a resection, and what else is offered.",
        "I had assumed that more than one deposit ruled surgery out.",
        "Ask the team at the next meeting which patients they want referred.",
    ),
]


def serve() -> None:
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Quiet(WSGIRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

    server = make_server("127.0.0.1", PORT, StaticFilesHandler(get_wsgi_application()), ThreadedWSGIServer, Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()


def take(chromium: str, waiting: int) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, who, address, width, height, colours in PICTURES:
            page = browser.new_page(
                base_url=f"http://127.0.0.1:{PORT}",
                viewport={"width": width, "height": height},
                color_scheme=colours,
                locale="en-GB",
                timezone_id="Europe/London",
            )
            if who:
                page.goto("/accounts/login/")
                page.get_by_label("Email").first.fill(f"{who}@example.org")
                page.get_by_label("Password").fill(PASSWORD)
                page.get_by_role("main").get_by_role("button", name="Sign in").click()
                page.wait_for_url("**/")
            page.goto(address.format(waiting))
            page.wait_for_load_state("networkidle")
            page.screenshot(path=HERE / f"{name}.png")
            print(f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
