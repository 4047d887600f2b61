"""Nothing that a member writes is lost, and it is stored once: rounds of everything that goes wrong on a ward.

Each round breaks something on purpose and then finds the words again, in the browser and once in the database. How many
rounds: NEVER_LOST_ROUNDS. The suite does a few; `python3 bench/never_lost.py` does twenty of each.
"""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, expect

from accounts.models import Session
from notes.models import Note
from tests.browser.conftest import CHROMIUM, session_of
from tests.browser.deployed import database_url
from tests.browser.kept import files_with, is_readable, stored
from tests.browser.patience import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROUNDS = int(os.environ.get("NEVER_LOST_ROUNDS", "6"))
RESTARTS = int(os.environ.get("NEVER_LOST_ROUNDS", "2"))  # of a browser: one is closed, the next is killed
KILLS = int(os.environ.get("NEVER_LOST_ROUNDS", "4"))  # of a server
DRAFTS = 3  # each in a tab of its own, when a browser ends
SECRET = "Zebrafish keep lanterns"  # stands nowhere else
ROOT = Path(__file__).parents[2]


# How many drafts stand in the store.
ROWS = """async () => {
  const db = await new Promise(done => {
    const asked = indexedDB.open('pp-unsaved');
    asked.onsuccess = () => done(asked.result);
  });
  const rows = await new Promise(done => {
    const asked = db.transaction('words').objectStore('words').count();
    asked.onsuccess = () => done(asked.result);
  });
  db.close();
  return rows;
}"""


def words_of(number: int) -> str:
    """Words that stand nowhere else, with letters that browsers and databases spell differently."""
    return f"{SECRET} {number} – naïve 🕯️"


def compose(page, words, *, section="Presentation"):
    """Open the form beside a section and type; every key is a key."""
    page.get_by_role("link", name=f"Add note on {section}").click()
    expect(page.locator("#composer textarea")).to_be_focused()
    page.keyboard.type(words)


def wait_until_kept(page):
    page.locator("#composer form[data-kept]").wait_for()


def press_save(page):
    page.keyboard.press("Control+Enter")


def drafts_in(page) -> list[str]:
    """The words of every form in the strip, once it stands there."""
    page.locator("#unsaved li").first.wait_for()
    return page.locator("#unsaved textarea").evaluate_all("boxes => boxes.map(box => box.value)")


def is_stored_once(words) -> bool:
    return list(Note.objects.filter(body=words).values_list("section", flat=True)) == ["presentation"]


def wait_until_stored(page, words):
    """The note stands in the page, and nothing is called unsaved any more."""
    page.locator("#presentation .note", has_text=words).wait_for()
    expect(page.locator("#unsaved")).to_be_hidden()
    until(page, "document.querySelectorAll('form[aria-busy], form[data-waiting]').length === 0")
    assert is_stored_once(words)


def sign_in(context, person, server):
    context.clear_cookies()
    context.add_cookies([{"name": "sessionid", "value": session_of(person), "url": server.url}])


@pytest.fixture
def reading(open_as, grace, article):
    """A tab of Grace's in which the article is open. What the browser complains of is expected here."""
    page = open_as(grace)
    page.goto(article.get_absolute_url())
    yield page
    open_as.faults.clear()


@pytest.fixture
def reopen(article):
    """Open the article in a new tab of the same browser."""

    def reopen(context):
        page = context.new_page()
        page.goto(article.get_absolute_url())
        return page

    return reopen


def test_network_off_while_typing(reading, reopen):
    page = reading
    for number in range(ROUNDS):
        words = words_of(number)
        compose(page, words[:9])
        page.context.set_offline(True)
        page.keyboard.type(words[9:])
        press_save(page)
        expect(page.locator("#composer")).to_contain_text("not saved yet")
        assert not Note.objects.filter(body=words).exists()
        context = page.context
        if number % 2:
            page.close()
        context.set_offline(False)  # and it is sent again by itself, by this page or by the next
        page = reopen(context) if number % 2 else page
        wait_until_stored(page, words)
    assert Note.objects.count() == ROUNDS
    assert stored(page)["rows"] == []


def test_tab_closed(reading, reopen):
    page = reading
    for number in range(ROUNDS):
        words = words_of(number)
        compose(page, words)
        wait_until_kept(page)
        assert not is_readable(stored(page), SECRET)
        context = page.context
        page.close()
        page = reopen(context)
        assert drafts_in(page) == [words]
        page.locator("#unsaved").get_by_role("button", name="Save note").click()
        wait_until_stored(page, words)
    assert Note.objects.count() == ROUNDS


def test_answer_dropped(reading, reopen):
    page = reading
    for number in range(ROUNDS):
        words = words_of(number)
        page.route("**/notes/on/**", lambda route: (route.fetch(), route.abort()))
        compose(page, words)
        press_save(page)
        expect(page.locator("#composer")).to_contain_text("not saved yet")
        assert is_stored_once(words)  # only the browser does not know
        page.unroute_all()
        context = page.context
        page.close()
        page = reopen(context)  # asks by itself
        until(page, "document.querySelector('#unsaved li') === null && document.querySelector('#unsaved ul') !== null")
        wait_until_stored(page, words)
    assert Note.objects.count() == ROUNDS
    until(page, f"({ROWS})().then(rows => rows === 0)")


def test_session_expired_and_a_colleague_signs_in(reading, reopen, grace, mallory, live_server):
    page = reading
    for number in range(ROUNDS):
        words = words_of(number)
        compose(page, words)
        Session.objects.all().delete()
        press_save(page)
        expect(page.locator("#composer")).to_contain_text("You were signed out.")
        expect(page.locator("#composer textarea")).to_have_value(words)
        context = page.context
        page.close()
        sign_in(context, mallory, live_server)
        page = reopen(context)
        until(page, "document.querySelector('#unsaved ul') !== null")
        until(page, f"({ROWS})().then(rows => rows === 1)")
        assert SECRET not in page.content()
        assert not is_readable(stored(page), SECRET)
        assert not Note.objects.filter(body=words).exists()
        sign_in(context, grace, live_server)
        page.reload()  # sent again by itself, under Grace's name
        wait_until_stored(page, words)
    assert Note.objects.filter(user=grace).count() == Note.objects.count() == ROUNDS


@contextmanager
def browser_of(chromium, folder, url, session):
    """A browser with a profile of its own on the disk, signed in."""
    context = chromium.browser_type.launch_persistent_context(
        folder, executable_path=CHROMIUM, args=["--no-sandbox"], base_url=url, locale="en-GB"
    )
    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    yield context
    with suppress(Error):  # of a browser that was killed, which may have been noticed by now or not
        context.close()


def kill_browser(folder) -> None:
    """End the browser of that profile at once, as a power cut would."""
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = process.read_bytes()
        except OSError:
            continue
        if f"--user-data-dir={folder}".encode() in line and b"--type=" not in line:
            os.kill(int(process.parent.name), signal.SIGKILL)


def test_browser_restarted(chromium, live_server, grace, article, tmp_path):
    session = session_of(grace)
    for restart in range(RESTARTS):
        written = []
        with browser_of(chromium, tmp_path, live_server.url, session) as context:
            for tab in range(DRAFTS):
                page = context.new_page()
                page.goto(article.get_absolute_url())
                written.append(words_of(restart * DRAFTS + tab))
                compose(page, written[-1])
                wait_until_kept(page)
            if restart % 2:
                kill_browser(tmp_path)
        assert files_with(tmp_path, SECRET) == []
        assert files_with(tmp_path, article.working_title, "IndexedDB", "Storage") == []
        with browser_of(chromium, tmp_path, live_server.url, session) as context:
            page = context.new_page()
            page.goto(article.get_absolute_url())
            expect(page.locator("#unsaved li")).to_have_count(DRAFTS)
            assert sorted(drafts_in(page)) == sorted(written)
            for words in written:
                form = page.locator("#unsaved form").first
                form.get_by_role("button", name="Save note").click()
                expect(page.locator("#unsaved li")).to_have_count(DRAFTS - written.index(words) - 1)
        assert all(is_stored_once(words) for words in written)
    assert Note.objects.count() == RESTARTS * DRAFTS


@pytest.fixture
def mortal(tmp_path):
    """A server of the same database that can be killed: its address, its next words, and what kills it."""
    port = 8400 + os.getpid() % 500
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "tests.browser.mortal_server", str(port)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "patientplus.settings",
            "SECRET_KEY": "only-for-tests",
            "DEBUG": "true",
            "DATABASE_URL": database_url(),
            "DATA_DIR": str(tmp_path),
        },
    )
    assert process.stdout.readline() == "ready\n"

    def heard(*expected):
        """The next process that says one of these, and what it said."""
        while (line := process.stdout.readline().split())[1] not in expected:
            pass
        return int(line[0]), line[1]

    yield f"http://127.0.0.1:{port}", heard
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


# The composer says that the note is not saved yet, or the server was back so soon that it is, and the composer closed.
SAID_OR_SENT = """(() => {
  const composer = document.querySelector('#composer');
  return composer.textContent.includes('not saved yet') || !composer.matches(':popover-open');
})()"""


def test_server_killed_between_click_and_answer(chromium, mortal, grace, article):
    url, heard = mortal
    context = chromium.new_context(base_url=url, locale="en-GB")
    context.add_cookies([{"name": "sessionid", "value": session_of(grace), "url": url}])
    page = context.new_page()
    moments = []
    for number in range(KILLS):
        pid, _ = heard("waits")
        page.goto(article.get_absolute_url())
        words = words_of(number)
        compose(page, words)
        press_save(page)
        _, moment = heard("before", "after")
        moments.append(moment)
        assert Note.objects.filter(body=words).exists() == (moment == "after")
        os.kill(pid, signal.SIGKILL)
        until(page, SAID_OR_SENT)
        pid, _ = heard("serves")
        if number % 4 < 2:
            with suppress(Error):  # it may have been sent again by itself by now
                page.locator("#composer").get_by_role("button", name="Try again").click(timeout=2_000)
        else:
            page.close()
            page = context.new_page()
            page.goto(article.get_absolute_url())
        wait_until_stored(page, words)
        os.kill(pid, signal.SIGKILL)
    assert moments[:2] == ["before", "after"]
    assert Note.objects.count() == KILLS
    context.close()
