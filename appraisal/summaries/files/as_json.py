"""The summary for other programs."""

from typing import Any

from appraisal.summaries.document import canonical


def render(summary: dict[str, Any], stamp: Any = None) -> str:
    """The document itself: the very text whose hash is printed on a frozen one, so that `sha256sum` can check it."""
    return canonical.text(summary)
