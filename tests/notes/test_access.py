"""What is told to those whose form cannot be taken: nothing that someone wrote is lost on the way."""

import pytest
from django.test import Client
from django.urls import reverse

WORDS = {"body": "What I meant to keep.", "edits": "0"}
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def address(version):
    return reverse("notes:create", args=[version.pk])


@pytest.fixture
def strict(grace):
    """A browser of Grace's whose forms carry the token of an earlier sign-in."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(grace)
    return client


def test_a_form_from_an_earlier_sign_in_gives_its_words_back(strict, address):
    page = strict.post(address, WORDS, headers={"Origin": "http://testserver"})
    assert page.status_code == 403
    assert WORDS["body"] in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_a_form_on_another_site_puts_no_words_on_a_page_of_ours(strict, address):
    page = strict.post(address, WORDS, headers={"Origin": "https://evil.example"})
    assert page.status_code == 403
    assert WORDS["body"] not in page.content.decode()


def test_words_for_a_note_that_was_deleted_are_given_back(as_grace, write):
    note = write()
    as_grace.post(reverse("notes:delete", args=[note.pk]))
    page = as_grace.post(reverse("notes:edit", args=[note.pk]), WORDS)
    assert page.status_code == 404
    assert WORDS["body"] in page.content.decode()


def test_a_script_is_told_whose_answer_it_is(as_mallory, mallory, grace, address, article, client):
    assert as_mallory.get(address, headers=FETCH)["X-Member"] == str(mallory.pk)
    client.force_login(grace)
    assert f'data-member="{grace.pk}"' in client.get(article.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ["create", "edit", "delete"])
def test_a_page_that_can_be_opened_can_be_asked_about(as_grace, write, version, name):
    address = reverse(f"notes:{name}", args=[version.pk if name == "create" else write().pk])
    assert as_grace.head(address).status_code == 200
