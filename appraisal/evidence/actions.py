"""What a member does with the files that they keep with entries."""

import hashlib
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from appraisal.evidence.files import MOST_FILES
from appraisal.models import Entry, Evidence

if TYPE_CHECKING:
    from accounts.models import User


class TooMany(Exception):
    """The member keeps as many files as one can."""


def keep(*, by: "User", entry: Entry, file: UploadedFile, kind: str) -> Evidence:
    """Keep a file, already checked, with an entry of theirs. The same content again is the same evidence.

    Raises TooMany, and Entry.DoesNotExist for an entry of someone else.
    """
    entry = Entry.objects.owned_by(by).get(pk=entry.pk)
    content = file.read()
    digest = hashlib.sha256(content).hexdigest()
    if there := entry.evidence.filter(sha256=digest).first():
        return there
    if Evidence.objects.owned_by(by).count() >= MOST_FILES:
        raise TooMany
    file.seek(0)
    evidence = Evidence(user=by, entry=entry, name=file.name or "evidence", kind=kind, size=len(content), sha256=digest)
    evidence.file.save(digest, file, save=False)
    try:
        with transaction.atomic():
            evidence.save()
    except IntegrityError:  # sent twice at once, most likely: the other one is kept
        evidence.file.delete(save=False)
        return entry.evidence.get(sha256=digest)
    return evidence


def discard(*, by: "User", evidence: Evidence) -> None:
    """Delete a file for good."""
    mine = Evidence.objects.owned_by(by).get(pk=evidence.pk)
    mine.delete()
    transaction.on_commit(lambda: mine.file.delete(save=False))
