"""What the database itself refuses, said in SQL, on both databases."""

import pytest
from django.db import IntegrityError, connection, transaction

from articles import actions
from articles.fields import FROZEN, Kind
from articles.models import Version


def sql(statement: str, *params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def refused(name: str, statement: str, *params: object) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        sql(statement, *params)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *((field.name, '["x"]' if field.kind == Kind.LIST else "x") for field in FROZEN),
        ("text", "x"),
        ("text_format", 1),
        ("number", 9),
    ],
)
def test_words_of_a_published_version_are_frozen(version, column, value):
    refused("articles_version_frozen", f"update articles_version set {column} = %s where id = %s", value, version.pk)


def test_every_word_is_tried():
    tried = {*(field.name for field in FROZEN), "text", "text_format", "number"}
    assert set(Version.WORDS) - tried == {"article_id", "author_id"}


def test_a_published_version_keeps_its_author_and_article(version, rita, make_article):
    other = make_article(77, "Hooks", to="planned")
    refused(
        "articles_version_frozen", "update articles_version set article_id = %s where id = %s", other.pk, version.pk
    )
    sql("update articles_version set approved_by_id = %s where id = %s", rita.pk, version.pk)
    author = "update articles_version set author_id = approved_by_id where id = %s"
    refused("articles_version_(frozen|not_approved_by_author)", author, version.pk)


@pytest.mark.parametrize("change", ["approved_by_id = author_id", "approved_at = null", "published_at = null"])
def test_who_approved_a_published_version_and_when_stays(version, change):
    refused(
        "articles_version_(signed|reviewer_apart)", f"update articles_version set {change} where id = %s", version.pk
    )


def test_words_are_frozen_in_review_and_thawed_when_changes_are_requested(make_article, rita):
    version = make_article(to="in_review").versions.get()
    refused("articles_version_frozen", "update articles_version set title = 'x' where id = %s", version.pk)
    actions.request_changes(version, by=rita, comment="Cite it")
    sql("update articles_version set title = 'x' where id = %s", version.pk)


def test_the_change_note_can_be_corrected(version):
    sql("update articles_version set change_note = 'Corrected' where id = %s", version.pk)


def test_a_published_version_cannot_go_back_to_draft(version):
    back = "update articles_version set status = 'draft', approved_by_id = null, approved_at = null, "
    refused("articles_version_onward", back + "published_at = null where id = %s", version.pk)


def test_a_superseded_version_stays_superseded(article, make_article):
    make_article.revise(article)
    first = article.versions.get(number=1)
    refused("articles_version_onward", "update articles_version set status = 'withdrawn' where id = %s", first.pk)


def test_only_drafts_can_be_deleted(version):
    refused("articles_version_kept", "delete from articles_version where id = %s", version.pk)


def test_a_draft_goes_with_its_references(make_article):
    draft = make_article(77, "Hooks", to="draft").versions.get()
    draft.delete()
    assert not Version.objects.exists()


def test_references_are_frozen_with_their_version(version, make_article):
    draft = make_article(77, "Hooks", to="draft").versions.get()
    reference = version.references.first()
    refused("articles_reference_frozen_update", "update articles_reference set title = 'x' where id = %s", reference.pk)
    refused("articles_reference_frozen_delete", "delete from articles_reference where id = %s", reference.pk)
    move_in = "update articles_reference set version_id = %s where version_id = %s"
    refused("articles_reference_frozen_update", move_in, version.pk, draft.pk)
    refused("articles_reference_frozen_update", move_in, draft.pk, version.pk)
    with pytest.raises(IntegrityError, match="articles_reference_frozen_insert"), transaction.atomic():
        version.references.create(key="late", title="Too late")


@pytest.mark.parametrize("table", ["articles_transition", "articles_check"])
def test_the_record_never_changes(version, table):
    refused(f"{table}_frozen_update", f"update {table} set comment = 'x' where version_id = %s", version.pk)
    refused(f"{table}_frozen_delete", f"delete from {table} where version_id = %s", version.pk)


def test_a_leaflet_is_for_patients(article, make_article):
    other = make_article(77, "Hooks", to="planned")
    point = "update articles_article set leaflet_id = %s where id = %s"
    refused("articles_article_leaflet_update", point, other.pk, article.pk)
    leaflet = make_article(78, "Hooks at home", to="planned", audience="patient")
    sql(point, leaflet.pk, article.pk)
    refused(
        "articles_article_leaflet_update",
        "update articles_article set audience = 'professional' where id = %s",
        leaflet.pk,
    )
