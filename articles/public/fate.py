"""What became of a version that readers have seen: corrected, withdrawn, or replaced by a later one."""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.models import Article, Significance, Status, Transition, Version


@dataclass(frozen=True)
class Fate:
    """What became of a version. A reader who opens it is told at the top of its page.

    `corrections` are the later versions that changed what it says about care, the oldest first: it must not be used.
    `withdrawal` is its own, or that of the whole article when nothing of it is live; `replacement` is the article to
    read instead. `live` is the version that readers should read.
    """

    live: Version | None
    corrections: Sequence[Version]
    withdrawal: Transition | None
    replacement: Version | None
    is_article_withdrawn: bool

    @property
    def word(self) -> str:
        """What it is, in a word for the title of its page and for machines."""
        if self.withdrawal:
            return "withdrawn"
        return "corrected" if self.corrections else "superseded"


def fate(version: Version) -> Fate | None:
    """What became of a released version; None of the live one."""
    if version.is_live:
        return None
    later = version.article.versions.released().filter(number__gt=version.number).defer(*Version.LONG)
    after = list(later.select_related("article").order_by("number"))
    live = next((other for other in after if other.is_live), None)
    own = version.transitions.filter(to_status=Status.WITHDRAWN).select_related("version").last()
    withdrawal = own or (None if live else last_withdrawal(version.article))
    return Fate(
        live=live,
        corrections=[other for other in after if other.significance == Significance.CLINICAL],
        withdrawal=withdrawal,
        replacement=replacement(withdrawal),
        is_article_withdrawn=live is None,
    )


def last_withdrawal(article: Article) -> Transition | None:
    """When and why something of an article was withdrawn last."""
    withdrawals = Transition.objects.filter(version__article=article, to_status=Status.WITHDRAWN)
    return withdrawals.select_related("version").last()


def replacement(withdrawal: Transition | None) -> Version | None:
    """The live version of the article to read instead of what was withdrawn, if one was named and can be read."""
    if withdrawal is None or withdrawal.replacement_id is None:
        return None
    return Version.objects.for_list().filter(article=withdrawal.replacement_id).first()
