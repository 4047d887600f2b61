"""A member's notes on the page of an article, beside their passages."""

import pytest
from django.utils.html import escape

from notes.annotations.panel import _letters

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{% now 'Y' %}</textarea><b>",
    "]]>--><svg/onload=x>",
]


@pytest.fixture
def read(as_grace, article):
    """The article as Grace sees it."""
    return lambda address="", **query: as_grace.get(address or article.get_absolute_url(), query).content.decode()


def test_a_passage_is_marked_and_its_note_stands_in_that_section(read, write):
    note = write(quote="hangs from a hook")
    text = read()
    assert f'<mark class="hl" data-note="n{note.pk}" id="h{note.pk}">hangs from a hook</mark>' in text
    section = text[text.index('id="presentation"') :]
    assert section.index(f'id="h{note.pk}"') < section.index(f'id="n{note.pk}"') < section.index("</section>")


def test_passages_are_lettered_in_the_order_of_the_page(read, write):
    later, sooner = write(quote="hangs from a hook"), write(quote="lit at dusk")
    text = read()
    for note, letter in ((sooner, "a"), (later, "b")):
        assert f'href="#h{note.pk}"><b>{letter}</b>' in text
        assert f'<a href="#n{note.pk}" aria-label="Your note {letter}">{letter}</a>' in text


def test_letters_go_on_after_z():
    letters = [letter for letter, _ in zip(_letters(), range(28), strict=False)]
    assert (letters[0], letters[25], letters[26], letters[27]) == ("a", "z", "aa", "ab")


def test_notes_on_the_whole_page_stand_at_its_top(read, write):
    note = write()
    text = read()
    assert (
        text.index('id="my-notes"') < text.index(f'id="n{note.pk}"') < text.index("</header>", text.index("my-notes"))
    )


def test_notes_are_counted(read, write):
    assert "No notes yet." in read()
    write()
    write(section="presentation")
    assert "2 notes on this page. Only you can see them." in read()
    assert '<span class="vh"> (1 note)</span>' in read()


def test_notes_can_be_hidden_without_a_script(read, write):
    note = write(quote="lit at dusk")
    text = read(notes="hide")
    assert f'id="n{note.pk}"' not in text
    assert "Show notes" in text


def test_notes_on_a_later_version_are_not_on_an_earlier_page(read, write, version, make_article):
    note = write(version=make_article.revise(version.article))
    assert f'id="n{note.pk}"' not in read(version.get_absolute_url())


@pytest.mark.parametrize("body", HOSTILE)
def test_hostile_words_are_words_everywhere(read, write, body):
    note = write(body, quote="lit at dusk")
    for address in ["", "/notes/", f"/notes/{note.pk}/edit/", f"/notes/{note.pk}/delete/"]:
        text = read(address)
        assert body not in text
        assert escape(body) in text


def test_a_passage_with_markup_characters_is_found_and_escaped(as_grace, write, make_article):
    cited = '<cite data-ref="first"></cite><cite data-ref="second"></cite>'
    body = f"<h2>Limits</h2><p>Keep it &lt; 5 &amp; &gt; 2 <em>at dusk</em>.{cited}</p>"
    version = make_article(99, body=body).versions.get()
    note = write(quote="< 5 & > 2 at", version=version)
    text = as_grace.get(version.get_absolute_url()).content.decode()
    assert note.quote == "< 5 & > 2 at"
    assert "“&lt; 5 &amp; &gt; 2 at”" in text


def test_the_signed_out_are_asked_to_sign_in(client, article):
    text = client.get(article.get_absolute_url()).content.decode()
    assert f'<a href="/accounts/login/?next={article.get_absolute_url()}">Sign in</a> to write notes' in text
    assert "add-note" not in text


def test_notes_cost_one_query_however_many(as_grace, article, version, write, queries):
    def cost():
        with queries() as count:
            as_grace.get(article.get_absolute_url())
        return [query["sql"] for query in count if "notes_note" in query["sql"]]

    as_grace.get(article.get_absolute_url())
    write()
    one = cost()
    for _ in range(10):
        write(quote="lit at dusk")
    assert len(one) == len(cost()) == 1
