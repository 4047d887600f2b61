"""The mails about accounts: allauth's, by its adapter, and the last one of an account that was erased."""

from datetime import timedelta

from core.mail import messages, queue
from core.mail.kinds import Kind, register

# Someone waits for it in front of a screen, and it is worth nothing later: what it holds signs them in.
SIGN_IN = register(Kind("sign_in", expires_in=timedelta(minutes=15), is_urgent=True))
ACCOUNT = register(Kind("account"))


def account_erased(address: str) -> None:
    """Say to whoever erased their account that it is gone."""
    queue.put(ACCOUNT, messages.write("account_erased", address, {}))
