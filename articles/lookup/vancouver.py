"""A pasted reference in Vancouver style, taken apart by its punctuation (https://www.ncbi.nlm.nih.gov/books/NBK7256/)."""

import re

_NUMBERED = re.compile(r"^\s*\[?\d{1,3}[.\])]\s+")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)(10\.\d{4,9}/\S+?)[.,;]?(?=\s|$)", re.IGNORECASE)
_PMID = re.compile(r"(?:PMID|PubMed):?\s*(\d{1,8})\b\.?", re.IGNORECASE)
_URL = re.compile(r"(?:Available (?:from|at):?\s*)?(https?://\S+?)[.,;]?(?=\s|$)", re.IGNORECASE)
_PRINTED = re.compile(
    r"(?:^|(?<=\s))(?P<issued>(?:19|20)\d\d(?:\s+[A-Z][a-z]{2,8}(?:[-/][A-Z][a-z]{2,8})?(?:\s+\d{1,2})?)?)"
    r"(?:\s*;\s*(?P<volume>[^():;]*?)\s*(?:\((?P<issue>[^)]*)\))?\s*(?::\s*(?P<pages>[^.;]*))?)?\s*\.?\s*$"
)
_NAME = r"[^\W\d_][\w’'\- ]*? [A-Z]{1,4}(?: (?:Jr|Sr|2nd|3rd))?"
_AUTHORS = re.compile(rf"(?P<authors>{_NAME}(?:, {_NAME})*(?:,? et al)?|[^.;]{{2,60}}(?:,? et al))\.\s+")


def take_apart(line: str) -> dict[str, str]:
    """The fields that can be told apart; the whole line as the title if none can."""
    rest = _NUMBERED.sub("", line).strip()
    found: dict[str, str] = {}
    for name, pattern in (("doi", _DOI), ("pmid", _PMID), ("url", _URL)):
        if match := pattern.search(rest):
            found[name] = match[1]
            rest = f"{rest[: match.start()]} {rest[match.end() :]}".strip()
    rest = " ".join(rest.split())
    if match := _PRINTED.search(rest):
        found |= {name: text.strip() for name, text in match.groupdict().items() if text}
        rest = rest[: match.start()].strip()
    if match := _AUTHORS.match(rest):
        found["authors"] = match["authors"]
        rest = rest[match.end() :]
    return found | _title_and_source(rest)


def _title_and_source(rest: str) -> dict[str, str]:
    """What is left: sentences, of which the last is the journal or publisher."""
    sentences = [part.strip() for part in re.split(r"(?<=[.?!])\s+", rest) if part.strip(" .")]
    if len(sentences) < 2:
        return {"title": rest.strip(" .")}
    return {"title": " ".join(sentences[:-1]).rstrip("."), "source": sentences[-1].strip(" .")}
