"""Articles that a member keeps are there without a network, say that they are copies, and hold nobody's notes."""

import uuid

import pytest
from playwright.sync_api import expect

from accounts.models import User
from articles.models import Article
from notes.actions import notes as actions
from tests.browser.patience import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARTICLE = "/articles/29155/liver-metastases/"
SECRET = "Nobody else may read this."
EVERYTHING_KEPT = """async () => {
  const texts = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const page of await cache.keys()) texts.push(await (await cache.match(page, { ignoreVary: true })).text());
  }
  return texts.join();
}"""


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


def test_a_copy_can_be_removed(reader):
    reader.get_by_role("button", name="Kept for reading offline").click()
    expect(reader.get_by_role("button", name="Keep for reading offline")).to_be_visible()
    reader.goto("/offline/")
    expect(reader.get_by_text("Nothing is kept here.")).to_be_visible()


def test_with_a_network_the_live_page_is_shown(reader):
    reader.goto(ARTICLE)
    expect(reader.get_by_text(SECRET)).to_be_visible()
    expect(reader.get_by_text("Saved copy")).to_have_count(0)
