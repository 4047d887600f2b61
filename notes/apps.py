from django.apps import AppConfig


class NotesConfig(AppConfig):
    """What members keep on a page, and that they opened it."""

    name = "notes"
