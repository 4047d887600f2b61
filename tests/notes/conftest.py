"""Notes that tests begin with."""

import uuid

import pytest

from notes import anchors
from notes.actions import notes as actions


@pytest.fixture
def write(grace, version):
    """Write a note of Grace's: on the whole page, on a section, or on a passage by its words."""

    def write(body="Ask about dusk.", *, quote="", section="", by=grace, version=version, key=None):
        anchor = None
        if quote:
            anchor, section = anchors.locate(version, section=section, quote=quote)
        return actions.write(by=by, version=version, key=key or uuid.uuid4(), body=body, section=section, anchor=anchor)

    return write
