"""Articles that a member keeps are there without a network, say that they are copies, and hold nobody's notes."""

import uuid

import pytest
from playwright.sync_api import expect

from accounts.models import User
from articles.actions import withdraw
from articles.models import Article
from notes.annotations import actions
from tests.browser.patience import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARTICLE = "/articles/29155/liver-metastases/"
SECRET = "Nobody else may read this."
IGNORED = "{ ignoreVary: true }"  # copies vary by cookie, and were asked for without
EVERYTHING_KEPT = """async () => {
  const texts = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const page of await cache.keys()) texts.push(await (await cache.match(page, { ignoreVary: true })).text());
  }
  return texts.join();
}"""


@pytest.fixture
def site(deployed_site):
    """A service worker is only right if it is so where it is deployed."""
    return deployed_site


@pytest.fixture
def reader(open_as, demo):
    member = User.objects.get(email="reader@example.org")
    version = Article.objects.get(document_id=29155).versions.get()
    actions.write(by=member, version=version, key=uuid.uuid4(), body=SECRET)
    page = open_as(member)
    page.goto(ARTICLE)
    expect(page.get_by_text(SECRET)).to_be_visible()
    page.get_by_role("button", name="Keep for reading offline").click()
    expect(page.get_by_role("button", name="Kept for reading offline")).to_be_visible()
    until(page, "Boolean(navigator.serviceWorker.controller)")
    return page


def test_a_kept_article_is_read_without_a_network_and_says_that_it_is_a_copy(reader, open_as):
    reader.context.set_offline(True)
    reader.goto(ARTICLE)
    expect(reader.get_by_text("Saved copy of version 1 from")).to_be_visible()
    expect(reader.get_by_role("heading", name="Prognosis")).to_be_visible()
    assert reader.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith('"PP Display"')
    expect(reader.get_by_text(SECRET)).to_have_count(0)
    open_as.faults.clear()  # the browser says that it had no network


def test_other_pages_name_what_is_kept(reader, open_as):
    reader.context.set_offline(True)
    reader.goto("/diary/")
    expect(reader.get_by_role("heading", name="Kept on this device")).to_be_visible()
    reader.get_by_role("link", name="Liver metastases").click()
    expect(reader.get_by_text("Saved copy of version 1 from")).to_be_visible()
    open_as.faults.clear()


def test_nothing_of_a_member_is_in_what_is_kept(reader):
    kept = reader.evaluate(EVERYTHING_KEPT)
    assert "Prognosis" in kept
    assert SECRET not in kept
    assert 'name="csrfmiddlewaretoken"' not in kept


@pytest.fixture
def reads_on(reader, make_article):
    """Somebody who has the last articles read kept too, here two at most, and who then reads three."""
    reader.goto("/offline/")
    reader.get_by_role("checkbox", name="Also keep the last ten articles I read").check()
    reader.context.route("**/kept*.js", two_at_most)
    for number, title in enumerate(("Hooks", "Candles", "Wicks"), start=1):
        reader.goto(make_article(number, title).get_absolute_url())
        until(reader, f"caches.match(location.pathname, {IGNORED}).then(Boolean)")
    return reader


def two_at_most(route):
    route.fulfill(response=(answer := route.fetch()), body=answer.text().replace("reading: 10", "reading: 2"))


def listed(page):
    page.goto("/offline/")
    expect(page.locator("#kept li").first).to_be_visible()
    return page.locator("#kept b").all_inner_texts()


def test_what_is_read_is_not_kept_unless_the_reader_says_so(reader, make_article):
    reader.goto(make_article(1, "Hooks").get_absolute_url())
    expect(reader.get_by_role("button", name="Keep for reading offline")).to_be_visible()
    assert listed(reader) == ["Liver metastases"]


def test_the_articles_read_last_are_kept_beside_those_chosen(reads_on, open_as):
    assert listed(reads_on) == ["Wicks", "Candles", "Liver metastases"]
    reads_on.context.set_offline(True)
    reads_on.get_by_role("link", name="Wicks").click()
    expect(reads_on.get_by_text("Saved copy of version 1 from")).to_be_visible()
    open_as.faults.clear()


def test_what_was_only_read_goes_when_it_is_turned_off(reads_on):
    reads_on.goto("/offline/")
    reads_on.get_by_role("checkbox", name="Also keep the last ten articles I read").uncheck()
    expect(reads_on.locator("#kept b")).to_have_text(["Liver metastases"])


def test_signing_out_empties_the_device_and_turns_it_off(reads_on):
    reads_on.goto("/accounts/logout/")
    reads_on.get_by_role("main").get_by_role("button", name="Sign out").click()
    reads_on.goto("/offline/")
    expect(reads_on.get_by_text("Nothing is kept here.")).to_be_visible()
    expect(reads_on.get_by_role("checkbox", name="Also keep the last ten articles I read")).not_to_be_checked()
    assert reads_on.evaluate(EVERYTHING_KEPT) == ""


def test_a_copy_goes_when_the_article_was_withdrawn(reader, petra, open_as):
    withdraw(Article.objects.get(document_id=29155).versions.get(), by=petra, comment="Wrong dose")
    reader.goto(ARTICLE)
    expect(reader.get_by_text("Wrong dose")).to_be_visible()
    open_as.faults.clear()  # the browser says that it was answered with 410
    reader.goto("/offline/")
    expect(reader.get_by_text("Nothing is kept here.")).to_be_visible()


def test_a_copy_can_be_removed(reader):
    reader.get_by_role("button", name="Kept for reading offline").click()
    expect(reader.get_by_role("button", name="Keep for reading offline")).to_be_visible()
    reader.goto("/offline/")
    expect(reader.get_by_text("Nothing is kept here.")).to_be_visible()


def test_with_a_network_the_live_page_is_shown(reader):
    reader.goto(ARTICLE)
    expect(reader.get_by_text(SECRET)).to_be_visible()
    expect(reader.get_by_text("Saved copy")).to_have_count(0)
