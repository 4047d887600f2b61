"""The cast at the editing desk: the same people, in the groups that roles.py makes."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client


@pytest.fixture
def at_desk():
    """Sign a person in as staff of one group: `at_desk(rita, "Reviewer").get(...)`."""

    def sign_in(person, *groups) -> Client:
        person.is_staff = True
        person.save()
        person.groups.set(Group.objects.filter(name__in=groups))
        client = Client()
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def as_ada(at_desk, ada):
    return at_desk(ada, "Author")


@pytest.fixture
def as_rita(at_desk, rita):
    return at_desk(rita, "Reviewer")


@pytest.fixture
def as_petra(at_desk, petra):
    return at_desk(petra, "Publisher")


@pytest.fixture
def draft(make_article):
    """A first version that Ada is writing."""
    return make_article(to="draft").versions.get()
