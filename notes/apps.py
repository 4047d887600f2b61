from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "notes"

    def ready(self) -> None:
        from appraisal import frozen
        from core import triggers

        triggers.register(frozen.TRIGGERS)
