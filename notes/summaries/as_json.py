"""The summary for other programs."""

import json
from typing import Any


def render(summary: dict[str, Any]) -> str:
    """The document itself, as text that a person can read too."""
    return json.dumps(summary, ensure_ascii=False, indent=2)
