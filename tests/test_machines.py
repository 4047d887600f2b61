"""What machines read is what was published of its format, not only what we expect of it (machines.py)."""

import json
from datetime import UTC, datetime
from urllib.robotparser import RobotFileParser

import pytest
import time_machine
from django.utils import timezone
from lxml import html

from articles import actions
from articles.desk import previews
from tests import machines
from tests.articles.public.vocabulary import faults as vocabulary_faults
from tests.browser.crawl import SITE, crawl
from tests.conftest import BODY, REFERENCES

SOURCES = [
    {"issued": "2014 May 28", "volume": "20", "pages": "407-30", "authors": "Author AB, Writer T, et al", "pmid": "12"},
    {"issued": "2013 Feb 31", "source": "Lighting Council", "authors": "Lighting Council"},
    {"issued": "2015 May", "url": "https://example.org/lamps?a=1&b=2"},
    {"issued": "soon"},
]


@pytest.fixture
def site(article, make_article, ada, rita, petra):
    """Something of everything: an earlier version, a leaflet, sources of every kind, one planned and one withdrawn."""
    make_article.revise(article, change_note="Burning <time> & more")
    make_article(2, "Candles & <wicks>", audience="patient", topics=["Fire", "Lighting"])
    make_article(3, "Planned", to="planned")
    actions.withdraw(make_article(4, "Torches").versions.get(), by=petra, comment="It was wrong.")
    draft = make_article(5, "Lamps", to="draft", topics=[]).versions.get()
    more = [{"key": f"s{number}", "title": f"On light {number}"} | it for number, it in enumerate(SOURCES)]
    actions.set_references(draft, REFERENCES + more, by=ada)
    cited = "".join(f'<cite data-ref="{it["key"]}"></cite>' for it in more)
    draft = actions.write(draft, by=ada, body=f"{BODY}<p>They hum.{cited}</p>")
    make_article.publish(actions.approve(actions.submit(draft, by=ada), by=rita))


# --- Pages ---


def test_every_page_that_a_visitor_is_led_to_describes_itself_as_the_formats_say(client, site):
    found = crawl(client, ["/", "/articles/4/torches/versions/1/", "/search/?q=lamps", "/articles/5/lamps/versions/1/"])
    described = {}
    for address, page in found.pages.items():
        answer = client.get(address)
        if not page.is_html or answer.status_code != 200:
            continue
        faults = machines.head_faults(answer.content, SITE + address)
        for block in html.fromstring(answer.content).xpath("//script[@type='application/ld+json']"):
            described[address] = json.loads(block.text)
            faults += vocabulary_faults(described[address])
        assert faults == [], address
    live = {"/articles/1234/lanterns/", "/articles/2/candles-wicks/", "/articles/5/lamps/"}
    assert {"/", *live} <= described.keys()
    earlier = {"/articles/1234/lanterns/versions/1/": "superseded", "/articles/4/torches/versions/1/": "withdrawn"}
    assert {address: described[address]["creativeWorkStatus"].lower() for address in earlier} == earlier


def test_an_earlier_version_is_not_to_be_found_and_takes_no_other_page_with_it(client, site):
    for address in ("/articles/1234/lanterns/versions/1/", "/articles/4/torches/versions/1/"):
        page = html.fromstring(client.get(address).content)
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert page.xpath("//link[@rel='canonical']/@href") == [SITE + address]


def test_the_live_version_shares_the_address_of_its_article(client, site):
    page = html.fromstring(client.get("/articles/1234/lanterns/versions/2/").content)
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{SITE}/articles/1234/lanterns/"]


def test_a_preview_says_nothing_to_machines(client, make_article):
    content = client.get(previews.link(make_article(to="draft").versions.get())).content
    assert machines.head_faults(content, "") == []
    assert b'property="og:' not in content
    assert b"canonical" not in content
    assert b"ld+json" not in content


def test_whatever_else_is_asked_a_page_stands_at_one_address(client, site, monkeypatch):
    monkeypatch.setattr("articles.public.finding.PER_TOPIC", 1)
    for asked, canonical in (("utm_source=x", ""), ("page=1", ""), ("page=2&x=y", "?page=2"), ("page=99", "?page=2")):
        page = html.fromstring(client.get(f"/topics/lighting/?{asked}").content)
        assert page.xpath("//link[@rel='canonical']/@href") == [f"{SITE}/topics/lighting/{canonical}"]


def head(*lines: str) -> bytes:
    return "".join(["<!doctype html><title>A</title>", *lines]).encode()


CANONICAL = '<link rel="canonical" href="http://testserver/a/">'
GRAPH = "".join(
    f'<meta property="og:{name}" content="{value}">'
    for name, value in [
        ("title", "A"),
        ("type", "article"),
        ("image", "http://testserver/a.png"),
        ("url", "http://testserver/a/"),
    ]
)


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        (head(), "canonical: []"),
        (head(CANONICAL, CANONICAL), "canonical: ["),
        (head(CANONICAL.replace("http://testserver", "")), "not absolute"),
        (head(CANONICAL.replace("/a/", "/b/"), '<meta name="robots" content="noindex">'), "not to be found"),
        (head(CANONICAL, GRAPH.replace("og:image", "og:other")), "og:image is missing"),
        (head(CANONICAL, GRAPH.replace("http://testserver/a.png", "")), "og:image is empty"),
        (head(CANONICAL, GRAPH.replace("http://testserver/a.png", "/a.png")), "og:image is not absolute"),
        (head(CANONICAL, GRAPH.replace("/a/", "/b/")), "og:url is"),
        (head(CANONICAL, GRAPH, '<meta property="article:published_time" content="1 May 2026">'), "is no moment"),
    ],
)
def test_a_faulty_head_is_seen(page, fault):
    assert machines.head_faults(head(CANONICAL, GRAPH), "http://testserver/a/") == []
    assert fault in "\n".join(machines.head_faults(page, "http://testserver/a/"))


# --- The sitemap and robots.txt ---


def test_the_sitemap_is_one(client, site):
    assert machines.sitemap_faults(client.get("/sitemap.xml").content, f"{SITE}/") == []


def test_what_is_on_the_sitemap_may_be_crawled_and_found(client, site):
    robots = RobotFileParser()
    robots.parse(client.get("/robots.txt").content.decode().splitlines())
    assert robots.site_maps() == [f"{SITE}/sitemap.xml"]
    for address in machines.read(client.get("/sitemap.xml").content).xpath("//*[local-name()='loc']/text()"):
        page = html.fromstring(client.get(address).content)
        assert robots.can_fetch("*", address)
        assert page.xpath("//link[@rel='canonical']/@href") == [address]
        assert page.xpath("//meta[@name='robots']") == []


def test_what_is_private_may_not_be_crawled(client, db):
    robots = RobotFileParser()
    robots.parse(client.get("/robots.txt").content.decode().splitlines())
    private = ("/notes/", "/diary/entries/1/", "/shared/x/", "/admin/", "/search/?q=lamps")
    assert [path for path in private if robots.can_fetch("*", path)] == []


SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://testserver/</loc></url></urlset>'
)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("sitemap/0.9", "sitemap/0.8", "is no urlset"),
        ("http://testserver/", "/articles/", "cannot be on it"),
        ("http://testserver/", "https://example.org/", "cannot be on it"),
        ("</loc>", "</loc><lastmod>1 May 2026</lastmod>", "is no date"),
        ("<loc>", "<lastmod>2026-05-01</lastmod><loc>", "out of order"),
        ("</loc>", "</loc><changed>2026-05-01</changed>", "changed is unknown"),
        ("<url><loc>http://testserver/</loc></url>", "", "it lists none"),
        ("<url>", "<url><loc>http://testserver/</loc></url><url>", "twice"),
    ],
)
def test_a_faulty_sitemap_is_seen(old, new, fault):
    assert machines.sitemap_faults(SITEMAP.encode(), f"{SITE}/") == []
    assert fault in "\n".join(machines.sitemap_faults(SITEMAP.replace(old, new).encode(), f"{SITE}/"))


# --- The feed ---


def test_the_feed_is_one(client, site):
    content = client.get("/feeds/articles.atom").content
    assert machines.atom_faults(content) == []
    assert len(machines.read(content).findall("{*}entry")) == 4  # three articles, and what was withdrawn


def test_an_empty_feed_is_one(client, db):
    assert machines.atom_faults(client.get("/feeds/articles.atom").content) == []


def test_words_that_look_like_markup_are_read_as_words(client, site):
    feed = machines.read(client.get("/feeds/articles.atom").content)
    texts = feed.xpath("//*[name()='summary'][@type='html']/text()")
    assert "Minor change: Burning <time> & more" in [html.fromstring(text).text_content() for text in texts]


FEED = """<feed xmlns="http://www.w3.org/2005/Atom"><id>http://testserver/</id><title>A</title>
<updated>2026-05-01T12:00:00Z</updated><link rel="self" href="http://testserver/a"/><entry><id>tag:a,2026:b</id>
<title>B</title><updated>2026-05-01T12:00:00Z</updated><author><name>Ada</name></author>
<link href="http://testserver/b"/><category term="C"/><summary>D</summary></entry></feed>"""


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<title>A</title>", "", "feed: 0 title"),
        ("<title>B</title>", "<title>B</title><title>B</title>", "entry: 2 title"),
        ("<title>B</title>", "<title> </title>", "title is empty"),
        ("<author><name>Ada</name></author>", "", "nobody wrote it"),
        ("<name>Ada</name>", "", "author: 0 name"),
        ('<link href="http://testserver/b"/>', "", "neither content nor"),
        ('<link href="http://testserver/b"/>', '<link href="/b"/>', "not absolute"),
        ('<link href="http://testserver/b"/>', '<link href="http://a/b"/><link href="http://a/c"/>', "same thing"),
        ("2026-05-01T12:00:00Z</updated><link", "1 May</updated><link", "is no moment"),
        ("2026-05-01T12:00:00Z</updated><link", "2026-05-01T12:00:00</updated><link", "is no moment"),
        ("tag:a,2026:b", "b", "not absolute"),
        ('<category term="C"/>', "<category/>", "no term"),
        ("<summary>", "<description>E</description><summary>", "description is unknown"),
        ("<summary>", '<summary type="markdown">', "summary: no text"),
        ('rel="self"', 'rel="via"', "no link to itself"),
    ],
)
def test_a_faulty_feed_is_seen(old, new, fault):
    assert machines.atom_faults(FEED.encode()) == []
    assert fault in "\n".join(machines.atom_faults(FEED.replace(old, new).encode()))


# --- How to search ---


def test_how_to_search_is_described(client, db):
    content = client.get("/opensearch.xml").content
    assert machines.opensearch_faults(content) == []
    itself = machines.read(content).xpath("//*[local-name()='Url'][@rel='self']/@template")
    assert itself == [f"{SITE}/opensearch.xml"]


SEARCH = """<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/"><ShortName>A</ShortName>
<Description>B</Description><Url type="text/html" template="http://testserver/?q={searchTerms}"/></OpenSearchDescription>"""


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<ShortName>A", "<ShortName>A name that is too long", "longer than 16"),
        ("<ShortName>A</ShortName>", "", "0 ShortName"),
        ('type="text/html"', 'type="text/html" method="get"', "method is unknown"),
        ('type="text/html"', "", "of type None"),
        ("{searchTerms}", "{terms}", "terms is unknown"),
        ("http://testserver", "", "Url: /"),
    ],
)
def test_a_faulty_description_of_the_search_is_seen(old, new, fault):
    assert machines.opensearch_faults(SEARCH.encode()) == []
    assert fault in "\n".join(machines.opensearch_faults(SEARCH.replace(old, new).encode()))


# --- For reference managers ---


@pytest.mark.parametrize("what", ["references", "citation"])
def test_files_for_reference_managers_are_what_these_read(client, site, what):
    ris, csl = (client.get(f"/articles/5/lamps/{what}.{ending}").content.decode() for ending in ("ris", "json"))
    assert machines.ris_faults(ris) == []
    assert machines.csl_faults(json.loads(csl)) == []
    assert ris.count("TY  - ") == len(json.loads(csl)) == (6 if what == "references" else 1)


RIS = "TY  - JOUR\r\nTI  - A\r\nPY  - 2014\r\nDA  - 2014/05//\r\nER  - \r\n"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("\r\n", "\n", "does not end as it must"),
        ("JOUR", "PAPER", "PAPER is unknown"),
        ("2014/05//", "2014/05", "is no date"),
        ("PY  - 2014", "PY  - May 2014", "is no year"),
        ("TI  - A", "TI - A", "is no field"),
        ("ER  - \r\n", "", "no end"),
        ("TY  - JOUR\r\n", "", "stands where it must not"),
    ],
)
def test_a_faulty_ris_file_is_seen(old, new, fault):
    assert machines.ris_faults(RIS) == []
    assert fault in "\n".join(machines.ris_faults(RIS.replace(old, new)))


CSL = {"id": "a", "type": "report", "title": "A", "author": [{"literal": "B"}], "issued": {"date-parts": [[2014, 5]]}}


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "JOUR"},
        {"id": None},
        {"journal": "C"},
        {"title": None},
        {"author": [{"name": "B"}]},
        {"issued": {"date-parts": [[2014, "May"]]}},
    ],
)
def test_a_faulty_csl_item_is_seen(wrong):
    assert machines.csl_faults([CSL]) == []
    assert machines.csl_faults([CSL | wrong])


# --- Whom to tell of a weakness ---

AT = "https://testserver/.well-known/security.txt"
SECURITY = f"Contact: https://testserver/feedback/\nExpires: 2026-11-01T00:00:00Z\nCanonical: {AT}\n"


def test_who_finds_a_weakness_learns_whom_to_tell(client, db):
    answer = client.get("/.well-known/security.txt", secure=True)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert machines.security_faults(answer.content.decode(), at=AT, now=timezone.now()) == []
    assert client.get(answer.content.decode().split()[1], secure=True).status_code == 200
    assert client.post("/.well-known/security.txt").status_code == 405


def test_it_does_not_end_while_the_site_runs(client, db):
    with time_machine.travel("2030-01-01T12:00Z"):
        text = client.get("/.well-known/security.txt", secure=True).content.decode()
        assert machines.security_faults(text, at=AT, now=timezone.now()) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("Contact: https", "Contact: http", "Contact: http:"),
        ("Contact", "Policy", "no Contact"),
        ("2026-11-01", "2026-04-01", "Expires"),
        ("2026-11-01", "2028-11-01", "Expires"),
        ("Expires:", "Ends:", "Expires: "),
        ("Canonical: https://testserver", "Canonical: https://example.org", "elsewhere"),
        ("Contact: ", "Contact ", "no field"),
    ],
)
def test_a_faulty_security_file_is_seen(old, new, fault):
    now = datetime(2026, 5, 1, tzinfo=UTC)
    assert machines.security_faults(SECURITY, at=AT, now=now) == []
    assert fault in "\n".join(machines.security_faults(SECURITY.replace(old, new), at=AT, now=now))
