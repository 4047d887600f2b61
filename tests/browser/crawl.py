"""Follow every link of the site as one person, without a browser: what pages there are, what links are broken."""

from collections import Counter, deque
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.urls import resolve
from lxml import html

SITE = "http://testserver"
ALIKE = 5  # addresses that differ in their query only, or in the row that they show, are asked for this often


@dataclass
class Page:
    """What was found at an address."""

    kind: str
    is_html: bool = False
    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)


@dataclass
class Found:
    """The pages by address, and what was wrong with a link: where it stands, where it leads, why."""

    pages: dict[str, Page] = field(default_factory=dict)
    broken: list[tuple[str, str, str]] = field(default_factory=list)

    def one_of_each_kind(self) -> list[str]:
        """The first address of every kind of page."""
        kinds: dict[str, str] = {}
        for address, page in self.pages.items():
            if page.is_html:
                kinds.setdefault(page.kind, address)
        return list(kinds.values())


def kind_of(address: str) -> str:
    """The view that answers, and which questions it is asked that make another page of it.

    Where to go afterwards makes none, nor do the sorting and filters of Django's admin.
    """
    parts = urlsplit(address)
    names = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)} - {"next", "o"}
    asked = sorted(name for name in names if not name.startswith("_") and "__" not in name)
    return " ".join([resolve(parts.path).view_name or parts.path, *asked])


def crawl(client, starts, *, within="/") -> Found:
    """Begin at some addresses and follow every link whose path begins with `within`.

    A link is broken when it is not answered with a page or a file, or when its fragment is not on that page.
    """
    found, kinds, waiting = Found(), Counter(), deque((start, start) for start in starts)
    aims: set[tuple[str, str]] = set()
    while waiting:
        origin, link = waiting.popleft()
        address, fragment = urldefrag(link)
        if (address, fragment) in aims:
            continue
        aims.add((address, fragment))
        if address not in found.pages:
            if "&" in address:  # filters upon filters: each of them is followed by itself
                continue
            kind = kind_of(address)
            kinds[kind] += 1
            if kinds[kind] > ALIKE:
                continue
            page = fetch(client, address, kind)
            if isinstance(page, int):
                found.broken.append((origin, link, f"answered with {page}"))
                continue
            found.pages[address] = page
            waiting.extend((address, to) for to in page.links if urlsplit(to).path.startswith(within))
        if fragment and fragment not in found.pages[address].ids:
            found.broken.append((origin, link, "there is no such place on that page"))
    return found


def fetch(client, address: str, kind: str) -> Page | int:
    """The page, or the status that refused it."""
    answer = client.get(address, follow=True)
    if answer.status_code == 410:  # no dead end: it says why the article was withdrawn, and what to read instead
        return Page(kind)
    if answer.status_code >= 400:
        return answer.status_code
    is_file = answer.headers.get("Content-Disposition", "").startswith("attachment")
    if is_file or not answer.headers["Content-Type"].startswith("text/html"):
        return Page(kind)
    tree = html.fromstring(answer.getvalue())
    base = urljoin(SITE, answer.request["PATH_INFO"])
    links = [urljoin(base, href) for href in tree.xpath("//a/@href") if href not in {"", "#"}]
    inside = [link.removeprefix(SITE) for link in links if link.startswith(SITE)]
    return Page(kind, True, set(tree.xpath("//@id")), inside)
