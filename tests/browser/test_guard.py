"""The guard in a browser: the same as on the server, and told while someone writes."""

import json
from pathlib import Path

import pytest
from django.templatetags.static import static
from playwright.sync_api import expect

from core import guard
from tests.core.guard_texts import TEXTS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = Path(__file__).parents[2] / "static" / "guard" / "rules.json"
FIND = """async ([module, rules, texts]) => {
  const guard = await import(module);
  const ready = guard.prepare(rules);
  return texts.map(text => guard.find(ready, text).map(it => [it.code, it.label, it.text]));
}"""


def test_the_browser_finds_what_the_server_finds_in_every_text(open_as, grace):
    page = open_as(grace)
    page.goto("/diary/")
    texts = [text for text, _ in TEXTS]
    found = page.evaluate(FIND, [static("js/guard.js"), json.loads(RULES.read_text()), texts])
    assert found == [[list(find) for find in guard.find(text)] for text in texts]
    assert sum(map(bool, found)) >= 140


def test_what_could_identify_someone_is_told_while_it_is_written(open_as, axe, grace):
    page = open_as(grace)
    page.goto("/diary/entries/new/")
    warning = page.locator("[data-guard]")
    expect(warning).to_be_hidden()
    page.get_by_label("What?", exact=False).first.fill("Mrs Hook of SW1A 1AA asked.")
    expect(warning).to_contain_text("“Mrs Hook” looks like a name.")
    expect(warning).to_contain_text("“SW1A 1AA” looks like a postcode.")
    assert axe(page) == {}
    page.get_by_label("What?", exact=False).first.fill("A patient asked.")
    expect(warning).to_be_hidden()
