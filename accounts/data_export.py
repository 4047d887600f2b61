"""Everything that is held about a person, as each app says it in its own personal_data.py."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from core.contributions import Question

FORMAT = "patientplus-personal-data/1"


@dataclass(frozen=True)
class Part:
    """A part is what one app stores about a person under one name, and the models that store it."""

    name: str
    models: frozenset[str]
    rows_of: Callable[[User], Any]

    def __call__(self, user: User, /) -> Any:
        return self.rows_of(user)


export_parts: Question[[User], Any] = Question()


def part(name: str, *models: str) -> Callable[[Callable[[User], Any]], Callable[[User], Any]]:
    """Register the function that says what these models ("notes.Note") hold, under a name of the finished document."""

    def register(rows_of: Callable[[User], Any]) -> Callable[[User], Any]:
        export_parts.answer(Part(name, frozenset(models), rows_of))
        return rows_of

    return register


def parts() -> dict[str, Part]:
    """Every part, by its name."""
    return {part.name: part for part in export_parts.answers if isinstance(part, Part)}


def everything(user: User) -> dict[str, Any]:
    """Everything that is stored about this person, part by part. Secrets of signing in are named, not shown."""
    document = {name: part(user) for name, part in sorted(parts().items())}
    return {"format": FORMAT, "made_at": timezone.now(), **document}


def rows(queryset: QuerySet, *fields: str, **renamed: str) -> list[dict[str, Any]]:
    """These columns of every row, oldest first; `renamed` are names for columns of other tables."""
    return [
        {field: row[field] for field in fields} | {name: row[column] for name, column in renamed.items()}
        for row in queryset.order_by("pk").values(*fields, *renamed.values())
    ]
