"""Keeping the index: a version is put in, in the transaction that publishes it, and taken out when it is withdrawn."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from django.db import transaction
from django.db.models import Prefetch

from articles import generations
from articles.models import Article, Topic, Version
from articles.models.indexed import OTHER, Equivalent, Form, Indexed, Name, Posting, letter_of
from articles.search import postings
from articles.search.documents import Document, document
from articles.search.postings import chunks
from articles.text.words import WORD, fold, stem_of

LONGEST_KEY = 60  # characters by which a name is sorted and found while it is being typed
MOST_STARTS = 8  # words of a name from which it can be found while it is being typed
SEPARATOR = "\n"  # no word has it
IN_NAME = "="  # before a form that stands in a name
TABLES = (Posting, Form, Name, Indexed)


@transaction.atomic
def index(version: Version) -> None:
    """Let a published version be found, in place of the one before it."""
    postings.lock()
    _write({version.article_id: document(version)})


@transaction.atomic
def remove(article: Article) -> None:
    """Let an article be found no more."""
    postings.lock()
    _write({article.pk: None})


@transaction.atomic
def rebuild() -> int:
    """Index every published version again. Returns how many there are."""
    postings.lock()
    for table in TABLES:
        table._default_manager.all().delete()
    for pair in Equivalent.objects.all():
        pair.save()
    count = 0
    last = Article.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for first in range(0, last + 1, postings.SPAN):
        versions = (
            Version.objects.published()
            .filter(article__gte=first, article__lt=first + postings.SPAN)
            .select_related("article")
            .defer("body", "page")
            .prefetch_related(Prefetch("article__topics", Topic.objects.order_by("name")))
        )
        documents: dict[int, Document | None] = {version.article_id: document(version) for version in versions}
        if documents:
            _write(documents)
        count += len(documents)
    generations.begin()
    return count


def needs_rebuild() -> bool:
    """Whether something is published that cannot be found, as after an update that changed the tables."""
    return Version.objects.published().exclude(article__in=Indexed.objects.values("pk")).exists()


def _write(documents: Mapping[int, Document | None]) -> None:
    """Write what can be found of these articles, all of one block, in place of what was written of them."""
    old = {row.pk: row for row in Indexed.objects.filter(pk__in=documents)}
    (block,) = {article // postings.SPAN for article in documents}
    postings.write(block, documents, {word for row in old.values() for word in row.words.split(SEPARATOR)})
    _write_forms(documents.values(), old.values())
    Name.objects.filter(article__in=documents).delete()
    found = {article: document for article, document in documents.items() if document}
    names = [name for article, document in found.items() for name in _starts(article, document)]
    Name.objects.bulk_create(names, batch_size=postings.AT_ONCE)
    Indexed.objects.filter(pk__in=old.keys() - found.keys()).delete()
    Indexed.objects.bulk_create(
        (
            Indexed(
                article_id=article,
                length=document.length,
                words=SEPARATOR.join(sorted(document.words)),
                forms=SEPARATOR.join(sorted(_flagged(document))),
            )
            for article, document in found.items()
        ),
        batch_size=200,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["length", "words", "forms"],
    )


def _flagged(document: Document) -> set[str]:
    """The forms of a document, those that stand in its names with a sign."""
    return {IN_NAME + form if form in document.name_forms else form for form in document.forms}


def _write_forms(documents: Iterable[Document | None], old: Iterable[Indexed]) -> None:
    """Count the forms of these documents, and no longer those of what was indexed before."""
    changes = Counter(form for document in documents if document for form in _flagged(document))
    changes.subtract(form for row in old for form in row.forms.split(SEPARATOR))
    changed = {flagged.removeprefix(IN_NAME) for flagged, change in changes.items() if change}
    counts = {row.form: row for chunk in chunks(sorted(changed)) for row in Form.objects.filter(form__in=chunk)}
    for form in changed:
        row = counts.setdefault(form, Form(form=form, stem=stem_of(form), articles=0, names=0))
        row.articles += changes[form] + changes[IN_NAME + form]
        row.names += changes[IN_NAME + form]
    Form.objects.filter(form__in=[form for form, row in counts.items() if not row.articles]).delete()
    Form.objects.bulk_create(
        [row for row in counts.values() if row.articles],
        batch_size=postings.AT_ONCE,
        update_conflicts=True,
        unique_fields=["form"],
        update_fields=["articles", "names"],
    )


def _starts(article: int, document: Document) -> Iterator[Name]:
    """The names of an article, from each of the first words on."""
    for name, is_title in document.names:
        words = [form for word in WORD.findall(name) if (form := fold(word))]
        for start in range(max(1, min(len(words), MOST_STARTS))):
            yield Name(
                article_id=article,
                name=name[:1].upper() + name[1:200],
                key=" ".join(words[start:])[:LONGEST_KEY].encode(),
                letter=letter_of(words[0]) if words else OTHER,
                is_title=is_title,
                is_whole=not start,
            )
