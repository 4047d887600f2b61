from django import template
from django.db.models import Q
from django.utils import timezone

from articles import generations, readership
from articles.models import Article, Significance, Status, Version
from feedback.discussion import actions
from feedback.models import RECALLS, Notice

register = template.Library()


@register.inclusion_tag("feedback/_vote.html")
def vote_form(version: Version) -> dict[str, object]:
    """Was this article useful? The same for everyone, so that one copy of the page serves everyone."""
    return {"version": version}


@register.inclusion_tag("feedback/_recalls.html", takes_context=True)
def recalls(context: template.Context, article: Article | None = None) -> dict[str, object]:
    """The recalls that a member has yet to see: of one article or of all. Nothing for others."""
    user = context["request"].user
    if not user.is_authenticated or (article and not _was_recalled(article)):
        return {}
    notices = Notice.objects.filter(user=user, acknowledged_at=None, announcement__kind__in=RECALLS)
    if article:
        notices = notices.filter(announcement__version__article=article)
    return {"notices": notices.for_list(), "csrf_token": context.get("csrf_token")}


@register.simple_tag
def recall_count(version: Version) -> int:
    """How many members a recall of this version would be mailed to."""
    return len(readership.who_opened(version, timezone.now()))


def _was_recalled(article: Article) -> bool:
    """Whether anything of an article was ever withdrawn or clinically corrected: from memory, when it is there."""

    def look() -> str:
        wrong = Q(status=Status.WITHDRAWN) | Q(number__gt=1, significance=Significance.CLINICAL)
        return "yes" if Version.objects.released().filter(wrong, article=article).exists() else "no"

    return generations.get_or_set(generations.page_cache(), ("was recalled", article.pk), look) == "yes"


@register.inclusion_tag("feedback/_ways.html")
def ways(version: Version, is_member: bool) -> dict[str, object]:
    """Where else a reader says something, or hears more. How many discuss it comes from memory: another number begins
    a new edition."""
    article, key = version.article, ("discussing", version.article_id)
    people = generations.get_or_set(generations.page_cache(), key, lambda: str(actions.people(article)))
    return {"people": int(people), "article": article, "version": version, "is_member": is_member}
