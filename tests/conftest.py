"""The cast, and the articles they made. Everything is made through actions, so no test holds an impossible object."""

import shutil
import socket
import tempfile
import time

import hypothesis
import pytest
from django.conf import settings
from django.core.management import CommandError
from django.db import OperationalError, connections
from django.test import TransactionTestCase

from accounts.models import User
from articles import actions
from articles.models import Article, Version
from core import triggers
from tests.collected import collected, collected_files  # noqa: F401 (fixtures)

# The same examples each time, however busy the machine: a failure is of the code, never of the hour.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis.settings.load_profile("steady")

BODY = """
<h2>Introduction</h2>
<p>Lanterns are lit at dusk.<cite data-ref="first"></cite> They burn for 2.5 hours.</p>
<h2>Presentation</h2>
<p>A lantern may be red or green. It hangs from a hook.</p>
<ul><li>Red lanterns face west.<cite data-ref="second"></cite></li><li>Green lanterns face east.</li></ul>
"""
REFERENCES = [
    {"key": "first", "authors": "Author A, Author B", "title": "On lanterns", "source": "Journal", "issued": "2014"},
    {"key": "second", "title": "Second report", "source": "Guidance", "issued": "2015 May", "doi": "10.1000/182"},
]


def pytest_configure():
    """Nobody attacks the passwords of the cast, and hashing them well took most of the time of the tests.

    What members keep in files lies in a folder of this run.
    """
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["private"]["OPTIONS"]["location"] = tempfile.mkdtemp()


def pytest_unconfigure():
    shutil.rmtree(settings.STORAGES["private"]["OPTIONS"]["location"], ignore_errors=True)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Only this machine may be reached."""
    connect = socket.socket.connect

    def guarded(self, address):
        host = address[0] if isinstance(address, tuple) else "localhost"
        assert host in {"127.0.0.1", "::1", "localhost"}, f"a test reached for {host}"
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True, scope="session")
def _thaw_before_flush():
    """SQLite empties tables with DELETE, which the triggers refuse; migrate's signal makes them again after it.

    A page that a browser test closed may still be telling the server how long it was read: then the tables are locked
    for a moment, in another order, and are emptied a little later.
    """
    teardown = TransactionTestCase._fixture_teardown

    def thawed(self):
        for tries_left in (3, 2, 1, 0):
            try:
                for connection in connections.all():
                    triggers.drop_all(connection)
                teardown(self)
                return
            except (CommandError, OperationalError):
                if not tries_left:
                    raise
                time.sleep(1)

    TransactionTestCase._fixture_teardown = thawed
    yield
    TransactionTestCase._fixture_teardown = teardown


def person(name: str, **fields) -> User:
    return User.objects.create_user(f"{name.lower()}@example.org", "lantern-light-9", display_name=name, **fields)


@pytest.fixture
def ada(db):
    """Writes."""
    return person("Ada")


@pytest.fixture
def rita(db):
    """Reviews."""
    return person("Rita")


@pytest.fixture
def petra(db):
    """Publishes."""
    return person("Petra")


@pytest.fixture
def grace(db):
    """Reads and keeps notes."""
    return person("Grace")


@pytest.fixture
def mallory(db):
    """Is signed in and owns nothing."""
    return person("Mallory")


@pytest.fixture
def as_grace(client, grace):
    client.force_login(grace)
    return client


@pytest.fixture
def as_mallory(client, mallory):
    client.force_login(mallory)
    return client


@pytest.fixture
def make_article(ada, rita, petra):
    """Make an article as staff would: planned, or with a draft, or published."""

    def make(document_id=1234, title="Lanterns", *, to="published", body=BODY, **fields) -> Article:
        article = actions.plan(
            document_id=document_id,
            title=title,
            audience=fields.pop("audience", "professional"),
            topics=fields.pop("topics", ["Lighting"]),
            **fields,
        )
        if to != "planned":
            revise(article, body=body, to=to)
        return article

    def revise(article, *, body=BODY, to="published", title=None, change_note="New words") -> Version:
        version = actions.start_version(article, by=ada)
        actions.set_references(version, REFERENCES, by=ada)
        words = {
            "title": title or article.working_title,
            "body": body,
            "significance": "minor",
            "change_note": change_note,
            "interests": "None declared",
        }
        version = actions.write(version, by=ada, summary="What lanterns are for.", **words)
        if to == "draft":
            return version
        version = actions.submit(version, by=ada)
        if to == "in_review":
            return version
        version = actions.approve(version, by=rita)
        return publish(version) if to == "published" else version

    def publish(version) -> Version:
        return actions.publish(version, by=petra)

    make.revise, make.publish = revise, publish
    return make


@pytest.fixture
def article(make_article):
    """A published article."""
    article = make_article()
    article.refresh_from_db()
    return article


@pytest.fixture
def version(article):
    """The live version of the article."""
    return article.versions.get()


@pytest.fixture
def queries(db):
    """Count the queries of a call: `with queries() as count: ...; len(count)`."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    return lambda: CaptureQueriesContext(connection)
