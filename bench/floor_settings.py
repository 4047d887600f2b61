"""The site's own settings, with nothing between the server and the floors."""

from patientplus.settings import *  # noqa: F403

INSTALLED_APPS = [app for app in INSTALLED_APPS if not app.startswith("allauth")]  # noqa: F405 (it wants its middleware)
MIDDLEWARE = []
ROOT_URLCONF = "bench.floors"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
