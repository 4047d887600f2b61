"""How large a file may be: what is counted before it is read, so that none takes more memory or time than this.

150 MB beyond what a process has anyway, and 20 seconds, are the most that reading and checking a file may take. The
counts below were measured to stay within them (docs/measurements/documents.md); what they miss is ended by `apart`.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from articles.transfer.files import ArticleFileError

MEGABYTES, SECONDS = 150, 20
LARGEST = 5_000_000  # bytes of a file as it is uploaded
_PARTS = re.compile(r"word/(?:document|styles|numbering|footnotes|endnotes|comments|header\d*|footer\d*)\.xml")
_NO_WORDS = re.compile(rb"data:[\w/+.-]+;base64,[\w+/=%\s-]+|<(script|style)\b.*?</\1", re.DOTALL | re.IGNORECASE)
_CHUNK = 65_536


@dataclass(frozen=True)
class Weight:
    """A weight is what a file holds, as far as it costs: bytes of words and markup, and tags."""

    bytes: int
    tags: int = 0

    def exceeds(self, other: "Weight") -> bool:
        return self.bytes > other.bytes or self.tags > other.tags


MOST = {
    ".docx": Weight(8_000_000, 300_000),
    ".html": Weight(1_500_000, 60_000),
    ".htm": Weight(1_500_000, 60_000),
    ".xml": Weight(1_500_000, 60_000),
    ".txt": Weight(500_000),
    ".md": Weight(500_000),
}
# Read within the request: less than about a second, and 40 MB.
SMALL = {
    ".docx": Weight(600_000, 30_000),
    ".html": Weight(300_000, 8_000),
    ".htm": Weight(300_000, 8_000),
    ".xml": Weight(300_000, 16_000),
    ".txt": Weight(100_000),
    ".md": Weight(100_000),
}
MOST_ENTRIES = 2_000  # of the zip that a Word document is
SPLIT = "Split it into several files at its main headings, and import each."


def weighed(content: bytes, *, name: str) -> Weight:
    """The weight of a file. Raises ArticleFileError, before anything is parsed, for one that is too large to read."""
    ending = PurePath(name).suffix.lower()
    if len(content) > LARGEST:
        why = f"It has {_mb(len(content))}; at most {_mb(LARGEST)} are read. Take its pictures out."
        raise ArticleFileError(name, 0, why)
    if ending not in MOST:
        return Weight(len(content))
    weight, most = _weight(content, ending, name), MOST[ending]
    if weight.bytes > most.bytes:
        why = f"It holds {_mb(weight.bytes)} of text and markup; at most {_mb(most.bytes)} are read. {SPLIT}"
        raise ArticleFileError(name, 0, why)
    if weight.tags > most.tags:
        why = f"It has more than {most.tags:,} parts, such as cells and runs of type. {SPLIT}"
        raise ArticleFileError(name, 0, why)
    return weight


def is_small(weight: Weight, *, name: str) -> bool:
    """Whether it is read in a moment."""
    return not weight.exceeds(SMALL.get(PurePath(name).suffix.lower(), Weight(0)))


def _weight(content: bytes, ending: str, name: str) -> Weight:
    if ending == ".docx":
        return _zipped(content, name)
    if ending in {".txt", ".md"}:
        return Weight(len(content))
    words = _NO_WORDS.sub(b"", content)
    return Weight(len(words), words.count(b"<"))


def _zipped(content: bytes, name: str) -> Weight:
    """The weight of the parts with words, unpacked piece by piece, and no further than they may go."""
    most, size, tags = MOST[".docx"], 0, 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if len(package.infolist()) > MOST_ENTRIES:
                why = f"It is made of more than {MOST_ENTRIES:,} pieces. Take its pictures out."
                raise ArticleFileError(name, 0, why)
            for part in package.infolist():
                if not _PARTS.fullmatch(part.filename):
                    continue
                with package.open(part) as stream:
                    while (chunk := stream.read(_CHUNK)) and size <= most.bytes and tags <= most.tags:
                        size, tags = size + len(chunk), tags + chunk.count(b"<")
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise ArticleFileError(name, 0, "This Word document cannot be read. Save it again as .docx.") from error
    return Weight(size, tags)


def _mb(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
