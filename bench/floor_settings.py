"""The site's own settings, with nothing between the server and the floors."""

from patientplus.settings import *  # noqa: F403

INSTALLED_APPS = [
    "accounts",
    "articles",
    "notes",
    "feedback",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
]
MIDDLEWARE = []
ROOT_URLCONF = "bench.floors"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
