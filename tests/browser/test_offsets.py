"""Whatever a reader selects, the server cuts out the same words: browsers count UTF-16 units, Python code points."""

import random

import pytest
from django.templatetags.static import static
from playwright.sync_api import expect

from accounts.models import User
from articles import actions
from articles.models import Article
from notes.annotations.forms import NoteForm

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SELECTIONS = 500
BY_HAND = 5  # of them through the toolbar and the form, as a reader does
CITE = '<cite data-ref="mahnken2013"></cite>'
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
ODD = f"""
<h2>Odd 😀 words</h2>
<p>A 😀 candle 👩‍⚕️ burns.{CITE} It <strong>smo<em>kes</em></strong> after 2.5 hours, café cafe\u0301 𝒳²{CITE}{CITE}.</p>
<p>{FAMILY} 👍🏽 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f e\u0301\u0323\u0308</p>
<p>﷽ שלום {CITE}नि 각\u00ad&amp;&lt;</p>
<ul><li><p>First 🕯️.{CITE}</p><ul><li>Within 👩🏾‍🚀{CITE}
<ol><li>Deeper a\u0308.</li></ol></li></ul></li><li><p>Second.</p></li></ul>
<table><caption>Wax 🟥</caption><thead><tr><th>Kind 🇬🇧</th><th>Colour</th></tr></thead>
<tbody><tr><td>Wax{CITE}</td><td>🟥 Red</td></tr><tr><td>Oil</td><td>o\u0308l 🛢️{CITE}</td></tr></tbody></table>
<h2>More odd words</h2>
<ol><li>One 1️⃣{CITE}</li><li>Two <strong>2️⃣</strong></li></ol><blockquote><p>Quoted {CITE}💬 words.</p></blockquote>
<h3>Smaller</h3><p>C<sub>max</sub> 10<sup>9</sup> x<sup>1.5{CITE}</sup> H<sub>2</sub>O.</p>
<p>Before<br>after {CITE}<a href="https://example.org/">linked 🔗 words</a>.</p>
"""

# Selects from one place to another, each any unit of any text in a section, citation numbers too; gives what is
# selected of an article's own words, and what our module makes of it. Half a character (\ufffd) is none.
SELECT = """async ([module, selections]) => {
  const { selectedPassage } = await import(module);
  const proses = document.querySelectorAll('[data-sec] .prose');
  return selections.map(([section, from, to]) => {
    const walker = document.createTreeWalker(proses[section], NodeFilter.SHOW_TEXT);
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
    const isNumber = range.commonAncestorContainer.parentElement?.closest('.cite');
    words.querySelectorAll('.cite').forEach(skipped => skipped.remove());
    const { range: _, ...passage } = selectedPassage() ?? {};
    return [isNumber ? '' : words.textContent.toWellFormed(), passage];
  });
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


def selections(count: int, sections: int, chance: random.Random) -> list:
    """Some within any section, most within the odd ones at the end; half of them short."""
    found = []
    for number in range(count):
        section = chance.choice([sections - 1, sections - 2, sections - 2, chance.randrange(sections)])
        start = chance.random()
        found.append([section, start, chance.random() if number % 2 else min(1, start + chance.random() / 20)])
    return found


def cut(version, sent: dict) -> str:
    """What the server keeps as the quote of a note that is sent with these fields."""
    form = NoteForm({"body": "A note.", "key": "", **sent}, version=version)
    assert form.is_valid(), (sent, form.errors)
    anchor = form.cleaned_data["anchor"]
    assert version.text[anchor.start : anchor.end] == anchor.quote
    assert (anchor.start, anchor.end) == (int(sent["start"]), int(sent["end"]))  # there, not somewhere alike
    return anchor.quote


def test_what_is_selected_is_what_is_kept(open_as, odd):
    page = open_as(User.objects.get(email="reader@example.org"))
    page.goto(odd.article.get_absolute_url())
    sections = page.locator("[data-sec]").count()
    chance = random.Random(29155)  # noqa: S311 (not for secrets)
    kept, used = 0, set()
    while kept < SELECTIONS:
        for selected, passage in page.evaluate(SELECT, [static("js/passages.js"), selections(100, sections, chance)]):
            if "\ufffd" in selected or not selected.strip():
                continue  # half a character, or no words
            assert cut(odd, passage) == selected.strip(), selected
            kept += 1
            used.update(character for character in selected if character > "\u2000")
    assert {"\u200d", "👩", "\U000e0067", "🟥", "💬", "🔗", "🛢"} <= used  # it met what is hard


def test_the_form_sends_what_the_module_found(open_as, odd):
    page = open_as(User.objects.get(email="reader@example.org"))
    page.goto(odd.article.get_absolute_url())
    sections = page.locator("[data-sec]").count()
    composer = page.locator("#composer")
    chance = random.Random(1)  # noqa: S311 (not for secrets)
    kept = 0
    while kept < BY_HAND:
        ((selected, _),) = page.evaluate(SELECT, [static("js/passages.js"), selections(1, sections, chance)])
        if "\ufffd" in selected or not selected.strip():
            continue
        page.locator("#adder").get_by_role("button", name="Note").click()
        expect(composer).to_be_visible()  # it is filled before it opens, by a script that may still be loading
        sent = composer.locator("form").evaluate(SENT)
        assert cut(odd, sent | {"body": "A note."}) == selected.strip(), selected
        page.keyboard.press("Escape")
        expect(composer).to_be_hidden()
        kept += 1
