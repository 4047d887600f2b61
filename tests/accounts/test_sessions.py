"""Sessions that bring their member along: one query less, and everything that Django promises of a session."""

import re
from datetime import timedelta
from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.sessions.backends.db import SessionStore as DjangosStore
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import erasure
from accounts.models import Session, User
from accounts.sessions import SessionStore
from tests.second_factor import activate, code_for

PASSWORD = "lantern-light-9"
COOKIE = settings.SESSION_COOKIE_NAME
moving = import_module("accounts.migrations.0002_sessions_know_whose_they_are")


@pytest.fixture
def cast(grace, mallory):
    for person in (grace, mallory):
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)


def sign_in(client: Client, person: User) -> str:
    """Sign in as in a browser; gives the key of the session."""
    assert client.post("/accounts/login/", {"login": person.email, "password": PASSWORD}).url == "/"
    return client.cookies[COOKIE].value


def is_in(client: Client) -> bool:
    return client.get("/accounts/").status_code == 200


def test_session_and_member_are_one_query(as_grace, queries):
    with queries() as count:
        assert is_in(as_grace)
    assert len(count) == 1, [query["sql"] for query in count]


def test_a_visitor_without_a_session_costs_none(client, queries, db):
    with queries() as count:
        client.get("/privacy/")
    assert len(count) == 0


def test_a_session_says_whose_it_is_from_when_they_signed_in(client, cast, grace):
    key = sign_in(client, grace)
    assert Session.objects.get(pk=key).user == grace
    client.post("/accounts/logout/")
    assert not Session.objects.exists()


def test_a_key_that_was_planted_in_a_browser_opens_nothing(client, cast, grace):
    planted = SessionStore()
    planted["was"] = "here"
    planted.create()
    client.cookies[COOKIE] = planted.session_key
    assert sign_in(client, grace) != planted.session_key
    client.cookies[COOKIE] = planted.session_key
    assert not is_in(client)
    assert not Session.objects.filter(pk=planted.session_key).exists()


def test_a_key_that_somebody_made_up_is_never_a_session(db):
    store = SessionStore("made-up-by-somebody")
    store["was"] = "here"
    store.save()
    assert store.session_key != "made-up-by-somebody"
    assert Session.objects.get().pk == store.session_key


def test_whoever_signs_in_after_another_finds_nothing_of_theirs(client, cast, grace, mallory):
    first = sign_in(client, grace)
    session = client.session
    session["words"] = "Hers"
    session.save()
    client.force_login(mallory)
    assert client.cookies[COOKIE].value != first
    assert "words" not in client.session
    assert [session.user for session in Session.objects.all()] == [mallory]


def change_password(client: Client) -> None:
    passwords = {"oldpassword": PASSWORD, "password1": "another-lamp-88", "password2": "another-lamp-88"}
    client.post("/accounts/password/change/", passwords)


def turn_factor_on(client: Client) -> None:
    address = "/accounts/2fa/totp/activate/"
    client.post(address, {"code": code_for(client.get(address).context["form"].secret)})


def turn_factor_off(client: Client) -> None:
    client.post("/accounts/2fa/totp/deactivate/")


def make_recovery_codes(client: Client) -> None:
    client.post("/accounts/2fa/recovery-codes/generate/")


def secrets_of(person: User) -> list:
    """What somebody signs in with: their password and second factors."""
    return [User.objects.get(pk=person.pk).password, *Authenticator.objects.filter(user=person).values_list("pk")]


CHANGES = [change_password, turn_factor_on, turn_factor_off, make_recovery_codes]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.django_db(transaction=True)
def test_a_change_of_how_one_signs_in_ends_every_other_session(client, cast, grace, mallory, change):
    elsewhere, another = Client(), Client()
    elsewhere.force_login(grace)  # as one that no list of devices has
    for browser, person in ((client, grace), (another, mallory)):
        sign_in(browser, person)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    if change in {turn_factor_off, make_recovery_codes}:
        activate(grace)
    before = secrets_of(grace)
    change(client)
    assert secrets_of(grace) != before
    assert (is_in(client), is_in(elsewhere), is_in(another)) == (True, False, True)
    assert list(grace.sessions.values_list("pk", flat=True)) == [client.cookies[COOKIE].value]


def test_a_password_that_was_reset_ends_every_session(
    client, cast, grace, mailoutbox, django_capture_on_commit_callbacks
):
    elsewhere = Client()
    sign_in(elsewhere, grace)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/password/reset/", {"email": grace.email})
    page = client.get(re.search(r"http://testserver(\S+)", mailoutbox[0].body)[1], follow=True)
    client.post(page.request["PATH_INFO"], {"password1": "another-lamp-88", "password2": "another-lamp-88"})
    assert not is_in(elsewhere)
    assert not grace.sessions.exists()


def test_the_list_of_devices_is_of_this_one_after_a_change(client, cast, grace):
    sign_in(Client(), grace)
    sign_in(client, grace)
    change_password(client)
    assert [row.session_key for row in UserSession.objects.all()] == [client.cookies[COOKIE].value]


def test_a_session_is_refused_when_its_hash_is_not_of_the_password(as_grace):
    session = as_grace.session
    session[HASH_SESSION_KEY] = "0" * 64
    session.save()
    assert not is_in(as_grace)
    assert not Session.objects.exists()


def test_after_a_new_secret_key_people_stay_signed_in_under_a_new_hash(as_grace, settings):
    before = as_grace.session[HASH_SESSION_KEY]
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-secret"
    key = as_grace.cookies[COOKIE].value
    assert is_in(as_grace)
    assert as_grace.cookies[COOKIE].value != key
    assert as_grace.session[HASH_SESSION_KEY] != before
    assert Session.objects.get().user.email == "grace@example.org"


def test_whoever_may_no_longer_sign_in_is_out_at_once(as_grace, grace):
    User.objects.filter(pk=grace.pk).update(is_active=False)
    assert not is_in(as_grace)


def test_a_session_ends_with_its_time(as_grace):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_in(as_grace)


def test_the_text_of_a_session_counts_and_not_the_row(as_grace, grace, mallory):
    Session.objects.update(user=mallory)
    assert as_grace.get("/accounts/").context["user"] == grace


def test_a_text_that_was_tampered_with_makes_nobody_of_its_row(as_grace):
    Session.objects.update(session_data="tampered")
    assert not is_in(as_grace)


def test_whoever_asks_again_is_told_what_has_changed_meanwhile(rf, as_grace, grace):
    store = SessionStore(as_grace.cookies[COOKIE].value)
    assert store[SESSION_KEY] == str(grace.pk)
    assert store.take_user(grace.pk) == grace
    assert store.take_user(grace.pk) is None
    request = rf.get("/")
    request.session = store
    grace.set_password("another-lamp-88")
    grace.save()
    assert get_user(request).is_anonymous


def test_erasing_an_account_ends_sessions_that_no_list_of_devices_has(as_grace, grace):
    erasure.erase(grace)
    assert not Session.objects.exists()


def test_what_an_erased_member_was_doing_ends_and_does_not_go_on_for_ever(as_grace, grace):
    store = SessionStore(as_grace.cookies[COOKIE].value)
    assert store[SESSION_KEY] == str(grace.pk)
    User.objects.all().delete()
    store.cycle_key()
    as_grace.cookies[COOKIE] = store.session_key
    assert not is_in(as_grace)


def test_others_are_signed_out_from_the_list_of_devices(client, cast, grace):
    elsewhere = Client()
    for browser in (client, elsewhere):
        sign_in(browser, grace)
    client.post("/accounts/sessions/")
    assert is_in(client)
    assert not is_in(elsewhere)


def test_people_stay_signed_in_when_their_session_moves_to_our_table(client, grace):
    now = timezone.now()

    def old(key, data, expires):
        values = [key, DjangosStore().encode(data), connection.ops.adapt_datetimefield_value(expires)]
        cursor.execute("INSERT INTO django_session VALUES (%s, %s, %s)", values)

    hers = {SESSION_KEY: str(grace.pk), HASH_SESSION_KEY: grace.get_session_auth_hash(), "words": "Hers"}
    hers[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    with connection.cursor() as cursor:
        moment = connection.data_types["DateTimeField"]
        cursor.execute(f"CREATE TABLE django_session (session_key text, session_data text, expire_date {moment})")
        old("still-going", hers, now + timedelta(days=1))
        old("ended", hers, now - timedelta(days=1))
        old("gone", hers | {SESSION_KEY: str(grace.pk + 1)}, now + timedelta(days=1))
        old("visitor", {"reader": "x"}, now + timedelta(days=1))
    moving.keep_people_signed_in(apps, connection.schema_editor())
    assert list(Session.objects.values_list("pk", "user")) == [("still-going", grace.pk)]
    assert "django_session" not in connection.introspection.table_names()
    client.cookies[COOKIE] = "still-going"
    assert is_in(client)
    assert client.session["words"] == "Hers"
