"""Every cell of the table in docs/roles.md, tried through the admin: by each group, in each state, fields forged."""

from collections import Counter

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from articles import actions
from articles.desk.admin import table
from articles.desk.admin.moves import MOVES
from articles.management.commands import roles_table
from articles.models import Check, Claim, Reference, Status, Transition, Version
from tests.articles.desk.test_version_admin import typed

GROUPS = ["Author", "Reviewer", "Publisher", None]
NAMES = {move.label: move.name for move in MOVES.values()}


@pytest.fixture
def people(at_desk, ada, rita, petra, mallory):
    """A client for each group; Mallory is at the desk and in none."""
    cast = [(ada, "Author"), (rita, "Reviewer"), (petra, "Publisher"), (mallory, None)]
    return {group: at_desk(person, *([group] if group else [])) for person, group in cast}


@pytest.fixture
def at_status(make_article, petra):
    """A version in a state, and another article's version beside it. An approved one is set to be published."""

    def at(status):
        make_article(2, "Hooks")
        article = make_article(to=status if status in {"draft", "in_review", "approved"} else "published")
        version = article.versions.get()
        if status == Status.APPROVED:
            actions.schedule(version, by=petra, publish_at=timezone.now() + timezone.timedelta(days=1))
        elif status == Status.PUBLISHED:
            soon = timezone.now() + timezone.timedelta(days=1)
            actions.schedule_withdrawal(version, by=petra, withdraw_at=soon, comment="Wrong lamp")
        elif status == Status.SUPERSEDED:
            make_article.revise(article)
        elif status == Status.WITHDRAWN:
            actions.withdraw(version, by=petra, comment="Wrong lamp")
        version.refresh_from_db()
        return version

    return at


def forged(version):
    """Fields that no form has, and that must do nothing."""
    other = Reference.objects.exclude(version=version).first()
    return {
        "status": "published",
        "approved_by": other.version.approved_by_id,
        "approved_at": "2020-01-01",
        "author": other.version.approved_by_id,
        "article": other.version.article_id,
        "number": 99,
        "by": other.version.author_id,
        "references-0-id": other.pk,
        "references-0-version": other.version_id,
        "_saveasnew_": "1",
        "action": "delete_selected",
        "_selected_action": [version.pk, other.version_id],
    }


def _without_rows(fields):
    return {name: value for name, value in fields.items() if not name.startswith("references-")}


def do(client, deed, version, *, is_foreign=False):
    """Try it as a browser would, with everything it asks for and more; `is_foreign` with another version's rows too."""
    extra = forged(version)
    if deed == "Write":
        data = typed(version, title="Changed") | (extra if is_foreign else _without_rows(extra))
        return client.post(reverse("admin:articles_version_change", args=[version.pk]), data)
    if deed == "Delete":
        return client.post(reverse("admin:articles_version_delete", args=[version.pk]), extra | {"post": "yes"})
    if deed == "Start the next draft":
        data = extra | {"copy_of": version.pk}
        return client.post(reverse("admin:articles_article_start", args=[version.article_id]), data)
    if deed == "Read and compare":
        return client.get(reverse("admin:articles_version_compare", args=[version.pk]))
    soon = timezone.localtime() + timezone.timedelta(days=2)
    asked = {"comment": "x", "edits": version.edits, "change_note": "x", "is_full_check": "yes"}
    asked |= dict.fromkeys(("publish_at", "withdraw_at"), f"{soon:%Y-%m-%dT%H:%M}")
    return client.post(reverse("admin:articles_version_move", args=[version.pk, NAMES[deed]]), extra | asked)


def state():
    """All that staff can change."""
    tables = [Version.objects.order_by("pk"), Reference.objects.order_by("pk")]
    rows = [tuple(row.items()) for found in tables for row in found.values()]
    claims = list(Claim.objects.order_by("pk").values_list("ended_at"))
    return rows, Transition.objects.count(), Check.objects.count(), claims


@pytest.mark.parametrize("status", Status)
def test_every_cell_is_as_the_table_says(people, at_status, status, rita):
    version = at_status(status)
    found = {}
    for deed in table.deeds():
        for group in GROUPS:
            with transaction.atomic():
                if (deed, status) == ("Give up the check", Status.PUBLISHED):
                    actions.claim(version, by=rita)
                before = state()
                answer = do(people[group], deed, version)
                is_done = answer.status_code == 200 if deed == "Read and compare" else state() != before
                found[deed, group] = is_done
                assert answer.status_code < 500
                transaction.set_rollback(True)
    # A superseded version's article has a live one, so a draft can start from it; that is what roll back is.
    expected = {(deed, group): group in table.who(deed, status) for deed in table.deeds() for group in GROUPS}
    assert found == expected


@pytest.mark.parametrize("status", Status)
def test_forged_fields_change_nothing_but_what_was_asked(people, at_status, status):
    version = at_status(status)
    other = list(Reference.objects.exclude(version=version).values())
    kept = Version.objects.exclude(pk=version.pk).values("pk", "status", "author", "approved_by", "title", "number")
    before = list(kept)
    for deed in ("Write", "Submit for review", "Approve", "Request changes"):
        for group in GROUPS:
            do(people[group], deed, version, is_foreign=True)
            do(people[group], deed, version)
    assert list(Reference.objects.exclude(version=version).values()) == other
    assert list(kept) == before
    version.refresh_from_db()
    assert version.author.display_name == "Ada"
    assert version.number == 1
    if version.approved_by:
        assert version.approved_by.display_name == "Rita"


def test_no_bulk_action_does_anything(people, at_status):
    version = at_status(Status.DRAFT)
    before = state()
    for client in people.values():
        for action in ("delete_selected", "publish", "approve", ""):
            data = {"action": action, "_selected_action": [version.pk], "post": "yes", "select_across": "1"}
            client.post(reverse("admin:articles_version_changelist"), data)
    assert state() == before


def test_the_page_is_as_the_code_would_have_it():
    assert roles_table.PAGE.read_text() == roles_table.page()


def test_the_table_has_every_deed_and_state():
    assert len(table.deeds()) == len(MOVES) + len(table.OTHER_DEEDS)
    cells = Counter(bool(table.who(deed, status)) for deed in table.deeds() for status in Status)
    assert cells[True] > 10
