"""Bookmarks: a sign in an article or a section that stays through its revisions."""

import pytest
from django.urls import reverse

from notes.annotations.bookmarks import actions
from notes.models import Bookmark
from tests.markup import tight

ADDRESS = "/notes/bookmarks/"


@pytest.fixture
def press(as_grace, version):
    """Press the button on the page of the version."""
    return lambda version=version, **sent: as_grace.post(reverse("notes:bookmark", args=[version.pk]), sent)


def test_the_buttons_stand_by_the_title_and_by_each_heading(as_grace, article):
    page = as_grace.get(article.get_absolute_url()).content.decode()
    assert 'form="bookmark" name="add" value=""' in page
    assert 'form="bookmark" name="add" value="presentation"' in page
    as_grace.logout()
    assert 'form="bookmark"' not in as_grace.get(article.get_absolute_url()).content.decode()


def test_a_section_is_bookmarked_once_and_the_page_says_so(as_grace, press, article):
    for _ in range(2):
        assert press(add="presentation").url == f"{article.get_absolute_url()}#presentation"
    assert Bookmark.objects.get().title == "Presentation"
    page = as_grace.get(article.get_absolute_url()).content.decode()
    assert 'name="remove" value="presentation"' in page
    assert 'name="add" value="introduction"' in page


def test_the_page_of_someone_else_is_not_marked(press, mallory, client, article):
    press(add="presentation")
    client.force_login(mallory)
    assert 'name="remove"' not in client.get(article.get_absolute_url()).content.decode()


def test_it_is_taken_out_again(press):
    press(add="")
    for _ in range(2):
        press(remove="")
    assert not Bookmark.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"add": "nowhere"}, {"remove": "\0"}, {"add": "x" * 500}])
def test_what_is_no_place_is_not_there(press, sent):
    assert press(**sent).status_code == 404
    assert not Bookmark.objects.exists()


def test_it_stays_when_the_article_is_revised(as_grace, press, version, make_article):
    press(add="presentation")
    make_article.revise(version.article, title="New lanterns")
    page = tight(as_grace.get(ADDRESS).content.decode())
    assert '/#presentation">New lanterns: Presentation</a>' in page
    assert press(add="introduction").url.endswith("/versions/1/#introduction")


def test_a_section_that_is_gone_is_said_and_leads_to_the_article(as_grace, grace, article):
    actions.add(article, by=grace, section="gone", title="What was")
    page = tight(as_grace.get(ADDRESS).content.decode())
    assert "This section is no longer in the article." in page
    assert 'href="/articles/1234/lanterns/">Lanterns: What was</a>' in page


def test_an_article_that_was_withdrawn_is_said(as_grace, press, version, petra):
    from articles import actions as desk

    press(add="")
    desk.withdraw(version, by=petra, comment="Out of date.")
    assert "not published at present" in as_grace.get(ADDRESS).content.decode()


def test_it_is_removed_from_the_list(as_grace, press):
    press(add="")
    assert as_grace.post(reverse("notes:bookmark_remove", args=[Bookmark.objects.get().pk])).url == ADDRESS
    assert not Bookmark.objects.exists()


def test_no_bookmarks_say_how_to_begin(as_grace):
    assert "No bookmarks yet." in as_grace.get(ADDRESS).content.decode()
