"""A walk at the desk: a passage is commented on and settled, a clinical correction goes out, version 1 warns of itself;
and a publisher withdraws an article alone, from a phone, in three taps."""

import re

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from articles import actions
from articles.models import Version
from tests.conftest import BODY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOTE = "The time that a lantern burns was ten times too long."


@pytest.fixture
def staff(ada, rita, petra):
    """The three of them in their groups."""
    for person, group in [(ada, "Author"), (rita, "Reviewer"), (petra, "Publisher")]:
        person.is_staff = True
        person.save()
        person.groups.add(Group.objects.get(name=group))


@pytest.fixture
def correction(make_article, ada):
    """A published article, and a clinical correction of it that is in review."""
    article = make_article()
    draft = make_article.revise(article, to="draft", body=BODY.replace("2.5 hours", "0.25 hours"), change_note=NOTE)
    return actions.submit(actions.write(draft, by=ada, significance="clinical"), by=ada)


SELECT = """words => {
    const walker = document.createTreeWalker(document.querySelector('.desk-whole'), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf(words);
        if (at < 0) continue;
        getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
        return;
    }
}"""


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def change(version):
    return f"/admin/articles/version/{version.pk}/change/"


def test_a_correction_is_commented_on_published_and_version_1_warns(open_as, axe, staff, correction, ada, rita, petra):
    reviewer = open_as(rita)
    reviewer.goto(change(correction))
    reviewer.get_by_text("The whole text, as readers would see it").click()
    reviewer.evaluate(SELECT, "Lanterns are lit at dusk.")
    press(reviewer, "Comment on the selected words")
    expect(reviewer.get_by_label("The words it is about")).to_have_value("Lanterns are lit at dusk.")
    expect(reviewer.get_by_label("Your comment")).to_be_focused()
    reviewer.keyboard.type("In winter too?")
    press(reviewer, "Comment")
    expect(reviewer.locator("#comments")).to_contain_text("In winter too?")
    assert axe(reviewer) == {}
    comment = correction.review_comments.get()
    assert correction.text[comment.start : comment.end] == "Lanterns are lit at dusk."

    author = open_as(ada)
    author.goto(change(correction))
    author.locator("#comments summary", has_text="Reply").click()
    author.get_by_label("Your reply").fill("In winter too.")
    press(author, "Reply")
    expect(author.locator("#comments")).to_contain_text("In winter too.")

    reviewer.goto(change(correction))
    press(reviewer, "Approve")
    expect(reviewer.locator(".errorlist")).to_contain_text("1 comment is open.")
    reviewer.goto(change(correction))
    reviewer.get_by_role("button", name=re.compile("^Resolve")).click()
    press(reviewer, "Approve")
    reviewer.locator(".messagelist", has_text="Approved").wait_for()
    open_as.faults[:] = [fault for fault in open_as.faults if "409" not in fault]  # the browser reports the status

    publisher = open_as(petra)
    publisher.goto(change(correction))
    publisher.get_by_role("radio", name=re.compile("^No. “Last checked” stays")).first.check()
    press(publisher, "Publish")
    publisher.locator(".messagelist", has_text="Published").wait_for()

    reader = open_as(width=390)
    reader.goto("/articles/1234/lanterns/versions/1/")
    expect(reader.get_by_role("region", name="About this version")).to_contain_text(NOTE)
    assert axe(reader) == {}
    reader.emulate_media(media="print")
    expect(reader.locator("#fate")).to_be_visible()
    expect(reader.locator("#fate")).to_contain_text("Do not rely on this copy.")
    reader.emulate_media(media="screen")
    reader.get_by_role("link", name="Read version 2, the current one").click()
    expect(reader.locator("main")).to_contain_text("They burn for 0.25 hours.")


@pytest.mark.parametrize("has_script", [True, False])
def test_a_publisher_withdraws_alone_from_a_phone_in_three_taps(open_as, staff, version, petra, has_script):
    page = open_as(petra, width=390, height=844, java_script_enabled=has_script)
    page.goto(version.article.get_absolute_url())
    page.get_by_role("link", name="Withdraw").click()
    page.get_by_text("It may not be safe to use").click()
    targets = [page.get_by_role("button", name="Withdraw", exact=True), page.locator("label", has_text="not be safe")]
    assert all(target.bounding_box()["height"] >= 44 for target in targets)
    targets[0].click()
    page.locator(".messagelist", has_text="Withdrawn").wait_for()
    assert Version.objects.get(pk=version.pk).status == "withdrawn"


def test_words_are_commented_on_by_typing_them_without_scripts(open_as, staff, correction, rita):
    page = open_as(rita, java_script_enabled=False)
    page.goto(change(correction))
    page.get_by_label("The words it is about").fill("It hangs from a hook.")
    page.get_by_label("Your comment").fill("Which hook?")
    press(page, "Comment")
    assert "Which hook?" in page.locator("#comments").inner_text()
