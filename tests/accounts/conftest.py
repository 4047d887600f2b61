import uuid
from datetime import date

import pytest

from appraisal.diary import actions as diary
from appraisal.plans import actions as plan
from appraisal.summaries import actions as summaries
from appraisal.summaries.document.build import Choices, Words
from appraisal.summaries.forms import SHOW
from feedback.messages import actions as messages
from feedback.votes import actions as votes
from notes.annotations import actions as notes
from notes.annotations.bookmarks import actions
from notes.annotations.imports import actions as imports
from notes.reading import tracking


@pytest.fixture
def life(version):
    """Lets a member write, read, reflect and answer; every word of theirs holds `canary`."""

    def life(user, canary):
        tracking.log(user, version, user.date_joined)
        views = user.page_views.all()
        note = notes.write(by=user, version=version, key=uuid.uuid4(), body=f"{canary} note", tags=[f"{canary} tag"])
        actions.add(version.article, by=user, section="presentation", title=f"{canary} section")
        imports.lay_out(f"{canary} file", by=user)
        words = {"title": f"{canary} title", "learned_on": date(2026, 1, 1), "what": f"{canary} what"}
        rest = {"so_what": "", "what_next": "", "claimed_minutes": 0}
        entry = diary.write(by=user, key=uuid.uuid4(), page_views=views, notes=[note], **words, **rest)
        plan.set_out(by=user, key=uuid.uuid4(), title=f"{canary} objective", reason="", due_on=None)
        choices = Choices(date(2026, 1, 1), date(2026, 2, 1), frozenset(dict(SHOW)), frozenset([entry.pk]))
        summaries.freeze(by=user, key=uuid.uuid4(), choices=choices, words=Words(overview=f"{canary} overview"))
        votes.vote(version, is_useful=True, user=user)
        votes.comment(version, text=f"{canary} comment", user=user)
        messages.send_message(key=uuid.uuid4(), body=f"{canary} message", user=user)

    return life
