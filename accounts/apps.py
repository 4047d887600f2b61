from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People"  # at the desk, where allauth's own is called Accounts

    def ready(self) -> None:
        from . import receivers  # noqa: F401 (it receives once it is imported)
