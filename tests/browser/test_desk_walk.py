"""A clinician's walk at the desk: a new article from the first word to the reader, with its clicks counted."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from articles import actions
from articles.models import Article, Version
from tests.browser.patience import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIRST = "Author A, Writer BC. On lanterns. J Lantern. 2014 May 28;26(2):407-30."
SECOND = "Writer BC. Oil and light. J Lantern. 2015;27:1-9."


@pytest.fixture
def staff(ada, rita, petra):
    """The three of them in their groups."""
    for person, group in [(ada, "Author"), (rita, "Reviewer"), (petra, "Publisher")]:
        person.is_staff = True
        person.save()
        person.groups.add(Group.objects.get(name=group))


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def write(page):
    """The editor, focused at its end."""
    page.locator(".prose-menubar[role=toolbar]").wait_for()
    editor = page.get_by_role("textbox", name="Body")
    editor.click()
    page.keyboard.press("Control+End")
    return editor


def paste_reference(page, line, number):
    page.get_by_label("Add a reference: DOI, PMID, or a pasted line").fill(line)
    press(page, "Fill a row")
    page.locator(f"#id_references-{number}-key").wait_for()
    until(page, f"document.querySelector('#id_references-{number}-key').value !== ''")


def cite(page, name):
    press(page, "Cite a reference")
    page.locator("dialog").get_by_role("button", name=re.compile(name)).click()
    until(page, "document.activeElement.matches('.ProseMirror')")


def save_and_submit(page):
    press(page, "Save and continue editing")
    page.locator(".messagelist", has_text="changed successfully").wait_for()
    page.get_by_role("button", name="Submit for review", exact=True).click()
    page.locator(".messagelist", has_text="Submitted").wait_for()


def test_a_new_article_from_its_first_word_to_its_reader(open_as, staff, make_article, ada, rita, petra):
    make_article(77, "Hooks")
    author = open_as(ada)
    author.goto("/admin/articles/article/add/")
    author.get_by_label("Document ID").fill("4321")
    author.get_by_label("Working title").fill("Lantern oil")
    press(author, "Save and continue editing")
    press(author, "Start version")

    paste_reference(author, FIRST, 0)
    paste_reference(author, SECOND, 1)
    editor = write(author)
    author.keyboard.type("Oil burns for 2.5 hours.")
    press(author, "Insert table")
    author.get_by_role("button", name="Insert the table", exact=True).click()
    press(author, "Caption of the table")
    author.get_by_role("textbox", name="Caption", exact=True).fill("Hours")
    author.locator("dialog").get_by_role("button", name="Save").click()
    editor.get_by_text("Oil burns").click()
    author.keyboard.press("End")
    cite(author, "author2014")
    author.keyboard.type(" It needs air.")
    cite(author, "writer2015")
    author.keyboard.type(" See ")
    press(author, "Link to an article")
    author.get_by_label("Find by title or document ID").fill("hook")
    author.get_by_role("button", name="Hooks (77)").click()
    until(author, "document.activeElement.matches('.ProseMirror')")
    author.get_by_label("Interests").fill("None declared")
    save_and_submit(author)
    version = Version.objects.get(article__document_id=4321)
    assert version.status == "in_review"
    assert [kind in version.body for kind in ("<table>", 'data-ref="author2014"', 'data-article="77"')] == [True] * 3

    reviewer = open_as(rita)
    reviewer.goto("/admin/articles/article/queue/")
    reviewer.get_by_role("link", name="See what changed").click()  # one click from the queue
    expect(reviewer).to_have_url(re.compile(f"/{version.pk}/compare/"))
    reviewer.locator("summary", has_text="Request changes").click()
    reviewer.get_by_label("What should change").fill("How much air?")
    press(reviewer, "Request changes")
    reviewer.locator(".messagelist", has_text="Sent back").wait_for()

    author.goto(f"/admin/articles/version/{version.pk}/change/")
    expect(author.locator(".desk-history")).to_contain_text("How much air?")
    editor = write(author)
    editor.locator("p").first.click(position={"x": 4, "y": 6})
    author.keyboard.press("Home")
    author.keyboard.type("Plenty of it. ")
    save_and_submit(author)
    asked = [message for message in mail.outbox if message.subject == "To review: Lantern oil"]
    link = re.search(r"https?://[^/]+(/admin/\S+/compare/)", asked[-1].body)[1]

    reviewer.goto(link)  # one click from the mail
    clicks = 0
    press(reviewer, "Approve")
    clicks += 1
    reviewer.locator(".messagelist", has_text="Approved").wait_for()
    assert clicks <= 2

    publisher = open_as(petra)
    publisher.goto(f"/admin/articles/version/{version.pk}/change/")
    publisher.locator("summary", has_text="Publish at a set time").click()
    at = (timezone.localtime() + timedelta(days=1)).replace(second=0, microsecond=0)
    publisher.get_by_role("radio", name="Yes, at the peer review.").last.check()
    publisher.get_by_label("Publish at").fill(f"{at:%Y-%m-%dT%H:%M}")
    press(publisher, "Publish at a set time")
    publisher.locator(".messagelist", has_text="published by itself").wait_for()

    reader = open_as()
    assert reader.goto("/articles/4321/lantern-oil/").status == 404
    open_as.faults.clear()  # the browser reports the 404
    with time_machine.travel(at - timedelta(seconds=1), tick=False):
        assert actions.do_due() == 0
    with time_machine.travel(at, tick=False):
        assert actions.do_due() == 1
    reader.goto("/articles/4321/lantern-oil/")
    expect(reader.locator("main")).to_contain_text("Plenty of it.")
    version.refresh_from_db()
    assert version.published_at == at

    author.goto(f"/admin/articles/article/{version.article_id}/change/")
    author.get_by_role("button", name=re.compile("Start a draft from it")).click()
    author.locator(".messagelist", has_text="Version 2 is a draft now").wait_for()
    rolled_back = Article.objects.get(document_id=4321).versions.get(number=2)
    assert rolled_back.body == version.body
    author.get_by_role("link", name="Compare with live").click()  # one click from the edit page
    expect(author.locator("#content")).to_contain_text("Its words are those of version 1")
    author.goto("/admin/articles/version/")
    author.get_by_role("link", name="Compare with live").first.click()  # and from the list
    expect(author).to_have_url(re.compile(f"/{rolled_back.pk}/compare/"))


def test_what_is_typed_is_kept_and_looked_over(open_as, staff, make_article, ada):
    draft = make_article(to="draft").versions.get()
    page = open_as(ada)
    page.goto(f"/admin/articles/version/{draft.pk}/change/")
    write(page)
    page.keyboard.type(" Typed and not saved.")
    page.locator("#desk-checks", has_text="What you typed was kept").wait_for()
    page.get_by_label("At a glance").fill("1\n2\n3\n4\n5")
    page.locator("#desk-checks", has_text="It has 5 key points").wait_for()
    draft.refresh_from_db()
    assert "Typed and not saved." not in draft.body
    assert "Typed and not saved." in draft.autosaves.get().typed["body"][0]


def test_two_at_one_draft_see_both_texts(open_as, staff, make_article, ada, petra):
    draft = make_article(to="draft").versions.get()
    one, other = open_as(ada), open_as(petra)
    for page in (one, other):
        page.goto(f"/admin/articles/version/{draft.pk}/change/")
        page.locator(".prose-menubar[role=toolbar]").wait_for()
    other.get_by_label("Summary").fill("Petra’s line.")
    press(other, "Save and continue editing")
    other.locator(".messagelist").wait_for()
    one.get_by_label("Summary").fill("Ada’s line.")
    press(one, "Save and continue editing")
    one.locator(".desk-saved").wait_for()
    expect(one.locator(".desk-saved")).to_contain_text("Petra")
    expect(one.locator(".desk-saved")).to_contain_text("Petra’s line.")
    expect(one.get_by_label("Summary")).to_have_value("Ada’s line.")
    open_as.faults[:] = [fault for fault in open_as.faults if "409" not in fault]  # the browser reports the status


def test_a_draft_is_written_looked_over_and_saved_without_scripts(open_as, staff, make_article, ada):
    draft = make_article(to="draft").versions.get()
    page = open_as(ada, java_script_enabled=False)
    page.goto(f"/admin/articles/version/{draft.pk}/change/")
    page.get_by_label("Add a reference: DOI, PMID, or a pasted line").fill(FIRST)
    press(page, "Fill a row")
    assert page.locator("#id_references-2-title").input_value() == "On lanterns"
    page.get_by_label("At a glance").fill("1\n2\n3\n4\n5")
    press(page, "Look over what I typed")
    assert "It has 5 key points" in page.locator("#desk-checks").inner_text()
    assert "“author2014” is never cited" in page.locator("#desk-checks").inner_text()
    page.get_by_label("At a glance").fill("One")
    body = page.get_by_label("Body").input_value()
    page.get_by_label("Body").fill(body + '<p>New.<cite data-ref="author2014"></cite></p>')
    press(page, "Save and continue editing")
    draft.refresh_from_db()
    assert draft.key_points == ["One"]
    assert draft.references.filter(key="author2014").exists()
    press(page, "Submit for review")
    assert "Submitted." in page.locator(".messagelist").inner_text()
