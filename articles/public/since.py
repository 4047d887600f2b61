"""What is different in a version for someone who knows an earlier one: which sections, and why."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from articles import generations
from articles.models import Version
from articles.text.compare import compare
from articles.text.sections import Section, sections_of


@dataclass(frozen=True)
class Difference:
    """A difference is what became of an article from one version to a later one.

    `steps` are the versions that readers have seen after the old one, the oldest first: each has its reason.
    `changed` are sections of the new version, `gone` titles of sections that it no longer has.
    """

    old: Version
    new: Version
    steps: Sequence[Version]
    changed: Sequence[Section]
    gone: Sequence[str]

    @property
    def ids(self) -> set[str]:
        """Of the changed sections."""
        return {section.id for section in self.changed}


def difference(old_id: int, new: Version) -> Difference | None:
    """From the version with this id to a later one, cached. None when there is no such pair."""
    return generations.get_or_set(
        generations.page_cache(), ("difference", old_id, new.pk), lambda: _difference(old_id, new)
    )


def _difference(old_id: int, new: Version) -> Difference | None:
    released = Version.objects.released().filter(article=new.article_id).defer("body").order_by("number")
    seen = list(released.filter(number__lte=new.number))
    old = next((version for version in seen if version.pk == old_id), None)
    if old is None or old.number >= new.number:
        return None
    before = {section.id: section for section in sections_of(old)}
    after = sections_of(new)
    return Difference(
        old=old,
        new=new,
        steps=[version for version in seen if version.number > old.number],
        changed=[now for now in after if _differs(before.get(now.id), now)],
        gone=[section.title for section in before.values() if section.id not in {now.id for now in after}],
    )


def _differs(was: Section | None, now: Section) -> bool:
    """Whether a comparison of the two would show anything."""
    if was is None or was.title != now.title:
        return True
    return was.html != now.html and bool(re.search("<(ins|del)", compare(was.html, now.html)))
