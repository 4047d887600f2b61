"""What was published about a source later: that it was retracted, doubted or corrected."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from articles.models import SourceStatus

# What each service calls it, in lower case and with plain spaces.
_KINDS = {
    **dict.fromkeys(
        ["retraction", "retraction in", "retracted publication", "withdrawal", "removal"], SourceStatus.RETRACTED
    ),
    **dict.fromkeys(["partial retraction", "partial retraction in", "retracted", "withdrawn"], SourceStatus.RETRACTED),
    **dict.fromkeys(["expression of concern", "expression of concern in", "concern"], SourceStatus.CONCERN),
    **dict.fromkeys(["retraction of publication", "retraction notice"], SourceStatus.NOTICE),
    **dict.fromkeys(
        ["correction", "corrigendum", "erratum", "erratum in", "corrected and republished in"], SourceStatus.CORRECTED
    ),
    **dict.fromkeys(["corrected and republished article", "correction in", "addendum"], SourceStatus.CORRECTED),
}
_WORDS = {
    SourceStatus.RETRACTED: "was retracted",
    SourceStatus.CONCERN: "is under an expression of concern",
    SourceStatus.NOTICE: "is itself a notice of retraction or concern",
    SourceStatus.CORRECTED: "was corrected",
}


@dataclass(frozen=True)
class Notice:
    """A notice is what one service says was published about a source: where (`doi:…`, `pmid:…` or words), and when."""

    status: SourceStatus
    service: str
    where: str = ""
    on: date | None = None

    @property
    def words(self) -> str:
        """As a sentence goes on: `was retracted on 4 May 2020 (doi:10.1000/x), says PubMed`."""
        when = f" on {self.on:%-d %B %Y}" if self.on else ""
        where = f" ({self.where})" if self.where.removeprefix("doi:").removeprefix("pmid:") else ""
        return f"{_WORDS[self.status]}{when}{where}, says {self.service}"


def status_of(kind: str) -> SourceStatus | None:
    """How a source stands for which a service names this kind of notice; None for any other."""
    return _KINDS.get(" ".join(kind.lower().replace("_", " ").replace("-", " ").split()))


def worst(notices: Iterable[Notice]) -> Notice | None:
    """The worst of some notices."""
    return min(notices, key=lambda notice: notice.status, default=None)
