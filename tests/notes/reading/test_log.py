"""What a member does with their log: correct, hide, remove and put back, not log an article, say what led to it."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from appraisal.inbox import themes, weekly_digest
from notes.models import LoggingOptOut, PageView
from notes.reading import actions, preferences

NINE = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _evening(time_machine):
    time_machine.move_to(NINE + timedelta(hours=10), tick=False)


@pytest.fixture
def view(grace, version, read):
    return read(grace, version, NINE, seconds=400)


@pytest.fixture
def page(version):
    """What a receipt's forms send."""
    return {"version": version.pk, "at": NINE.isoformat()}


def test_a_claim_is_kept_beside_the_measured_time_and_marked(as_grace, view):
    place = reverse("notes:view_edit", args=[view.pk])
    as_grace.post(place, {"question": "Which hook?", "claimed_minutes": "20"})
    view.refresh_from_db()
    assert (view.active_seconds, view.claimed_minutes, view.question) == (400, 20, "Which hook?")
    assert view.edited_at
    words = as_grace.get("/activity/").content.decode()
    assert "6 minutes, 20 minutes by your own account (edited)" in words
    assert "Which hook?" in words


@pytest.mark.parametrize(("seconds", "said"), [(0, "no time measured"), (400, "6 minutes measured")])
def test_the_page_of_a_visit_says_what_was_measured(as_grace, view, seconds, said):
    PageView.objects.update(active_seconds=seconds)
    assert f": {said}.</p>" in as_grace.get(reverse("notes:view_edit", args=[view.pk])).content.decode()


def test_a_question_alone_is_no_edit(as_grace, view):
    as_grace.post(reverse("notes:view_edit", args=[view.pk]), {"question": "Which hook?"})
    view.refresh_from_db()
    assert view.edited_at is None


def test_an_entry_says_that_its_log_was_edited(grace, view, reflect):
    actions.correct(by=grace, view=view, question="", claimed_minutes=20, is_hidden=False)
    view.refresh_from_db()
    assert reflect(grace, page_views=[view]).provenance == "edited"


@pytest.mark.parametrize("minutes", ["481", "-1", "many"])
def test_a_claim_that_cannot_be_is_explained(as_grace, view, minutes):
    answer = as_grace.post(reverse("notes:view_edit", args=[view.pk]), {"claimed_minutes": minutes, "question": "Kept"})
    assert answer.status_code == 422
    assert "Kept" in answer.content.decode()


def test_a_hidden_visit_is_in_no_list_count_or_summary_until_it_is_shown_again(as_grace, view):
    place = reverse("notes:view_edit", args=[view.pk])
    as_grace.post(place, {"is_hidden": "on"})
    assert "Lanterns" not in as_grace.get("/activity/").content.decode()
    assert "Lanterns" not in as_grace.get("/diary/inbox/").content.decode()
    assert "Lanterns" not in as_grace.get("/summaries/summary.csv?form=1&show=log").content.decode()
    assert place in as_grace.get("/activity/?hidden=1").content.decode()
    as_grace.post(place, {"question": ""})
    assert place in as_grace.get("/activity/").content.decode()


def test_what_was_removed_is_put_back_as_it_was(as_grace, grace, view, reflect):
    entry = reflect(grace, page_views=[view])
    before = PageView.objects.values().get()
    page = as_grace.post(reverse("notes:view_remove", args=[view.pk]), follow=True)
    assert "Undo" in page.content.decode()
    assert not PageView.objects.exists()
    for _ in range(2):
        as_grace.post(reverse("notes:view_restore"))
    assert PageView.objects.values().get() | {"id": 0} == before | {"id": 0}
    assert entry.page_views.count() == 1


def test_nobody_puts_back_what_someone_else_removed(client, grace, mallory, view):
    client.force_login(grace)
    client.post(reverse("notes:view_remove", args=[view.pk]))
    client.force_login(mallory)
    client.post(reverse("notes:view_restore"))
    assert not PageView.objects.exists()


def test_an_article_that_is_not_to_be_logged_is_not(as_grace, article, view, page):
    as_grace.post(reverse("notes:visit_unlog"), page)
    assert not PageView.objects.exists()
    answer = as_grace.get(article.get_absolute_url()).content.decode()
    assert "You asked us not to log this article" in answer
    assert "data-reading" not in answer
    assert not PageView.objects.exists()
    as_grace.post(reverse("notes:article_log", args=[article.pk]))
    as_grace.get(article.get_absolute_url())
    assert PageView.objects.count() == 1


def test_what_is_never_logged_stands_with_the_wishes(as_grace, grace, version):
    actions.stop_logging(by=grace, version=version)
    assert "Lanterns" in as_grace.get("/diary/settings/").content.decode()
    assert LoggingOptOut.objects.get().user == grace


def test_the_receipt_asks_what_led_here_and_keeps_it(as_grace, article, view, page):
    as_grace.post(reverse("notes:visit_question"), page | {"question": "Which hook?"})
    view.refresh_from_db()
    assert view.question == "Which hook?"


def test_a_question_that_could_identify_someone_comes_back_once(as_grace, view, page):
    answer = as_grace.post(reverse("notes:visit_question"), page | {"question": "Mrs Hook's rash"})
    assert answer.status_code == 422
    assert "“Mrs Hook&#x27;s” looks like a name" in answer.content.decode()
    view.refresh_from_db()
    assert view.question == ""


# --- For how long ---


@pytest.mark.parametrize(("months", "left"), [(None, 2), (12, 1)])
def test_the_log_is_kept_for_as_long_as_its_owner_wants(grace, mallory, version, read, reflect, months, left):
    old = read(grace, version, NINE - timedelta(days=800), seconds=60)
    read(grace, version, NINE)
    read(mallory, version, NINE - timedelta(days=800))
    entry = reflect(grace, page_views=[old])
    preferences.prefer(by=grace, keep_months=months, is_mailed_weekly=False, topics=[])
    assert weekly_digest.forget_reading() == 2 - left
    assert weekly_digest.forget_reading() == 0
    assert (PageView.objects.owned_by(grace).count(), PageView.objects.owned_by(mallory).count()) == (left, 1)
    assert entry.sources.get().active_seconds == 60


def test_the_wishes_are_kept(as_grace, grace, article):
    topic = article.topics.get()
    typed = {"keep_months": "24", "is_mailed_weekly": "on", "topics": [topic.pk]}
    as_grace.post("/diary/settings/", typed)
    wanted = grace.diary_preference
    assert (wanted.keep_months, wanted.is_mailed_weekly, list(wanted.topics.all())) == (24, True, [topic])
    assert "nothing yet on" not in as_grace.get("/activity/").content.decode()
    page = as_grace.get("/diary/settings/").content.decode()
    assert 'value="24" selected' in page


def test_what_ones_work_covers_and_was_not_read_is_said(as_grace, grace, article, make_article, read):
    other = make_article(9, "Hooks", topics=["Hanging"])
    preferences.prefer(by=grace, keep_months=None, is_mailed_weekly=False, topics=list(article.topics.all()))
    read(grace, other.versions.get(), NINE)
    page = as_grace.get("/activity/").content.decode()
    assert "Hanging comes up most" in page
    assert "Of what your work covers, nothing yet on" in page


# --- Mallory ---


@pytest.mark.parametrize("name", ["view_edit", "view_remove"])
def test_mallory_is_turned_away(as_mallory, view, name):
    place = reverse(f"notes:{name}", args=[view.pk])
    assert as_mallory.post(place, {"question": "Mine"}).status_code == 404
    assert as_mallory.get(place).status_code in {404, 405}
    view.refresh_from_db()
    assert view.question == ""


@pytest.mark.parametrize("name", ["visit_remove", "visit_unlog", "visit_question"])
def test_mallory_changes_nothing_of_a_visit_that_is_not_hers(as_mallory, view, page, name):
    as_mallory.post(reverse(f"notes:{name}"), page | {"question": "Mine"})
    view.refresh_from_db()
    assert view.question == ""
    assert not LoggingOptOut.objects.exists()


def looked_for(client, words, host="testserver", path="/search/"):
    """Open the article from a page of results."""
    return client.get(
        "/articles/1234/lanterns/", headers={"referer": f"http://{host}{path}?" + urlencode({"q": words})}
    )


def test_the_search_that_led_to_a_visit_is_its_question(as_grace, version):
    page = looked_for(as_grace, "smoking  lanterns").content.decode()
    assert PageView.objects.get().question == "smoking lanterns"
    assert 'name="question" value="smoking lanterns"' in page


def test_what_the_member_said_led_to_it_is_not_replaced_by_a_search(as_grace, view, version):
    PageView.objects.update(question="Why hooks?", seen_at=NINE + timedelta(hours=10))
    looked_for(as_grace, "lanterns")
    assert PageView.objects.get().question == "Why hooks?"


@pytest.mark.parametrize(
    "other",
    [{"host": "elsewhere.example"}, {"path": "/topics/"}, {"words": "Mrs Hook"}, {"words": "x" * 301}, {"words": "\0"}],
    ids=["another site", "another page", "could identify someone", "too long", "no text"],
)
def test_no_other_words_are_taken_for_a_question(as_grace, version, other):
    looked_for(as_grace, **({"words": "lanterns"} | other))
    assert PageView.objects.get().question == ""


def test_two_articles_of_one_search_are_one_theme_of_the_inbox(as_grace, make_article, version):
    other = make_article(1235, "Wicks")
    for place in ("/articles/1234/lanterns/", f"/articles/{other.document_id}/wicks/"):
        as_grace.get(place, headers={"referer": "http://testserver/search/?q=smoke"})
    PageView.objects.update(active_seconds=300)
    [theme] = themes.themes(PageView.objects.first().user)
    assert (theme.why, theme.title, len(theme.reads)) == ("question", "smoke", 2)
