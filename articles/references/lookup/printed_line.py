"""References out of the lines in which they are printed.

Vancouver style (https://www.ncbi.nlm.nih.gov/books/NBK7256/) and its kin (`Authors; Title. Journal. 2013;266:407-30.`),
those with the year after the authors (Harvard, APA) or at the end (Nature), books, chapters, guidelines and web pages.
"""

import re

from articles.references.lookup.identifiers import doi_in, doi_of, pmid_of, trimmed_doi
from articles.references.lookup.names import are_names, is_group

_NUMBER = re.compile(r"^\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)](?=\s|\D)|\d{1,3}(?=\s))\s*")
_PMID = re.compile(r"\s*[\[(]?\bPMID:?\s*(?P<pmid>\d{1,9})\b[\])]?[.;,]?", re.I)
_URL = re.compile(
    r"\s*[<(\[]?(?:\b(?:Available|Retrieved|Accessed|URL|Online)\b(?:\s+(?:from|at|online|via))?:?\s*)?[<(\[]?"
    r"(?P<url>https?://[^\s<>]+?)[>\])]?(?=[.;,)\]]*(?:\s|$))[.;,]*",
    re.I,
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_YEAR = r"(?:1[89]|20)\d\d"
_ISSUED = (
    rf"{_YEAR}(?:[a-z]\b)?(?:\s+{_MONTH}(?:\s*[-–/]\s*{_MONTH})?(?:\s+\d{{1,2}}(?:[-–]\d{{1,2}})?)?"
    r"|\s+(?:Spring|Summer|Autumn|Winter))?"
)
_PAGES = r"(?:pp?\.?\s*)?(?:Article (?:ID |No\.? )?)?[\w.,+–—‑-]+?(?:,\s*[\d–-]+)?(?:[;,]\s*discussion [\w–-]+)?"
_ISSUE = r"\((?P<issue>[^()]*)\)"
# Where in a journal, at the end of a line: 2014 May 28;20(20):6113-22, as much of it as there is, and in other orders.
_ENDS = [
    re.compile(
        rf"(?P<issued>{_ISSUED})(?:\s*;\s*(?P<volume>[^():;]{{0,60}}?)\s*(?:{_ISSUE})?)?"
        rf"(?:\s*:\s*(?P<pages>{_PAGES}(?:\. Epub [\w ]+)?))?\s*\.?\s*$"
    ),
    re.compile(
        rf"\(?\b(?P<issued>{_YEAR})\)?\s*[,;]\s*(?P<volume>[A-Z]?\d{{1,4}})\s*(?:{_ISSUE})?\s*[,:]\s*(?P<pages>{_PAGES})\s*\.?\s*$"
    ),
    re.compile(
        rf"\b(?P<volume>[A-Z]?\d{{1,4}})\s*(?:{_ISSUE})?\s*[,:]\s*(?P<pages>{_PAGES})\s*[,(]\s*(?P<issued>{_ISSUED})\)?\s*\.?\s*$"
    ),
    re.compile(rf"(?P<issued>{_YEAR})\s*[.;,]\s*(?P<pages>pp?\.?\s*{_PAGES})\s*\.?\s*$"),
    re.compile(rf"\((?:{_MONTH}\s+)?(?P<issued>{_YEAR})(?P<rest>[^()]{{0,60}})\)\s*\.?\s*$"),
]
_MONTH_FIRST = re.compile(rf"[,.;]?\s*(?P<month>{_MONTH})\s+(?P<year>{_YEAR})\s*\.?\s*$")
# The year after the authors, and what then ends the line.
_YEAR_SECOND = re.compile(
    rf"\s*\((?P<issued>{_YEAR}[a-z]?(?:,\s*{_MONTH}(?:\s+\d{{1,2}})?)?)\)\s*[.,:;]?\s+|\s*[.,]\s+(?P<bare>{_YEAR}[a-z]?)[.,:;]\s+"
)
_PLACE = re.compile(
    rf"[\s,.;]+(?:vol(?:ume|\.)?\s*)?(?P<volume>[A-Z]?\d{{1,4}}(?:[-–/]\d{{1,4}})?(?:\s?Suppl\.?(?:\s?\d+)?)?|(?=\())\s*"
    rf"(?:{_ISSUE}|,?\s*(?:no|issue)\.?\s*(?P<number>\w+))?\s*(?:[:,]\s*(?P<pages>{_PAGES}))?\s*\.?\s*$"
)
_ACCESSED = re.compile(
    r"\s*[\[(]\s*(?P<accessed>(?:cited|accessed|viewed|updated|last accessed|cited and updated)\b[^\])]{0,60})"
    r"[\])]\s*[.;,]?"
    rf"|\s*(?P<bare>(?:Accessed|Viewed|Cited)(?: on)?:?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_MONTH}\s+"
    rf"(?:\d{{1,2}},?\s+)?{_YEAR})\s*[.;,]?",
    re.I,
)
_SENTENCE = re.compile(r"(?<=[.?!])[\"”’']?\s+(?=\S)")
_SHORT = re.compile(r"[A-Z][A-Za-zÀ-ÿ-]{0,9}\.")
# An initial after another, and the names that follow it: A., B. or A., Brown K.
_DOTTED = re.compile(r"[A-Z](?:[.-][A-Z])*|,.*")
_BREAK = re.compile(r"[.;:](?=\s)")
_MOST_BREAKS = 60


def take_apart(line: str) -> dict[str, str]:
    """The fields of a reference (`articles.models.Reference`) that a line prints, those that it has.

    What cannot be told apart stays together in the title: no word of the line is lost, but for a number before it,
    and the names of what follows (doi, PMID, Available from).
    """
    text = _NUMBER.sub("", " ".join(line.split()))
    text, found = _identified(text)
    text, accessed = _accessed(text)
    fields = _year_second(text) or _year_last(text)
    if "pages" in fields:
        fields["pages"] = re.sub(r"^pp?\.?\s*(?=\d)", "", fields["pages"])
    if accessed:
        fields["issued"] = f"{fields.get('issued', '')} [{accessed}]".strip()
    return {"title": fields.pop("title", "")} | {name: value for name, value in (fields | found).items() if value}


def identifiers(text: str) -> dict[str, str]:
    """The DOI, PMID or address that a text is; nothing of one that holds other words."""
    rest, found = _identified(text)
    rest, accessed = _accessed(rest)
    address = found.get("url", "")
    known = {"doi": doi_of(address), "pmid": pmid_of(address)} if address else {}
    found |= {name: value for name, value in known.items() if value}
    return {} if re.search(r"\w", rest) else found | ({"issued": accessed} if accessed else {})


def _identified(text: str) -> tuple[str, dict[str, str]]:
    """A line without its DOI, PMID and address, and those."""
    found: dict[str, str] = {}
    if match := doi_in(text):
        found["doi"] = trimmed_doi(match["doi"])
        text = f"{text[: match.start()].rstrip()} {text[match.end() :].lstrip(' .;,')}".strip()
    for pattern in (_PMID, _URL):
        if match := pattern.search(text):
            found |= match.groupdict()
            text = f"{text[: match.start()]} {text[match.end() :]}".strip()
    return text, found


def _accessed(text: str) -> tuple[str, str]:
    """A line without when somebody looked at it, and that."""
    match = _ACCESSED.search(text)
    if not match:
        return text, ""
    return f"{text[: match.start()]} {text[match.end() :]}".strip(), match["accessed"] or match["bare"]


# --- The year after the authors ---


def _year_second(text: str) -> dict[str, str]:
    """The fields of `Author A, Writer B (2019) Title. Journal 12(3):4-5`; nothing of a line in another style."""
    found = next((it for it in _YEAR_SECOND.finditer(text[:3000]) if _is_head(text[: it.start()])), None)
    if not found:
        return {}
    rest = text[found.end() :]
    place = _PLACE.search(rest)
    where = {name: value or "" for name, value in place.groupdict().items()} if place else {}
    number = where.pop("number", "")
    fields = _title_and_source(rest[: place.start()] if place else rest)
    issued = (found["issued"] or found["bare"]).replace(",", "")
    return (
        {"authors": text[: found.start()].strip(" ,"), "issued": issued}
        | fields
        | where
        | ({"issue": number} if number else {})
    )


def _is_head(text: str) -> bool:
    """Whether this can be who wrote something: names, or one organisation."""
    return are_names(text) or _is_organisation(text)


def _is_organisation(text: str) -> bool:
    """Whether this can be the name of an organisation: each word of it has a capital, but for the small ones."""
    words = re.findall(r"[^\W\d_]{4,}", text)
    is_named = all(word[0].isupper() or word in {"with", "from", "against"} for word in words)
    return len(text) < 150 and is_named and not re.search(r"[.?!:]\s", text) and (is_group(text) or text.isupper())


def _title_and_source(text: str) -> dict[str, str]:
    """A title and where it stands, from `Title. Journal` or `‘Title’, Journal`."""
    quoted = re.match(r"[‘“'\"](?P<title>.+?)[,.]?[’”'\"][,.]?\s+(?:in:?\s+)?(?P<source>.+)", text)
    if quoted:
        return {name: value.strip(" .,") for name, value in quoted.groupdict().items()}
    sentences = _SENTENCE.split(text.strip(" ,"))
    source = _source(sentences) if len(sentences) > 1 else ""
    return {"title": " ".join(sentences).removesuffix("."), "source": source.strip(" ,").removesuffix(".")}


# --- The year at the end ---


def _year_last(text: str) -> dict[str, str]:
    where, end = _where(text)
    authors, rest = _authors(text[:end].rstrip(" ;,("))
    head, _, other = rest.partition("; ")
    if not authors and other and _is_organisation(head):
        authors, rest = head, other
    sentences = _SENTENCE.split(rest) if rest else []
    if not authors and len(sentences) == 1 and "; " in rest:
        title, _, source = rest.rpartition("; ")  # Title; Publisher
        return {"title": title, "source": source.removesuffix(".")} | where
    source = _source(sentences) if len(sentences) > 1 else ""
    if not authors and len(sentences) > 1 and _is_organisation(sentences[0].removesuffix(".")):
        authors = sentences.pop(0).removesuffix(".")
    title = " ".join(sentences).removesuffix(".")
    return {"authors": authors, "title": title, "source": source.removesuffix(".")} | where


def _where(text: str) -> tuple[dict[str, str], int]:
    """When and where in its journal, and where in the text that begins."""
    if match := _MONTH_FIRST.search(text):
        return {"issued": f"{match['year']} {match['month'][:3]}"}, match.start()
    for pattern in _ENDS:
        if match := pattern.search(text):
            where = {name: (value or "").rstrip(".") for name, value in match.groupdict().items()}
            rest = where.pop("rest", "").strip(" -–,;")
            if rest or match[0].startswith("("):
                where["issued"] = match[0].strip(" .()")
            return where, match.start()
    return {}, len(text)


def _authors(text: str) -> tuple[str, str]:
    """Who wrote it, and the rest: the names before the first full stop, colon or semicolon, or a later one that parts
    names only (`Smith, J. A.; Brown, K. Title`)."""
    authors, start = "", 0
    for found in list(_BREAK.finditer(text))[:_MOST_BREAKS]:
        part = text[start : found.start()].strip()
        goes_on = (
            not authors or _DOTTED.fullmatch(part) or (text[start - 1] == ";" and are_names(part)) or part == "et al"
        )
        if not (goes_on and are_names(text[: found.start()])):
            break
        authors, start = text[: found.start()], found.end()
        if found[0] == ":":
            break
    rest = text[start:].strip()
    return (authors, rest) if rest else ("", text)


def _source(sentences: list[str]) -> str:
    """Take the source off the end of a line's sentences: from `In:` on, or the last with the short words before it."""
    start = next((at for at, words in enumerate(sentences[1:], 1) if re.match(r"In(?::|\s+[A-Z])", words)), 0)
    if start:
        source = " ".join(sentences[start:])
        del sentences[start:]
        return source
    source = sentences.pop()
    while len(sentences) > 1 and _SHORT.fullmatch(sentences[-1]):
        source = f"{sentences.pop()} {source}"
    return source


def key_for(fields: dict[str, str], taken: set[str] | None = None) -> str:
    """A short name to cite a reference by: its first word that is one, and the year. None of `taken`."""
    words = re.findall(r"[A-Za-z]+", f"{fields.get('authors', '')} {fields.get('title', '')}")
    year = re.search(r"\b(?:1[89]|20)\d\d\b", fields.get("issued", ""))
    word = next((word.lower() for word in words if len(word) > 2), "reference")
    stem = f"{word[:40]}{year[0] if year else ''}"
    if stem not in (taken or set()):
        return stem
    return next(name for number in range(1, 1000) if (name := f"{stem}-{number}") not in (taken or set()))
