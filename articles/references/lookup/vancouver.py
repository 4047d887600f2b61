"""References out of the lines in which they are printed (Vancouver style, https://www.ncbi.nlm.nih.gov/books/NBK7256/)."""

import re

_NUMBER = re.compile(r"^\s*\[?\d{1,3}[\].)]?(?:\s+|(?<=\]))")
_DOI = re.compile(
    r"\s*(?:\bdoi:?\s*|https?://(?:dx\.)?doi\.org/)(?P<doi>10\.\d{4,9}/\S+?)(?=[.;,]?(?:\s|$))[.;,]?", re.I
)
_PMID = re.compile(r"\s*\bPMID:?\s*(?P<pmid>\d{1,9})\b[.;,]?", re.I)
_URL = re.compile(r"\s*(?:\bAvailable (?:from|at):?\s*)?(?P<url>https?://[^\s<>]+?)(?=[.;,]?(?:\s|$))[.;,]?", re.I)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
# 2014 May 28;20(20):6113-22 at the end of the line, as much of it as there is.
_WHEN = re.compile(
    rf"(?P<issued>(?:1[89]|20)\d\d(?:\s+{_MONTH}(?:\s+\d{{1,2}})?)?)"
    r"(?:\s*;\s*(?P<volume>[^():;]*?)\s*(?:\((?P<issue>[^()]*)\))?)?"
    r"(?:\s*:\s*(?P<pages>[\w.,–-]+?(?:\. Epub [\w ]+)?))?\s*\.?\s*$"
)
_MONTH_FIRST = re.compile(rf"[,.;]?\s*(?P<month>{_MONTH})\s+(?P<year>(?:1[89]|20)\d\d)\s*\.?\s*$")
_INITIALS = r"[^\W\d_][\w'’ -]*?\s[A-Z](?:-?[A-Z]){0,3}"
_AUTHORS = re.compile(rf"(?:{_INITIALS})(?:,\s*{_INITIALS})*(?:,?\s+et al)?\.?")
_SENTENCE = re.compile(r"(?<=[.?!])\s+(?=\S)")


def take_apart(line: str) -> dict[str, str]:
    """The fields of a reference (`articles.models.Reference`) that a line prints, those that it has.

    What cannot be told apart stays together in the title: no word of the line is lost, but for a number before it,
    and the names of what follows (doi, PMID, Available from).
    """
    text = _NUMBER.sub("", " ".join(line.split()))
    found: dict[str, str] = {}
    for pattern in (_DOI, _PMID, _URL):
        if match := pattern.search(text):
            found |= match.groupdict()
            text = f"{text[: match.start()]} {text[match.end() :]}".strip()
    issued, end = _issued(text)
    names = _names(text[:end].rstrip(" ;,"))
    return {"title": names.pop("title")} | {name: value for name, value in (names | found | issued).items() if value}


def _issued(text: str) -> tuple[dict[str, str], int]:
    """When and where in its journal, and where in the text that begins."""
    if match := _MONTH_FIRST.search(text):
        return {"issued": f"{match['year']} {match['month'][:3]}"}, match.start()
    if match := _WHEN.search(text):
        return {name: value or "" for name, value in match.groupdict().items()}, match.start()
    return {}, len(text)


def _names(text: str) -> dict[str, str]:
    """Authors, title and source: the first sentence if it holds names, the last, and what is between."""
    sentences = _SENTENCE.split(text) if text else []
    authors = sentences.pop(0) if len(sentences) > 1 and _AUTHORS.fullmatch(sentences[0]) else ""
    source = sentences.pop() if len(sentences) > 1 else ""
    title = " ".join(sentences)
    return {"authors": authors.removesuffix("."), "title": title.removesuffix("."), "source": source.removesuffix(".")}


def key_for(fields: dict[str, str], taken: set[str] | None = None) -> str:
    """A short name to cite a reference by: its first word that is one, and the year. None of `taken`."""
    words = re.findall(r"[A-Za-z]+", f"{fields.get('authors', '')} {fields.get('title', '')}")
    year = re.search(r"\b(?:1[89]|20)\d\d\b", fields.get("issued", ""))
    word = next((word.lower() for word in words if len(word) > 2), "reference")
    stem = f"{word[:40]}{year[0] if year else ''}"
    if stem not in (taken or set()):
        return stem
    return next(name for number in range(1, 1000) if (name := f"{stem}-{number}") not in (taken or set()))
