"""A description of an article for machines, in schema.org's terms (https://schema.org/MedicalScholarlyArticle)."""

from datetime import date
from typing import Any

from . import pages
from .models import Audience, Reference, Version
from .references import links

PUBLISHER = {"@type": "Organization", "name": "PatientPlus"}
# Which kind of page, and for whom (https://schema.org/MedicalAudienceType).
KINDS = {Audience.PROFESSIONAL: "MedicalScholarlyArticle", Audience.PATIENT: "MedicalWebPage"}
AUDIENCES = {Audience.PROFESSIONAL: "Clinician", Audience.PATIENT: "Patient"}


def data(version: Version, address: str) -> dict[str, Any]:
    """What is known of a version from `for_page()` whose article is at `address`, as JSON-LD."""
    article = version.article
    all_there_is = {
        "@context": "https://schema.org",
        "@type": KINDS[Audience(article.audience)],
        "@id": address,
        "url": address,
        "name": version.title,
        "headline": version.title,
        "description": version.summary,
        "inLanguage": "en-GB",
        "identifier": str(article.document_id),
        "version": str(version.number),
        "isAccessibleForFree": True,
        "audience": {"@type": "MedicalAudience", "audienceType": AUDIENCES[Audience(article.audience)]},
        "about": [{"@type": "Thing", "name": topic.name} for topic in article.topics.all()],
        "datePublished": _written(version.first_published_at or version.published_at),
        "dateModified": _written(version.published_at),
        "lastReviewed": _written(version.checked_on),
        "author": {"@type": "Person", "name": version.printed_author},
        "reviewedBy": version.approved_by and {"@type": "Person", "name": version.printed_reviewer},
        "publisher": PUBLISHER,
        "citation": [_citation(item.reference) for item in pages.references(version, version.page)],
    }
    return {name: value for name, value in all_there_is.items() if value}


def _written(when: date | None) -> str:
    return when.isoformat() if when else ""


def _citation(reference: Reference) -> dict[str, Any]:
    addresses = [address for _, address in links(reference)]
    all_there_is = {
        "@type": "CreativeWork",
        "name": reference.title,
        "author": reference.authors,
        "isPartOf": reference.source and {"@type": "CreativeWork", "name": reference.source},
        "datePublished": reference.issued,
        "sameAs": addresses,
    }
    return {name: value for name, value in all_there_is.items() if value}
