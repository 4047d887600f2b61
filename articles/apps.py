from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self) -> None:
        from . import editions, freeze, roles

        # A SQLite migration that rebuilds a table drops its triggers without a word, so they are made
        # anew after every migrate: the one place where Django offers nothing but a signal.
        post_migrate.connect(freeze.after_migrate, sender=self)
        post_migrate.connect(editions.after_migrate, sender=self)
        post_migrate.connect(roles.after_migrate, sender=self)
        register(freeze.check_triggers, Tags.database)
        register(editions.check_triggers, Tags.database)
