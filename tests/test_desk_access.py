"""The way into the desk, and the policy of its pages."""

from datetime import datetime

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from django.utils.formats import localize

from accounts.models import Session

DESK = "/admin/"


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


def test_staff_with_a_second_factor_come_in(staff_ada, ada, settings):
    settings.STAFF_SECOND_FACTOR = True
    TOTP.activate(ada, generate_totp_secret())
    assert staff_ada.get(DESK).status_code == 200


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
