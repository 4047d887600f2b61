"""Readers, staff and members tell each other things, in a real Chromium, from the first click to the last."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import ids
from tests.mailserver import smtp

__all__ = ["smtp"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSAGE = "A lantern may be red or green. It hangs from a hook."


@pytest.fixture
def boss(ada, settings):
    """Ada at the desk, where she may do everything."""
    settings.STAFF_SECOND_FACTOR = False
    ada.is_staff = ada.is_superuser = True
    ada.save()
    return ada


@pytest.fixture
def members(grace, mallory, rita, petra):
    """Three members whose registration staff have confirmed."""
    for member in (grace, mallory, rita):
        member.confirmed_by, member.confirmed_at = petra, timezone.now()
        member.save()
    return grace, mallory, rita


def test_without_script_a_reader_votes_says_why_and_comments(open_as, article):
    page = open_as(java_script_enabled=False)
    page.goto(article.get_absolute_url())
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_text("Your answer, no, has been saved.")).to_be_visible()
    page.get_by_label("Something in it is wrong").check()
    page.get_by_label("What could we improve?").fill("The hours are wrong.")
    page.get_by_label("Which words is it about?").fill("2.5 hours")
    page.get_by_role("button", name="Send comment").click()
    expect(page.get_by_text("An editor will read your comment")).to_be_visible()
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_text("Your answer, yes, has been saved.")).to_be_visible()


def test_without_script_a_double_click_of_someone_new_is_one_answer(open_as, article):
    from feedback.models import Vote

    page = open_as(java_script_enabled=False)
    page.goto(article.get_absolute_url())
    page.get_by_role("button", name="Yes", exact=True).dblclick()
    expect(page.get_by_text("Your answer, yes, has been saved.")).to_be_visible()
    assert Vote.objects.count() == 1


@pytest.mark.parametrize("member", [True, False], ids=["member", "visitor"])
def test_words_that_were_selected_are_in_the_report(open_as, article, grace, member):
    page = open_as(grace if member else None)
    select_and_report(page, article)
    expect(page.get_by_label("Which words are wrong?")).to_have_value(PASSAGE)


def select_and_report(page, article):
    page.goto(article.get_absolute_url())
    page.locator(".prose p", has_text="A lantern may be red").click(click_count=3)
    page.get_by_role("toolbar", name="Selected passage").get_by_role("button", name="Report").click()


def test_from_a_report_on_a_passage_to_fixed_in_version_2_in_the_readers_inbox(
    open_as, article, make_article, boss, petra, smtp
):
    reader = open_as()
    select_and_report(reader, article)
    reader.get_by_label("What is the problem?").fill("It may be blue as well.")
    reader.get_by_label("Your email address").fill("reader@example.org")
    reader.get_by_role("button", name="Send report").click()
    expect(reader.get_by_role("heading", name="Thank you for your message")).to_be_visible()

    second = make_article.revise(article, to="approved", change_note="Blue lanterns too")
    staff = open_as(boss)
    staff.goto("/admin/feedback/message/")
    staff.get_by_role("link", name="It may be blue as well.").click()
    expect(staff.get_by_text(PASSAGE)).to_be_visible()
    staff.get_by_label("Reply:").fill("Thank you. We are looking at it.")
    staff.get_by_label("Fixed in:").select_option(label="Lanterns (version 2)")
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(staff.get_by_text("was changed successfully")).to_be_visible()
    assert ["We are looking at it." in mail.get_content() for mail in smtp.to("reader@example.org")] == [True]

    staff.goto(f"/admin/articles/version/{second.pk}/change/")
    staff.locator("summary").get_by_text("Publish", exact=True).click()
    staff.get_by_role("radio", name="No. “Last checked” stays").first.check()
    staff.get_by_role("button", name="Publish", exact=True).click()
    expect(staff.get_by_text("Published. Readers see it now.")).to_be_visible()
    [_, told] = smtp.to("reader@example.org")
    assert "Version 2 of Lanterns" in told.get_content()
    assert "Blue lanterns too" in told.get_content()
    staff.goto("/admin/feedback/message/?status__exact=fixed")
    expect(staff.get_by_role("link", name="It may be blue as well.")).to_be_visible()


@pytest.mark.parametrize("has_script", [True, False], ids=["scripts", "no-scripts"])
def test_a_discussion_with_moderation(open_as, article, members, boss, has_script):
    grace, mallory, _ = members
    first, second = (open_as(member, java_script_enabled=has_script) for member in (grace, mallory))
    first.goto(article.get_absolute_url())
    first.get_by_role("link", name="Start a discussion").click()
    say(first, "The patient of Ward 6 had one.", "Say it")

    second.goto("/discussion/1234/")
    second.get_by_role("link", name="Reply").click()
    say(second, "I have seen a green one.", "Reply")
    second.get_by_role("link", name="Report").first.click()
    second.get_by_label("What is wrong with it?").fill("It may name a patient.")
    second.get_by_role("button", name="Send to a moderator").click()
    expect(second.get_by_text("A moderator will look at this comment.")).to_be_visible()

    staff = open_as(boss, java_script_enabled=has_script)
    staff.goto("/admin/feedback/comment/?flagged=yes")
    staff.get_by_role("link", name="The patient of Ward 6").click()
    expect(staff.get_by_text("It may name a patient.")).to_be_visible()
    staff.get_by_label("Hidden reason").fill("It may name a patient")
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(staff.get_by_text("was changed successfully")).to_be_visible()

    first.reload()
    expect(first.get_by_text("Hidden by a moderator: It may name a patient")).to_be_visible()
    expect(first.get_by_text("Ward 6")).to_have_count(0)
    expect(first.get_by_text("I have seen a green one.")).to_be_visible()
    second.goto("/discussion/1234/")
    second.get_by_role("link", name="Delete").click()
    second.get_by_role("button", name="Delete comment").click()
    expect(second.get_by_text("Removed by its author.")).to_be_visible()


def say(page, words, button):
    page.get_by_role("textbox", name="Your comment").fill(words)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text(words)).to_be_visible()


def test_what_the_search_announces_leaves_a_comment_being_written_as_it_is(open_as, article, members):
    page = open_as(members[0])
    page.goto("/discussion/1234/")
    comment = page.get_by_role("textbox", name="Your comment")
    comment.fill("I have seen a green one.")
    box = page.locator(".top .find input")
    box.focus()
    expect(box).to_have_attribute("role", "combobox")
    box.press_sequentially("lan")
    expect(page.locator("[data-live-region]")).to_have_text("1 suggestion")
    expect(comment).to_have_value("I have seen a green one.")
    assert ids.faults(page.content()) == []


def test_a_journal_club_ends_in_three_diaries(open_as, article, members):
    pages = [open_as(member) for member in members]
    pages[0].goto("/discussion/1234/")
    pages[0].get_by_role("link", name="Arrange a journal club").click()
    pages[0].get_by_label("Date and time").fill(timezone.localtime().strftime("%Y-%m-%dT%H:%M"))
    pages[0].get_by_label("Minutes").fill("45")
    pages[0].get_by_label("Where, or how to join").fill("The library")
    pages[0].get_by_role("button", name="Arrange it").click()
    for page in pages:
        page.goto("/discussion/1234/")
        expect(page.get_by_text("The library")).to_be_visible()
        page.get_by_role("button", name="I took part").click()
        expect(page.get_by_text("You took part")).to_be_visible()
        page.goto("/diary/")
        page.get_by_role("link", name="Journal club: Lanterns").first.click()
        expect(page.get_by_text("45 minutes").first).to_be_visible()


def test_a_recall_is_on_the_home_page_until_it_is_acknowledged(open_as, version, article, grace, petra):
    from articles import actions

    page = open_as(grace)
    page.goto(article.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text("Lanterns")
    actions.withdraw(version, by=petra, comment="A dose was wrong.")
    page.goto("/")
    told = page.get_by_role("region", name="About Lanterns")
    expect(told).to_contain_text("It was withdrawn on")
    told.get_by_role("button", name="I have seen this").click()
    expect(page.get_by_text("You will not be shown this again.")).to_be_visible()
    page.goto("/")
    expect(told).to_have_count(0)
