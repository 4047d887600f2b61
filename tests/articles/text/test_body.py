from hypothesis import example, given, settings

from articles.text import linked_articles, render, sanitise
from tests.articles.text.samples import BODY, KEYS, TIDY_BODIES, WILD_BODIES, dom_text


def rendered(body, keys=KEYS, links=None):
    return render(body, reference_keys=keys, article_links={5: None, 6: "/articles/6/x/"} if links is None else links)


def page(body):
    return rendered(body).page


def problems(body):
    return rendered(body, keys=["first"]).problems


# The allowlist


def test_what_an_article_may_hold_stays():
    assert sanitise(BODY.strip()).replace("\n", "") == BODY.strip().replace("\n", "")


def test_scripts_styles_classes_and_handlers_go():
    dirty = '<p class="x" style="y" onclick="z" id="w">a<script>b</script><style>c</style></p><!-- d -->'
    assert sanitise(dirty) == "<p>a</p>"


def test_links_lead_to_the_web_to_mail_or_into_the_site():
    kept = [f'<a href="{href}">x</a>' for href in ("https://a.org", "http://a.org", "mailto:a@a.org", "/a/", "#a")]
    assert [sanitise(link) for link in kept] == kept
    assert sanitise('<a href="javascript:x">x</a><a href="data:x">y</a>') == "<a>x</a><a>y</a>"


def test_attributes_with_odd_values_go():
    dirty = '<a data-article="5x">x</a><table><tbody><tr><td colspan="0" rowspan="2">y</td></tr></tbody></table>'
    assert sanitise(dirty) == '<a>x</a><table><tbody><tr><td rowspan="2">y</td></tr></tbody></table>'


def test_words_that_stood_apart_do_not_run_together():
    assert dom_text(page("<h1>a</h1><div>5 mg</div><div>b</div>")) == "a\n5 mg\nb"


def test_other_names_for_what_is_allowed_are_understood():
    assert sanitise("<h1>a</h1><h4>b</h4><p><b>c</b><i>d</i></p>") == (
        "<h2>a</h2><h3>b</h3><p><strong>c</strong><em>d</em></p>"
    )


def test_a_citation_is_empty_and_names_a_reference():
    assert (
        sanitise('<p><cite data-ref="a">[1]</cite><cite>Title</cite></p>') == '<p><cite data-ref="a"></cite>Title</p>'
    )


def test_letters_are_composed_and_invisible_characters_go():
    assert sanitise("<p>e&#x301;\u00ad\u200b\x07\ud800</p>") == "<p>é \ufffd</p>"


def test_a_combining_character_never_touches_a_tag():
    assert sanitise("<p>\u0338x</p>") == "<p>\u0338x</p>"


def test_endless_nesting_is_flattened():
    assert "x" in rendered("<ul><li>" * 2000 + "x").text


@given(WILD_BODIES)
@settings(max_examples=150, deadline=None, derandomize=True)
@example("<p><button><p>x</p></button></p>")
@example("<ul><li>" * 19 + "<table><tr><td>x")
def test_sanitising_again_changes_nothing(body):
    once = sanitise(body)
    assert sanitise(once) == once


# The page and its text


@given(WILD_BODIES | TIDY_BODIES)
@settings(max_examples=200, deadline=None, derandomize=True)
@example(BODY)
def test_the_text_is_what_a_parser_reads_in_the_page(body):
    result = rendered(body)
    assert dom_text(result.page) == result.text
    for section in result.contents:
        assert dom_text(result.page[slice(*section["page"])]) == result.text[slice(*section["text"])]


def test_no_words_are_lost():
    body = "<ul>a<p>b</p><ul><li>c</li></ul></ul>"
    body += "<table><caption>d<p>e</p></caption><tr><td>f<table><tr><td>g</table></table>h"
    assert rendered(body).text.split() == list("abcdefgh")


def test_each_block_has_its_line():
    body = "<p>a  b</p><ul><li><p>c</p><ul><li><p>d<br>e<br></p></li></ul></li></ul><p>f</p>"
    assert rendered(body).text == "a b\nc\nd\ne\nf"
    assert page(body) == "<p>a b</p>\n<ul><li>c\n<ul><li>d<br>\ne</li></ul></li></ul>\n<p>f</p>"


def test_an_item_of_several_paragraphs_keeps_them():
    assert page("<ul><li><p>a</p><p>b</p></li></ul>") == "<ul><li><p>a</p>\n<p>b</p></li></ul>"


def test_empty_paragraphs_and_marks_are_not_printed():
    assert page("<p></p><p> <strong> </strong><br></p><ul><li></li></ul><p>a<em></em></p><p>&nbsp;</p>") == "<p>a</p>"


def test_loose_words_become_a_paragraph():
    assert page("a <strong>b</strong><p>c</p>d") == "<p>a <strong>b</strong></p>\n<p>c</p>\n<p>d</p>"


def test_a_non_breaking_space_stays_between_a_number_and_its_unit_only():
    assert rendered("<p>a&nbsp;b 2.5&nbsp;mg 3&nbsp; c&nbsp;</p>").text == "a b 2.5\u00a0mg 3 c"


def test_an_empty_body_is_an_empty_page():
    result = rendered("", keys=[])
    assert (result.page, result.text, result.contents, result.cited, result.problems) == ("", "", [], [], [])


# Sections


def test_sections_say_where_their_words_are():
    result = rendered("<p>Before.</p><h2>Kinds &amp; <em>care</em></h2><p>a</p><h3>Red</h3><p>b</p><h2>Empty</h2>")
    before, kinds, empty = result.contents
    assert result.text == "Before.\n\nKinds & care\na\nRed\nb\n\nEmpty\n"
    assert (before["id"], before["title"]) == ("", "")
    assert (kinds["id"], kinds["title"], kinds["subs"]) == (
        "kinds-care",
        "Kinds & care",
        [{"id": "red", "title": "Red"}],
    )
    assert result.page[slice(*kinds["page"])] == '<p>a</p>\n<h3 id="red">Red</h3>\n<p>b</p>'
    assert result.text[slice(*kinds["text"])] == "a\nRed\nb"
    assert empty["text"] == [len(result.text)] * 2


def test_ids_are_unique_and_none_that_the_page_needs():
    headings = "<h2>Care</h2><h3>Care</h3><h2>Care 2</h2><h2>References</h2><h2>H2</h2><h2>火</h2>"
    sections = rendered(headings).contents
    assert [section["id"] for section in sections] == [
        "care",
        "care-2-2",
        "references-section",
        "h2-section",
        "section",
    ]
    assert sections[0]["subs"][0]["id"] == "care-2"


# Citations


def test_citations_are_numbered_by_first_mention_and_printed_together():
    result = rendered(
        '<p>a <cite data-ref="third"></cite> <cite data-ref="first"></cite> b<cite data-ref="first"></cite></p>'
    )
    assert result.cited == ["third", "first"]
    assert result.page == (
        '<p>a<sup class="cite"><a href="#ref-1" id="c1-1" data-ref="third" aria-label="Reference 1">1</a>,'
        '<a href="#ref-2" id="c2-1" data-ref="first" aria-label="Reference 2">2</a></sup> b'
        '<sup class="cite"><a href="#ref-2" id="c2-2" data-ref="first" aria-label="Reference 2">2</a></sup></p>'
    )


def test_citations_that_stand_together_are_in_order_and_once_each():
    cites = "".join(f'<cite data-ref="{key}"></cite>' for key in ("second", "first", "second"))
    assert '>1</a>,<a href="#ref-2" id="c2-1"' in page(f'<p>a<cite data-ref="first"></cite> b{cites}</p>')
    assert page(f"<p>b{cites}</p>").count("<a ") == 2


def test_a_citation_in_a_link_stands_after_it():
    assert page('<p><a href="/x/">a<cite data-ref="first"></cite>b</a></p>').startswith(
        '<p><a href="/x/">ab</a><sup class="cite">'
    )


# Links


def test_links_to_other_sites_are_marked():
    links = '<p><a href="https://example.org/?a&amp;b">x</a> <a href="/y/">y</a></p>'
    assert page(links) == '<p><a href="https://example.org/?a&amp;b" rel="noopener">x</a> <a href="/y/">y</a></p>'


def test_a_link_to_an_article_follows_it_and_leaves_the_text_alone():
    body = '<p><a data-article="5">Wicks</a></p>'
    planned, live = rendered(body, links={5: None}), rendered(body, links={5: "/articles/5/wicks/"})
    assert planned.page == '<p><span class="planned">Wicks<sup class="cite"> (not yet written)</sup></span></p>'
    assert live.page == '<p><a href="/articles/5/wicks/">Wicks</a></p>'
    assert planned.text == live.text == "Wicks"


def test_linked_articles_are_found_once_each():
    assert linked_articles('<a data-article="6">a</a><a data-article="5">b</a><a data-article="6">c</a>') == [6, 5]


# Tables


def test_an_editors_table_is_completed():
    body = "<table><tr><th><p>A</p></th><th>B</th></tr><tr><th>C</th><td><p></p></td></tr></table>"
    assert page(body) == (
        '<div class="tbl" tabindex="0" role="region" aria-label="Table 1"><table>'
        '<thead><tr><th scope="col">A</th>\n<th scope="col">B</th></tr></thead>\n'
        '<tbody><tr><th scope="row">C</th><td></td></tr></tbody></table></div>'
    )


def test_a_caption_names_its_table():
    assert page('<table><caption><p>"Oil"</p></caption><tr><td colspan="2">x</td></tr></table>') == (
        '<div class="tbl" tabindex="0" role="region" aria-label="&quot;Oil&quot;"><table><caption>"Oil"</caption>\n'
        '<tbody><tr><td colspan="2">x</td></tr></tbody></table></div>'
    )


def test_a_table_that_has_a_head_and_scopes_keeps_them():
    body = (
        '<table><thead><tr><td>a</td><th scope="colgroup">b</th></tr></thead><tbody><tr><th>c</th></tr></tbody></table>'
    )
    assert '<thead><tr><td>a</td>\n<th scope="colgroup">b</th></tr></thead>' in page(body)
    assert '<th scope="row">c</th>' in page(body)


# What an editor is told


def test_a_citation_without_a_reference_is_told():
    body = '<h2>Care</h2><p>a<cite data-ref="first"></cite><cite data-ref="lost"></cite></p>'
    assert problems(body) == ["“lost” is cited in “Care” but is not among the references."]


def test_a_reference_that_is_never_cited_is_told():
    assert problems("<p>a</p>") == ["The reference “first” is never cited."]


def test_a_heading_that_skips_a_level_is_told():
    assert problems('<h3>Red</h3><p>a<cite data-ref="first"></cite></p>') == [
        "The heading “Red” skips a level: it stands before any main heading."
    ]


def test_a_heading_where_it_has_no_effect_is_told():
    body = '<ul><li><h2>Red</h2></li></ul><h2>Care<cite data-ref="first"></cite></h2>'
    assert problems(body)[:2] == [
        "The heading “Red” is inside a list, table or quotation.",
        "The heading “Care” has a citation, which is not shown: move it into the text.",
    ]


def test_a_table_without_a_caption_is_told():
    body = '<p>a<cite data-ref="first"></cite></p><table><tr><td>x</td></tr></table>'
    assert problems(body) == ["A table before the first heading has no caption."]


def test_a_link_to_no_article_is_told():
    body = '<p><a data-article="7">Wicks</a><cite data-ref="first"></cite></p>'
    assert problems(body) == ["“Wicks” before the first heading links to article 7, which does not exist."]
    assert "<a data-article" not in page(body)
