"""A version as readers will see it, and compared with what they see now."""

import lxml.html
import pytest
from django.urls import reverse

from articles import actions
from articles.desk import changes
from articles.text import compare as comparing
from notes.models import PageView


def preview(version):
    return reverse("admin:articles_version_preview", args=[version.pk])


def compare(version):
    return reverse("admin:articles_version_compare", args=[version.pk])


@pytest.fixture
def second(version, make_article, ada):
    draft = make_article.revise(version.article, to="draft")
    return actions.write(draft, by=ada, body=draft.body.replace("2.5 hours", "5 hours"))


def test_a_draft_is_shown_as_readers_will_see_it(as_rita, draft):
    page = as_rita.get(preview(draft)).content.decode()
    assert "They burn for 2.5 hours." in page
    assert 'href="#ref-1"' in page
    assert "Readers cannot see it yet" in page


def test_a_preview_shows_no_notes_and_takes_no_votes(as_rita, draft):
    page = as_rita.get(preview(draft)).content.decode()
    assert "data-vote" not in page
    assert "data-add" not in page
    assert "Your notes" not in page


def test_a_preview_is_no_page_view(as_rita, version):
    as_rita.get(preview(version))
    assert not PageView.objects.exists()


def test_a_preview_changes_nothing(as_rita, draft):
    as_rita.get(preview(draft))
    draft.refresh_from_db()
    assert (draft.page, draft.text) == ("", "")


def test_a_preview_needs_the_desk(as_grace, draft):
    assert as_grace.get(preview(draft), follow=True).status_code == 403


def test_the_comparison_shows_what_a_draft_changes(as_rita, second):
    page = as_rita.get(compare(second)).content.decode()
    assert "2.5 hours</del>" in page
    assert "5 hours</ins>" in page


def test_the_comparison_says_when_nothing_changes(as_rita, version, make_article):
    same = make_article.revise(version.article, to="draft")
    assert "Its words are those of version 1" in as_rita.get(compare(same)).content.decode()


def test_the_comparison_of_a_first_version_says_that_all_is_new(as_rita, draft):
    assert "All of it is new" in as_rita.get(compare(draft)).content.decode()


def test_a_reviewer_can_approve_from_the_comparison(as_rita, second, ada):
    actions.submit(second, by=ada)
    page = as_rita.get(compare(second)).content.decode()
    assert reverse("admin:articles_version_move", args=[second.pk, "approve"]) in page


def test_sections_without_a_change_are_folded(as_rita, second):
    page = lxml.html.fromstring(as_rita.get(compare(second)).content.decode())
    folded = [fold.findtext(".//h2").strip() for fold in page.find_class("desk-same")]
    assert folded == ["Presentation"]
    assert "Introduction" in [
        heading.text_content() for heading in page.find_class("desk-compare")[0].iterfind("section/h2")
    ]


@pytest.mark.parametrize(("points", "is_folded"), [(["Hang them high."], True), (["Hang them low."], False)])
def test_what_stands_at_a_glance_is_folded_unless_it_changes(as_rita, draft, ada, rita, petra, points, is_folded):
    first = actions.submit(actions.write(draft, by=ada, key_points=["Hang them high."]), by=ada)
    actions.publish(actions.approve(first, by=rita), by=petra)
    later = actions.start_version(first.article, by=ada)
    later = actions.write(later, by=ada, key_points=points, summary="Another.")
    page = lxml.html.fromstring(as_rita.get(compare(later)).content.decode())
    assert ("At a glance" in [fold.findtext(".//h2").strip() for fold in page.find_class("desk-same")]) == is_folded


def test_any_two_versions_are_compared(as_rita, version, make_article, second):
    live = as_rita.get(compare(version), {"with": second.number}).content.decode()
    assert "5 hours</del>" in live
    assert "2.5 hours</ins>" in live
    assert as_rita.get(compare(version), {"with": "99"}).status_code == 404
    assert as_rita.get(compare(version), {"with": "²"}).status_code == 404


def test_a_version_in_review_opens_on_what_it_changes(as_rita, as_ada, second, ada):
    change = reverse("admin:articles_version_change", args=[second.pk])
    assert "2.5 hours</del>" not in as_rita.get(change).content.decode()
    actions.submit(second, by=ada)
    assert "2.5 hours</del>" in as_rita.get(change).content.decode()
    assert "2.5 hours</del>" not in as_ada.get(change).content.decode()


def test_the_first_thing_a_reviewer_can_press_is_approve(as_rita, second, ada):
    actions.submit(second, by=ada)
    page = lxml.html.fromstring(as_rita.get(compare(second)).content.decode())
    assert page.xpath("//details[@open]//button")[0].text_content() == "Approve"


def test_the_parts_of_a_comparison_are_the_whole_of_it():
    old, new = (f"<p>a</p>\n<h2>One</h2>\n<p>b {word}</p>\n<h2>Two</h2>\n<p>c</p>" for word in ("x", "y"))
    joined = "\n".join(filter(None, (piece for part in changes.parts(old, new) for piece in (part.heading, part.html))))
    assert joined == comparing.compare(old, new)


@pytest.mark.parametrize("address", [preview, compare])
def test_pages_cost_the_same_for_ten_references_as_for_one(as_rita, second, queries, address):
    def cost(number):
        actions.set_references(
            second, [{"key": f"key{row}", "title": "Report"} for row in range(number)], by=second.author
        )
        with queries() as count:
            assert as_rita.get(address(second)).status_code == 200
        return len(count)

    assert cost(1) == cost(10)
