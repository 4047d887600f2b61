"""The search index in SQLite: an FTS5 table whose columns are the fields (https://www.sqlite.org/fts5.html)."""

from collections.abc import Mapping, Sequence

from django.db import connection

from .words import FIELDS


def write(article_id: int, fields: Mapping[str, Sequence[str]]) -> None:
    """Index an article by the words of its fields, in place of what was there."""
    delete(article_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into articles_search (rowid, title, synonyms, summary, text) values (%s, %s, %s, %s, %s)",
            [article_id, *(" ".join(fields[field]) for field in FIELDS)],
        )


def delete(article_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from articles_search where rowid = %s", [article_id])


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from articles_search")


def counts(words: Sequence[str]) -> tuple[int, dict[str, int]]:
    """How many articles there are, and how many have each of these words."""
    places = ", ".join(["%s"] * len(words))
    with connection.cursor() as cursor:
        cursor.execute(
            f"select term, doc from articles_search_words where term in ({places})"  # noqa: S608 - placeholders only
            " union all select '', count(*) from articles_search",
            [*words],
        )
        found = dict(cursor.fetchall())
    return found.pop(""), found


def best(points: Mapping[str, Mapping[str, int]], limit: int) -> list[int]:
    """The articles with the most points. A word brings its points for the best field that has it."""
    each = "select rowid as article, %s as word, %s as points from articles_search where articles_search match %s"
    rows = [(word, fields[field], f'{field} : "{word}"') for word, fields in points.items() for field in FIELDS]
    with connection.cursor() as cursor:
        cursor.execute(
            "select article from (select article, max(points) as points from ("  # noqa: S608 - placeholders only
            + " union all ".join([each] * len(rows))
            + ") group by article, word) group by article order by sum(points) desc, article limit %s",
            [*(value for row in rows for value in row), limit],
        )
        return [article for (article,) in cursor.fetchall()]
