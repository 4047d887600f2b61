from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People: who they are, how they sign in, what is held about them."""

    name = "accounts"
    verbose_name = "People"  # at the desk, where allauth's own is called Accounts
