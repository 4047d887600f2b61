"""Whose words a version has: they are on record, and none of them approves it."""

import pytest
from django.db import IntegrityError, connection, transaction

from articles import actions
from articles.models import Contribution, Version
from core import triggers
from core.errors import NotAllowed
from tests.conftest import REFERENCES
from tests.markup import tight


@pytest.fixture
def reviewed(make_article, rita):
    """A version in review in which Rita wrote a line while it was a draft."""
    draft = make_article(to="draft").versions.get()
    actions.write(draft, by=rita, summary="Rita’s line.")
    return actions.submit(draft, by=draft.author)


def test_every_save_says_who_when_and_what(make_article, ada, rita):
    draft = make_article(to="draft").versions.get()
    actions.write(draft, by=rita, summary="Another line.", title=draft.title)
    saves = [(save.made_by, save.changed) for save in draft.contributions.all()]
    assert saves[0] == (ada, ["references"])
    assert saves[-1] == (rita, ["summary"])


def test_a_save_that_changes_nothing_leaves_no_trace(make_article, rita):
    draft = make_article(to="draft").versions.get()
    before = draft.edits, draft.contributions.count()
    saved = actions.write(draft, by=rita, title=draft.title, body=draft.body)
    actions.set_references(draft, REFERENCES, by=rita)
    assert (saved.edits, draft.contributions.count()) == before


def test_whoever_wrote_words_of_it_cannot_approve_it(reviewed, rita, petra):
    with pytest.raises(NotAllowed, match="You wrote words of this version"):
        actions.approve(reviewed, by=rita)
    assert actions.approve(reviewed, by=petra).approved_by == petra


def test_a_changed_reference_makes_a_contributor_too(make_article, rita):
    draft = make_article(to="draft").versions.get()
    actions.set_references(draft, [REFERENCES[0] | {"title": "New title"}, REFERENCES[1]], by=rita)
    version = actions.submit(draft, by=draft.author)
    with pytest.raises(NotAllowed, match="You wrote words"):
        actions.approve(version, by=rita)


def test_the_database_refuses_a_contributor_as_approver_too(reviewed, rita):
    with pytest.raises(IntegrityError, match="articles_version_reviewer_apart"), transaction.atomic():
        Version.objects.filter(pk=reviewed.pk).update(
            status="approved", approved_by=rita, approved_at=reviewed.created_at
        )


def test_words_stay_someones_after_changes_were_requested(reviewed, rita, petra):
    actions.request_changes(reviewed, by=petra, comment="Say more")
    again = actions.submit(actions.write(reviewed, by=reviewed.author, summary="All mine again."), by=reviewed.author)
    with pytest.raises(NotAllowed, match="You wrote words"):
        actions.approve(again, by=rita)


@pytest.mark.parametrize(
    "change", ["update articles_contribution set changed = '[]'", "delete from articles_contribution"]
)
def test_the_record_of_saves_never_changes(reviewed, change):
    refused = pytest.raises(IntegrityError, match="articles_contribution_frozen")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_nobody_is_made_a_contributor_after_the_draft(reviewed, ada):
    with pytest.raises(IntegrityError, match="articles_contribution_frozen_insert"), transaction.atomic():
        Contribution.objects.create(version=reviewed, made_by=ada, changed=["body"])


def test_a_deleted_draft_takes_its_record_with_it(make_article):
    make_article(to="draft").versions.get().delete()
    assert not Contribution.objects.exists()


def test_others_who_wrote_words_are_named_with_the_version(client, reviewed, petra):
    version = actions.publish(actions.approve(reviewed, by=petra), by=petra)
    assert list(version.contributor_names.values()) == ["Rita"]
    page = client.get(version.article.get_absolute_url(), follow=True).content.decode()
    assert "With words by</dt><dd>Rita" in tight(page)


def test_a_contributor_without_a_name_has_to_give_one(make_article, rita):
    draft = make_article(to="draft").versions.get()
    actions.write(draft, by=rita, summary="Rita’s line.")
    rita.display_name = ""
    rita.save()
    with pytest.raises(NotAllowed, match="Someone who wrote words of it has no name to print"):
        actions.submit(draft, by=draft.author)


def test_names_stay_as_they_were_printed(client, article, ada, rita):
    for person in (ada, rita):
        person.display_name = "Renamed"
        person.save()
    page = client.get(article.get_absolute_url()).content.decode()
    assert "Renamed" not in page
    assert "Written by <b>Ada</b>" in page
    assert "Peer reviewed by <b>Rita</b>" in page


def test_the_database_refuses_another_name_under_a_published_version(version):
    with pytest.raises(IntegrityError, match="articles_version_named"), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(author_name="Someone else")


def test_a_name_can_be_taken_back(client, article, version, ada):
    actions.take_name_back(ada)
    version.refresh_from_db()
    assert (version.author_name, version.reviewer_name) == ("", "Rita")
    assert "an author who is no longer named" in client.get(article.get_absolute_url()).content.decode()


def test_every_row_of_the_record_has_the_fingerprint_of_the_words(version):
    fingerprints = set(version.transitions.values_list("words", flat=True))
    assert len(fingerprints) == 1
    assert len(fingerprints.pop()) == 64


def test_words_that_are_not_those_approved_are_not_published(make_article, petra):
    """As if someone had got round every trigger."""
    version = make_article(to="approved").versions.get()
    triggers.drop_all(connection)
    Version.objects.filter(pk=version.pk).update(summary="Slipped in")
    triggers.create_all(connection)
    with pytest.raises(NotAllowed, match="not those that were approved"):
        actions.publish(version, by=petra)


def test_the_reviewers_interests_are_printed_and_stay(client, make_article, rita, petra):
    version = make_article(to="in_review").versions.get()
    version = actions.publish(actions.approve(version, by=rita, interests="Sells oil"), by=petra)
    assert "Sells oil" in client.get(version.article.get_absolute_url(), follow=True).content.decode()
    with pytest.raises(IntegrityError, match="articles_version_signed"), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(reviewer_interests="")
