"""What became of the references from one version to the next."""

from dataclasses import dataclass

from articles.models import Reference, Version
from articles.references.printed import links, plain


@dataclass(frozen=True)
class ChangedReference:
    """What became of a reference from one version to the next: added (no old), removed (no new) or corrected."""

    old: Reference | None
    new: Reference | None


def changed_references(old: Version, new: Version) -> list[ChangedReference]:
    """The references that two versions do not share to the letter."""
    before, after = ({item.key: item for item in version.references.all()} for version in (old, new))
    keys = dict.fromkeys([*before, *after])
    pairs = [ChangedReference(before.get(key), after.get(key)) for key in keys]
    return [pair for pair in pairs if _printed(pair.old) != _printed(pair.new)]


def _printed(reference: Reference | None) -> tuple[str, list[tuple[str, str]]] | None:
    return (plain(reference), links(reference)) if reference else None
