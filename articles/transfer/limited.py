"""Reading files within limits: small ones at once, others in a process of their own."""

import pickle
from pathlib import Path

from articles.transfer import formats, limits
from articles.transfer.files import ArticleFileError
from articles.transfer.printed import Reading
from core import process

_APART = Path(__file__).with_name("apart.py")
_TOO_MUCH = (
    "Reading it takes too much memory or time. Split it into several files at its main headings, and import each."
)


def read(content: bytes, *, name: str) -> Reading:
    """The article that a file of that name holds. Raises ArticleFileError, also for one that is too large to read."""
    if limits.is_small(limits.weighed(content, name=name), name=name):
        return formats.read(content, name=name)
    try:
        answer = pickle.loads(process.run(_APART, pickle.dumps((content, name)), seconds=limits.SECONDS))  # noqa: S301 (ours)
    except (process.Failed, process.TookTooLong) as error:
        raise ArticleFileError(name, 0, _TOO_MUCH) from error
    if isinstance(answer, ArticleFileError):
        raise answer
    return answer  # type: ignore[no-any-return]  # what apart.py answers
