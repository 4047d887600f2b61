"""Joining, signing in and out, resetting a password, the second step: django-allauth as we have set it."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import IntegrityError, transaction

from accounts.models import User
from tests.second_factor import activate, code_for

PASSWORD = "lantern-light-9"


@pytest.fixture
def member(grace):
    EmailAddress.objects.create(user=grace, email=grace.email, verified=True, primary=True)
    return grace


def sign_in(client, email="grace@example.org", password=PASSWORD):
    return client.post("/accounts/login/", {"login": email, "password": password})


def test_someone_joins_and_confirms_their_address_with_the_code_from_the_mail(
    client, db, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/accounts/signup/", {"email": "New@Example.org", "password1": "a-quiet-lamp-77"})
    assert response.url == "/accounts/confirm-email/"
    code = re.search(r"^[A-Z0-9-]{6,9}$", mail.outbox[0].body, re.MULTILINE)[0]
    client.post("/accounts/confirm-email/", {"code": code})
    assert EmailAddress.objects.get(email="new@example.org").verified
    assert client.get("/accounts/").status_code == 200


def test_a_bot_that_fills_the_hidden_field_makes_no_account(client, db):
    client.post("/accounts/signup/", {"email": "bot@example.org", "password1": "a-quiet-lamp-77", "phone_number": "1"})
    assert not User.objects.filter(email="bot@example.org").exists()


def test_joining_twice_does_not_tell_that_the_address_is_known(client, member):
    response = client.post("/accounts/signup/", {"email": member.email, "password1": "a-quiet-lamp-77"})
    assert response.url == "/accounts/confirm-email/"
    assert User.objects.filter(email__iexact=member.email).count() == 1


def test_an_address_signs_in_whatever_its_case(client, member):
    assert sign_in(client, "GRACE@example.org").url == "/"
    assert client.get("/accounts/").context["user"] == member


def test_a_wrong_password_keeps_the_address_typed(client, member):
    response = sign_in(client, password="wrong")
    assert response.status_code == 200
    assert response.context["form"]["login"].value() == "grace@example.org"


def test_ten_wrong_passwords_are_the_end_of_it_for_a_while(client, member):
    for _ in range(10):
        sign_in(client, password="wrong")
    assert sign_in(client).status_code != 302


def test_a_password_is_reset_from_the_mail(client, member, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/password/reset/", {"email": member.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": "another-lamp-88", "password2": "another-lamp-88"})
    assert sign_in(client, password="another-lamp-88").url == "/"


def test_an_authenticator_app_is_asked_for_its_code(client, member):
    secret = activate(member)
    assert sign_in(client).url == "/accounts/2fa/authenticate/"
    assert client.get("/accounts/").status_code == 302
    assert client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)}).url == "/"
    assert client.get("/accounts/").status_code == 200


def test_a_member_sets_up_the_app_and_gets_recovery_codes(client, member):
    sign_in(client)
    assert client.get("/accounts/2fa/totp/activate/").url.startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})
    kinds = set(Authenticator.objects.filter(user=member).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}
    assert client.get("/accounts/2fa/recovery-codes/").status_code == 200


def test_the_list_of_devices_shows_this_one(client, member):
    sign_in(client)
    assert client.get("/accounts/sessions/").status_code == 200


def test_signing_out_takes_a_post(as_grace):
    as_grace.get("/accounts/logout/")
    assert as_grace.get("/accounts/").status_code == 200
    as_grace.post("/accounts/logout/")
    assert as_grace.get("/accounts/").status_code == 302


def test_the_database_refuses_the_same_address_in_another_case(grace):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("GRACE@example.org")


def test_the_database_refuses_a_number_without_a_regulator(grace):
    with pytest.raises(IntegrityError, match="accounts_user_number_has_regulator"), transaction.atomic():
        User.objects.filter(pk=grace.pk).update(registration_number="1234567")


@pytest.mark.parametrize("half", ["confirmed_by", "confirmed_at"])
def test_the_database_refuses_half_a_confirmation(grace, rita, half):
    value = rita if half == "confirmed_by" else "2026-01-01T00:00Z"
    with pytest.raises(IntegrityError, match="accounts_user_confirmed_by_and_at"), transaction.atomic():
        User.objects.filter(pk=grace.pk).update(**{half: value})


def test_the_admin_is_behind_the_same_sign_in(client, db):
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/accounts/login/?next=%2Fadmin%2F")
