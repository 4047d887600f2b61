from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self) -> None:
        from articles import frozen, generations
        from articles.desk import roles
        from core import triggers

        triggers.register(frozen.TRIGGERS)
        triggers.register(generations.TRIGGERS)
        post_migrate.connect(generations.after_migrate, sender=self)
        post_migrate.connect(roles.after_migrate, sender=self)
