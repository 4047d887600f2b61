"""Whether the sources that articles cite still stand, asked of Crossref and PubMed and said at the desk."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles import actions
from articles.actions import readiness
from articles.desk.work_queue import queues
from articles.models import Reference, SourceCheck, SourceStatus
from articles.references import source_checks
from articles.references.lookup import client, crossref, pubmed
from articles.references.lookup.notices import Notice

RETRACTED = Notice(SourceStatus.RETRACTED, "Crossref", "doi:10.1000/notice")


@pytest.fixture
def cites(make_article, ada):
    """Make a draft that cites one source with these fields."""

    def cites(**fields):
        article = make_article(to="draft")
        draft = article.versions.get()
        actions.set_references(draft, [{"key": "one", "title": "A test", **fields}], by=ada)
        actions.write(draft, by=ada, body='<h2>Use</h2><p>So.<cite data-ref="one"></cite></p>')
        return draft

    return cites


@pytest.fixture
def asked(monkeypatch):
    """What each service was asked, while none of them has anything against any source."""
    asked = []
    monkeypatch.setattr(crossref, "notices_of", lambda dois: asked.append(dois) or {})
    monkeypatch.setattr(pubmed, "notices_of", lambda pmids: asked.append(pmids) or {})
    return asked


def told(version):
    return [finding.words for finding in readiness.findings(version, actions.rendered(version))]


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"doi": "10.1000/X"}, ["doi:10.1000/x"]),
        ({"doi": "https://doi.org/10.1000/x"}, ["doi:10.1000/x"]),
        ({"doi": "10.1000/x", "pmid": "12"}, ["doi:10.1000/x", "pmid:12"]),
        ({"pmid": "none"}, []),
    ],
)
def test_a_source_is_known_by_its_doi_and_pmid(fields, names):
    assert source_checks.identifiers_of(Reference(**fields)) == names


def test_a_draft_says_that_a_source_of_it_was_retracted(cites):
    draft = cites(doi="10.1000/X")
    source_checks.store("doi:10.1000/x", [RETRACTED])
    sentence = "The source one (A test) was retracted (doi:10.1000/notice), says Crossref."
    assert any(words.startswith(sentence) for words in told(draft))
    assert not any(sentence in words for words in readiness.missing(draft, actions.rendered(draft)))


def test_a_source_with_nothing_against_it_says_nothing(cites):
    draft = cites(pmid="12")
    source_checks.store("pmid:12", [])
    assert not any("The source one" in words for words in told(draft))


def test_the_worst_that_was_said_counts(db):
    corrected = Notice(SourceStatus.CORRECTED, "PubMed", "pmid:7")
    assert source_checks.store("pmid:12", [corrected, RETRACTED]).status == SourceStatus.RETRACTED


def test_a_reviewer_sees_what_was_said_of_the_sources(cites, as_rita, ada):
    draft = cites(pmid="12")
    source_checks.store("pmid:12", [RETRACTED])
    actions.submit(draft, by=ada)
    page = as_rita.get(f"/admin/articles/version/{draft.pk}/change/").content.decode()
    assert "Sources to look at" in page
    assert "The source one (A test) was retracted" in page


def published(draft, ada, rita, petra):
    actions.submit(draft, by=ada)
    return actions.publish(actions.approve(draft, by=rita), by=petra)


def test_a_published_article_that_cites_it_waits_at_the_desk(cites, at_desk, ada, rita, petra):
    version = published(cites(doi="https://doi.org/10.1000/X"), ada, rita, petra)
    at_desk(petra, "Publisher")
    assert not any("retracted" in queue.heading for queue in queues(petra))
    source_checks.store("doi:10.1000/x", [RETRACTED])
    (queue,) = [queue for queue in queues(petra) if "retracted" in queue.heading]
    assert [item.title for item in queue.items] == [str(version)]


def test_the_words_of_a_published_reference_never_change(cites, asked, ada, rita, petra):
    version = published(cites(doi="10.1000/x"), ada, rita, petra)
    before = version.references.values().get()
    call_command("check_references", stdout=StringIO())
    assert version.references.values().get() == before


def test_the_command_asks_once_in_thirty_days_and_lists_what_cites_a_retracted_source(
    cites, asked, monkeypatch, ada, rita, petra
):
    published(cites(doi="10.1000/x", pmid="12"), ada, rita, petra)
    monkeypatch.setattr(crossref, "notices_of", lambda dois: asked.append(dois) or {"10.1000/x": [RETRACTED]})
    out = StringIO()
    call_command("check_references", stdout=out)
    assert asked == [["10.1000/x"], ["12"]]
    assert "2 sources checked." in out.getvalue()
    assert "was retracted" in out.getvalue()
    call_command("check_references", stdout=StringIO())
    assert len(asked) == 2
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        call_command("check_references", stdout=StringIO())
    assert len(asked) == 4


def test_more_than_one_question_holds_are_asked_with_a_pause(cites, asked, monkeypatch):
    pauses = []
    monkeypatch.setattr("articles.management.commands.check_references.sleep", pauses.append)
    names = [f"doi:10.1000/{number}" for number in range(source_checks.MOST_DOIS + 1)]
    monkeypatch.setattr(source_checks, "due", lambda: names)
    call_command("check_references", stdout=StringIO())
    assert [len(dois) for dois in asked] == [source_checks.MOST_DOIS, 1]
    assert pauses == [0, 1.0]


def test_offline_it_says_that_it_could_not_and_changes_nothing(cites, monkeypatch, settings):
    cites(doi="10.1000/x")
    settings.REFERENCE_LOOKUP = False
    with pytest.raises(CommandError, match="could not be asked, so 1 sources were not checked"):
        call_command("check_references", stdout=StringIO())
    assert not SourceCheck.objects.exists()


def test_the_timer_asks_now_and_then_and_says_once_an_hour_that_it_could_not(
    cites, asked, monkeypatch, settings, caplog
):
    settings.REFERENCE_LOOKUP = True
    cites(doi="10.1000/x")
    assert (source_checks.check_due(), source_checks.check_due()) == (1, 0)
    SourceCheck.objects.all().delete()

    def unreachable(dois):
        raise client.Unreachable

    monkeypatch.setattr(crossref, "notices_of", unreachable)
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        assert (source_checks.check_due(), source_checks.check_due()) == (0, 0)
    assert [record.getMessage().partition(" whether")[0] for record in caplog.records] == [
        "Crossref or PubMed could not be asked"
    ]
    assert not SourceCheck.objects.exists()


def test_the_timer_asks_nothing_where_look_ups_are_off(cites, asked, settings):
    settings.REFERENCE_LOOKUP = False
    cites(doi="10.1000/x")
    assert source_checks.check_due() == 0
    assert asked == []


def test_many_are_asked_about_in_one_question(monkeypatch):
    addresses = []
    items = [{"DOI": "10.1000/A", "title": ["RETRACTED: Test"]}, {"DOI": "10.1000/b", "title": ["Test"]}]
    monkeypatch.setattr(crossref, "get_json", lambda at: addresses.append(at) or {"message": {"items": items}})
    found = crossref.notices_of(["10.1000/a", "10.1000/b", "10.1000/c"])
    assert [len(notices) for notices in found.values()] == [1, 0]
    assert addresses == ["https://api.crossref.org/works?filter=doi:10.1000/a,doi:10.1000/b,doi:10.1000/c&rows=3"]
    result = {"12": {"title": "T", "pubtype": ["Retracted Publication"]}, "13": {"error": "none"}}
    monkeypatch.setattr(pubmed, "get_json", lambda at: {"result": result})
    assert list(pubmed.notices_of(["12", "13"])) == ["12"]
