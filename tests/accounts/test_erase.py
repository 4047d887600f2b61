"""/accounts/data/erase/: an account goes at once, with all that is its owner's; the record stays without the person."""

import logging
import uuid

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts import actions as accounts
from accounts import erasure
from accounts.models import User
from appraisal.evidence.actions import keep
from appraisal.models import Evidence
from feedback.models import Message, Subscription
from feedback.newsletter import actions as newsletter

ERASE = "/accounts/data/erase/"
PASSWORD = "lantern-light-9"


def everything_kept() -> str:
    """Every value of every row of every table, and every file."""
    models = apps.get_models(include_auto_created=True)
    words = [str(row) for model in models for row in model._base_manager.values_list()]
    names = [row.file.name for row in Evidence.objects.all()]
    return "\n".join([*words, *(storages["private"].open(name).read().decode() for name in names)])


@pytest.fixture
def sure(as_grace, grace):
    """Grace, whose address is proved, and who has just given her password again."""
    EmailAddress.objects.create(user=grace, email=grace.email, verified=True, primary=True)
    as_grace.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return as_grace


def erase(client, **data):
    return client.post(ERASE, {"is_meant": "on"} | data)


def test_no_word_of_theirs_is_left_and_nobody_elses_goes(
    sure, grace, mallory, life, django_capture_on_commit_callbacks
):
    for person, canary in [(grace, "Hers"), (mallory, "Theirs")]:
        life(person, canary)
        newsletter.ask_to_subscribe(email=person.email)
    Message.objects.create(key=uuid.uuid4(), body="Hers, not signed in", email="GRACE@example.org")
    before = everything_kept()
    with django_capture_on_commit_callbacks(execute=True):
        assert erase(sure).url == "/accounts/erased/"
    after = everything_kept()
    for trace in ["Hers", "Grace", "grace@", "GRACE@"]:
        assert trace in before
        assert trace not in after
    assert after.count("Theirs") == before.count("Theirs") > 10
    assert Subscription.objects.get().email == mallory.email
    assert not User.objects.filter(pk=grace.pk).exists()


def test_evidence_goes_from_the_disk(sure, grace, life, django_capture_on_commit_callbacks):
    life(grace, "Hers")
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.7 Hers")
    kept = keep(by=grace, entry=grace.entries.get(), file=file, kind="application/pdf").file.name
    with django_capture_on_commit_callbacks(execute=True):
        erase(sure)
    assert not storages["private"].exists(kept)


def test_every_device_is_signed_out_and_the_browser_emptied(sure, grace):
    other = Client()
    other.post(reverse("account_login"), {"login": grace.email, "password": PASSWORD})
    assert other.get("/notes/").status_code == 200
    assert erase(sure)["Clear-Site-Data"] == '"storage"'
    assert "Your account is erased" in sure.get("/accounts/erased/").content.decode()
    for client in (sure, other):
        assert client.get("/notes/").url.startswith(reverse("account_login"))


def test_a_last_mail_says_so_and_the_log_keeps_the_number(sure, grace, django_capture_on_commit_callbacks, caplog):
    with django_capture_on_commit_callbacks(execute=True), caplog.at_level(logging.WARNING):
        erase(sure)
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [([grace.email], "Your account was erased")]
    assert f"Account {grace.pk} was erased." in caplog.text


def test_nothing_goes_without_the_tick(sure, grace):
    answer = sure.post(ERASE)
    assert answer.status_code == 422
    assert "Nothing was erased yet" in answer.content.decode()
    assert User.objects.filter(pk=grace.pk, is_active=True).exists()


def test_whoever_finds_an_open_screen_is_asked_for_the_password(as_grace, grace):
    assert erase(as_grace).url.startswith(reverse("account_reauthenticate"))
    assert User.objects.filter(pk=grace.pk).exists()


def test_someone_who_is_not_signed_in_is_sent_to_sign_in(client, db):
    assert erase(client).url.startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("keeps_name", "byline"), [(False, "an author who is no longer named"), (True, "Written by <b>Ada</b>")]
)
def test_what_an_author_published_stays(
    client, article, ada, life, keeps_name, byline, django_capture_on_commit_callbacks
):
    life(ada, "Hers")
    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase(ada, keeps_name=keeps_name)
    page = client.get(article.get_absolute_url()).content.decode()
    assert byline in page
    assert "Hers" not in everything_kept()
    assert "ada@" not in everything_kept()
    assert ("Ada" in everything_kept()) is keeps_name
    ada.refresh_from_db()
    assert (ada.is_active, ada.is_staff, ada.display_name) == (False, False, "")
    assert not client.login(email=ada.email, password=PASSWORD)


def test_only_who_is_on_record_is_asked_about_their_name(client, article, ada, grace):
    for person, is_asked in [(ada, True), (grace, False)]:
        client.force_login(person)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        assert ("Leave my name" in client.get(ERASE).content.decode()) is is_asked


def test_who_confirmed_a_registration_stays_on_record_unnamed(petra, grace):
    grace.regulator, grace.registration_number = "GMC", "1234567"
    grace.save()
    accounts.confirm_registration(grace, by=petra)
    erasure.erase(petra)
    grace.refresh_from_db()
    assert grace.confirmed_by.display_name == ""


def test_the_log_of_the_desk_stays_and_names_nobody(petra, grace):
    about = {"content_type": ContentType.objects.get_for_model(User), "object_id": grace.pk, "object_repr": "Grace"}
    LogEntry.objects.create(user=petra, action_flag=CHANGE, change_message="[]", **about)
    for person in (petra, grace):
        erasure.erase(person)
    assert LogEntry.objects.get().object_repr == "Erased account"
    assert User.objects.get().display_name == ""


def test_the_only_administrator_is_told_what_to_do_first(sure, grace, petra):
    grace.is_superuser = True
    grace.save()
    assert "Make somebody else one first" in erase(sure).content.decode()
    petra.is_superuser = True
    petra.save()
    assert erase(sure).status_code == 302


def test_staff_erase_for_who_cannot_sign_in(grace, mallory, capsys):
    call_command("erase_account", str(grace.pk), "MALLORY@example.org", "nobody@example.org")
    assert capsys.readouterr().out.splitlines() == [
        f"{grace.pk}: erased.",
        "MALLORY@example.org: erased.",
        "nobody@example.org: there is no such account.",
    ]
    assert not User.objects.exists()


def test_the_data_page_leads_to_it(as_grace):
    assert f'href="{ERASE}"' in as_grace.get("/accounts/data/").content.decode()
