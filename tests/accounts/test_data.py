"""/accounts/data/: everything held about a member, for that member alone."""

import pytest
from django.apps import apps
from django.urls import reverse

from accounts import data_export
from accounts.models import User

DOWNLOAD = "/accounts/data/download/"
PASSWORD = "lantern-light-9"


def keys_to_people():
    """Every model that holds a key to a person, ours and those of libraries, joining tables too."""
    models = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
    return {model._meta.label for model in models if any(field.related_model is User for field in model._meta.fields)}


def test_every_model_with_a_key_to_a_person_is_in_the_file():
    covered = set().union(*(part.models for part in data_export.parts().values()))
    assert "notes.Note" in keys_to_people()
    assert keys_to_people() <= covered


@pytest.fixture
def download(as_grace):
    """The file, after proving once more who one is."""
    as_grace.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return as_grace.get(DOWNLOAD)


def test_it_holds_what_the_member_wrote_and_nothing_of_others(as_grace, grace, mallory, life):
    life(grace, "Hers")
    life(mallory, "Theirs")
    as_grace.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    answer = as_grace.get(DOWNLOAD)
    words = answer.content.decode()
    for what in ["note", "tag", "section", "file", "title", "what", "comment", "message"]:
        assert f"Hers {what}" in words
    assert "Theirs" not in words
    assert len(answer.json()["reading"]["views"]) == len(answer.json()["diary"][0]["views"]) == 1


def test_no_secret_is_in_it_and_no_cache_keeps_it(download, grace):
    assert download.status_code == 200
    assert grace.password not in download.content.decode()
    assert "no-store" in download["Cache-Control"]
    assert "attachment" in download["Content-Disposition"]


def test_whoever_finds_an_open_screen_is_asked_for_the_password(as_grace):
    assert as_grace.get(DOWNLOAD).url.startswith(reverse("account_reauthenticate"))


def test_someone_who_is_not_signed_in_is_sent_to_sign_in(client, db):
    for address in ["/accounts/data/", DOWNLOAD]:
        assert client.get(address).url == f"{reverse('account_login')}?next={address}"


def test_the_account_leads_to_it(as_grace):
    assert 'href="/accounts/data/"' in as_grace.get("/accounts/").content.decode()
    assert f'href="{DOWNLOAD}"' in as_grace.get("/accounts/data/").content.decode()
