"""What the privacy page says is what the site does."""

import re
from pathlib import Path

from django.urls import reverse

SCRIPTS = Path(__file__).parent.parent / "static" / "js"


def test_everything_that_scripts_keep_in_the_browser_is_named(client, db):
    kept = set(re.findall(r"(?:get|set)Item\('([^']+)'", "".join(path.read_text() for path in SCRIPTS.glob("*.js"))))
    page = client.get(reverse("pages:privacy")).content.decode()
    assert kept
    assert {name for name in kept if f"{name} (storage)" not in page} == set()
