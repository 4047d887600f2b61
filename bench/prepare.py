"""Fill an empty database for a measurement, and say how many queries each case makes. Run by run.py.

python -m bench.prepare fill FOLDER      the first article, members with five notes each
python -m bench.prepare sign_in FILE     the cookies of every member's browser, one to a line, for the site or for the floors
python -m bench.prepare queries CASES    the queries of each case (JSON in, JSON out)
python -m bench.prepare count            how many rows the cases have written
python -m bench.prepare clear            no page view, so that the next ones are new
"""

import json
import sys
import time
from io import StringIO
from pathlib import Path
from typing import Any

import django

from articles.text.sections import sections_of

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.utils.module_loading import import_string  # noqa: E402

from accounts.models import User  # noqa: E402
from articles import generations  # noqa: E402
from articles.models import Version  # noqa: E402
from articles.text import anchors  # noqa: E402
from feedback.models import Vote  # noqa: E402
from notes.models import Note, PageView  # noqa: E402

MEMBERS = 1000
POSTED = "w"  # the words of every note that a case posts
CSRF_SECRET = "c" * 32


def fill(folder: Path) -> None:
    """Make what is measured: everything that an empty installation has, and MEMBERS members."""
    call_command("prepare", "--demo", stdout=StringIO())
    version = Version.objects.published().get()
    members = User.objects.bulk_create(
        User(email=f"member{number}@example.org", display_name=f"Member {number}", password="!")  # noqa: S106 (no password opens it)
        for number in range(MEMBERS)
    )
    Note.objects.bulk_create(note for member in members for note in _five_notes(member, version))
    (folder / "version").write_text(f"{version.pk} {version.article.get_absolute_url()}")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("vacuum analyze")


def _five_notes(member: User, version: Version) -> list[Note]:
    """One on the whole page, one on a section, three on passages."""
    sections = sections_of(version)
    passages = [anchors.at(version.text, section.end - 60, section.end - 10) for section in sections[1:4]]
    on_passages = [
        Note(user=member, version=version, section=section.id, body="Ask about this.", **vars(passage))
        for section, passage in zip(sections[1:4], passages, strict=True)
    ]
    whole = Note(user=member, version=version, body="Read again before the audit.")
    section = Note(user=member, version=version, section=sections[1].id, body="Compare with our pathway.")
    return [whole, section, *on_passages]


@transaction.atomic
def sign_in(file: Path) -> None:
    """Sign every member in, in the way of the settings that this runs with, and write down their browsers' cookies."""
    members = User.objects.filter(email__startswith="member").order_by("pk")
    file.write_text("".join(_cookies(member) + "\n" for member in members))


def _cookies(member: User) -> str:
    """The cookies of a browser in which this member has signed in."""
    session = import_string(f"{settings.SESSION_ENGINE}.SessionStore")()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={CSRF_SECRET}"


def queries(cases: list[dict[str, Any]]) -> dict[str, int]:
    """How many queries each case makes, once what a process keeps in memory is there.

    Not counted: the one with which a process asks for the edition, ten times a second at most, however many ask it.
    """
    generations.LEASE = 3600
    return {case["name"]: [_queries(case) for _ in range(3)][-1] for case in cases}


def _queries(case: dict[str, Any]) -> int:
    client = Client(raise_request_exception=True)
    headers = {"host": "patientplus.example", "origin": "https://patientplus.example", "cookie": case["cookies"]}
    sent = case["body"].replace("KEY", f"{time.time_ns() % 10**12:032d}")
    settings.ALLOWED_HOSTS = ["*"]
    with CaptureQueriesContext(connection) as captured:
        if case["body"]:
            kind = "application/x-www-form-urlencoded"
            response = client.post(case["path"], sent, content_type=kind, secure=True, headers=headers)
        else:
            response = client.get(case["path"], secure=True, headers=headers)
    if response.status_code != case["status"]:
        raise SystemExit(f"{case['name']} answers {response.status_code}, not {case['status']}.")
    statements = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    return len([sql for sql in statements if sql not in {"BEGIN", "BEGIN IMMEDIATE", "COMMIT"}])


def count() -> dict[str, int]:
    """How many rows the cases have written."""
    seen = PageView.objects.filter(seen_at__gte=timezone.now() - timezone.timedelta(hours=1)).count()
    return {"views": seen, "notes": Note.objects.count(), "votes": Vote.objects.count()}


def clear() -> None:
    """Delete what the cases have written, so that every round finds what the first one found."""
    PageView.objects.all().delete()
    Note.objects.filter(body=POSTED).delete()
    Vote.objects.all().delete()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["fill", folder]:
            fill(Path(folder))
        case ["sign_in", file]:
            sign_in(Path(file))
        case ["queries"]:
            print(json.dumps(queries(json.load(sys.stdin))))
        case ["count"]:
            print(json.dumps(count()))
        case ["clear"]:
            clear()
