"""Writing at the desk: the list, the form of a draft, two editors, and what can no longer change."""

import pytest
from django.urls import reverse

from articles import actions
from articles.models import Status, Version
from tests.conftest import BODY, REFERENCES

LIST = "/admin/articles/version/"


def change(version):
    return reverse("admin:articles_version_change", args=[version.pk])


def typed(version, references=REFERENCES, **words):
    """What a browser sends when a draft's form is saved."""
    data = {
        "title": version.title,
        "summary": version.summary,
        "key_points": "\n".join(version.key_points),
        "body": version.body,
        "significance": version.significance,
        "change_note": version.change_note,
        "interests": version.interests,
        "edits_seen": version.edits,
        "references-TOTAL_FORMS": len(references),
        "references-INITIAL_FORMS": 0,
        **words,
    }
    for row, reference in enumerate(references):
        data |= {f"references-{row}-{name}": value for name, value in reference.items()}
    return data


def test_saving_a_draft_goes_through_write(as_ada, draft):
    answer = as_ada.post(change(draft), typed(draft, title="Lamps", key_points="One\n\nTwo "))
    assert answer.status_code == 302, answer.context["errors"]
    saved = Version.objects.get()
    assert (saved.title, saved.key_points, saved.edits) == ("Lamps", ["One", "Two"], draft.edits + 1)


def test_the_body_passes_the_allowlist(as_ada, draft):
    as_ada.post(change(draft), typed(draft, body="<p onclick=x>Safe</p><script>alert(1)</script>"))
    assert Version.objects.get().body == "<p>Safe</p>"


def test_references_are_saved_with_the_draft(as_ada, draft):
    third = {"key": "third", "title": "Third report"}
    as_ada.post(change(draft), typed(draft, [*REFERENCES, third]))
    assert list(draft.references.values_list("key", flat=True)) == ["first", "second", "third"]


def test_an_emptied_reference_row_is_dropped(as_ada, draft):
    as_ada.post(change(draft), typed(draft, [REFERENCES[0], dict.fromkeys(REFERENCES[1], "")]))
    assert [reference.key for reference in draft.references.all()] == ["first"]


def test_two_references_with_one_key_are_refused_with_what_was_typed(as_ada, draft):
    answer = as_ada.post(change(draft), typed(draft, [REFERENCES[0], REFERENCES[0]], title="Kept words"))
    page = answer.content.decode()
    assert "Two references have the key first" in page
    assert "Kept words" in page
    assert Version.objects.get().title == "Lanterns"


def test_five_key_points_are_saved_and_have_to_be_cut_before_review(as_ada, draft):
    as_ada.post(change(draft), typed(draft, key_points="1\n2\n3\n4\n5"))
    assert Version.objects.get().key_points == ["1", "2", "3", "4", "5"]
    assert "It has 5 key points; four at most are read." in as_ada.get(change(draft)).content.decode()


def test_a_draft_may_be_saved_without_a_title(as_ada, draft):
    as_ada.post(change(draft), typed(draft, title=""))
    assert Version.objects.get().title == ""
    assert "It has no title." in as_ada.get(change(draft)).content.decode()


def test_a_second_editor_overwrites_nothing_and_loses_nothing(as_ada, as_petra, draft):
    as_petra.post(change(draft), typed(draft, title="Petra’s title"))
    answer = as_ada.post(change(draft), typed(draft, [{"key": "mine", "title": "My source"}], title="Ada’s title"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Petra, " in page
    assert "Someone else saved this draft" in page
    assert "Ada’s title" in page
    assert "My source" in page
    assert "Petra’s title" in page
    assert Version.objects.get().title == "Petra’s title"


def test_a_second_editor_who_has_seen_the_other_text_can_save(as_ada, as_petra, draft):
    as_petra.post(change(draft), typed(draft, [REFERENCES[1]], title="Petra’s title"))
    answer = as_ada.post(change(draft), typed(draft, title="Ada’s title"))
    seen = answer.context["adminform"].form["edits_seen"].value()
    as_ada.post(change(draft), typed(draft, title="Both titles", edits_seen=seen))
    assert Version.objects.get().title == "Both titles"
    assert draft.references.count() == 2


def test_a_form_without_the_count_saves_nothing(as_ada, draft):
    data = typed(draft, title="Forged")
    del data["edits_seen"]
    assert as_ada.post(change(draft), data).status_code == 409
    assert Version.objects.get().title == "Lanterns"


@pytest.mark.parametrize("to", ["in_review", "approved", "published"])
def test_words_that_left_draft_are_read_only_even_for_a_forged_form(as_ada, make_article, to):
    version = make_article(to=to).versions.get()
    assert not as_ada.get(change(version)).context["has_change_permission"]
    answer = as_ada.post(change(version), typed(version, [], title="Forged"))
    assert answer.status_code == 409
    assert "Forged" in answer.content.decode()
    version.refresh_from_db()
    assert version.title == "Lanterns"
    assert version.references.count() == 2


def test_forged_status_and_approval_are_ignored(as_ada, draft, ada, rita):
    as_ada.post(change(draft), typed(draft, status="published", approved_by=rita.pk, author=rita.pk, number=9))
    saved = Version.objects.get()
    assert (saved.status, saved.approved_by, saved.author, saved.number) == (Status.DRAFT, None, ada, 1)


def test_save_as_new_is_refused(as_ada, draft):
    assert as_ada.post(change(draft), typed(draft, _saveasnew="1")).status_code == 403
    assert Version.objects.count() == 1


def test_versions_are_not_added_here(as_ada, draft):
    assert as_ada.get(f"{LIST}add/").status_code == 403


def test_there_is_no_bulk_delete(as_ada, version):
    as_ada.post(LIST, {"action": "delete_selected", "_selected_action": [version.pk], "post": "yes"})
    assert Version.objects.count() == 1


def test_only_a_draft_can_be_deleted(as_ada, version, make_article):
    draft = make_article.revise(version.article, to="draft")
    assert as_ada.post(f"{LIST}{version.pk}/delete/", {"post": "yes"}).status_code == 403
    assert as_ada.post(f"{LIST}{draft.pk}/delete/", {"post": "yes"}).status_code == 302
    assert Version.objects.get() == version


def test_a_reviewer_reads_a_draft_and_cannot_write_it(as_rita, draft):
    answer = as_rita.get(change(draft))
    assert answer.status_code == 200
    assert b"edits_seen" not in answer.content
    assert as_rita.post(change(draft), typed(draft, title="Forged")).status_code == 403


def test_a_draft_says_what_is_missing_before_submitting(as_ada, draft):
    actions.write(draft, by=draft.author, body=BODY + '<p>More<cite data-ref="nowhere"></cite></p>')
    page = as_ada.get(change(draft)).content.decode()
    assert "Before you submit" in page
    assert "nowhere" in page


def test_the_record_is_shown(as_rita, version):
    page = as_rita.get(change(version)).content.decode()
    assert "Draft to In review" in page
    assert "Approved to Published" in page


def test_the_list_costs_the_same_for_ten_as_for_one(as_rita, make_article, queries):
    def cost():
        with queries() as count:
            assert as_rita.get(LIST).status_code == 200
        return len(count)

    make_article()
    one = cost()
    for number in range(9):
        make_article.revise(make_article(2000 + number, f"Lantern {number}"), to="draft")
    assert cost() == one


def test_the_list_links_to_the_comparison(as_rita, version, make_article):
    draft = make_article.revise(version.article, to="draft")
    page = as_rita.get(LIST).content.decode()
    assert reverse("admin:articles_version_compare", args=[draft.pk]) in page
    assert reverse("admin:articles_version_compare", args=[version.pk]) not in page


def test_the_list_finds_by_title_and_document_id(as_rita, make_article):
    make_article()
    make_article(5678, "Candles", to="draft")
    assert as_rita.get(LIST, {"q": "candl"}).context["cl"].result_count == 1
    assert as_rita.get(LIST, {"q": "1234"}).context["cl"].result_count == 1


def test_a_member_has_no_desk(as_grace, draft):
    assert as_grace.get(change(draft), follow=True).status_code == 403
