"""The article page: /articles/<document id>/<slug>/."""

import re
from datetime import date, timedelta

import lxml.html
import pytest
import time_machine
from django.contrib.staticfiles import finders

from articles import actions
from articles.models import Check, Version
from articles.text import render
from tests import ids
from tests.conftest import BODY


def read(client, article) -> str:
    return client.get(article.get_absolute_url()).content.decode()


def words(html: str, path: str) -> str:
    """The words of the first element at an XPath, on one line."""
    return " ".join(lxml.html.fromstring(html).xpath(path)[0].text_content().split())


def test_readers_open_an_article(client, article):
    html = read(client, article)
    assert words(html, "//h1") == "Lanterns"
    assert words(html, "//p[@class='stand']") == "What lanterns are for."
    assert "Lanterns are lit at dusk." in words(html, "//*[@id='introduction']/div[@class='prose']")
    assert words(html, "//*[@id='presentation']//h2") == "Presentation"


def test_the_pieces_come_in_their_fixed_order(client, article):
    html = read(client, article)
    marks = [
        "crumbs",
        "<h1",
        'class="stand"',
        "byline",
        "currency",
        'id="introduction"',
        'id="references"',
        'id="about"',
    ]
    html = html[html.index("<article") :]
    places = [html.index(mark) for mark in marks]
    assert places == sorted(places)


def test_its_words_in_the_page_are_its_canonical_text(client, version):
    """Notes are anchored by offsets in the text, counted in the browser."""
    page = lxml.html.fromstring(read(client, version.article))
    sections = page.xpath("//section[@data-sec]")
    assert len(sections) == 2
    for section in sections:
        (prose,) = section.xpath("div[@class='prose']")
        for aside in prose.xpath(".//sup[@class='cite']"):
            aside.drop_tree()
        start, end = int(section.get("data-start")), int(section.get("data-end"))
        assert prose.text_content() == version.text[start:end]


def test_a_number_leads_to_its_reference_and_back(client, article):
    page = lxml.html.fromstring(read(client, article))
    assert page.get_element_by_id("c2-1").get("href") == "#ref-2"
    reference = page.get_element_by_id("ref-2")
    assert "Second report" in reference.text_content()
    assert [link.get("href") for link in reference.iter("a")] == ["https://doi.org/10.1000/182", "#c2-1"]


def test_who_wrote_and_reviewed_it_and_when(client, article):
    with time_machine.travel("2026-11-23 12:00"):
        byline = words(read(client, article), "//p[@class='byline']")
    assert "Written by Ada" in byline
    assert "Peer reviewed by Rita on" in byline
    assert "About 1 minute to read" in byline


def test_the_first_author_stays_named_when_another_writes_the_next_version(client, article, grace, rita, petra):
    version = actions.start_version(article, by=grace)
    version = actions.write(version, by=grace, change_note="Clearer words", significance="minor", interests="None")
    actions.publish(actions.approve(actions.submit(version, by=grace), by=rita), by=petra)
    byline = words(read(client, article), "//p[@class='byline']")
    assert "Original author Ada" in byline
    assert "This version by Grace" in byline


def test_about_this_article_has_number_version_dates_and_topics(client, article):
    about = words(read(client, article), "//dl")
    for said in ["Document ID1234", "Version 1, published", "Last checked", "Next review due", "Topics Lighting"]:
        assert said in about


def test_it_says_for_whom_it_is_and_that_it_is_no_advice(client, article, make_article):
    html = read(client, article)
    assert "For health professionals. Doctors write these articles" in html
    assert "no warranty" in words(html, "//*[@id='disclaimer']")
    leaflet = make_article(99, "Your lantern", audience="patient")
    assert "For patients and carers" in read(client, leaflet)


def test_an_overdue_review_is_said_plainly(client, version, rita):
    assert "Review was due" not in read(client, version.article)
    checked, due = Check.objects.values_list("checked_on", "next_check_on").get()
    with time_machine.travel(due + timedelta(days=1)):
        html = read(client, version.article)
    assert f"Review was due on {due:%-d %B %Y}. The page has not been checked since {checked:%-d %B %Y}." in words(
        html, "//article/header"
    )


def test_a_check_without_change_moves_the_dates(client, version, rita):
    actions.check(version, by=rita, next_check_on=date(2099, 1, 2))
    assert "Next review due2 January 2099" in words(read(client, version.article), "//*[@class='currency']")


def test_at_a_glance_is_there_only_when_written(client, article, make_article, ada, rita, petra):
    assert "At a glance" not in read(client, article)
    draft = make_article.revise(article, to="draft")
    draft = actions.write(draft, by=ada, key_points=["Hooks <b>hold</b>."])
    actions.publish(actions.approve(actions.submit(draft, by=ada), by=rita), by=petra)
    assert "<li>Hooks &lt;b&gt;hold&lt;/b&gt;.</li>" in read(client, article)


def test_see_also_links_what_can_be_read_and_names_what_cannot(client, article, make_article):
    written, planned = make_article(2, "Candles"), make_article(3, "Torches", to="planned")
    actions.set_see_also(article, [written, planned])
    html = read(client, article)
    assert '<a href="/articles/2/candles/"><b>Candles</b>' in html
    assert "Torches Not yet written" in words(html, "//*[@class='after']//ul")
    assert 'href="/articles/3/' not in html


def test_the_leaflet_is_linked_once_it_is_written(client, make_article):
    leaflet = make_article(9, "Your lantern", to="planned", audience="patient")
    article = make_article(leaflet=leaflet)
    article.refresh_from_db()
    assert "Leaflet for patients, not yet written" in words(read(client, article), "//*[@class='after']//ul")
    make_article.revise(leaflet)
    assert 'href="/articles/9/your-lantern/"' in read(client, article)


@pytest.mark.parametrize("address", ["/articles/1234/", "/articles/1234/old-name/"])
def test_another_slug_or_none_leads_to_the_right_one_for_good(client, article, address):
    response = client.get(address, {"notes": "hide"})
    assert response.status_code == 301
    assert response.url == "/articles/1234/lanterns/?notes=hide"


def test_a_planned_article_is_not_yet_written(client, make_article):
    make_article(7, "Torches", to="draft")
    response = client.get("/articles/7/torches/")
    assert response.status_code == 404
    html = response.content.decode()
    assert "not yet written" in html
    assert 'role="search"' in html
    assert "Lanterns are lit" not in html


def test_a_withdrawn_article_says_why_and_what_to_read(client, version, petra, make_article):
    actions.set_see_also(version.article, [make_article(2, "Candles"), make_article(3, "Torches", to="planned")])
    actions.withdraw(version, by=petra, comment="It confused hooks & nails.")
    response = client.get(version.article.get_absolute_url())
    assert response.status_code == 410
    html = response.content.decode()
    assert "It confused hooks &amp; nails." in html
    assert 'href="/articles/2/candles/"' in html
    assert "Torches" not in html


@pytest.mark.parametrize("number", ["1", "99999999999999999999", "9" * 5000])
def test_an_unknown_number_is_not_found(client, db, number):
    assert client.get(f"/articles/{number}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_it_can_only_be_read(client, article, method):
    assert getattr(client, method)(article.get_absolute_url()).status_code == 405


def test_hostile_words_stay_words(client, make_article, ada):
    evil = "<script>alert(1)</script>\"'&"
    article = make_article(6, evil, topics=[evil], synonyms=[evil])
    article.refresh_from_db()
    for address in [article.get_absolute_url(), "/", "/articles/", "/topics/", f"{article.get_absolute_url()}changes/"]:
        html = client.get(address).content.decode()
        assert "<script>alert" not in html, address
        assert "alert(1)" in html, address


def test_everyone_shares_one_copy_and_asks_whether_it_still_holds(client, article):
    response = client.get(article.get_absolute_url())
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Cookie" in response["Vary"]
    assert not response.cookies
    again = client.get(article.get_absolute_url(), headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    assert not again.content


def test_what_a_member_sees_is_kept_by_nobody(as_grace, article):
    response = as_grace.get(article.get_absolute_url())
    assert response["Cache-Control"] == "private, no-store"
    assert not response.has_header("ETag")


def test_a_browser_with_a_cookie_keeps_its_copy_to_itself(client, article):
    client.cookies["visitor"] = "x"
    assert client.get(article.get_absolute_url())["Cache-Control"].startswith("private")


def test_it_takes_six_queries_however_much_it_shows(client, article, make_article, queries):
    with queries() as few:
        read(client, article)
    actions.set_see_also(article, [make_article(number, f"Lamp {number}") for number in range(10, 20)])
    actions.plan(
        document_id=1234, title="Lanterns", audience="professional", topics=[f"Topic {nth}" for nth in range(10)]
    )
    with queries() as many:
        read(client, article)
    assert len(many) - len(few) <= 1  # see also's versions are asked for once, if there is any
    assert len(many) <= 6


def test_the_view_tells_the_rest_of_the_site_which_version_was_read(client, version):
    response = client.get(version.article.get_absolute_url())
    assert response.wsgi_request.version == Version.objects.get(pk=version.pk)


def test_an_original_author_who_took_their_name_back_is_not_replaced(client, article, ada, grace, rita, petra):
    version = actions.start_version(article, by=grace)
    version = actions.write(version, by=grace, change_note="Clearer words", significance="minor", interests="None")
    actions.publish(actions.approve(actions.submit(version, by=grace), by=rita), by=petra)
    actions.take_name_back(ada)
    html = read(client, article)
    assert "Original author an author who is no longer named" in words(html, "//p[@class='byline']")
    assert "Original authorGrace" not in words(html, "//dl")


def test_days_are_those_of_britain(client, make_article):
    with time_machine.travel("2026-06-14T23:30Z"):  # half past midnight on the 15th in London
        article = make_article()
        article.refresh_from_db()
        html = read(client, article)
    assert "published 15 June 2026" in words(html, "//dl")
    assert "on 15 June 2026" in words(html, "//p[@class='byline']")
    assert "14 June" not in html


def test_what_was_withdrawn_is_not_called_not_yet_written(client, article, make_article, petra):
    withdrawn = make_article(2, "Candles")
    leaflet = make_article(9, "Your lantern", audience="patient")
    actions.set_see_also(article, [withdrawn])
    actions.plan(document_id=1234, title="Lanterns", audience="professional", leaflet=leaflet)
    for other in (withdrawn, leaflet):
        actions.withdraw(other.versions.get(), by=petra, comment="Wrong wick")
    said = words(read(client, article), "//*[@class='after']//ul")
    assert "Candles Withdrawn" in said
    assert "Your lantern Leaflet for patients, withdrawn" in said


def test_a_title_without_latin_letters_still_has_an_address(client, make_article):
    make_article(2, "βήτα")
    assert client.get("/").status_code == client.get("/articles/").status_code == 200
    assert client.get("/articles/2/", follow=True).status_code == 200


def test_whoever_shares_a_link_shows_its_title_and_our_picture(client, article):
    html = client.get(article.get_absolute_url()).content.decode()
    said = dict(re.findall(r'<meta property="og:([a-z:_]+)" content="([^"]*)">', html))
    assert {"title", "type", "image", "url"} <= set(said)  # what the protocol asks for: https://ogp.me/#metadata
    assert said["title"] == "Lanterns"
    assert said["image"].startswith("http://testserver/static/img/share")
    assert finders.find("img/share.png")


def test_no_heading_takes_an_id_of_the_page_around_it(as_grace, article):
    page = lxml.html.fromstring(read(as_grace, article))
    around = {one for one in page.xpath("//@id") if not re.match("introduction|presentation", one)}
    body = "".join(f"<h2>{one}</h2><p>Dusk.</p><h3>{one}</h3><p>Dawn.</p>" for one in sorted(around))
    contents = render(body, reference_keys=[], article_links={}).contents
    taken = {section["id"] for section in contents} | {sub["id"] for section in contents for sub in section["subs"]}
    assert around & taken == set()


@pytest.mark.parametrize("headings", [("Factor", "Factor H"), ("Factor H", "Factor"), ("Factor", "Factor")])
def test_headings_whose_names_are_alike_have_ids_of_their_own(client, make_article, headings):
    body = BODY + "".join(f"<h2>{heading}</h2><p>Dusk.</p>" for heading in headings)
    assert ids.faults(read(client, make_article(body=body))) == []
