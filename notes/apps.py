from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "notes"

    def ready(self) -> None:
        from accounts import triggers

        from . import freeze

        triggers.register(freeze.TRIGGERS)
