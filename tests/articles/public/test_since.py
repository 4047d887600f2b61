"""Which sections of a version differ from an earlier one, as the comparison would show it."""

import pytest

from articles.models import Version
from articles.public.since import difference
from tests.conftest import BODY


@pytest.fixture
def told(make_article):
    """The difference between version 1 and a second version with this body."""

    def told(body):
        article = make_article()
        make_article.revise(article, body=body, change_note="Burns for longer")
        old, new = article.versions.order_by("number")
        return difference(old.pk, new)

    return told


def test_a_section_whose_dose_changed_is_named(told):
    since = told(BODY.replace("2.5 hours", "25 hours"))
    assert since.ids == {"introduction"}
    assert [step.change_note for step in since.steps] == ["Burns for longer"]


def test_words_that_stay_are_no_change_even_when_citation_numbers_move(told):
    body = BODY.replace(
        '<cite data-ref="first"></cite>', '<cite data-ref="second"></cite><cite data-ref="first"></cite>'
    )
    assert told(body).ids == {"introduction"}


def test_a_citation_of_another_source_is_a_change(told):
    swapped = BODY.replace('"first"', '"other"').replace('"second"', '"first"').replace('"other"', '"second"')
    assert told(swapped).ids == {"introduction", "presentation"}


def test_sections_that_came_and_went_are_named(told):
    since = told(BODY.replace("<h2>Presentation</h2>", "<h2>Signs</h2>"))
    assert since.ids == {"signs"}
    assert since.gone == ["Presentation"]


def test_nothing_changed_from_a_later_or_an_unknown_version(make_article):
    article = make_article()
    make_article.revise(article)
    old, new = article.versions.order_by("number")
    assert difference(new.pk, old) is None
    assert difference(0, new) is None


def test_versions_in_between_are_told_in_order(make_article):
    article = make_article()
    for note in ("One", "Two"):
        make_article.revise(article, change_note=note)
    oldest, newest = Version.objects.order_by("number")[0], Version.objects.order_by("-number")[0]
    assert [step.change_note for step in difference(oldest.pk, newest).steps] == ["One", "Two"]
