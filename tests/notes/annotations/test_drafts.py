"""The key under which a browser keeps unsaved words: one for each member, handed to nobody else."""

import re
from base64 import b64decode

import pytest
from django.urls import reverse

from notes.annotations import drafts
from notes.models import Note


def key_on(page) -> str:
    return re.findall(r'data-key="([^"]+)"', page.content.decode())[0]


def test_a_member_has_one_key_of_256_bits_wherever_it_is_made(grace, mallory):
    assert drafts.key_for(grace) == drafts.key_for(grace) != drafts.key_for(mallory)
    assert len(b64decode(drafts.key_for(grace))) == 32


def test_another_secret_or_another_account_of_the_same_id_has_another_key(grace, settings):
    before = drafts.key_for(grace)
    grace.date_joined = grace.date_joined.replace(year=2001)
    assert drafts.key_for(grace) != before
    settings.SECRET_KEY = "another"
    assert drafts.key_for(grace) != before


def test_a_new_password_opens_the_same_drafts(grace):
    before = drafts.key_for(grace)
    grace.set_password("another-light-9")
    grace.save()
    assert drafts.key_for(grace) == before


@pytest.mark.parametrize("name", ["notes:index", "notes:deleted", "appraisal:entry_new", "account_logout"])
def test_pages_of_a_member_carry_it_and_are_kept_nowhere(as_grace, grace, name):
    page = as_grace.get(reverse(name))
    assert key_on(page) == drafts.key_for(grace)
    assert "no-store" in page["Cache-Control"]


def test_the_article_carries_it_for_members_only(client, grace, article):
    address = article.get_absolute_url()
    assert b"data-key" not in client.get(address).content
    client.force_login(grace)
    page = client.get(address)
    assert key_on(page) == drafts.key_for(grace)
    assert "no-store" in page["Cache-Control"]
    client.logout()
    assert b"data-key" not in client.get(address).content


@pytest.mark.parametrize("door", ["account_logout", "admin:logout"])
def test_signing_out_empties_the_storage_of_the_browser(as_grace, grace, door):
    grace.is_staff = True
    grace.save()
    assert as_grace.post(reverse(door))["Clear-Site-Data"] == '"storage"'


def test_nothing_else_does(client, grace, article):
    assert "Clear-Site-Data" not in client.get(article.get_absolute_url())
    client.force_login(grace)
    assert "Clear-Site-Data" not in client.get(article.get_absolute_url())
    assert "Clear-Site-Data" not in client.get(reverse("account_logout"))
    client.session.flush()  # it ran out
    assert "Clear-Site-Data" not in client.get("/notes/")
    assert not Note.objects.exists()
