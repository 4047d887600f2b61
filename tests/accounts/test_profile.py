import pytest
from django.utils import timezone

from accounts.regulators import professions, regulators, tidy

URL = "/accounts/profile/"


def save(client, **fields):
    return client.post(URL, {"display_name": "Grace", "profession": "", "regulator": "", **fields})


@pytest.mark.parametrize(
    ("regulator", "typed", "kept"),
    [
        ("gmc", "1234567", "1234567"),
        ("gmc", "123 4567", "1234567"),
        ("nmc", "12a3456b", "12A3456B"),
        ("gphc", "2012345", "2012345"),
        ("hcpc", "ph-123456", "PH123456"),
    ],
)
def test_a_number_in_the_shape_of_its_register_is_kept(as_grace, grace, regulator, typed, kept):
    assert save(as_grace, regulator=regulator, registration_number=typed).status_code == 302
    grace.refresh_from_db()
    assert (grace.regulator, grace.registration_number) == (regulator, kept)


@pytest.mark.parametrize(
    ("regulator", "typed"),
    [
        ("gmc", "12345678"),
        ("gmc", "123456A"),
        ("nmc", "1234567"),
        ("gphc", "20-1234"),
        ("hcpc", "123456"),
        ("gmc", "१२३४५६७"),
    ],
)
def test_another_shape_is_refused_with_an_example_and_stays_typed(as_grace, grace, regulator, typed):
    response = save(as_grace, regulator=regulator, registration_number=typed)
    assert regulators()[regulator].example in response.content.decode()
    assert response.context["form"]["registration_number"].value() == typed
    grace.refresh_from_db()
    assert grace.registration_number == ""


def test_a_number_needs_its_regulator(as_grace):
    assert "Choose the regulator" in save(as_grace, registration_number="1234567").content.decode()


def test_a_changed_number_is_no_longer_confirmed(as_grace, grace, rita):
    grace.regulator, grace.registration_number = "gmc", "1234567"
    grace.confirmed_by, grace.confirmed_at = rita, timezone.now()
    grace.save()
    save(as_grace, display_name="Grace H", regulator="gmc", registration_number="1234567")
    grace.refresh_from_db()
    assert grace.confirmed_by == rita
    save(as_grace, regulator="gmc", registration_number="7654321")
    grace.refresh_from_db()
    assert (grace.confirmed_by, grace.confirmed_at) == (None, None)


def test_a_forged_field_changes_nothing(as_grace, grace):
    save(as_grace, is_staff="on", is_superuser="on", email="boss@example.org", confirmed_by=grace.pk)
    grace.refresh_from_db()
    assert (grace.is_staff, grace.is_superuser, grace.email) == (False, False, "grace@example.org")


def test_every_regulator_accepts_its_own_example():
    assert all(regulator.accepts(tidy(regulator.example)) for regulator in regulators().values())
    assert "Doctor" in professions()


@pytest.mark.parametrize("url", ["/accounts/", URL])
def test_a_stranger_is_asked_to_sign_in(client, db, url):
    assert client.get(url).url.startswith("/accounts/login/")


@pytest.mark.parametrize("url", ["/accounts/", URL])
def test_pages_cost_the_session_and_the_member(as_grace, url, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        response = as_grace.get(url)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_staff_whose_articles_name_them_keep_a_name(as_grace, grace):
    grace.is_staff = True
    grace.save()
    response = as_grace.post("/accounts/profile/", {"display_name": " "})
    assert response.status_code == 422
    assert "Articles that you write or review name you" in response.content.decode()
