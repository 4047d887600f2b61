"""Article files become drafts or published versions, each whole or not at all."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from articles.models import Article, Check, Topic, Version
from tests.articles.transfer.printed_samples import DOCUMENTS, WRITERS

LANTERNS = """---
document_id: 7
title: Lanterns
topics: [Lighting]
synonyms: [lamps]
interests: None declared
see_also:
- {document_id: 8, title: Hooks}
leaflet: {document_id: 9, title: Your lantern}
references:
- id: first
  title: On lanterns
---

## Introduction

Lanterns hang from [hooks](article:8).[@first]
"""


@pytest.fixture
def staff(ada, rita, petra):
    for person, group in [(ada, "Author"), (rita, "Reviewer"), (petra, "Publisher")]:
        person.groups.add(Group.objects.get(name=group))


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write article files where the command runs."""
    monkeypatch.chdir(tmp_path)
    return lambda **files: [(tmp_path / f"{name}.md").write_text(text) for name, text in files.items()]


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("import_article", *arguments, "--author=ada@example.org", stdout=out, stderr=out)
    return out.getvalue()


def publish(*arguments: str) -> str:
    return run(*arguments, "--reviewer=rita@example.org", "--publish")


def refused(call, *arguments: str) -> str:
    with pytest.raises(CommandError) as caught:
        call(*arguments)
    return str(caught.value)


def test_a_file_becomes_a_draft_of_its_author(staff, write, ada):
    write(lanterns=LANTERNS)
    assert "[####################] 1/1 lanterns.md: Lanterns, version 1, draft" in run("lanterns.md")
    version = Version.objects.get()
    assert (version.status, version.author, version.title) == ("draft", ada, "Lanterns")
    assert [row.key for row in version.references.all()] == ["first"]
    assert version.body.startswith("<h2>Introduction</h2><p>Lanterns hang from")


def test_what_belongs_to_the_article_is_set(staff, write):
    write(lanterns=LANTERNS)
    run("lanterns.md")
    article = Article.objects.get(document_id=7)
    assert (article.synonyms, [topic.name for topic in article.topics.all()]) == (["lamps"], ["Lighting"])


def test_articles_that_are_named_with_a_title_are_planned(staff, write):
    write(lanterns=LANTERNS)
    run("lanterns.md")
    article = Article.objects.get(document_id=7)
    assert [(row.other.working_title, row.other.audience) for row in article.see_also.all()] == [
        ("Hooks", "professional")
    ]
    assert (article.leaflet.working_title, article.leaflet.audience) == ("Your lantern", "patient")


def test_an_article_that_is_there_keeps_its_title(staff, write, make_article):
    make_article(8, "Hooks of brass", to="planned")
    write(lanterns=LANTERNS)
    run("lanterns.md")
    assert Article.objects.get(document_id=8).working_title == "Hooks of brass"


def test_a_topic_is_the_same_whatever_its_case(staff, write):
    Topic.objects.create(name="lighting", slug="lighting")
    write(lanterns=LANTERNS)
    run("lanterns.md")
    assert Topic.objects.get().name == "lighting"


def test_review_and_publication_are_in_the_names_given(staff, write, ada, rita, petra):
    write(lanterns=LANTERNS)
    out = publish("lanterns.md", "--publisher=petra@example.org")
    assert "version 1, published" in out
    version = Version.objects.get(status="published")
    assert (version.author, version.approved_by) == (ada, rita)
    assert [move.made_by for move in version.transitions.all()] == [ada, rita, petra]


def test_a_file_of_a_known_article_makes_its_next_version(staff, write):
    write(
        lanterns=LANTERNS, again=LANTERNS.replace("see_also", "change_note: Brass hooks\nsignificance: minor\nsee_also")
    )
    publish("lanterns.md")
    publish("again.md")
    statuses = dict(Version.objects.values_list("number", "status"))
    assert statuses == {1: "superseded", 2: "published"}


@pytest.mark.parametrize(("more", "checks"), [([], 1), (["--checked"], 2)])
def test_a_next_version_moves_the_check_only_when_that_is_said(staff, write, more, checks):
    later = LANTERNS.replace("title: Lanterns", "title: Lanterns\nsignificance: minor\nchange_note: More light", 1)
    write(lanterns=LANTERNS, later=later)
    publish("lanterns.md")
    publish("later.md", *more)
    assert Version.objects.published().get(article__document_id=7).number == 2
    assert Check.objects.filter(version__article__document_id=7).count() == checks


def test_a_next_version_says_what_changed(staff, write):
    write(lanterns=LANTERNS)
    publish("lanterns.md")
    assert "Say in the front matter what changed" in refused(publish, "lanterns.md")
    assert Version.objects.count() == 1


def test_a_bad_file_leaves_nothing_and_the_others_go_on(staff, write):
    bad = LANTERNS.replace("document_id: 7", "document_id: 6").replace("Lighting", "Oil")
    uncited = bad.replace("[@first]", "")
    write(bad=bad.replace("[@first]", "[@second]"), uncited=uncited, lanterns=LANTERNS)
    told = refused(publish, "bad.md", "none.md", "uncited.md", "lanterns.md")
    assert told.splitlines()[0] == "1 of 4 imported. Not imported:"
    assert "bad.md, line 17: “second” is cited but is not in the references." in told
    assert "none.md: The file cannot be opened" in told
    assert "uncited.md: Lanterns (version 1) cannot be submitted yet." in told
    assert Version.objects.get().article.document_id == 7
    assert [topic.name for topic in Topic.objects.all()] == ["Lighting"]


def test_a_draft_is_told_what_review_will_ask_for(staff, write):
    write(lanterns=LANTERNS.replace("[@first]", ""))
    assert "before review: The reference “first” is never cited." in run("lanterns.md")


def test_an_unknown_article_without_a_title_is_refused(staff, write):
    write(lanterns=LANTERNS.replace("{document_id: 8, title: Hooks}", "8"))
    assert "lanterns.md: Article 8 is named and is not in the database. Import it first" in refused(run, "lanterns.md")


def test_an_article_that_is_worked_on_is_refused(staff, write):
    write(lanterns=LANTERNS)
    run("lanterns.md")
    assert "already has a version being worked on" in refused(run, "lanterns.md")


def test_a_leaflet_that_is_not_for_patients_is_refused(staff, write, make_article):
    make_article(9, "For professionals", to="planned")
    write(lanterns=LANTERNS)
    assert "lanterns.md: " in refused(run, "lanterns.md")
    assert not Article.objects.filter(document_id=7).exists()


def test_a_dry_run_reports_and_changes_nothing(staff, write):
    wicks = "---\ndocument_id: 10\ntitle: Wicks\ninterests: None declared\nsee_also: [7]\n---\nWicks burn.\n"
    write(lanterns=LANTERNS, wicks=wicks)
    out = publish("lanterns.md", "wicks.md", "--dry-run")
    assert "[##########          ] 1/2 lanterns.md" in out
    assert " 2/2 wicks.md: Wicks, version 1, published" in out
    assert "2 of 2 would be imported. Nothing was changed." in out
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--publish"], "add --reviewer EMAIL"),
        (["--reviewer=rita@example.org"], "add --publish"),
        (["--checked"], "add --publish"),
        (["--publish", "--reviewer=nobody@example.org"], "Nobody has an account with nobody@example.org"),
        (["--publish", "--reviewer=grace@example.org"], "grace@example.org is no reviewer"),
        (["--publish", "--reviewer=rita@example.org", "--publisher=grace@example.org"], "is no publisher"),
    ],
)
def test_people_must_be_there_and_allowed(staff, grace, write, arguments, words):
    write(lanterns=LANTERNS)
    assert words in refused(run, "lanterns.md", *arguments)
    assert not Version.objects.exists()


def test_the_author_cannot_be_the_reviewer(staff, ada, write):
    ada.groups.add(Group.objects.get(name="Reviewer"))
    write(lanterns=LANTERNS)
    assert "An author cannot approve their own version" in refused(
        run, "lanterns.md", "--publish", "--reviewer=ada@example.org"
    )
    assert not Version.objects.exists()


def test_nobody_gets_a_mail_of_an_import(staff, write, rita, mailoutbox, django_capture_on_commit_callbacks):
    rita.is_staff = True
    rita.save()
    write(lanterns=LANTERNS)
    with django_capture_on_commit_callbacks(execute=True):
        publish("lanterns.md")
    assert mailoutbox == []


def test_where_a_published_article_is_filed_waits_for_publication(staff, write):
    again = LANTERNS.replace("[Lighting]", "[Oil]").replace("see_also", "change_note: x\nsignificance: minor\nsee_also")
    write(lanterns=LANTERNS, again=again)
    publish("lanterns.md")
    article = Article.objects.get(document_id=7)
    assert "stay as readers see them" in run("again.md")
    assert [topic.name for topic in article.topics.all()] == ["Lighting"]
    article.versions.get(number=2).delete()
    publish("again.md")
    assert [topic.name for topic in article.topics.all()] == ["Oil"]


def test_files_of_other_kinds_become_drafts_and_what_was_not_taken_over_is_told(staff, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.docx").write_bytes(WRITERS[".docx"](DOCUMENTS["people"]))
    told = run("a.docx")
    assert "no part of the article: 2 passages" in told
    assert Version.objects.get().title == "Lanterns"


def test_numbers_in_brackets_that_may_be_figures_are_told(staff, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_bytes(WRITERS[".txt"](DOCUMENTS["figures"]))
    assert "to look at: Left as it is, since it looks like a figure: After 4 [2-3] days" in run("a.txt")


def test_files_without_an_id_are_numbered_when_asked(staff, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a.html", "b.txt"):
        (tmp_path / name).write_bytes(WRITERS[name[1:]](DOCUMENTS["no id"]))
    assert "--number-from" in refused(run, "a.html")
    run("a.html", "b.txt", "--number-from=900")
    assert set(Article.objects.values_list("document_id", flat=True)) == {900, 901}


LOSSY = b"<h1>Lanterns</h1><p>Give <s>5 mg</s> 50 mg of light.</p>"


def test_a_file_that_loses_words_is_imported_only_once_they_were_seen(staff, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.html").write_bytes(LOSSY)
    told = refused(run, "a.html", "--number-from=5")
    assert "5 mg" in told
    assert "add --accept-losses" in told
    assert not Version.objects.exists()
    assert "5 mg" in run("a.html", "--number-from=5", "--dry-run")
    run("a.html", "--number-from=5", "--accept-losses")
    assert Version.objects.count() == 1
