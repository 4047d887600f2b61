"""The fingerprint of a version's words: the same as long as not a letter of them changes."""

import json
from hashlib import sha256

from articles.models import Reference, Version

_WORDS = ("title", "summary", "key_points", "body", "interests")
_REFERENCE = [field.name for field in Reference._meta.fields if field.name not in {"id", "version"}]


def fingerprint(version: Version) -> str:
    """SHA-256 of everything that a peer review answers for, as 64 hexadecimal digits."""
    words = [getattr(version, name) for name in _WORDS]
    references = list(version.references.order_by("pk").values_list(*_REFERENCE))
    return sha256(json.dumps([words, references], ensure_ascii=False).encode()).hexdigest()
