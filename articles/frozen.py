"""What the database refuses to change: words that left draft, and the record of who did what (core/triggers.py)."""

from collections.abc import Iterable

from articles.models import OPEN, RELEASED, Version
from core.triggers import Refusal


def _list(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def _frozen(row: str) -> str:
    return f"exists (select 1 from articles_version where id = {row}.version_id and status <> 'draft')"  # noqa: S608


# Compared as text, since a JSON column has no equality that both databases share.
_WORDS_CHANGED = " or ".join(f"cast(old.{it} as text) is distinct from cast(new.{it} as text)" for it in Version.WORDS)
_BACK = f"old.status in ({_list(RELEASED)}) and new.status in ({_list(OPEN)})"
_ENDED = "old.status in ('superseded', 'withdrawn') and new.status <> old.status"
_NOT_FOR_PATIENTS = "exists (select 1 from articles_article where id = new.leaflet_id and audience <> 'patient')"
_IS_A_LEAFLET = "new.audience <> 'patient' and exists (select 1 from articles_article where leaflet_id = new.id)"

_SIGNED = " or ".join(
    f"old.{it} is distinct from new.{it}"
    for it in ("approved_by_id", "approved_at", "published_at", "reviewer_interests")
)
# A printed name can be taken back, and never becomes another.
_RENAMED = " or ".join(f"(old.{it} <> new.{it} and new.{it} <> '')" for it in ("author_name", "reviewer_name"))
_OWN_WORDS = """new.approved_by_id is not null and exists (
    select 1 from articles_contribution where version_id = new.id and made_by_id = new.approved_by_id)"""

_WORDS = "the words of a version that has left draft can no longer change"
_CITED = "the references of a version that has left draft can no longer change"
_RECORD = "this row is a record and can neither change nor go"
_LEAFLET = "a leaflet is an article for patients"
_SIGNATURE = "who approved a published version and when stays on record"
_NAMES = "a name that was printed under a published version can be taken back, not changed"
_APART = "who wrote words of a version cannot approve it"
_ONWARD = "a version that was published can only be superseded or withdrawn"

_UNRECORDED = """old.amended_note is distinct from new.amended_note and not exists (
    select 1 from articles_amendment a where a.version_id = new.id and a."after" = new.amended_note)"""
_AMENDED = "a change note is amended by a row on record"

_VERSION, _REFERENCE, _ARTICLE = "articles_version", "articles_reference", "articles_article"
_TRANSITION, _CHECK, _CONTRIBUTION = "articles_transition", "articles_check", "articles_contribution"
_AMENDMENT, _ROUND, _COMMENT, _REPLY = (
    f"articles_{name}" for name in ("amendment", "round", "reviewcomment", "reviewreply")
)
# A comment is resolved once; its words and its passage stay.
_REWORDED = " or ".join(
    f'old."{it}" is distinct from new."{it}"'
    for it in (
        "version_id",
        "made_by_id",
        "made_at",
        "body",
        "quote",
        "prefix",
        "suffix",
        "start",
        "end",
        "round",
        "is_in_head",
    )
)
_REWORDED += " or old.resolved_at is not null"
_FROZEN_REPLY = """exists (select 1 from articles_version v join articles_reviewcomment c on c.version_id = v.id
    where c.id = old.comment_id and v.status <> 'draft')"""

TRIGGERS = [
    Refusal(f"{_VERSION}_frozen", "update", _VERSION, f"old.status <> 'draft' and ({_WORDS_CHANGED})", _WORDS),
    Refusal(f"{_VERSION}_signed", "update", _VERSION, f"old.status in ({_list(RELEASED)}) and ({_SIGNED})", _SIGNATURE),
    Refusal(f"{_VERSION}_named", "update", _VERSION, f"old.status in ({_list(RELEASED)}) and ({_RENAMED})", _NAMES),
    Refusal(f"{_VERSION}_reviewer_apart", "update", _VERSION, _OWN_WORDS, _APART),
    Refusal(f"{_VERSION}_amended", "update", _VERSION, _UNRECORDED, _AMENDED),
    Refusal(f"{_VERSION}_kept", "delete", _VERSION, "old.status <> 'draft'", "only drafts can be deleted"),
    Refusal(f"{_VERSION}_onward", "update", _VERSION, f"({_BACK}) or ({_ENDED})", _ONWARD),
    Refusal(f"{_REFERENCE}_frozen_insert", "insert", _REFERENCE, _frozen("new"), _CITED),
    Refusal(f"{_REFERENCE}_frozen_update", "update", _REFERENCE, f"{_frozen('old')} or {_frozen('new')}", _CITED),
    Refusal(f"{_REFERENCE}_frozen_delete", "delete", _REFERENCE, _frozen("old"), _CITED),
    Refusal(f"{_TRANSITION}_frozen_update", "update", _TRANSITION, "true", _RECORD),
    Refusal(f"{_TRANSITION}_frozen_delete", "delete", _TRANSITION, _frozen("old"), _RECORD),
    Refusal(f"{_CHECK}_frozen_update", "update", _CHECK, "true", _RECORD),
    Refusal(f"{_CHECK}_frozen_delete", "delete", _CHECK, "true", _RECORD),
    Refusal(f"{_CONTRIBUTION}_frozen_insert", "insert", _CONTRIBUTION, _frozen("new"), _WORDS),
    Refusal(f"{_CONTRIBUTION}_frozen_update", "update", _CONTRIBUTION, "true", _RECORD),
    Refusal(f"{_CONTRIBUTION}_frozen_delete", "delete", _CONTRIBUTION, _frozen("old"), _RECORD),
    Refusal(f"{_AMENDMENT}_frozen_update", "update", _AMENDMENT, "true", _RECORD),
    Refusal(f"{_AMENDMENT}_frozen_delete", "delete", _AMENDMENT, "true", _RECORD),
    Refusal(f"{_ROUND}_frozen_update", "update", _ROUND, "true", _RECORD),
    Refusal(f"{_ROUND}_frozen_delete", "delete", _ROUND, _frozen("old"), _RECORD),
    Refusal(f"{_COMMENT}_frozen_update", "update", _COMMENT, _REWORDED, _RECORD),
    Refusal(f"{_COMMENT}_frozen_delete", "delete", _COMMENT, _frozen("old"), _RECORD),
    Refusal(f"{_REPLY}_frozen_update", "update", _REPLY, "true", _RECORD),
    Refusal(f"{_REPLY}_frozen_delete", "delete", _REPLY, _FROZEN_REPLY, _RECORD),
    Refusal(f"{_ARTICLE}_leaflet_insert", "insert", _ARTICLE, _NOT_FOR_PATIENTS, _LEAFLET),
    Refusal(f"{_ARTICLE}_leaflet_update", "update", _ARTICLE, f"{_NOT_FOR_PATIENTS} or ({_IS_A_LEAFLET})", _LEAFLET),
]
