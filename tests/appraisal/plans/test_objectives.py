"""/diary/objectives/ and /diary/progress/: what to learn, and what a regulator names."""

import uuid

import pytest
from django.urls import reverse

from appraisal.models import Objective
from appraisal.plans import actions

LIST = "/diary/objectives/"


@pytest.fixture
def hooks(grace):
    return actions.set_out(by=grace, key=uuid.uuid4(), title="Learn about hooks")


def test_an_objective_is_set_out_once_however_often_it_is_sent(as_grace):
    typed = {"title": "Learn about hooks", "key": uuid.uuid4()}
    for _ in range(2):
        assert as_grace.post(LIST, typed).status_code == 302
    assert Objective.objects.get().title == "Learn about hooks"


def test_a_reflection_shows_with_the_objective_it_serves(as_grace, grace, hooks, reflect):
    reflect(grace, objectives=[hooks])
    assert "1 reflection" in as_grace.get(LIST).content.decode()
    assert "On lanterns" in as_grace.get(reverse("appraisal:objective", args=[hooks.pk])).content.decode()


def test_an_objective_is_reached(as_grace, hooks):
    typed = {"title": hooks.title, "done_on": "2026-01-01", "outcome": "I know hooks."}
    assert (
        "Reached on 1 January 2026"
        in as_grace.post(reverse("appraisal:objective", args=[hooks.pk]), typed, follow=True).content.decode()
    )


def test_an_objective_is_deleted_after_asking_and_its_entries_stay(as_grace, grace, hooks, reflect):
    entry = reflect(grace, objectives=[hooks])
    place = reverse("appraisal:objective_delete", args=[hooks.pk])
    assert "It cannot be brought back" in as_grace.get(place).content.decode()
    as_grace.post(place)
    assert not Objective.objects.exists()
    entry.refresh_from_db()


@pytest.mark.parametrize("typed", [{"title": ""}, {"title": "x" * 201}, {"title": "x", "due_on": "9999-12-31"}])
def test_what_cannot_be_saved_is_explained(as_grace, typed):
    answer = as_grace.post(LIST, typed)
    assert answer.status_code == 422
    assert "error" in answer.content.decode()


def test_words_that_could_identify_someone_come_back_once(as_grace):
    typed = {"title": "Learn from Mr Hook", "key": uuid.uuid4()}
    assert "“Mr Hook” looks like" in as_grace.post(LIST, typed).content.decode()
    as_grace.post(LIST, typed | {"anyway": "1"})
    assert Objective.objects.exists()


@pytest.mark.parametrize("name", ["objective", "objective_delete"])
@pytest.mark.parametrize("verb", ["get", "post"])
def test_mallory_is_turned_away(as_mallory, hooks, name, verb):
    place = reverse(f"appraisal:{name}", args=[hooks.pk])
    assert getattr(as_mallory, verb)(place, {"title": "Mine"}).status_code == 404
    assert Objective.objects.get().title == "Learn about hooks"
    assert "Learn about hooks" not in as_mallory.get(LIST).content.decode()


def test_mallory_cannot_link_an_objective_of_grace(as_mallory, hooks):
    typed = {"title": "x", "learned_on": "2026-01-01", "what": "x", "objectives": [hooks.pk]}
    assert as_mallory.post("/diary/entries/new/", typed).status_code == 422


def test_progress_is_said_and_never_judged(as_grace, grace, reflect):
    grace.regulator = "hcpc"
    grace.save()
    reflect(grace, method="reading")
    page = as_grace.get("/diary/progress/").content.decode()
    assert "Types of learning: 1 of 2 types" in page
    assert "read on 25 November 2026" in page
    assert "fail" not in page.lower()


def test_without_a_register_the_page_says_where_to_give_one(as_grace):
    assert "/accounts/profile/" in as_grace.get("/diary/progress/").content.decode()
