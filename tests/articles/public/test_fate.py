"""Versions that must not be used say so at the top of their page, to people, printers and machines."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from lxml import html

from articles import actions
from tests.articles.public.vocabulary import faults

NOTE = "The dose of oil was ten times too high."


@pytest.fixture
def revise(version, ada, rita, petra):
    """Publish the next version with a change of some significance."""

    def revise(significance, note=NOTE):
        draft = actions.start_version(version.article, by=ada)
        words = {"significance": significance, "change_note": note, "interests": "None declared"}
        draft = actions.submit(actions.write(draft, by=ada, **words), by=ada)
        return actions.publish(actions.approve(draft, by=rita), by=petra)

    return revise


def page(client, version):
    return html.fromstring(client.get(version.get_absolute_url()).content)


def strip(client, version):
    """The words of the strip at the top of a version's page."""
    return " ".join(page(client, version).get_element_by_id("fate").text_content().split())


def links(client, version):
    return page(client, version).xpath("//*[@id='fate']//a/@href")


def data(client, version):
    (script,) = page(client, version).xpath("//script[@type='application/ld+json']/text()")
    return json.loads(script)


def test_a_version_that_was_clinically_corrected_says_what_was_wrong(client, version, revise):
    revise("clinical")
    said = strip(client, version)
    assert said.startswith("Do not use this version. It was corrected on ")
    assert NOTE in said
    assert links(client, version) == ["/articles/1234/lanterns/changes/1..2/", "/articles/1234/lanterns/"]


def test_it_says_so_whatever_came_after_the_correction(client, version, revise):
    corrected = revise("clinical")
    revise("editorial", "A comma")
    said = strip(client, version)
    assert NOTE in said
    assert "A comma" not in said
    assert "Read version 3, the current one" in said
    assert strip(client, corrected).startswith("This is version 2")


@pytest.mark.parametrize("significance", ["editorial", "minor"])
def test_an_ordinary_new_edition_says_only_that(client, version, revise, significance):
    revise(significance)
    said = strip(client, version)
    assert "It is no longer current." in said
    assert "Do not use" not in said
    assert NOTE not in said


def test_a_withdrawn_version_says_why_and_what_to_read(client, version, make_article, petra):
    lamps = make_article(2, "Lamps")
    actions.withdraw(version, by=petra, comment="It was wrong.", replacement=lamps)
    said = strip(client, version)
    assert said.startswith("Do not use this version. It was withdrawn on ")
    assert "It was wrong. Read this in its place: Lamps." in said
    assert links(client, version) == ["/articles/2/lamps/"]


def test_versions_before_a_withdrawn_one_say_so_too(client, version, revise, petra):
    actions.withdraw(revise("clinical"), by=petra, comment="It was wrong too.")
    said = strip(client, version)
    assert "The article was withdrawn on" in said
    assert "It was wrong too." in said
    assert NOTE in said
    assert "No version of this article is current." in said


def test_a_withdrawn_version_leads_to_the_one_that_is_live_again(client, version, revise, petra):
    actions.withdraw(version, by=petra, comment="It was wrong.")
    revise("minor")
    assert "Read version 2, the current one" in strip(client, version)


@pytest.mark.parametrize("how", ["clinical", "minor", "withdraw"])
def test_only_a_live_version_promises_a_review(client, version, revise, petra, how):
    if how == "withdraw":
        actions.withdraw(version, by=petra, comment="It was wrong.")
    else:
        revise(how)
    with time_machine.travel(timezone.now() + timedelta(days=1500)):
        words = page(client, version).text_content()
    assert "Last checked" in words
    for promise in ("Next review due", "Review was due", "overdue"):
        assert promise not in words


def test_a_withdrawn_article_promises_no_review(client, version, petra):
    actions.withdraw(version, by=petra, comment="It was wrong.")
    words = client.get(version.article.get_absolute_url()).content.decode()
    assert "It was wrong." in words
    assert "review due" not in words.lower()


def test_the_page_of_a_withdrawn_article_says_when_why_and_what_to_read(client, version, make_article, petra):
    lamps = make_article(2, "Lamps")
    actions.withdraw(version, by=petra, comment="It was wrong.", replacement=lamps)
    found = html.fromstring(client.get(version.article.get_absolute_url()).content)
    words = " ".join(found.xpath("//main")[0].text_content().split())
    assert "Withdrawn on" in words
    assert "It was wrong." in words
    assert "Read this in its place: Lamps." in words
    assert found.xpath("//main//a[not(normalize-space())]") == []


def test_a_preview_promises_no_review(client, version, make_article, as_rita):
    draft = make_article.revise(version.article, to="in_review")
    words = as_rita.get(f"/admin/articles/version/{draft.pk}/preview/").content.decode()
    assert "Next review due" not in words
    assert "will not be checked again" not in words


@pytest.mark.parametrize(("how", "word"), [("clinical", "corrected"), ("minor", "superseded"), ("", "withdrawn")])
def test_the_title_and_machines_say_it(client, version, revise, petra, how, word):
    if how:
        revise(how)
    else:
        actions.withdraw(version, by=petra, comment="It was wrong.")
    found = page(client, version)
    assert found.xpath("normalize-space(//title)").startswith(f"Lanterns (version 1, {word})")
    told = data(client, version)
    assert faults(told) == []
    assert told["creativeWorkStatus"] == word.capitalize()
    assert [it["text"] for it in told.get("correction", [])] == ([NOTE] if word == "corrected" else [])
    assert told.get("comment", {}).get("text") == (None if how else "It was wrong.")
    assert bool(found.xpath("//link[@rel='latest-version']")) == bool(how)


def test_machines_are_told_what_the_live_version_corrected(client, version, revise):
    graph = data(client, revise("clinical"))["@graph"]
    assert graph[1]["correction"]["text"] == NOTE


def test_the_feed_says_that_an_article_was_withdrawn(client, version, petra):
    actions.withdraw(version, by=petra, comment="It was wrong.")
    feed = client.get("/feeds/articles.atom").content.decode()
    assert "Withdrawn: Lanterns" in feed
    assert "Do not use it. It was wrong." in feed


def test_the_page_of_an_old_version_costs_the_same_after_ten_corrections(client, version, revise, queries):
    def cost():
        with queries() as count:
            client.get(version.get_absolute_url())
        return len(count)

    revise("clinical")
    one = cost()
    for _ in range(9):
        revise("clinical")
    assert cost() == one


# --- A change note that was put right ---


def test_an_amended_note_stands_everywhere_and_the_history_shows_both(client, version, revise, petra):
    second = revise("clinical", "The dose of oil was too hihg.")
    actions.amend(second, by=petra, change_note=NOTE)
    assert NOTE in strip(client, version)
    for address in ("/articles/1234/lanterns/changes/", "/articles/1234/lanterns/changes/1..2/"):
        words = " ".join(html.fromstring(client.get(address).content).text_content().split())
        assert NOTE in words
        assert "Until then it said: “The dose of oil was too hihg.”" in words
