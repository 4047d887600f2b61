"""Bring the database to this release: what must happen before the site is served."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from articles import search


def refuse_unusable_database() -> None:
    """Raise CommandError, saying what to do, when the database does not let us in.

    Asks the driver rather than Django: the connection pool would try for half a minute, and not say why.
    """
    database: Any = connection
    try:
        database.Database.connect(**database.get_connection_params()).close()
    except database.Database.Error as problem:
        reason = str(problem).splitlines()[0].rstrip(".")
        raise CommandError(
            f"The database cannot be used: {reason}. Start or create the one that DATABASE_URL names, "
            "or leave DATABASE_URL out to use SQLite."
        ) from None


class Command(BaseCommand):
    """Migrations, the table of the shared cache and the search index; with --demo, also the demonstration."""

    help = "Bring the database to this release (migrate, createcachetable); with --demo, load the demonstration."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="also load the demonstration (the demo command)")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_unusable_database()
        quiet = max(options["verbosity"] - 1, 0)
        call_command("migrate", verbosity=quiet, interactive=False)
        call_command("createcachetable", verbosity=quiet)
        if search.needs_rebuild():
            call_command("rebuild_search_index", stdout=self.stdout)
        if options["demo"]:
            call_command("demo", stdout=self.stdout)
