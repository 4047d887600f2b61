from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry

from accounts import erasure
from accounts.data_export import part, rows
from accounts.models import User
from core.mail.models import Mail, MailQuerySet

WHO = ("email", "display_name", "profession", "regulator", "registration_number", "confirmed_at", "date_joined")


@part("account", "accounts.User", "accounts.User_groups", "accounts.User_user_permissions")
def account(user: User) -> dict[str, Any]:
    """Who they are, and what they may do. Whoever confirmed their number is somebody else's data."""
    who = {field: getattr(user, field) for field in (*WHO, "last_login", "is_staff", "is_superuser")}
    return who | {
        "groups": rows(user.groups.all(), "name"),
        "numbers_confirmed": User.objects.filter(confirmed_by=user).count(),
    }


@part("signing_in", "account.EmailAddress", "mfa.Authenticator", "usersessions.UserSession", "accounts.Session")
def signing_in(user: User) -> dict[str, Any]:
    """Addresses, second factors and devices, without any secret."""
    return {
        "addresses": rows(EmailAddress.objects.filter(user=user), "email", "verified", "primary"),
        "second_factors": rows(Authenticator.objects.filter(user=user), "type", "created_at", "last_used_at"),
        "devices": rows(
            UserSession.objects.filter(user=user), "ip", "user_agent", "created_at", last_seen_at="last_seen_at"
        ),
        "signed_in_until": rows(user.sessions.all(), "expire_date"),
    }


@part("mail", "core.Mail")
def mail(user: User) -> list[dict[str, Any]]:
    """Mails to their addresses that have yet to be sent, or could not be. What was sent holds no address."""
    return rows(_mails(user), "kind", "queued_at", "failed_at")


@erasure.steps.answer
def unsent_mail(user: User, *, keeps_name: bool) -> None:
    """Nothing that was about an account goes out once it is gone."""
    _mails(user).delete()


def _mails(user: User) -> MailQuerySet:
    addresses = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return Mail.objects.to_address(user.email, *addresses)


@part("editing_desk", "admin.LogEntry")
def editing_desk(user: User) -> list[dict[str, Any]]:
    """What they did in the admin."""
    return rows(LogEntry.objects.filter(user=user), "action_time", "object_repr", "change_message")
