"""A share of bench/races.py: whoever does what at once, every promise of the workflow holds."""

from collections import Counter

import pytest
from django.db import connection

from articles import actions
from articles.models import Version
from bench import races
from core import triggers

pytestmark = pytest.mark.django_db(transaction=True)


def test_publications_edits_and_withdrawals_at_once_break_no_promise(make_article, ada, rita, petra):
    article = make_article(to="planned")
    counts = Counter()
    for number in range(6):
        counts += races.publication_round(article, number, ada=ada, rita=rita, petra=petra)
    assert counts["moves made"] >= 6
    assert counts["moves refused"] > 0


def test_two_editors_at_once_overwrite_nothing(make_article, ada, rita):
    draft = make_article(to="draft").versions.get()
    assert races.editing_race(draft, 20, people=[ada, rita]) == {"saved": 10, "told of the other": 10}


def test_a_broken_promise_is_seen(article, version):
    races.look(article)
    triggers.drop_all(connection)
    Version.objects.filter(pk=version.pk).update(summary="Slipped in")
    triggers.create_all(connection)
    with pytest.raises(AssertionError, match="an approval outlived an edit"):
        races.look(article)


def test_an_overwriting_save_is_seen(make_article, ada, rita, monkeypatch):
    draft = make_article(to="draft").versions.get()
    real = actions.write
    monkeypatch.setattr(actions, "write", lambda version, edits=None, **words: real(version, **words))
    with pytest.raises(AssertionError, match="2 saves went through"):
        races.editing_race(draft, 2, people=[ada, rita])
