"""Files that take a while to read, kept until a task has read them (decision 14)."""

import uuid
from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from accounts.models import User
from articles.models import ImportedFile
from articles.transfer import limited
from articles.transfer.files import ArticleFile, ArticleFileError, FileReference, Named
from articles.transfer.printed import Reading
from articles.transfer.remarks import Kind, Remark

OVERDUE = timedelta(minutes=2)  # after which the timer reads what no worker has
STORED_FOR = timedelta(days=1)


@transaction.atomic
def store(files: Iterable[tuple[str, bytes]], *, by: User) -> uuid.UUID:
    """Store these files, by name and content, to be read by a task. Returns their batch."""
    batch = uuid.uuid4()
    for name, content in files:
        row = ImportedFile.objects.create(batch=batch, person=by, name=name[-255:], content=content)
        transaction.on_commit(partial(read.enqueue, row.pk))
    return batch


@task()
def read(pk: int) -> None:
    """Read one of them, unless that was done."""
    row = ImportedFile.objects.filter(pk=pk, read_at=None).first()
    if row is None:
        return
    try:
        row.reading = packed(limited.read(bytes(row.content), name=row.name))
    except ArticleFileError as error:
        row.problem = error.message
    row.content, row.read_at = b"", timezone.now()
    row.save()


def read_waiting() -> int:
    """Read what should have been read by now. Returns how many."""
    waiting = ImportedFile.objects.filter(read_at=None, uploaded_at__lt=timezone.now() - OVERDUE)
    keys = list(waiting.values_list("pk", flat=True))
    for pk in keys:
        read.call(pk)
    return len(keys)


def forget_old() -> int:
    """Remove files that nobody made drafts of within a day. Returns how many."""
    deleted, _ = ImportedFile.objects.filter(uploaded_at__lt=timezone.now() - STORED_FOR).delete()
    return deleted


def packed(reading: Reading) -> dict[str, Any]:
    return {"article": asdict(reading.article), "remarks": [asdict(remark) for remark in reading.remarks]}


def unpacked(reading: dict[str, Any]) -> Reading:
    remarks = [Remark(**{**remark, "kind": Kind(remark["kind"])}) for remark in reading["remarks"]]
    return Reading(article_of(reading["article"]), remarks)


def article_of(fields: dict[str, Any]) -> ArticleFile:
    """An article file of what `asdict` made of it."""
    return ArticleFile(
        **{
            **fields,
            "references": [FileReference(**reference) for reference in fields["references"]],
            "see_also": [Named(**other) for other in fields["see_also"]],
            "leaflet": Named(**fields["leaflet"]) if fields["leaflet"] else None,
        }
    )
