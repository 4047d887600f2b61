"""Put a demonstration into the database: four accounts, and the first article, published in their names."""

import secrets
from collections.abc import Iterable
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
    """What is there already stays as it is; only a DEMO_PASSWORD is set again for all four accounts."""

    help = "Make demonstration accounts (reader@, author@, reviewer@, publisher@example.org) and the first article."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        there = {user.email: user for user in User.objects.filter(email__in=map(_email, ACCOUNTS))}
        missing = [name for name in ACCOUNTS if _email(name) not in there]
        password = _password()
        for name in missing:
            _make_account(name, password)
        if settings.DEMO_PASSWORD:
            _give_password(there.values(), password)
        _publish_article()
        *first, last = map(_email, ACCOUNTS)
        self.stdout.write(f"Sign in at {reverse('account_login')} as {', '.join(first)} or {last}.")
        self.stdout.write(f"Their password: {_which(password, is_new=bool(missing))}")


def _which(password: str, *, is_new: bool) -> str:
    if settings.DEMO_PASSWORD:
        return "the one in DEMO_PASSWORD"
    if is_new:
        return f"{password}   (shown only now)"
    return "the one shown at first. To choose another: DEMO_PASSWORD=… python3 dev.py run"


def _give_password(users: Iterable[User], password: str) -> None:
    """Let these accounts sign in with this password, if they cannot yet."""
    for user in users:
        if not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])


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
