"""What a process that serves pages holds in memory."""

import os
import subprocess
import sys

# Libraries for what few processes ever do, each of several MiB: signing a PDF, Word documents, calendars.
WHEN_NEEDED = {"aiohttp", "docx", "icalendar", "pyhanko"}
SERVE = """
import sys
import patientplus.wsgi
from django.urls import get_resolver
get_resolver().url_patterns
print(*sys.modules)
"""


def test_a_worker_begins_without_the_libraries_that_pages_do_not_need(tmp_path):
    settings = {"SECRET_KEY": "x", "DATA_DIR": str(tmp_path), "STATIC_ROOT": str(tmp_path / "static")}
    settings |= {"DJANGO_SETTINGS_MODULE": "patientplus.settings", "DATABASE_URL": f"sqlite:///{tmp_path / 'db'}"}
    command = [sys.executable, "-W", "ignore", "-c", SERVE]
    loaded = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, check=True).stdout  # noqa: S603 (ours)
    assert not WHEN_NEEDED & set(loaded.split())
    assert "django" in loaded.split()
