"""The search index in PostgreSQL: a tsvector whose weights are the fields, with a GIN index."""

from collections.abc import Mapping, Sequence

from django.db import connection

from .words import FIELDS

WEIGHTS = dict(zip(FIELDS, "ABCD", strict=True))


def write(article_id: int, fields: Mapping[str, Sequence[str]]) -> None:
    """Index an article by the words of its fields, in place of what was there."""
    places: dict[str, list[str]] = {}
    for position, field in enumerate(FIELDS, start=1):
        for word in dict.fromkeys(fields[field]):
            places.setdefault(word, []).append(f"{position}{WEIGHTS[field]}")
    vector = " ".join(f"'{word}':{','.join(where)}" for word, where in places.items())
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into articles_search (article, words) values (%s, %s::tsvector)"
            " on conflict (article) do update set words = excluded.words",
            [article_id, vector],
        )


def delete(article_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from articles_search where article = %s", [article_id])


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from articles_search")


def counts(words: Sequence[str]) -> tuple[int, dict[str, int]]:
    """How many articles there are, and how many have each of these words."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select word, (select count(*) from articles_search where words @@ ('''' || word || '''')::tsquery)"
            " from unnest(%s::text[]) as word union all select '', count(*) from articles_search",
            [list(words)],
        )
        found = dict(cursor.fetchall())
    return found.pop(""), {word: count for word, count in found.items() if count}


def best(points: Mapping[str, Mapping[str, int]], limit: int) -> list[int]:
    """The articles with the most points. A word brings its points for the best field that has it."""
    case = "case" + " when words @@ %s::tsquery then %s" * len(FIELDS) + " else 0 end"
    values = [
        value
        for word, fields in points.items()
        for field in FIELDS
        for value in (f"'{word}':{WEIGHTS[field]}", fields[field])
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "select article from articles_search where words @@ %s::tsquery"  # noqa: S608 - placeholders only
            f" order by {' + '.join([case] * len(points))} desc, article limit %s",
            [" | ".join(f"'{word}'" for word in points), *values, limit],
        )
        return [article for (article,) in cursor.fetchall()]
