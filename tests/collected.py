"""The static files as they are deployed: collected once for a run, and named after their content."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings


class Collected(override_settings):
    """The settings with which the site hands out what was collected in this folder, for `with`."""

    def __init__(self, folder: Path) -> None:
        storage = {"BACKEND": "patientplus.storage.StaticFilesStorage"}
        super().__init__(
            STATIC_ROOT=folder,
            STORAGES={**settings.STORAGES, "staticfiles": storage},
            WHITENOISE_AUTOREFRESH=False,
        )


@pytest.fixture(scope="session")
def collected_files(tmp_path_factory) -> Path:
    """The folder of the collected files."""
    folder = tmp_path_factory.mktemp("static")
    with Collected(folder):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture
def collected(collected_files):
    """The site hands out the collected files; gives their folder."""
    with Collected(collected_files):
        yield collected_files
