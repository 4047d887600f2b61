"""/diary/: the entries, and what may be worth a few lines."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

DIARY = "/diary/"


def test_someone_who_is_not_signed_in_is_sent_to_sign_in(client, db):
    assert client.get(DIARY).status_code == 302


def test_entries_stand_by_month_with_what_they_came_from(as_grace, grace, version, read, reflect):
    view = read(grace, version, seconds=130)
    reflect(grace, "Which way they face", page_views=[view], learned_on=date(2026, 10, 5), claimed_minutes=45)
    page = as_grace.get(DIARY).content.decode()
    for words in ["October 2026", "Which way they face", "45 minutes claimed", "So what?", version.get_absolute_url()]:
        assert (words in page) is (words != "So what?"), words  # a question without an answer is not printed


def test_the_longest_reads_without_an_entry_are_suggested(as_grace, grace, make_article, read, reflect):
    long, longer, short, done = (make_article(n, f"Article {n}").versions.get() for n in (1, 2, 3, 4))
    for version, seconds in [(long, 300), (longer, 400), (short, 119), (done, 900)]:
        view = read(grace, version, timezone.now() - timedelta(hours=1), seconds=seconds)
    reflect(grace, page_views=[view])
    worth = as_grace.get(DIARY).context["worth"]
    assert [view.version.title for view in worth] == ["Article 2", "Article 1"]


def test_an_article_is_suggested_once(as_grace, grace, version, read):
    for hours in (1, 5):
        read(grace, version, timezone.now() - timedelta(hours=hours), seconds=200)
    assert len(as_grace.get(DIARY).context["worth"]) == 1


@pytest.mark.parametrize("rows", [1, 10])
def test_it_costs_the_same_for_many_entries(rows, as_grace, grace, version, read, note, reflect, queries):
    for row in range(rows):
        view = read(grace, version, timezone.now() - timedelta(days=row), seconds=300)
        reflect(grace, page_views=[view], notes=[note(grace, version)])
    with queries() as count:
        as_grace.get(DIARY)
    assert len(count) == 6, [query["sql"][:80] for query in count]


def test_mallory_sees_nothing_of_graces(as_mallory, grace, version, read, reflect):
    reflect(grace, "Which way they face", page_views=[read(grace, version, seconds=300)])
    page = as_mallory.get(DIARY).content.decode()
    assert "Which way they face" not in page
    assert version.title not in page


def test_what_members_write_is_never_markup(as_grace, grace, reflect):
    reflect(grace, "<script>alert(1)</script>", what="<img src=x onerror=alert(1)>")
    page = as_grace.get(DIARY).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
