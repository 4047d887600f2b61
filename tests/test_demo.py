"""The demonstration: accounts that can sign in, and the first article published in their names."""

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from accounts.models import User
from articles.models import Version


@pytest.fixture(autouse=True)
def _no_password(settings):
    settings.DEMO_PASSWORD = ""


def demo() -> str:
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_first_article_is_published_in_their_names():
    demo()
    version = Version.objects.get()
    assert (version.article.document_id, version.number, version.status) == (29155, 1, "published")
    names = [version.author.name, version.approved_by.name, version.transitions.last().made_by.name]
    assert names == ["Demo author", "Demo reviewer", "Demo publisher"]


@pytest.mark.django_db
def test_each_has_the_rights_of_their_part():
    demo()
    parts = [(user.email, user.is_staff, [group.name for group in user.groups.all()]) for user in User.objects.all()]
    assert sorted(parts) == [
        ("author@example.org", True, ["Author"]),
        ("publisher@example.org", True, ["Publisher"]),
        ("reader@example.org", False, []),
        ("reviewer@example.org", True, ["Reviewer"]),
    ]


@pytest.mark.django_db
def test_the_password_that_is_printed_signs_in(client):
    printed = next(line for line in demo().splitlines() if line.startswith("Their password: "))
    password = printed.split()[2]
    client.post("/accounts/login/", {"login": "reader@example.org", "password": password})
    assert client.session["_auth_user_id"] == str(User.objects.get(email="reader@example.org").pk)
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == 4


@pytest.mark.django_db
def test_a_password_from_the_settings_is_used_and_not_printed(settings):
    settings.DEMO_PASSWORD = "lantern-light-9"
    assert "lantern-light-9" not in demo()
    assert User.objects.get(email="author@example.org").check_password("lantern-light-9")


@pytest.mark.django_db
def test_a_password_that_the_site_would_refuse_is_refused(settings):
    settings.DEMO_PASSWORD = "short"
    with pytest.raises(CommandError, match="DEMO_PASSWORD cannot be used"):
        demo()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_running_it_again_changes_nothing(queries):
    demo()
    before = list(User.objects.values_list("pk", "password")), list(Version.objects.values_list("pk", "edits"))
    with queries() as count:
        assert "the one shown at first" in demo()
    assert (
        list(User.objects.values_list("pk", "password")),
        list(Version.objects.values_list("pk", "edits")),
    ) == before
    assert len(count) <= 8


@pytest.mark.django_db
def test_a_forgotten_password_is_replaced_by_the_one_in_the_settings(settings, client):
    demo()
    settings.DEMO_PASSWORD = "another-lantern-7"
    assert "the one in DEMO_PASSWORD" in demo()
    response = client.post("/accounts/login/", {"login": "reader@example.org", "password": "another-lantern-7"})
    assert response.status_code == 302
