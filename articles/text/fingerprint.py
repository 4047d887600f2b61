"""The fingerprint of a version's words: the same as long as not a letter of them changes."""

import json
from hashlib import sha256

from articles.fields import FROZEN
from articles.models import Reference, Version

_REFERENCE = [field.name for field in Reference._meta.fields if field.name not in {"id", "version"}]


def fingerprint(version: Version) -> str:
    """SHA-256 of everything that a peer review answers for, as 64 hexadecimal digits."""
    words = [getattr(version, field.name) for field in FROZEN if not field.is_later]
    words += [[field.name, text] for field in FROZEN if field.is_later and (text := getattr(version, field.name))]
    references = list(version.references.order_by("pk").values_list(*_REFERENCE))
    return sha256(json.dumps([words, references], ensure_ascii=False).encode()).hexdigest()
