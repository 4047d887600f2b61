"""The way into the desk, and the policy of its pages."""

import re
from collections.abc import Iterable
from datetime import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.urls import URLResolver, reverse
from django.utils.formats import localize

from accounts.models import Session
from tests.second_factor import activate, code_for

DESK = "/admin/"
CODE = reverse("mfa_reauthenticate")


def pages(patterns=None, before: str = DESK) -> Iterable[str]:
    """An address for every pattern of the desk, but those of signing in and out."""
    for pattern in admin.site.get_urls() if patterns is None else patterns:
        address = before + re.sub(r"<[^>]+>|\(\?P.*?\)", "1", str(pattern.pattern)).strip("^$")
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns, address)
        elif pattern.name not in {"login", "logout"}:
            yield address


@pytest.fixture
def staff_ada(client, ada):
    ada.is_staff = True
    ada.save()
    client.force_login(ada)
    return client


def test_whoever_is_not_signed_in_goes_to_our_own_sign_in(client, db):
    answer = client.get(DESK, follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert "next=" in answer.redirect_chain[-1][0]


def test_the_admins_own_sign_in_takes_no_password(client, ada):
    ada.is_staff = True
    ada.save()
    client.post("/admin/login/", {"username": ada.email, "password": "lantern-light-9"})
    assert "_auth_user_id" not in client.session


def test_a_member_is_refused_without_going_in_circles(as_grace):
    answer = as_grace.get(DESK, follow=True)
    assert answer.status_code == 403
    assert len(answer.redirect_chain) == 1


def test_staff_without_a_second_factor_are_sent_to_set_one_up(staff_ada, settings):
    settings.STAFF_SECOND_FACTOR = True
    answer = staff_ada.get(DESK, follow=True)
    assert answer.redirect_chain[1][0] == reverse("mfa_activate_totp")


def test_a_session_that_gives_a_second_factor_comes_in(staff_ada, ada, settings):
    settings.STAFF_SECOND_FACTOR = True
    secret = activate(ada)
    answer = staff_ada.post(f"{CODE}?next={DESK}", {"code": code_for(secret), "next": DESK}, follow=True)
    assert answer.redirect_chain == [(DESK, 302)]
    assert answer.status_code == 200


def test_a_session_that_gave_none_is_asked_for_a_code_once_the_account_has_one(staff_ada, ada, settings):
    settings.STAFF_SECOND_FACTOR = True
    activate(ada)
    answer = staff_ada.get(f"{DESK}articles/", follow=True)
    assert answer.redirect_chain[-1][0] == f"{CODE}?next=%2Fadmin%2Farticles%2F"
    assert "The editing desk needs the code of your authenticator app." in answer.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_session_that_gave_none_opens_no_page_of_the_desk(staff_ada, ada, settings, method):
    settings.STAFF_SECOND_FACTOR = True
    ada.is_superuser = True
    ada.save()
    activate(ada)
    assert len(list(pages())) > 50
    for address in pages():
        answer = getattr(staff_ada, method)(address)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("admin:login")), address


def test_a_second_factor_that_was_removed_since_is_none(staff_ada, ada, settings):
    settings.STAFF_SECOND_FACTOR = True
    staff_ada.post(CODE, {"code": code_for(activate(ada))})
    assert staff_ada.get(DESK).status_code == 200
    Authenticator.objects.all().delete()
    activate(ada)
    assert staff_ada.get(DESK).status_code == 302


def test_the_second_factor_of_another_account_is_none(staff_ada, ada, rita, settings):
    settings.STAFF_SECOND_FACTOR = True
    staff_ada.post(CODE, {"code": code_for(activate(ada))})
    rita.is_staff = True
    rita.save()
    activate(rita)
    staff_ada.force_login(rita)
    assert staff_ada.get(DESK).status_code == 302


def test_a_demonstration_can_do_without_a_second_factor(staff_ada, settings):
    settings.STAFF_SECOND_FACTOR = False
    assert staff_ada.get(DESK).status_code == 200


def test_sign_in_returns_to_no_other_site(staff_ada, settings):
    settings.STAFF_SECOND_FACTOR = False
    assert staff_ada.get("/admin/login/", {"next": "https://example.com/"}).url == DESK


def test_only_the_desk_does_without_trusted_types(staff_ada, settings):
    settings.STAFF_SECOND_FACTOR = False
    assert "trusted-types" not in staff_ada.get(DESK)["Content-Security-Policy"]
    assert "trusted-types" in staff_ada.get("/")["Content-Security-Policy"]


def test_the_desk_allows_no_inline_script_or_style(staff_ada, settings):
    settings.STAFF_SECOND_FACTOR = False
    policy = staff_ada.get(DESK)["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "nonce" not in policy


def test_every_list_of_the_desk_has_a_name_of_its_own():
    labels = {model._meta.app_label for model in admin.site._registry}
    assert len({apps.get_app_config(label).verbose_name for label in labels}) == len(labels)


def test_times_are_by_the_24_hour_clock():
    assert localize(datetime(2026, 11, 17, 0, 22)) == "17 Nov 2026, 00:22"


def test_nothing_that_members_keep_is_in_the_admin():
    kept = {model._meta.label for model in admin.site._registry if model._meta.app_label == "notes"}
    assert kept == set()


def test_no_sign_in_secret_or_session_is_in_the_admin():
    labels = {model._meta.app_label for model in admin.site._registry}
    assert labels.isdisjoint({"mfa", "usersessions"})
    assert not admin.site.is_registered(Session)
