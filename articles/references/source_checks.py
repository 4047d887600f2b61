"""Whether the sources that articles cite still stand: asked of Crossref and PubMed, and kept apart from references."""

import logging
import re
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from articles.models import OPEN, Reference, SourceCheck, SourceStatus, Status, Version
from articles.references.lookup import crossref, pubmed
from articles.references.lookup.client import Unreachable
from articles.references.lookup.identifiers import doi_of
from articles.references.lookup.notices import Notice, worst

logger = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(days=30)
MOST_DOIS, MOST_PMIDS = 10, 40  # of one run: one question to each service
# Seconds between two questions of the timer, and after one without an answer or when there is nothing to ask.
_PAUSE, _LATER = 10 * 60, 60 * 60
_ASKED = "articles:sources-asked"
_SPELLINGS = (
    "",
    "doi:",
    "doi: ",
    *(f"{it}doi.org/" for it in ("", "https://", "http://", "https://dx.", "http://dx.")),
)
UNUSABLE = (SourceStatus.RETRACTED, SourceStatus.CONCERN, SourceStatus.NOTICE)


def identifiers_of(reference: Reference) -> list[str]:
    """By what a source is known: its DOI in small letters, its PMID, both or neither."""
    doi, pmid = doi_of(reference.doi).lower(), reference.pmid.strip()
    return [*([f"doi:{doi}"] if doi else []), *([f"pmid:{pmid}"] if re.fullmatch(r"[1-9]\d*", pmid) else [])]


def store(identifier: str, notices: Iterable[Notice]) -> SourceCheck:
    """Keep what was said of a source just now."""
    notice = worst(notices)
    known = {
        "status": notice.status if notice else SourceStatus.SOUND,
        "service": notice.service if notice else "",
        "notice": notice.where[:300] if notice else "",
        "noticed_on": notice.on if notice else None,
        "checked_at": timezone.now(),
    }
    check, _ = SourceCheck.objects.update_or_create(identifier=identifier, defaults=known)
    return check


def warnings(version: Version) -> list[str]:
    """What was published against the sources of a version, a sentence each, the worst first."""
    cited = {identifier: it for it in version.references.all() for identifier in identifiers_of(it)}
    bad = SourceCheck.objects.filter(identifier__in=list(cited)).exclude(status=SourceStatus.SOUND)
    found: dict[str, str] = {}
    for check in bad.order_by("status", "pk"):
        found.setdefault(cited[check.identifier].key, _sentence(cited[check.identifier], check))
    return list(found.values())


def _sentence(reference: Reference, check: SourceCheck) -> str:
    notice = Notice(SourceStatus(check.status), check.service, check.notice, check.noticed_on)
    advice = (
        "See whether what it is cited for still holds."
        if check.status == SourceStatus.CORRECTED
        else "Cite another, or say in the text what became of it."
    )
    return f"The source {reference.key} ({reference.title[:80]}) {notice.words}. {advice}"


def citing_unusable() -> QuerySet[Version]:
    """The versions that readers see and that cite a source which was retracted or is doubted."""
    bad = list(SourceCheck.objects.filter(status__in=UNUSABLE).values_list("identifier", flat=True))
    known = [it.removeprefix("doi:") for it in bad if it.startswith("doi:")]
    dois = [f"{before}{doi}" for doi in known for before in _SPELLINGS]
    pmids = [it.removeprefix("pmid:") for it in bad if it.startswith("pmid:")]
    references = Reference.objects.annotate(small_doi=Lower("doi")).filter(Q(small_doi__in=dois) | Q(pmid__in=pmids))
    return Version.objects.filter(status=Status.PUBLISHED, pk__in=references.values("version"))


def due() -> list[str]:
    """The sources that were never asked about or not for long: those of what readers see first, and what is open."""
    cited = Reference.objects.exclude(doi="", pmid="").order_by("doi", "pmid")
    recent = SourceCheck.objects.filter(checked_at__gt=timezone.now() - AGAIN_AFTER)
    known = set(recent.values_list("identifier", flat=True))
    waiting: dict[str, None] = {}
    for statuses in ([Status.PUBLISHED], OPEN):
        for doi, pmid in cited.filter(version__status__in=statuses).values_list("doi", "pmid").distinct():
            waiting |= dict.fromkeys(identifiers_of(Reference(doi=doi, pmid=pmid)))
    return [identifier for identifier in waiting if identifier not in known]


def check(identifiers: list[str]) -> list[str]:
    """Ask about as many of these as one question to each service holds, and keep the answers. Returns those.

    One that a service does not know is as sound as can be known. Raises Unreachable, having kept nothing of that
    service.
    """
    dois = [it.removeprefix("doi:") for it in identifiers if it.startswith("doi:")][:MOST_DOIS]
    pmids = [it.removeprefix("pmid:") for it in identifiers if it.startswith("pmid:")][:MOST_PMIDS]
    for kind, numbers, ask in (("doi", dois, crossref.notices_of), ("pmid", pmids, pubmed.notices_of)):
        answers = ask(numbers) if numbers else {}
        for number in numbers:
            store(f"{kind}:{number}", answers.get(number, []))
    return [*(f"doi:{doi}" for doi in dois), *(f"pmid:{pmid}" for pmid in pmids)]


def check_due() -> int:
    """What the timer does: one question to each service now and then, while there is something to ask.

    Says in the log, once an hour, when they cannot be asked. Asks nothing when look-ups are switched off.
    """
    if not settings.REFERENCE_LOOKUP or not cache.add(_ASKED, 1, timeout=_PAUSE):
        return 0
    waiting = due()
    try:
        if waiting:
            return len(check(waiting))
    except Unreachable:
        logger.warning("Crossref or PubMed could not be asked whether sources were retracted. Nothing was changed.")
    cache.set(_ASKED, 1, timeout=_LATER)
    return 0
