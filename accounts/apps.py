from django.apps import AppConfig
from django.core.checks import register

from accounts.regulators.checks import check_regulators


class AccountsConfig(AppConfig):
    """People: who they are, how they sign in, what is held about them."""

    name = "accounts"
    verbose_name = "People"  # at the desk, where allauth's own is called Accounts

    def ready(self) -> None:
        register(check_regulators)
