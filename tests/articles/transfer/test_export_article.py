"""A version becomes a file that says all that it says."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles import actions
from articles.models import Article, Version
from articles.transfer import markdown, store

CONTENT = Path(actions.__file__).parent.parent / "content"


def export(*arguments: object) -> str:
    out = StringIO()
    call_command("export_article", *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("path", sorted(CONTENT.glob("*-*.md")), ids=lambda path: path.stem)
def test_an_imported_file_is_exported_to_the_letter(path, ada):
    version = store.load(markdown.read(path), by=ada)
    assert export(version.article.document_id) == path.read_text(encoding="utf-8")


def test_import_and_export_again_change_nothing(make_article, ada, rita, petra):
    article = make_article(topics=["Oil", "Lighting"], synonyms=["lamps"])
    actions.set_see_also(article, [make_article(2, "Hooks", to="planned"), make_article(3, "Wicks")])
    text = export(article.document_id)
    store.publish(store.load(markdown.parse(text), by=ada), reviewer=rita, publisher=petra)
    assert article.versions.published().get().number == 2
    assert export(article.document_id) == text


def test_a_version_keeps_its_words_through_a_file(version):
    again = markdown.parse(markdown.write(store.dump(version)))
    assert (again.title, again.summary, again.change_note) == (version.title, version.summary, version.change_note)
    assert [row.key for row in again.references] == ["first", "second"]
    assert "They burn for 2.5 hours." in again.body_html


def test_json_holds_all_that_markdown_does(article):
    said = json.loads(export(article.document_id, "--json"))
    assert (said["document_id"], said["title"]) == (1234, "Lanterns")
    assert [reference["key"] for reference in said["references"]] == ["first", "second"]
    assert "2.5 hours" in said["body_html"]


def test_the_published_version_comes_before_a_newer_draft(article, make_article):
    make_article.revise(article, title="Lamps", to="draft")
    assert "title: Lanterns\n" in export(1234)
    assert "title: Lamps\n" in export(1234, "--version", 2)


def test_a_draft_that_is_all_there_is_can_be_exported(make_article):
    make_article(to="draft")
    assert "title: Lanterns\n" in export(1234)


def test_a_file_can_be_named(article, tmp_path):
    export(1234, "--output", tmp_path / "lanterns.md")
    assert markdown.read(tmp_path / "lanterns.md").title == "Lanterns"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([1], "Document 1 has no version, or there is no such document"),
        ([1234, "--version", 9], "Document 1234 has no version 9. It has 1."),
        ([1234, "--output", "/none/lanterns.md"], "/none/lanterns.md cannot be written"),
    ],
)
def test_what_cannot_be_exported_is_told(article, arguments, words):
    with pytest.raises(CommandError, match=words):
        export(*arguments)


def test_a_table_that_markdown_cannot_say_is_told(make_article):
    body = '<table><tbody><tr><td colspan="2">Wide</td></tr><tr><td>a</td><td>b</td></tr></tbody></table>'
    make_article(to="draft", body=body)
    with pytest.raises(CommandError, match="Document 1234: A table has merged cells"):
        export(1234)


def test_exporting_costs_the_same_whatever_the_number_of_rows(make_article, queries):
    def cost(article: Article) -> int:
        with queries() as count:
            export(article.document_id)
        return len(count)

    others = [make_article(number, f"Hook {number}", to="planned") for number in range(2, 12)]
    few, many = make_article(20), make_article(30, topics=[f"Topic {number}" for number in range(10)])
    actions.set_see_also(few, others[:1])
    actions.set_see_also(many, others)
    assert cost(few) == cost(many)
    assert Version.objects.count() == 2
