"""What pages tell machines, in schema.org's terms: the page (https://schema.org/MedicalWebPage), what stands on it
(https://schema.org/MedicalScholarlyArticle), and the site. tests/articles/public/vocabulary.py knows what they allow.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urljoin

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

from articles.models import Audience, Reference, Significance, Transition, Version
from articles.public import pages
from articles.public.fate import Fate
from articles.references import bibliography
from articles.references.printed import links

NAME = "PatientPlus"
LANGUAGE = "en-GB"
# What stands on a page, and for whom (https://schema.org/MedicalAudience).
KINDS = {Audience.PROFESSIONAL: "MedicalScholarlyArticle", Audience.PATIENT: "Article"}
AUDIENCES = {Audience.PROFESSIONAL: "Clinician", Audience.PATIENT: "Patient"}
# What a source is, and what `source` is to it.
SOURCES = {
    "article-journal": ("ScholarlyArticle", "isPartOf", "Periodical"),
    "report": ("Report", "publisher", "Organization"),
    "webpage": ("WebPage", "publisher", "Organization"),
}

Data = dict[str, Any]


class Site(NamedTuple):
    """The site is known by these whole addresses: of its home page, its sign, and its picture for shared links."""

    home: str
    logo: str
    picture: str


def site_of(request: HttpRequest) -> Site:
    """The site at the address by which it was asked."""
    paths = reverse("articles:home"), static("img/icon.svg"), static("img/share.png")
    return Site(*(request.build_absolute_uri(path) for path in paths))


def of_site(site: Site) -> Data:
    """The site, for its home page: search engines take its name from there."""
    return {"@context": "https://schema.org", **_site(site), "inLanguage": LANGUAGE, "publisher": _publisher(site)}


def of_article(version: Version, address: str, site: Site) -> Data:
    """A live version from `for_page()` whose article is at `address`: when its page was checked and by whom, and what
    was written by whom from which sources. Whoever is no longer named is not named here either."""
    article, audience = version.article, Audience(version.article.audience)
    page = {
        "@type": "MedicalWebPage",
        "@id": address,
        "url": address,
        "name": version.title,
        "inLanguage": LANGUAGE,
        "isPartOf": _site(site),
        "breadcrumb": _breadcrumb(version, site),
        "medicalAudience": {"@type": "MedicalAudience", "audienceType": AUDIENCES[audience]},
        "lastReviewed": version.checked_on and version.checked_on.isoformat(),
        "reviewedBy": _person(version.reviewer_name),
    }
    words = {
        "@type": KINDS[audience],
        "mainEntityOfPage": {"@id": address},
        "headline": version.title,
        "description": version.summary,
        "image": site.picture,
        "inLanguage": LANGUAGE,
        "identifier": str(article.document_id),
        "version": str(version.number),
        "isAccessibleForFree": True,
        "about": [{"@type": "Thing", "name": topic.name} for topic in article.topics.all()],
        "datePublished": _moment(version.first_published_at or version.published_at),
        "dateModified": _moment(version.published_at),
        "author": _person(version.author_name),
        "publisher": _publisher(site),
        "correction": _correction(version) if version.significance == Significance.CLINICAL else None,
        "citation": [_citation(item.reference) for item in pages.references(version, version.page)],
    }
    return {"@context": "https://schema.org", "@graph": [_known(page), _known(words)]}


def of_earlier(version: Version, address: str, canonical: str, became: Fate) -> Data:
    """A version that is no longer live: what became of it, why, and where the article is now."""
    data = {
        "@context": "https://schema.org",
        "@type": KINDS[Audience(version.article.audience)],
        "@id": address,
        "url": address,
        "headline": version.title,
        "inLanguage": LANGUAGE,
        "identifier": str(version.article.document_id),
        "version": str(version.number),
        "datePublished": _moment(version.published_at),
        "creativeWorkStatus": became.word.capitalize(),
        "correction": [_correction(other) for other in became.corrections],
        "comment": became.withdrawal and _withdrawal(became.withdrawal),
        "exampleOfWork": {"@type": "CreativeWork", "@id": canonical, "url": canonical, "name": version.title},
    }
    return _known(data)


def _correction(version: Version) -> Data:
    """What a later version put right (https://schema.org/correction)."""
    text = version.printed_change_note
    return _known({"@type": "CorrectionComment", "text": text, "datePublished": _moment(version.published_at)})


def _withdrawal(withdrawal: Transition) -> Data:
    return {"@type": "Comment", "text": withdrawal.comment, "datePublished": _moment(withdrawal.made_at)}


def _known(properties: Data) -> Data:
    """The properties of which something is known."""
    return {name: value for name, value in properties.items() if value}


def _moment(when: datetime | None) -> str:
    return when.isoformat(timespec="seconds") if when else ""


def _person(name: str) -> Data | None:
    return {"@type": "Person", "name": name} if name.strip() else None


def _site(site: Site) -> Data:
    return {"@type": "WebSite", "@id": f"{site.home}#site", "name": NAME, "url": site.home}


def _publisher(site: Site) -> Data:
    return {
        "@type": "Organization",
        "@id": f"{site.home}#publisher",
        "name": NAME,
        "url": site.home,
        "logo": site.logo,
    }


def _breadcrumb(version: Version, site: Site) -> Data:
    """The way to the article as its page shows it, by the first of its topics. The last step is the page itself."""
    steps = [("Topics", reverse("articles:topics"))]
    steps += [(topic.name, topic.get_absolute_url()) for topic in version.article.topics.all()[:1]]
    above: Iterable[Data] = ({"item": {"@id": urljoin(site.home, path), "name": name}} for name, path in steps)
    numbered = enumerate([*above, {"name": version.title}], start=1)
    items = [{"@type": "ListItem", "position": position, **step} for position, step in numbered]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _citation(reference: Reference) -> Data:
    """A source. One that has an address is known by it, so its authors do not make the page heavier."""
    source = bibliography.of_reference(reference)
    kind, role, holder = SOURCES[source.kind]
    addresses = [address for _, address in links(reference)]
    return _known(
        {
            "@type": kind,
            "name": source.title,
            "author": [] if addresses else [_author(name) for name in source.authors],
            role: source.source and {"@type": holder, "name": source.source},
            "datePublished": source.date,
            "sameAs": addresses,
        }
    )


def _author(name: bibliography.Name) -> Data:
    if not name.given:
        return {"@type": "Organization", "name": name.family}
    return {"@type": "Person", "name": f"{name.given} {name.family}"}
