from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig


class PatientPlusConfig(AppConfig):
    """What is site-wide: the map of addresses, pages about the site, commands for whoever runs it."""

    name = "patientplus"


class DeskConfig(AdminConfig):
    """The admin, with our own site (patientplus/desk.py) in place of Django's."""

    default_site = "patientplus.desk.Desk"

    def ready(self) -> None:
        from django.contrib import admin

        super().ready()
        # Nobody's sign-in secrets or sessions are staff's business, nor is what the worker does for whom.
        for label in ("mfa.Authenticator", "usersessions.UserSession", "django_tasks_database.DBTaskResult"):
            admin.site.unregister(apps.get_model(label))
