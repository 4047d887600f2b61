"""What a member is shown stays in no browser and no cache: on a ward, the next person sits at the same computer."""

import pytest
from django.urls import reverse

PAGES = [
    "account_email",
    "account_change_password",
    "account_logout",
    "accounts:overview",
    "accounts:erased",
    "accounts:profile",
    "feedback:sent",
    "mfa_index",
    "notes:activity",
    "appraisal:diary",
    "notes:index",
    "appraisal:summary",
    "appraisal:summary_csv",
    "appraisal:summary_json",
    "pages:privacy",
    "usersessions_list",
]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_for_a_member_is_kept_nowhere(as_grace, name):
    page = as_grace.get(reverse(name))
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]


def test_a_page_that_is_not_there_is_kept_nowhere_either(as_grace):
    assert "no-store" in as_grace.get("/notes/987654321/edit/")["Cache-Control"]


def test_pages_for_everyone_may_be_kept(client, db):
    assert "no-store" not in client.get(reverse("pages:privacy")).get("Cache-Control", "")
