from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "notes"

    def ready(self) -> None:
        from articles import freeze as mechanism

        from . import freeze

        mechanism.keep(freeze.TRIGGERS)
