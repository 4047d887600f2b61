"""Article files and the database: what a file says becomes a draft, and a version becomes a file again."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from articles import actions, events, fields
from articles.models import Article, Audience, Version
from articles.transfer.files import ArticleFile, ArticleFileError, FileReference, Named


@transaction.atomic
def load(article_file: ArticleFile, *, by: User) -> Version:
    """Make the next draft of an article from a file: all of it or, when something is wrong, nothing.

    Topics, synonyms, see also and the leaflet belong to the article and change at once, so those of an article that
    readers can open wait until they are filed by someone (`file_under`). An article that is named with a title and is
    not there yet is made as planned. Raises ArticleFileError for one that is named without a title, or for a field that
    the database refuses; NotAllowed when a version is being worked on already.
    """
    try:
        article = Article.objects.published().filter(document_id=article_file.document_id).first()
        article = article or file_under(article_file)
        version = actions.start_version(article, by=by)
        references = [
            {name: getattr(row, name) for name in actions.REFERENCE_FIELDS} for row in article_file.references
        ]
        actions.set_references(version, references, by=by)
    except ValidationError as error:
        raise ArticleFileError("", 0, " ".join(error.messages)) from error
    return actions.write(version, by=by, **{name: getattr(article_file, _in_file(name)) for name in fields.NAMES})


def _in_file(name: str) -> str:
    """What a field of a version is called in a file: only the body has another name, which says that it is HTML."""
    return "body_html" if name == "body" else name


@transaction.atomic
def file_under(article_file: ArticleFile) -> Article:
    """Give the article of a file the topics, synonyms, see also and leaflet that the file names.

    Raises ArticleFileError and ValidationError as `load` does.
    """
    others = [_named(other, audience=article_file.audience) for other in article_file.see_also]
    leaflet = _named(article_file.leaflet, audience=Audience.PATIENT) if article_file.leaflet else None
    article = actions.plan(
        document_id=article_file.document_id,
        title=article_file.title,
        audience=article_file.audience,
        topics=article_file.topics,
        synonyms=article_file.synonyms,
        leaflet=leaflet,
    )
    actions.set_see_also(article, others)
    return article


def _named(other: Named, *, audience: str) -> Article:
    """The article that a file names, planned if it is not there yet."""
    article = Article.objects.filter(document_id=other.document_id).first()
    if article or other.title:
        return article or actions.plan(document_id=other.document_id, title=other.title or "", audience=audience)
    raise ArticleFileError(
        "",
        0,
        f"Article {other.document_id} is named and is not in the database. Import it first, or give its title: "
        f"{{document_id: {other.document_id}, title: …}}.",
    )


@transaction.atomic
def publish(version: Version, *, reviewer: User, publisher: User, is_full_check: bool = False) -> Version:
    """Take a draft through review to publication in these people's names, its author handing it in. No mail is sent.

    `is_full_check`: the reviewer says that they checked the whole page, so that a later version moves "Last checked".

    Raises NotAllowed, and leaves the draft as it was, when it is not ready or the reviewer is its author.
    """
    with events.unannounced():
        version = actions.submit(version, by=version.author)
        version = actions.approve(version, by=reviewer, is_full_check=is_full_check)
        return actions.publish(version, by=publisher)


def dump(version: Version) -> ArticleFile:
    """A version and its article as a file says them."""
    article = version.article
    others = [row.other for row in article.see_also.select_related("other")]
    leaflet = article.leaflet
    return ArticleFile(
        document_id=article.document_id,
        audience=article.audience,
        topics=sorted(topic.name for topic in article.topics.all()),
        synonyms=article.synonyms,
        see_also=[Named(other.document_id, other.working_title) for other in others],
        leaflet=Named(leaflet.document_id, leaflet.working_title) if leaflet else None,
        references=[
            FileReference(**{name: getattr(row, name) for name in actions.REFERENCE_FIELDS})
            for row in version.references.all()
        ],
        **{_in_file(name): getattr(version, name) for name in fields.NAMES},
    )
