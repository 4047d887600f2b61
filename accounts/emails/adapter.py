"""How allauth does what is done differently here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.contrib.sites.shortcuts import get_current_site

from accounts.emails import ACCOUNT, SIGN_IN
from core.mail import queue

# Their names are those of allauth's templates.
_SECRETS = ("email_confirmation", "login_code", "password_reset_key", "password_reset_code")


class AccountAdapter(DefaultAccountAdapter):
    """Mails of allauth go through our queue: sent once, and again when the mail server was away."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue a mail. One that holds a code or a link expires soon, and is sent at once."""
        request = allauth_context.request
        context = {"request": request, "email": email, "current_site": get_current_site(request), **context}
        name = template_prefix.rpartition("/")[2]
        queue.put(SIGN_IN if name.startswith(_SECRETS) else ACCOUNT, self.render_mail(template_prefix, email, context))
