"""Everything that is held about a person, as each app says it in its own personal_data.py."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from accounts.models import User

FORMAT = "patientplus-personal-data/1"


class Part(NamedTuple):
    """A part is what one app holds about a person, and the models it is held in."""

    models: frozenset[str]
    say: Callable[[User], Any]


_parts: dict[str, Part] = {}


def part(name: str, *models: str) -> Callable[[Callable[[User], Any]], Callable[[User], Any]]:
    """Register the function that says what these models ("notes.Note") hold, under a name of the finished document."""

    def register(say: Callable[[User], Any]) -> Callable[[User], Any]:
        _parts[name] = Part(frozenset(models), say)
        return say

    return register


def parts() -> dict[str, Part]:
    """Every part, by its name."""
    autodiscover_modules("personal_data")
    return _parts


def everything(user: User) -> dict[str, Any]:
    """What is held about this person, part by part. Secrets of signing in are named, not shown."""
    said = {name: part.say(user) for name, part in sorted(parts().items())}
    return {"format": FORMAT, "made_at": timezone.now(), **said}


def rows(queryset: QuerySet, *fields: str, **renamed: str) -> list[dict[str, Any]]:
    """These columns of every row, oldest first; `renamed` are names for columns of other tables."""
    return [
        {field: row[field] for field in fields} | {name: row[column] for name, column in renamed.items()}
        for row in queryset.order_by("pk").values(*fields, *renamed.values())
    ]
