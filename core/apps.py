from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    """The common ground: what every app needs and none is the subject of."""

    name = "core"

    def ready(self) -> None:
        """Keep the triggers of all apps, and load what apps say of one another: answers, and receivers of signals."""
        from core import triggers

        pre_migrate.connect(triggers.before_migrate, sender=self)
        post_migrate.connect(triggers.after_migrate, sender=self)
        register(triggers.check_triggers, Tags.database)
        autodiscover_modules("contributions", "emails", "personal_data", "receivers")
