"""Files of notes, sent as a browser sends them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse


@pytest.fixture
def import_file(as_grace, settings):
    """Send a file, look at what it holds, and take it in. Gives the page that says what it holds."""

    settings.SITE_URL = "http://testserver"

    def import_file(text):
        file = SimpleUploadedFile("notes.jsonld", text if isinstance(text, bytes) else text.encode())
        sent = as_grace.post(reverse("notes:upload"), {"file": file}, follow=True)
        if sent.redirect_chain:
            assert as_grace.post(reverse("notes:upload_look")).status_code == 302
        return sent

    return import_file
