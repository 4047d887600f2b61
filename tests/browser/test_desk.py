"""The desk in a real browser: writing, citing, reviewing and publishing, with a clean console."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from accounts.models import User
from articles.models import Version

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def staff(ada, rita, petra):
    """The three of them in their groups."""
    for person, group in [(ada, "Author"), (rita, "Reviewer"), (petra, "Publisher")]:
        person.is_staff = True
        person.save()
        person.groups.add(Group.objects.get(name=group))


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def editor_of(page):
    """The editor by the name that assistive technology says. Before it starts, its textarea has that name."""
    page.locator(".prose-menubar[role=toolbar]").wait_for()
    return page.get_by_role("textbox", name="Body")


def test_a_correction_goes_from_the_author_to_the_readers(open_as, staff, article, ada, rita, petra):
    author = open_as(ada)
    author.goto(f"/admin/articles/article/{article.pk}/change/")
    press(author, "Start version")
    editor = editor_of(author)
    editor.get_by_text("They burn for 2.5 hours.").click()
    author.keyboard.press("End")
    author.keyboard.type(" They are put out at dawn.")
    press(author, "Cite a reference")
    author.get_by_role("button", name="second: Second report").click()
    author.get_by_label("Change note").fill("When lanterns are put out")
    author.get_by_label("Significance").select_option(label="Minor")
    author.get_by_label("Interests").fill("None declared")
    press(author, "Save and continue editing")
    press(author, "Submit for review")
    draft = Version.objects.open().get()
    assert 'dawn.<cite data-ref="second"></cite></p>' in draft.body
    assert draft.status == "in_review"

    author.goto(f"/admin/articles/version/{draft.pk}/change/")
    expect(author.get_by_role("button", name="Approve")).to_have_count(0)

    reviewer = open_as(rita)
    reviewer.goto("/admin/articles/version/")
    reviewer.get_by_role("link", name=re.compile("Compare with live")).first.click()
    expect(reviewer.locator(".desk-compare ins").first).to_contain_text("They are put out at dawn.")
    press(reviewer, "Approve")

    publisher = open_as(petra)
    publisher.goto(f"/admin/articles/version/{draft.pk}/change/")
    publisher.get_by_role("radio", name="No. “Last checked” stays").first.check()
    press(publisher, "Publish")
    expect(publisher.locator(".messagelist")).to_contain_text("Published. Readers see it now.")

    reader = open_as()
    reader.goto(article.get_absolute_url())
    expect(reader.locator("main")).to_contain_text("They are put out at dawn.")
    draft.refresh_from_db()
    assert (draft.number, draft.status, draft.approved_by) == (2, "published", rita)


PAGES = [
    "/admin/",
    "/admin/articles/",
    "/admin/articles/article/",
    "/admin/articles/article/add/",
    "/admin/articles/article/{article}/change/",
    "/admin/articles/article/{article}/audit/",
    "/admin/articles/article/queue/",
    "/admin/articles/article/import/",
    "/admin/articles/topic/add/",
    "/admin/articles/version/",
    "/admin/articles/version/{live}/change/",
    "/admin/articles/version/{live}/withdraw/",
    "/admin/articles/version/{draft}/change/",
    "/admin/articles/version/{draft}/compare/",
    "/admin/articles/version/{draft}/preview/",
    "/admin/articles/version/{draft}/share/",
    "/admin/articles/version/{draft}/history/",
    "/admin/articles/version/{draft}/delete/",
    "/admin/accounts/user/",
    "/admin/accounts/user/{user}/change/",
    "/admin/auth/group/",
]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (768, "light"), (390, "dark")])
def test_every_page_of_the_desk_is_clean_and_can_be_used_by_everyone(
    open_as, make_article, article, version, width, scheme
):
    root = User.objects.create_superuser("root@example.org", display_name="Root")
    draft = make_article.revise(article, to="draft")
    page = open_as(root, width=width, color_scheme=scheme)
    found = {}
    for path in PAGES:
        page.goto(path.format(article=article.pk, live=version.pk, draft=draft.pk, user=root.pk))
        page.wait_for_load_state("networkidle")
        clean = list(open_as.faults)
        violations = Axe().run(page).response["violations"]
        open_as.faults[:] = clean  # axe itself tries inline styles, which the policy stops
        if violations:
            found[path] = [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in violations]
        clipped = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        if clipped:
            found[path] = "wider than the screen"
    assert found == {}
