"""Whether what machines read keeps to what was published of its format. Each function gives what is wrong, or nothing.

Rules are given with where they stand. JSON-LD has its own file, vocabulary.py.
"""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree, html

MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)"


def is_address(value: str | None) -> bool:
    """Whether it is a whole web address with nothing in it that an address may not hold (RFC 3987)."""
    parts = urlsplit(value or "")
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not re.search(r'[\s<>"{}|\\^`]', value or "")


def is_moment(value: str | None) -> bool:
    """Whether it is a moment that exists, with its time zone (RFC 3339; W3C NOTE-datetime)."""
    if not re.fullmatch(MOMENT, value or ""):
        return False
    try:
        return bool(datetime.fromisoformat(value or ""))
    except ValueError:
        return False


def read(content: bytes) -> Any:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False))


def counted(element: Any, namespace: str, once: str, at_most_once: str, any_number: str) -> list[str]:
    """Children of that namespace that are missing, too many or unknown; of one that is there once, what is empty."""
    names = [etree.QName(child).localname for child in element if etree.QName(child).namespace == namespace]
    way = etree.QName(element).localname
    found = [f"{way}: {names.count(it)} {it}" for it in once.split() if names.count(it) != 1]
    found += [f"{way}: {names.count(it)} {it}" for it in at_most_once.split() if names.count(it) > 1]
    known = {*once.split(), *at_most_once.split(), *any_number.split()}
    found += [f"{way}: {it} is unknown" for it in names if it not in known]
    texts = {etree.QName(child).localname: child.text for child in element}
    return found + [f"{way}: {it} is empty" for it in once.split() if it in texts and not (texts[it] or "").strip()]


# --- The sitemap ---

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
ORDER = ["loc", "lastmod", "changefreq", "priority"]


def sitemap_faults(content: bytes, site: str) -> list[str]:
    """https://www.sitemaps.org/protocol.html, and its schemas/sitemap/0.9/sitemap.xsd."""
    root = read(content)
    if root.tag != f"{{{SITEMAP}}}urlset":
        return [f"{root.tag} is no urlset"]
    found = ["it lists none, or more than 50,000"] if not 0 < len(root) <= 50_000 else []
    found += ["it is larger than 50 MB"] if len(content) > 50 * 1024 * 1024 else []
    for url in root:
        names = [etree.QName(child).localname for child in url]
        found += counted(url, SITEMAP, "loc", "lastmod changefreq priority", "")
        found += [] if names == [name for name in ORDER if name in names] else [f"out of order: {names}"]
        address, changed = url.findtext(f"{{{SITEMAP}}}loc") or "", url.findtext(f"{{{SITEMAP}}}lastmod")
        if not (is_address(address) and address.startswith(site) and 12 <= len(address) <= 2048):
            found.append(f"{address} cannot be on it")
        if changed is not None and not is_moment(changed) and not is_moment(f"{changed}T00:00Z"):
            found.append(f"{changed} is no date")
    listed = root.xpath("//*[local-name()='loc']/text()")
    return found + [f"{it} is on it twice" for it in sorted({it for it in listed if listed.count(it) > 1})]


# --- The feed (RFC 4287) ---

ATOM = "http://www.w3.org/2005/Atom"
PEOPLE = {f"{{{ATOM}}}author", f"{{{ATOM}}}contributor"}
TEXTS = {f"{{{ATOM}}}{name}" for name in ("title", "subtitle", "summary", "rights")}
# What stands in a feed, in an entry and in a person: once, at most once, any number of times.
FEED = ("id title updated", "generator icon logo rights subtitle", "author category contributor entry link")
ENTRY = ("id title updated", "content published rights source summary", "author category contributor link")
PERSON = ("name", "email uri", "")


def atom_faults(content: bytes) -> list[str]:
    """The musts of RFC 4287 for a feed: what stands in it how often (4.1.1, 4.1.2) and what its parts hold (3, 4.2)."""
    feed = read(content)
    entries = feed.findall(f"{{{ATOM}}}entry")
    found = [] if feed.tag == f"{{{ATOM}}}feed" else [f"{feed.tag} is no feed"]
    found += counted(feed, ATOM, *FEED)
    found += [] if feed.xpath("a:link[@rel='self']", namespaces={"a": ATOM}) else ["feed: no link to itself"]
    for entry in entries:
        found += counted(entry, ATOM, *ENTRY)
        if feed.find(f"{{{ATOM}}}author") is None and entry.find(f"{{{ATOM}}}author") is None:
            found.append("entry: nobody wrote it")
        if entry.find(f"{{{ATOM}}}content") is None and not alternates(entry):
            found.append("entry: neither content nor a link to it")
    ids = [entry.findtext(f"{{{ATOM}}}id") for entry in entries]
    found += [f"{it} names two entries" for it in sorted({it or "" for it in ids if ids.count(it) > 1})]
    return found + [fault for element in feed.iter(etree.Element) for fault in part_faults(element)]


def alternates(element: Any) -> list[tuple[str | None, str | None]]:
    """The type and language of each link that leads to the thing itself."""
    links = [link for link in element.findall(f"{{{ATOM}}}link") if link.get("rel", "alternate") == "alternate"]
    return [(link.get("type"), link.get("hreflang")) for link in links]


def part_faults(element: Any) -> list[str]:
    """What is wrong with one part of a feed by itself."""
    name, text = etree.QName(element).localname, element.text or ""
    found = []
    if name in {"updated", "published"} and not is_moment(text):
        found.append(f"{name}: {text} is no moment")
    if name == "id" and not urlsplit(text).scheme:
        found.append(f"id: {text} is not absolute")
    if name == "link" and not is_address(element.get("href")):
        found.append(f"link: {element.get('href')} is not absolute")
    if name == "category" and not element.get("term"):
        found.append("category: no term")
    if element.tag in PEOPLE:
        found += counted(element, ATOM, *PERSON)
    if element.tag in TEXTS and (element.get("type", "text") not in {"text", "html"} or len(element)):
        found.append(f"{name}: no text")  # xhtml would be right too; we send none
    if name in {"feed", "entry"} and len(set(alternates(element))) < len(alternates(element)):
        found.append(f"{name}: two links to the same thing")
    return found


# --- How to search (OpenSearch 1.1) ---

OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
TEMPLATE_PARAMETERS = {"searchTerms", "count", "startIndex", "startPage", "language", "inputEncoding", "outputEncoding"}


def opensearch_faults(content: bytes) -> list[str]:
    """https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md"""
    root = read(content)
    found = [] if root.tag == f"{{{OPENSEARCH}}}OpenSearchDescription" else [f"{root.tag} describes no search"]
    found += counted(
        root,
        OPENSEARCH,
        "ShortName Description",
        "Contact Tags LongName Developer Attribution SyndicationRight AdultContent",
        "Url Image Query Language InputEncoding OutputEncoding",
    )
    for name, longest in (("ShortName", 16), ("LongName", 48), ("Description", 1024)):
        if len(root.findtext(f"{{{OPENSEARCH}}}{name}") or "") > longest:
            found.append(f"{name} is longer than {longest} characters")
    urls = root.findall(f"{{{OPENSEARCH}}}Url")
    found += [] if urls else ["no Url"]
    for url in urls:
        unknown = {*url.attrib} - {"template", "type", "rel", "indexOffset", "pageOffset"}
        found += [f"Url: {name} is unknown" for name in sorted(unknown)]
        template = url.get("template", "")
        parameters = {name.removesuffix("?") for name in re.findall(r"\{(.*?)\}", template)}
        found += [f"Url: {name} is unknown" for name in sorted(parameters - TEMPLATE_PARAMETERS)]
        if not (url.get("type") and is_address(re.sub(r"\{.*?\}", "x", template))):
            found.append(f"Url: {template} of type {url.get('type')}")
    return found


# --- For reference managers ---

RIS_TYPES = {"JOUR", "RPRT", "ELEC"}  # of those that there are, the ones that we write
CSL_TEXTS = {"title", "container-title", "publisher", "page", "volume", "issue", "DOI", "PMID", "URL", "note"}
CSL_TYPES = {"article-journal", "report", "webpage"}


def ris_faults(text: str) -> list[str]:
    """RIS as Reference Manager specified it: one field a line, TY first and ER last, and each date with its slashes."""
    found = ["a line does not end as it must"] if "\n" in text.replace("\r\n", "") else []
    lines = [line for line in text.split("\r\n") if line]
    found += [f"{line} is no field" for line in lines if not re.match(r"[A-Z][A-Z0-9]  - ", line)]
    fields = [(line[:2], line[6:]) for line in lines]
    is_open = False
    for tag, value in fields:
        if (tag == "TY") == is_open:
            found.append(f"{tag} stands where it must not")
        is_open = tag != "ER"
        if tag == "TY" and value not in RIS_TYPES:
            found.append(f"TY: {value} is unknown")
        if tag == "PY" and not re.fullmatch(r"\d{4}", value):
            found.append(f"PY: {value} is no year")
        if tag == "DA" and not re.fullmatch(r"\d{4}/(\d\d)?/(\d\d)?/[A-Za-z -]*", value):
            found.append(f"DA: {value} is no date")
        if tag != "ER" and not value.strip():
            found.append(f"{tag} is empty")
    return found + (["the last one has no end"] if is_open else [])


def csl_faults(items: Any) -> list[str]:
    """csl-data.json of https://github.com/citation-style-language/schema, for the variables that we write."""
    found = [] if isinstance(items, list) else ["no list"]
    for item in items:
        if item.get("type") not in CSL_TYPES or not isinstance(item.get("id"), str):
            found.append(f"{item.get('id')} is a {item.get('type')}")
        found += [f"{name} is unknown" for name in item.keys() - CSL_TEXTS - {"type", "id", "author", "issued"}]
        found += [f"{name} is no text" for name in item.keys() & CSL_TEXTS if not isinstance(item[name], str)]
        for name in item.get("author", []):
            if not (name.keys() <= {"family", "given"} or name.keys() == {"literal"}):
                found.append(f"author: {name}")
        for parts in item.get("issued", {"date-parts": [[1]]})["date-parts"]:
            if not (1 <= len(parts) <= 3 and all(isinstance(part, int) for part in parts)):
                found.append(f"issued: {parts}")
    return found


# --- The head of a page ---


def head_faults(content: bytes, at: str) -> list[str]:
    """What is wrong with how a page says where it is to be found, if at all, and how it looks where it is shared.

    At most one canonical link (RFC 6596), and one unless the page is not to be found; Open Graph whole or not at all
    (https://ogp.me/), its moments as article: has them.
    """
    page = html.fromstring(content)
    canonical = page.xpath("//link[@rel='canonical']/@href")
    is_hidden = any("noindex" in it for it in page.xpath("//meta[@name='robots']/@content"))
    found = [] if len(canonical) == 1 or (is_hidden and not canonical) else [f"canonical: {canonical}"]
    found += [f"canonical: {it} is not absolute" for it in canonical if not is_address(it)]
    if is_hidden and canonical not in ([], [at]):
        found.append(f"it is not to be found, and says that it is the same as {canonical}")
    graph = page.xpath("//meta[starts-with(@property, 'og:') or starts-with(@property, 'article:')]")
    told = {it.get("property"): it.get("content") for it in graph}
    if not told:
        return found
    found += [f"{it} comes twice" for it in told if len(page.xpath(f"//meta[@property='{it}']")) > 1]
    found += [f"{it} is empty" for it, value in told.items() if not value.strip()]
    found += [f"{it} is missing" for it in ("og:title", "og:type", "og:image", "og:url") if it not in told]
    found += [f"{it} is not absolute" for it in ("og:image", "og:url") if not is_address(told.get(it))]
    found += [f"{it} is no moment" for it, value in told.items() if it.endswith("_time") and not is_moment(value)]
    return found + ([] if [told.get("og:url")] == canonical else [f"og:url is {told.get('og:url')}, not {canonical}"])


# --- Whom to tell of a weakness (RFC 9116) ---


def security_faults(text: str, *, at: str, now: datetime) -> list[str]:
    """The musts of RFC 9116, and that it is said to end within a year."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    fields = [tuple(line.split(": ", 1)) for line in lines if ": " in line]
    told = {name: [value for it, value in fields if it == name] for name, _ in fields}
    found = [] if len(fields) == len(lines) else ["a line is no field"]
    found += [f"{name} comes twice" for name in ("Expires", "Preferred-Languages") if len(told.get(name, [])) > 1]
    found += [] if told.get("Contact") else ["no Contact"]
    found += [f"Contact: {it}" for it in told.get("Contact", []) if not re.match(r"https://|mailto:|tel:", it)]
    found += [] if at in told.get("Canonical", [at]) else ["it is canonical elsewhere"]
    ends = told.get("Expires", [""])[0]
    if not is_moment(ends) or not 0 < (datetime.fromisoformat(ends) - now).days < 366:
        found.append(f"Expires: {ends}")
    return found
