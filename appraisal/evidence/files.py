"""What a file that a member keeps with an entry may be: its type is told by its content, never by its name."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.core.files.storage import storages
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from appraisal.models import Evidence

MOST_BYTES = 5 * 1024 * 1024
# The most files that one member can keep: 200 certificates in five years are one a week.
MOST_FILES = 200
# How each kind begins (PDF 1.7, 7.5.2; PNG, 5.2; JPEG: SOI and the next marker).
KINDS = {
    b"%PDF-": ("application/pdf", ".pdf"),
    b"\x89PNG\r\n\x1a\n": ("image/png", ".png"),
    b"\xff\xd8\xff": ("image/jpeg", ".jpg"),
}
# What no file system or header should have to bear.
ODD = re.compile(r"[^\w .()&+-]+")


def kind_of(content: bytes) -> tuple[str, str] | None:
    """The media type and the ending of a PDF, PNG or JPEG; None for anything else."""
    return next((kind for start, kind in KINDS.items() if content.startswith(start)), None)


def tidy_name(name: str, ending: str) -> str:
    """The name of a file as it is shown and handed out: without a path, and with the ending of what it really is."""
    stem = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2]).rpartition(".")[0] or name
    return (ODD.sub(" ", stem).strip(" .")[:100] or "evidence") + ending


def delete_files(files: Iterable[FieldFile]) -> None:
    """Delete these files, whose rows are gone."""
    for file in files:
        file.delete(save=False)


def forgotten() -> Iterator[str]:
    """Files whose row is gone, such as those of an account that was erased."""
    storage = storages["private"]
    try:
        _, names = storage.listdir("evidence")
    except FileNotFoundError:
        return
    stored = set(Evidence.objects.values_list("file", flat=True))
    yield from (f"evidence/{name}" for name in names if f"evidence/{name}" not in stored)


def forget() -> int:
    """Delete the files whose row is gone. Returns how many there were. A file just being saved is left for an hour."""
    storage, gone = storages["private"], 0
    for name in forgotten():
        if storage.get_modified_time(name) < timezone.now() - timedelta(hours=1):
            storage.delete(name)
            gone += 1
    return gone
