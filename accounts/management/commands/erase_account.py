"""Erase accounts for people who cannot sign in, or again after a backup was put back."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import erasure
from accounts.models import User
from core.errors import NotAllowed


class Command(BaseCommand):
    help = "Erase accounts for good, by number (as the log names them) or email address."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("accounts", nargs="+", metavar="number or address")
        parser.add_argument("--keep-names", action="store_true", help="Leave their names on what they published.")

    def handle(self, *args: Any, **options: Any) -> None:
        for account in options["accounts"]:
            wanted = {"pk": int(account)} if account.isdecimal() else {"email__iexact": account}
            user = User.objects.filter(**wanted).first()
            if user is None:
                self.stdout.write(f"{account}: there is no such account.")
                continue
            try:
                erasure.erase(user, keeps_name=options["keep_names"])
            except NotAllowed as refusal:
                raise CommandError(f"{account}: {refusal}") from None
            self.stdout.write(f"{account}: erased.")
