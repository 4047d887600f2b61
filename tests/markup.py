"""Pages as tests compare them: how a template is laid out says nothing of what a page says."""

import re


def tight(html: str) -> str:
    """The page without white space beside its tags, and with one space for each other stretch of it."""
    return re.sub(r" ?(<[^<>]*>) ?", r"\1", re.sub(r"\s+", " ", html))
