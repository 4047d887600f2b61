"""The one text of a document, so that the same document has the same hash wherever it is made."""

import hashlib
import json
from typing import Any


def text(document: dict[str, Any]) -> str:
    """The document as JSON without spaces, keys in order, every character as itself: what RFC 8785 gives for it.

    Raises ValueError for a number that JSON does not have.
    """
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256(content: str | bytes) -> str:
    """The hash of a text (as UTF-8) or of a file, in hexadecimal: what `sha256sum` says of the file."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()
