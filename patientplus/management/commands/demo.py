"""Put a demonstration into the database: four accounts, and the first article, published in their names."""

import secrets
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from articles.models import Version
from articles.transfer import markdown, store

# Who is made, and the group of staff that they are in.
ACCOUNTS = {"reader": None, "author": "Author", "reviewer": "Reviewer", "publisher": "Publisher"}
ARTICLE = settings.BASE_DIR / "articles" / "content" / "liver-metastases.md"


class Command(BaseCommand):
    """What is there already stays as it is, so that running it again changes nothing."""

    help = "Make demonstration accounts (reader@, author@, reviewer@, publisher@example.org) and the first article."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        missing = [name for name in ACCOUNTS if not User.objects.filter(email__iexact=_email(name)).exists()]
        if missing:
            password = _password()
            for name in missing:
                _make_account(name, password)
        _publish_article()
        *first, last = map(_email, ACCOUNTS)
        self.stdout.write(f"Sign in at {reverse('account_login')} as {', '.join(first)} or {last}.")
        if missing:
            shown = f"{password}   (shown only now)" if not settings.DEMO_PASSWORD else "the one in DEMO_PASSWORD"
            self.stdout.write(f"Their password: {shown}")
        else:
            self.stdout.write("Their password is the one from when they were made.")


def _email(name: str) -> str:
    return f"{name}@example.org"


def _password() -> str:
    """The password from the settings, or one made up. Raises CommandError for one that the site would refuse."""
    password = settings.DEMO_PASSWORD or secrets.token_urlsafe(12)
    try:
        validate_password(password)
    except ValidationError as error:
        raise CommandError(f"DEMO_PASSWORD cannot be used. {' '.join(error.messages)}") from error
    return password


def _make_account(name: str, password: str) -> None:
    """An account whose address counts as confirmed, so that it can sign in at once."""
    group = ACCOUNTS[name]
    user = User.objects.create_user(_email(name), password, display_name=f"Demo {name}", is_staff=bool(group))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if group:
        user.groups.add(Group.objects.get(name=group))


def _publish_article() -> None:
    """The first article as version 1, unless there is a version of it."""
    article_file = markdown.read(ARTICLE)
    if Version.objects.filter(article__document_id=article_file.document_id).exists():
        return
    author, reviewer, publisher = (User.objects.get(email__iexact=_email(name)) for name in list(ACCOUNTS)[1:])
    store.publish(store.load(article_file, by=author), reviewer=reviewer, publisher=publisher)
