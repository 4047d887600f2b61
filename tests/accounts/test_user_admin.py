"""People at the desk: confirming registrations, and powers that only superusers give."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.models import User

LIST = "/admin/accounts/user/"


@pytest.fixture
def as_clerk(client, petra):
    """Petra, who may view and change people, and is no superuser."""
    petra.is_staff = True
    petra.save()
    petra.user_permissions.set(Permission.objects.filter(codename__in=["view_user", "change_user"]))
    client.force_login(petra)
    return client


@pytest.fixture
def registered(grace):
    grace.regulator, grace.registration_number = "GMC", "1234567"
    grace.save()
    return grace


def confirm(client, *people):
    data = {"action": "confirm_registration", "_selected_action": [person.pk for person in people]}
    return client.post(LIST, data, follow=True)


def change(person):
    return reverse("admin:accounts_user_change", args=[person.pk])


def test_confirming_a_registration_names_who_and_when(as_clerk, petra, registered):
    confirm(as_clerk, registered)
    registered.refresh_from_db()
    assert registered.confirmed_by == petra
    assert registered.confirmed_at


def test_nothing_is_confirmed_without_a_number(as_clerk, mallory):
    page = confirm(as_clerk, mallory).content.decode()
    assert "Mallory has given no registration number yet." in page
    mallory.refresh_from_db()
    assert mallory.confirmed_at is None


def test_nobody_confirms_their_own_registration(as_clerk, petra):
    petra.regulator, petra.registration_number = "GMC", "7654321"
    petra.save()
    assert "Nobody confirms their own registration." in confirm(as_clerk, petra).content.decode()
    petra.refresh_from_db()
    assert petra.confirmed_at is None


def test_confirming_needs_the_permission(as_clerk, petra, registered):
    petra.user_permissions.set(Permission.objects.filter(codename="view_user"))
    confirm(as_clerk, registered)
    registered.refresh_from_db()
    assert registered.confirmed_at is None


def test_only_a_superuser_gives_powers(as_clerk, petra, grace):
    as_clerk.post(change(petra), {"display_name": "Petra", "is_superuser": "on", "is_staff": "on", "is_active": "on"})
    as_clerk.post(change(grace), {"display_name": "Grace", "is_staff": "on"})
    assert not User.objects.filter(is_superuser=True).exists()
    assert User.objects.get(is_staff=True) == petra


def test_a_superuser_is_out_of_reach(as_clerk):
    root = User.objects.create_superuser("root@example.org", display_name="Root")
    assert as_clerk.post(change(root), {"display_name": "Taken"}).status_code == 403


@pytest.mark.parametrize("page", ["add/", "{pk}/delete/"])
def test_accounts_are_neither_made_nor_erased_here(client, grace, page):
    client.force_login(User.objects.create_superuser("root@example.org"))
    assert client.get(LIST + page.format(pk=grace.pk)).status_code == 403


def test_the_list_costs_the_same_for_ten_as_for_one(as_clerk, queries):
    def cost():
        with queries() as count:
            assert as_clerk.get(LIST).status_code == 200
        return len(count)

    one = cost()
    for number in range(9):
        User.objects.create_user(f"person{number}@example.org")
    assert cost() == one
