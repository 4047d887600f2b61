"""The checks that are due, for the calendar of someone at the desk: iCalendar (RFC 5545), by a signed link."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import User
from articles.desk import reviews
from articles.models import Version

if TYPE_CHECKING:
    from icalendar import Event

_SALT = "articles.calendar"
PRODUCT = "-//PatientPlus//Checks of articles//EN"


def link(person: User, *, is_mine: bool) -> str:
    """The path of someone's calendar, which works until they change their password or leave the desk."""
    return reverse("articles:calendar", args=[signing.dumps([person.pk, is_mine, _key(person)], salt=_SALT)])


def _key(person: User) -> str:
    return person.get_session_auth_hash()[:16]


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Every check that is due, as all-day events, and what was set for a time."""
    try:
        pk, is_mine, key = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    person = User.objects.filter(pk=pk, is_active=True, is_staff=True).first()
    if person is None or key != _key(person) or not person.has_perm("articles.view_version"):
        raise Http404
    from icalendar import Calendar  # when first needed: a process that serves no calendar has no use for it

    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("x-wr-calname", "PatientPlus: my checks" if is_mine else "PatientPlus: all checks")
    for version in reviews.calendar(person, is_mine=is_mine):
        found.add_component(_event(version))
    for version in reviews.timed(person, is_mine=is_mine):
        found.add_component(_timed_event(version))
    response = HttpResponse(found.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response


def _event(version: Version) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"check-{version.article.document_id}@{settings.SITE_URL.partition('//')[2]}")
    event.add("summary", f"Check due: {version.title}")
    event.add("dtstart", version.next_check_on)
    event.add("dtend", version.next_check_on + timedelta(days=1))
    return _at_desk(event, version, version.published_at)


def _timed_event(version: Version) -> "Event":
    """When a version goes live or is withdrawn by itself."""
    from icalendar import Event

    at, what = version.publish_at or version.withdraw_at, "Goes live" if version.publish_at else "Is withdrawn"
    event = Event()
    event.add("uid", f"timed-{version.pk}@{settings.SITE_URL.partition('//')[2]}")
    event.add("summary", f"{what}: {version.title}")
    event.add("dtstart", at)
    return _at_desk(event, version, version.approved_at)


def _at_desk(event: "Event", version: Version, stamp: datetime | None) -> "Event":
    event.add("dtstamp", stamp)
    event.add("transp", "TRANSPARENT")
    event.add("url", settings.SITE_URL + reverse("admin:articles_version_change", args=[version.pk]))
    return event
