"""A large library of made-up articles, the same each time, to measure search, A to Z and topics with.

Their words are made of syllables and mean nothing: nobody shall take one for a clinical claim. How often each is used
follows Zipf's law, as in real texts, so that some stand in nearly every article and most in very few.

python -m bench.library ARTICLES      fill the database of DATABASE_URL
"""

import random
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import accumulate, product

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from accounts.models import User  # noqa: E402
from articles import search  # noqa: E402
from articles.models import Article, Check, Equivalent, Topic, Version, slug_of  # noqa: E402

SEED = 20_260_101
WORDS = 30_000
TOPICS = 30
SECTIONS = ["Introduction", "Presentation", "Causes", "Investigation", "Management", "Outlook", "Prevention"]
WORDS_IN_SECTION = 140
AT_ONCE = 250  # articles
BOTH = datetime(2026, 1, 2, tzinfo=UTC)


class Language:
    """A made-up language: its words, the commonest first, and how often each is used."""

    def __init__(self, chance: random.Random) -> None:
        starts = [
            "b",
            "c",
            "d",
            "f",
            "g",
            "h",
            "k",
            "l",
            "m",
            "n",
            "p",
            "r",
            "s",
            "t",
            "v",
            "br",
            "cl",
            "pr",
            "st",
            "tr",
        ]
        middles, ends = ["a", "e", "i", "o", "u", "ia", "eo"], ["", "n", "r", "l", "m", "x"]
        syllables = ["".join(parts) for parts in product(starts, middles, ends)]
        found: dict[str, None] = {}
        while len(found) < WORDS:
            found["".join(chance.choices(syllables, k=chance.choice([1, 2, 2, 3, 3, 4])))] = None
        self.words = list(found)
        self.chances = list(accumulate(1 / (rank + 3) for rank in range(WORDS)))
        self.chance = chance

    def text(self, length: int) -> list[str]:
        return self.chance.choices(self.words, cum_weights=self.chances, k=length)

    def name(self, length: int) -> str:
        """A name out of rarer words."""
        return " ".join(self.chance.sample(self.words[300:], k=length)).capitalize()

    def sentences(self, words: list[str]) -> str:
        parts, rest = [], list(words)
        while rest:
            cut = self.chance.randint(7, 18)
            parts.append(" ".join(rest[:cut]).capitalize() + ".")
            rest = rest[cut:]
        return " ".join(parts)


def names(language: Language, count: int) -> list[tuple[str, list[str]]]:
    """Different titles of two to four words, a third of them with another name as well."""
    found: dict[str, list[str]] = {}
    while len(found) < count:
        more = [language.name(2)] if language.chance.random() < 0.34 else []
        found.setdefault(language.name(language.chance.choice([2, 2, 3, 3, 4])), more)
    return list(found.items())


def content(language: Language, title: str, words_in_section: int) -> tuple[str, str, list[dict]]:
    """Page, text and contents of an article that often says its own name."""
    page = text = ""
    contents = []
    for number, heading in enumerate(SECTIONS):
        words = language.text(words_in_section)
        for word in title.lower().split():
            words[language.chance.randrange(len(words))] = word
        said = language.sentences(words)
        gap = "\n\n" if number else ""
        page += f'{gap}<h2 id="{heading.lower()}">{heading}</h2>\n'
        text += f"{gap}{heading}\n"
        starts = len(text), len(page)
        page += f"<p>{said}</p>"
        text += said
        place = {"text": [starts[0], len(text)], "page": [starts[1], len(page)]}
        contents.append({"id": heading.lower(), "title": heading, "subs": [], **place})
    return page, text, contents


def abbreviations(titles: list[str], chance: random.Random, count: int) -> Iterator[tuple[str, str]]:
    """Different abbreviations of some titles, of letters that stand in them but are not simply their first."""
    taken: set[str] = set()
    for title in chance.sample(titles, k=len(titles)):
        letters = title.replace(" ", "").upper()
        short = letters[0] + "".join(sorted(chance.sample(letters[1:], k=3)))
        if short not in taken and len(taken) < count:
            taken.add(short)
            yield short, title


@transaction.atomic
def fill(count: int, *, abbreviated: int = 100, words_in_section: int = WORDS_IN_SECTION) -> None:
    """Make this many published articles, and index them."""
    chance = random.Random(SEED)
    language = Language(chance)
    author, reviewer = (
        User.objects.create(email=f"{role}@library.example.org", display_name=role.capitalize(), password="!")  # noqa: S106
        for role in ("author", "reviewer")
    )
    titles = names(language, count)
    Topic.objects.bulk_create(Topic(name=f"Topic {number:02}", slug=f"topic-{number:02}") for number in range(TOPICS))
    topics = list(Topic.objects.filter(slug__startswith="topic-"))
    numbered = list(enumerate(titles, start=100_000))
    for start in range(0, count, AT_ONCE):
        _make(numbered[start : start + AT_ONCE], language, author, reviewer, topics, words_in_section)
    for one, other in abbreviations([title for title, _ in titles], chance, abbreviated):
        Equivalent.objects.create(one=one, other=other)
    search.rebuild()


def _make(
    group: list[tuple[int, tuple[str, list[str]]]],
    language: Language,
    author: User,
    reviewer: User,
    topics: list[Topic],
    words_in_section: int,
) -> None:
    chance = language.chance
    articles = Article.objects.bulk_create(
        Article(
            document_id=document_id,
            slug=slug_of(title),
            working_title=title,
            synonyms=more,
            audience="patient" if chance.random() < 0.2 else "professional",
        )
        for document_id, (title, more) in group
    )
    Article.topics.through.objects.bulk_create(
        Article.topics.through(article=article, topic=topic)
        for article in articles
        for topic in chance.sample(topics, k=chance.choice([1, 1, 2]))
    )
    versions = []
    for article in articles:
        page, text, contents = content(language, article.working_title, words_in_section)
        versions.append(
            Version(
                article=article,
                number=1,
                status="published",
                title=article.working_title,
                summary=language.sentences(language.text(12)),
                page=page,
                body=page,
                text=text,
                contents=contents,
                author=author,
                approved_by=reviewer,
                approved_at=BOTH,
                published_at=BOTH,
            )
        )
    Version.objects.bulk_create(versions)
    Check.objects.bulk_create(
        Check(version=version, checked_by=reviewer, checked_on=date(2026, 1, 2), next_check_on=date(2029, 1, 2))
        for version in versions
    )


if __name__ == "__main__":
    fill(int(sys.argv[1]))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("vacuum analyze")
