from django.apps import AppConfig


class PatientPlusConfig(AppConfig):
    """What is site-wide: the map of addresses, pages about the site, commands for whoever runs it."""

    name = "patientplus"
