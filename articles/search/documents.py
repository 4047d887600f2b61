"""What of a version can be found: its words with what each counts, where they stand, and its names."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from articles.models import Version
from articles.text.words import STOP, WORD, fold, forms_of, key_of, stem_of

# Where a word can stand, with what it counts there. The text of an article is long, so once there counts one.
FIELDS = {"title": 6, "synonyms": 5, "summary": 2, "text": 1}
MOST = 255  # that a word of an article can count
MOST_PLACES = 24  # of a word in a text that are known
FARTHEST = 65_535  # characters of a text in which places are known
SHORTEST_INITIALS = 3
WHOLE = "="  # before a whole name, which is indexed as one word
LONGEST_WORD = 64  # characters of a column
EXACT_TITLE, EXACT_SYNONYM = 2, 1  # what a whole name counts


@dataclass
class Word:
    """A word of an article: what it counts there, and the first characters of it in the text."""

    weight: int = 0
    places: list[int] = field(default_factory=list)


@dataclass
class Document:
    """A version as the search sees it.

    `words` by their stems; `forms` as written, and those of its names; `names`, each with whether it is the title.
    """

    words: dict[str, Word]
    forms: set[str]
    name_forms: set[str]
    names: list[tuple[str, bool]]
    length: int


def document(version: Version) -> Document:
    """What of this version can be found. Costs a query for its topics unless they were prefetched."""
    article = version.article
    topics = [topic.name for topic in article.topics.all()]
    names = [(version.title, True), *((name, False) for name in article.synonyms if key_of(name))]
    fields = {
        "title": forms_of(version.title),
        "synonyms": [form for name, is_title in names if not is_title for form in forms_of(name)],
        "summary": forms_of("\n".join([version.summary, *version.key_points, *topics])),
    }
    words: dict[str, Word] = {}
    length = 0
    for place, found in fields.items():
        for form in found:
            words.setdefault(stem_of(form), Word()).weight += FIELDS[place]
        length += FIELDS[place] * len(found)
    forms = {form for found in fields.values() for form in found}
    for form, at in _placed(version.text):
        word = words.setdefault(stem_of(form), Word())
        word.weight += FIELDS["text"]
        if len(word.places) < MOST_PLACES and at <= FARTHEST:
            word.places.append(at)
        forms.add(form)
        length += 1
    for initials in _initials(version.title):
        words.setdefault(initials, Word()).weight += FIELDS["synonyms"]
    for whole, counts in _wholes(names, str(article.document_id)):
        words.setdefault(whole, Word()).weight = counts
    return Document(words, forms, {*fields["title"], *fields["synonyms"]}, names, length)


def whole(key: str) -> str:
    """A whole name as one word, which no text holds."""
    return f"{WHOLE}{key}"[:LONGEST_WORD]


def _wholes(names: list[tuple[str, bool]], document_id: str) -> Iterator[tuple[str, int]]:
    yield whole(document_id), EXACT_SYNONYM
    for name, is_title in reversed(names):  # the title last: it counts most
        yield whole(key_of(name)), EXACT_TITLE if is_title else EXACT_SYNONYM


def _placed(text: str) -> Iterator[tuple[str, int]]:
    """The words of a text that say something, and where each starts."""
    for match in WORD.finditer(text):
        form = fold(match[0])
        if form and form not in STOP:
            yield form, match.start()


def _initials(title: str) -> set[str]:
    """How a title is likely to be abbreviated: COPD, with and without its small words."""
    every = [form for word in WORD.findall(title) if (form := fold(word))]
    telling = [form for form in every if form not in STOP]
    found = {"".join(form[0] for form in forms) for forms in (every, telling)}
    return {stem_of(initials) for initials in found if len(initials) >= SHORTEST_INITIALS}
