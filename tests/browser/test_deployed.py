"""The site as it is deployed: what a visitor may open is there, with all its files, and people can sign in."""

import re

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MACHINES = ["/robots.txt", "/opensearch.xml", "/.well-known/security.txt", "/health/ready/", "/worker.js"]
MORE = ["/search/?q=liver", "/offline/", "/feedback/", "/newsletter/", "/verify/", "/accounts/signup/"]


@pytest.fixture
def site(deployed_site):
    return deployed_site


@pytest.fixture
def visitor(open_as, demo):
    return open_as()


def test_every_public_page_comes_with_all_its_files(visitor):
    listed = re.findall(r"<loc>https://[^/]+(.*?)</loc>", visitor.request.get("/sitemap.xml").text())
    assert len(listed) > 5
    found = {address: visitor.goto(address).status for address in [*listed, *MORE]}
    assert {address: status for address, status in found.items() if status != 200} == {}


def test_what_machines_ask_for_is_there(visitor):
    assert {address: visitor.request.get(address).status for address in MACHINES} == dict.fromkeys(MACHINES, 200)


def test_every_address_that_the_service_worker_keeps_is_there(visitor):
    text = visitor.request.get("/worker.js").text()
    addresses = re.findall(r"'(/(?:static|offline)/[^']*)'", text.split("];")[0])
    assert len(addresses) > 10
    assert [address for address in addresses if visitor.request.get(address).status != 200] == []


def test_a_member_signs_in_and_only_over_https(visitor):
    hashed = PBKDF2PasswordHasher().encode(PASSWORD, "salt")  # as the site hashes them
    User.objects.filter(email="reader@example.org").update(password=hashed)
    visitor.goto("/accounts/login/")
    visitor.get_by_label("Email", exact=True).fill("reader@example.org")
    visitor.get_by_label("Password", exact=True).fill(PASSWORD)
    visitor.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(visitor.get_by_role("heading", name="Your diary")).to_be_visible()
    assert all(cookie["secure"] for cookie in visitor.context.cookies())
    assert "sessionid" in {cookie["name"] for cookie in visitor.context.cookies()}
