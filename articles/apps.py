from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self) -> None:
        from accounts import triggers

        from . import editions, freeze, roles

        triggers.register(freeze.TRIGGERS)
        triggers.register(editions.TRIGGERS)
        post_migrate.connect(editions.after_migrate, sender=self)
        post_migrate.connect(roles.after_migrate, sender=self)
