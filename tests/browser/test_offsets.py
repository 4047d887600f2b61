"""Whatever a reader selects, the server cuts out the same words: browsers count UTF-16 units, Python code points."""

import random

import pytest

from accounts.models import User
from articles import actions
from articles.models import Article
from notes.forms.note import NoteForm

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SELECTIONS = 60
ODD = (
    "<h2>Odd 😀 words</h2><p>A 😀 candle 👩‍⚕️ burns.{cite} It <strong>smo<em>kes</em></strong> after 2.5 hours, café"
    " cafe\u0301 𝒳²{cite}{cite}.</p><ul><li><p>First 🕯️.{cite}</p></li><li><p>Second.</p></li></ul>"
    "<table><caption>Wax 🟥</caption><tbody><tr><td>Wax{cite}</td><td>🟥 Red</td></tr></tbody></table>"
).format(cite='<cite data-ref="mahnken2013"></cite>')

# Selects from one place to another, each any unit of any text in a section, citation numbers too; says what is selected
# that is an article's own words.
SELECT = """([section, from, to]) => {
  const prose = document.querySelectorAll('[data-sec] .prose')[section];
  const walker = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
  const places = [];
  while (walker.nextNode()) {
    for (let at = 0; at <= walker.currentNode.length; at++) places.push([walker.currentNode, at]);
  }
  const [start, end] = [from, to].map(share => Math.floor(share * (places.length - 1))).sort((a, b) => a - b);
  const range = document.createRange();
  range.setStart(...places[start]);
  range.setEnd(...places[end]);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  const words = range.cloneContents();
  if (range.commonAncestorContainer.parentElement?.closest('.cite')) return '';
  words.querySelectorAll('.cite').forEach(skipped => skipped.remove());
  return words.textContent.toWellFormed();
}"""
SENT = "form => Object.fromEntries(new FormData(form))"


@pytest.fixture
def odd(demo):
    """The first article, with a section of all that is hard to count."""
    author, reviewer, publisher = (User.objects.get(email=f"{name}@example.org") for name in STAFF)
    draft = actions.start_version(Article.objects.get(document_id=29155), by=author)
    draft = actions.write(draft, by=author, body=draft.body + ODD, change_note="Odd words", significance="minor")
    draft = actions.submit(draft, by=author)
    return actions.publish(actions.approve(draft, by=reviewer), by=publisher)


STAFF = ("author", "reviewer", "publisher")


def test_what_is_selected_is_what_is_kept(open_as, odd):
    page = open_as(User.objects.get(email="reader@example.org"))
    page.goto(odd.article.get_absolute_url())
    sections = page.locator("[data-sec]").count()
    chance = random.Random(29155)  # noqa: S311 (not for secrets)
    kept = 0
    while kept < SELECTIONS:
        section = chance.choice([sections - 1, chance.randrange(sections)])
        selected = page.evaluate(SELECT, [section, chance.random(), chance.random()])
        if "\ufffd" in selected or not selected.strip():
            continue  # half a character, or no words
        page.locator("#adder").get_by_role("button", name="Note").click()
        sent = page.locator("#composer form").evaluate(SENT)
        form = NoteForm(sent | {"body": "A note."}, version=odd)
        assert form.is_valid(), (selected, form.errors)
        anchor = form.cleaned_data["anchor"]
        assert odd.text[anchor.start : anchor.end] == anchor.quote == selected.strip(), selected
        page.keyboard.press("Escape")
        kept += 1
