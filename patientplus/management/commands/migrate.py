"""Django's migrate, after which the triggers stand even when it fails (core/triggers.py)."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from core import triggers


class Command(migrate.Command):
    """Migrate; where a migration fails, put back the triggers that were there before."""

    def handle(self, *args: Any, **options: Any) -> None:
        with triggers.put_back_on_failure(connections[options["database"]]):
            super().handle(*args, **options)
