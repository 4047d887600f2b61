"""What publishing a version will do, said before it is done."""

from django.utils import timezone

from articles import actions
from articles.actions import readiness
from articles.models import Article, Significance, Version, slug_of


def of(version: Version) -> list[str]:
    """Sentences for the publisher of an approved version. What other rooms add, they say themselves."""
    live = version.article.versions.published().first()
    effects = [
        f"Version {live.number} is superseded, and stays at its own address."
        if live
        else "Readers see it for the first time."
    ]
    if live and slug_of(version.title) != version.article.slug:
        effects.append(
            f"Its address becomes /{version.article.document_id}/{slug_of(version.title)}/; the old one leads there."
        )
    effects += _check(version) + _withdrawal(live)
    if linking := _linking(version.article):
        effects.append(f"{linking} {'page' if linking == 1 else 'pages'} that name it will link to it.")
    advice = [finding.words for finding in readiness.findings(version, actions.rendered(version))]
    is_named = any("leaflet" in words for words in advice)
    return [*effects, *([] if is_named else _leaflet(version)), *advice]


def _check(version: Version) -> list[str]:
    """What becomes of "Last checked", where nobody is asked."""
    if version.significance != Significance.EDITORIAL or actions.is_first_check(version):
        return []
    before = Version.objects.with_check().get(pk=version.pk)
    checked_on, due = (f"{day:%-d %B %Y}" for day in (before.checked_on, before.next_check_on))
    stays = f"“Last checked” stays {checked_on}, and the next review is due on {due}"
    return [f"{stays}: an editorial correction is no check of the whole page."]


def _withdrawal(live: Version | None) -> list[str]:
    """What becomes of a withdrawal that is set."""
    if live is None or live.withdraw_at is None:
        return []
    at = f"{timezone.localtime(live.withdraw_at):%-d %B %Y, %H:%M}"
    return [
        f"Version {live.number} is set to be withdrawn on {at}. That ends: set it again for this version if needed."
    ]


def _linking(article: Article) -> int:
    """How many other articles that readers can open name this one."""
    marked = f'data-article="{article.document_id}"'
    return Version.objects.published().filter(body__contains=marked).exclude(article=article).count()


def _leaflet(version: Version) -> list[str]:
    """Whether its leaflet for patients will be behind it."""
    leaflet = version.article.leaflet
    if leaflet and leaflet.versions.published().exists():
        return [f"Its leaflet {leaflet} will be older than it: see whether it still says the same."]
    return []
