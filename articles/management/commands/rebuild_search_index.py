from typing import Any

from django.core.management.base import BaseCommand

from articles import search


class Command(BaseCommand):
    help = "Index every published article again, as after a change of how words are looked for."

    def handle(self, *args: Any, **options: Any) -> None:
        count = search.rebuild()
        self.stdout.write(self.style.SUCCESS(f"{count} article{'' if count == 1 else 's'} indexed."))
