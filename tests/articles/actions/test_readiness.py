"""What is to be seen to in a draft: required for review, or only better seen to."""

import time_machine

from articles import actions
from articles.actions import readiness


def said(version):
    return {finding.words: finding.is_required for finding in readiness.findings(version, actions.rendered(version))}


def test_a_finished_draft_only_waits_for_its_reviewer(draft):
    assert said(draft) == {"It has no date of peer review yet. One is printed once a reviewer has approved it.": False}


def test_a_change_without_its_line_for_readers_is_told_and_can_be_reviewed(article, make_article, ada):
    draft = make_article.revise(article, to="draft", change_note="")
    found = [
        words for words, is_required in said(draft).items() if "in one line for readers" in words and not is_required
    ]
    assert len(found) == 1
    assert actions.submit(draft, by=ada).status == "in_review"


def test_links_to_what_cannot_be_read_are_told(make_article, petra):
    make_article(2, "Hooks", to="planned")
    candles = make_article(3, "Candles")
    actions.withdraw(candles.versions.get(), by=petra, comment="Wrong wick")
    links = "".join(f'<p><a data-article="{number}">it</a></p>' for number in (2, 3))
    draft = make_article(body=links, to="draft").versions.get()
    assert said(draft)["It links to Hooks (2), which is not yet written."] is False
    assert said(draft)["It links to Candles (3), which is withdrawn."] is False


def test_a_leaflet_that_is_older_than_the_article_is_told(make_article, ada):
    with time_machine.travel("2026-01-05T12:00Z"):
        leaflet = make_article(9, "Your lantern", audience="patient")
    article = make_article(leaflet=leaflet)
    draft = actions.start_version(article, by=ada)
    assert "Its leaflet Your lantern (9) is older than the article: it was published on 5 January 2026." in said(draft)


def test_a_leaflet_that_nobody_can_read_is_told(make_article):
    leaflet = make_article(9, "Your lantern", audience="patient", to="planned")
    draft = make_article(leaflet=leaflet, to="draft").versions.get()
    assert "Its leaflet Your lantern (9) has no version that patients can read." in said(draft)
