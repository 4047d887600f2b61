"""Articles out of files, at the desk: what each was read as, what could not be read, and then a draft of it."""

import re
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from articles import actions
from articles import text as bodies
from articles.models import ImportedFile, Version
from articles.text.html import tokens
from articles.text.sections import Section, sections_of
from articles.transfer import limited, limits, store, uploads
from articles.transfer.files import ArticleFile, ArticleFileError
from articles.transfer.printed import Reading
from articles.transfer.remarks import Group, Remark, groups, is_lossy
from core.errors import NotAllowed

MOST_FILES = 20
MOST_BYTES = 20_000_000  # of the files of one upload
REFRESH_SECONDS = 2

_SALT = "articles.import"
_PLACE = re.compile(r' (?:id="|href="#)[^"]*"')


@dataclass
class Preview:
    """A preview is one file as it was read, or why it was not. `token` is the article, signed, for the second step."""

    name: str
    problem: str = ""
    article: ArticleFile | None = None
    token: str = ""
    remarks: list[Remark] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    @property
    def groups(self) -> list[Group]:
        return groups(self.remarks)

    @property
    def is_lossy(self) -> bool:
        return is_lossy(self.remarks)


class _Files(forms.FileField):
    """One or more files."""

    widget = type("Files", (forms.ClearableFileInput,), {"allow_multiple_selected": True})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [forms.FileField.clean(self, file, initial) for file in data or [None]]
        if len(files) > MOST_FILES:
            raise ValidationError(f"That is {len(files)} files. Choose {MOST_FILES} at most, or use import_article.")
        if sum(file.size for file in files) > MOST_BYTES:
            raise ValidationError("Together they are larger than 20 MB. Choose fewer at a time.")
        if large := [file.name for file in files if file.size > limits.LARGEST]:
            raise ValidationError(f"Larger than 5 MB: {', '.join(large)}. Take the pictures out and save it anew.")
        return files


class ImportForm(forms.Form):
    """Which files to read."""

    upload = _Files(
        label="Files",
        help_text="Word (.docx), HTML, JATS XML, plain text (.txt) or Markdown (.md). Nothing is saved yet.",
        error_messages={"required": "Choose a file first."},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def import_articles(request: HttpRequest) -> HttpResponse:
    """Upload files, see what they were read as, and make drafts of those that are right."""
    if not request.user.has_perm("articles.add_version"):
        raise PermissionDenied
    if "token" in request.POST:
        return _make_drafts(request)
    if "batch" in request.GET:
        return _batch(request)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if not form.is_valid():
        return _page(request, form=form)
    files = [(file.name, file.read()) for file in form.cleaned_data["upload"]]
    if all(_is_read_at_once(name, content) for name, content in files):
        return _page(request, previews=[_preview(name, content) for name, content in files])
    batch = uploads.store(files, by=request.user)  # type: ignore[arg-type]  # staff are users
    return redirect(f"{reverse('admin:articles_article_import')}?batch={batch}")


def _page(request: HttpRequest, **context: Any) -> HttpResponse:
    context |= {**admin.site.each_context(request), "title": "Import articles"}
    return render(request, "admin/articles/article/import.html", context)


def _is_read_at_once(name: str, content: bytes) -> bool:
    """Whether a file is read in a moment, or refused."""
    try:
        return limits.is_small(limits.weighed(content, name=name), name=name)
    except ArticleFileError:
        return True


def _batch(request: HttpRequest) -> HttpResponse:
    """Files that are being read by a task: how far that is, and in the end what was read."""
    try:
        rows = list(ImportedFile.objects.filter(batch=request.GET["batch"], person=request.user.pk))
    except ValidationError:
        rows = []
    if not rows:
        raise Http404
    read = [row for row in rows if row.read_at]
    if len(read) == len(rows):
        return _page(request, previews=[_preview_of(row) for row in rows])
    response = _page(request, total=len(rows), read=len(read))
    response["Refresh"] = str(REFRESH_SECONDS)
    return response


def _preview_of(row: ImportedFile) -> Preview:
    return _shown(row.name, uploads.unpacked(row.reading)) if row.reading else Preview(row.name, problem=row.problem)


def _preview(name: str, content: bytes) -> Preview:
    try:
        return _shown(name, limited.read(content, name=name))
    except ArticleFileError as error:
        return Preview(name, problem=error.message)


def _shown(name: str, reading: Reading) -> Preview:
    article = reading.article
    rendered = bodies.render(
        article.body_html,
        reference_keys=[reference.key for reference in article.references],
        article_links=actions.links(bodies.linked_articles(article.body_html)),
    )
    token = signing.dumps(asdict(article), salt=_SALT, compress=True)
    sections = [replace(section, html=_without_places(section.html)) for section in sections_of(rendered)]
    return Preview(name, "", article, token, reading.remarks, sections)


def _without_places(html: str) -> str:
    """Rendered HTML without its ids and the links to places: several files stand on one page, without references."""
    return "".join(_PLACE.sub("", token.source) if token.name else token.source for token in tokens(html))


def _make_drafts(request: HttpRequest) -> HttpResponse:
    """A draft of each file that was ticked, all of it or nothing, under the document ID that was given."""
    made = []
    for at, token in enumerate(request.POST.getlist("token")):
        if str(at) not in request.POST.getlist("chosen"):
            continue
        try:
            article = _signed(token)
        except signing.BadSignature:
            messages.error(request, "That page was open for too long. Choose the file again.")
            continue
        try:
            with transaction.atomic():
                made.append(_draft(article, request.POST.get(f"document_id-{at}", ""), request))
        except (ArticleFileError, NotAllowed, DatabaseError) as error:
            messages.error(request, f"{article.title}: {error}")
        except ValidationError as error:
            messages.error(request, f"{article.title}: {' '.join(error.messages)}")
    for version in made:
        messages.success(request, f"{version} is a draft now. Read it, then submit it for review.")
    if len(made) == 1:
        return redirect("admin:articles_version_change", made[0].pk)
    return redirect("admin:articles_version_changelist" if made else "admin:articles_article_import")


def _signed(token: str) -> ArticleFile:
    """The article that was previewed. Raises BadSignature for one that was not, or longer than a day ago."""
    return uploads.article_of(signing.loads(token, salt=_SALT, max_age=24 * 60 * 60))


def _draft(article: ArticleFile, document_id: str, request: HttpRequest) -> Version:
    number = document_id.strip()
    if not (number.isascii() and number.isdecimal() and 0 < int(number) < 10**9):
        raise ArticleFileError("", 0, "Give the document ID as a number.")
    numbered = replace(article, document_id=int(number))
    return store.load(numbered, by=request.user)  # type: ignore[arg-type]  # staff are users
