"""The search page: /search/?q=."""

import pytest

from articles import actions


def ask(client, q) -> str:
    response = client.get("/search/", {"q": q})
    assert response.status_code == 200
    return response.content.decode()


def test_an_article_is_found_with_its_words_marked(client, article):
    html = " ".join(ask(client, "red lantern").split())
    assert "1 article for “red lantern”" in html
    assert '<a href="/articles/1234/lanterns/">Lanterns</a>' in html
    assert "<mark>red</mark>" in html
    assert "<mark>lantern</mark>" in html
    assert 'href="/articles/1234/lanterns/#presentation"' in html


def test_nothing_found_offers_ways_on(client, article):
    html = ask(client, "submarine")
    assert "Nothing found for “submarine”" in html
    assert 'href="/articles/"' in html
    assert 'href="/feedback/">tell us what is missing</a>' in html


def test_an_empty_question_shows_the_box(client, article):
    html = ask(client, "  ")
    assert "Nothing found" not in html
    assert html.count('role="search"') == 1


def test_what_was_found_is_not_for_search_engines_but_the_box_is(client, article):
    assert '<meta name="robots" content="noindex">' in ask(client, "lantern")
    assert "noindex" not in ask(client, "")


def test_the_question_stays_in_the_box(client, article):
    assert 'value="red &quot;lantern"' in ask(client, 'red "lantern')


def test_hostile_questions_and_titles_stay_words(client, make_article):
    evil = "<img src=x onerror=alert(1)> lamp"
    make_article(2, evil, synonyms=[evil])
    html = ask(client, evil)
    assert "1 article" in html
    assert "<img" not in html


@pytest.mark.parametrize("method", ["post", "put", "delete", "trace"])
def test_it_can_only_be_read(client, db, method):
    assert getattr(client, method)("/search/").status_code == 405


def test_ten_hits_cost_the_queries_of_one(client, article, make_article, queries):
    with queries() as one:
        ask(client, "lit at dusk")
    for number in range(9):
        make_article(number + 1, f"Lamp {number}")
    with queries() as ten:
        assert "10 articles" in ask(client, "lit at dusk")
    assert len(ten) == len(one) == 5


def test_a_withdrawn_article_is_found_no_more(client, version, petra):
    actions.withdraw(version, by=petra, comment="It was wrong.")
    assert "Nothing found" in ask(client, "lanterns")


def test_a_misspelt_word_says_what_was_looked_for_instead(client, article):
    html = " ".join(ask(client, "lantrens").split())
    assert "1 article for “lantrens”" in html
    assert 'These are the results for <a href="?q=lanterns">lanterns</a>' in html


def test_the_exact_name_is_the_best_match(client, article, make_article):
    make_article(2, "Care of lanterns")
    html = ask(client, "lanterns")
    assert html.index("Best match</h2>") < html.index(">Lanterns</a></h3>") < html.index("More articles</h2>")
    assert "Best match" not in ask(client, "lit at dusk")


def test_sections_are_results_with_their_own_address(client, article):
    html = " ".join(ask(client, "presentation").split())
    assert 'Sections inside articles</h2> <ul class="hits hits--short">' in html
    assert '<a href="/articles/1234/lanterns/#presentation">Lanterns: <mark>Presentation</mark></a>' in html


def test_results_are_narrowed_by_topic_and_audience_with_counts(client, article, make_article):
    make_article(2, "Leaflet on lanterns", audience="patient", topics=["Lighting", "Safety"])
    html = " ".join(ask(client, "lanterns").split())
    assert '<a href="?q=lanterns&amp;topic=safety">Safety <span class="meta">1<span class="vh"> article</span>' in html
    html = client.get("/search/", {"q": "lanterns", "topic": "safety"}).content.decode()
    assert "1 article for" in html
    assert "Topic: Safety" in html
    assert 'href="?q=lanterns"' in html


def test_only_what_can_narrow_a_list_is_offered(client, article, make_article):
    make_article(2, "Lanterns at sea", topics=["Lighting", "Safety"])
    page = ask(client, "lanterns")
    assert "<summary>Topic" in page  # one of the two is on safety
    assert "<summary>Written for" not in page  # both are for health professionals
    assert "<summary>" not in ask(client, "sea")  # one article, though it has two topics


def test_nothing_here_offers_everything(client, article):
    html = client.get("/search/", {"q": "lanterns", "audience": "patient"}).content.decode()
    assert '<a href="?q=lanterns">Search in all articles</a>' in html


def test_more_pages_keep_the_question(client, make_article):
    for number in range(11):
        make_article(number + 1, f"Lamp {number}")
    assert 'href="?q=lit+lamps&amp;page=2"' in ask(client, "lit lamps")
    html = client.get("/search/", {"q": "lit lamps", "page": "2"}).content.decode()
    assert "Page 2 of 2" in html
