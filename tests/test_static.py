"""Static files as deployed: every address that a template makes leads to a file that was collected."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NAMED = re.compile(r"""\{% static ["']?(.*?)["']? ?%\}|\bstatic\(["'](.*?)["']\)""")


def named() -> set[str]:
    """The static files that are named in our templates and modules."""
    places = [ROOT / "templates", *(ROOT / app for app in ("accounts", "articles", "notes", "feedback", "patientplus"))]
    files = [file for place in places for file in place.rglob("*") if file.suffix in {".html", ".js", ".txt", ".py"}]
    return {one or other for file in files for one, other in NAMED.findall(file.read_text())}


def test_every_static_file_that_is_named_was_collected(collected):
    manifest = json.loads((collected / "staticfiles.json").read_text())["paths"]
    assert len(named()) > 30
    assert named() - set(manifest) == set()


def test_the_service_worker_keeps_files_that_are_there(client, collected):
    answer = client.get("/worker.js")
    assert answer.status_code == 200
    addresses = re.findall(r"'/static/([^']+)'", answer.content.decode())
    assert len(addresses) >= 10
    assert [address for address in addresses if not (collected / address).is_file()] == []


@pytest.mark.parametrize("address", ["/about/", "/offline/", "/nothing/here/"])
def test_a_page_names_files_that_are_there(db, client, collected, address):
    addresses = re.findall(r'"/static/([^"]+)"', client.get(address).content.decode())
    assert len(addresses) >= 5
    assert [address for address in addresses if not (collected / address).is_file()] == []
