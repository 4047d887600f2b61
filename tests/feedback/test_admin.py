import pytest

from feedback.models import Vote
from feedback.votes import actions as votes


def test_totals_stand_per_version(as_boss, article, version, make_article):
    for visitor, is_useful in [("a", True), ("b", True), ("c", False)]:
        votes.vote(version, is_useful=is_useful, visitor=visitor)
    votes.comment(version, text="More on hooks", visitor="c")
    make_article.revise(article)
    rows = {row.number: row for row in as_boss.get("/admin/feedback/usefulness/").context["cl"].result_list}
    assert (rows[1].yes_votes, rows[1].no_votes, rows[1].comment_count) == (2, 1, 1)
    assert "67% of 3 (21% to 94%)" in as_boss.get("/admin/feedback/usefulness/").content.decode()


def test_the_list_costs_the_same_for_many(as_boss, article, make_article, queries):
    with queries() as one:
        as_boss.get("/admin/feedback/usefulness/")
    for number in range(8):
        make_article(2000 + number, f"Lamp {number}")
    with queries() as many:
        as_boss.get("/admin/feedback/usefulness/")
    assert len(many) == len(one)


def test_words_wait_for_staff_until_they_are_dealt_with_or_are_others(as_boss, version):
    for visitor, text in [("a", "More on hooks"), ("b", "")]:
        votes.vote(version, is_useful=False, visitor=visitor)
        votes.comment(version, text=text, visitor=visitor)

    def waiting():
        page = as_boss.get("/admin/feedback/vote/", {"words": "unsettled"})
        return [vote.comment for vote in page.context["cl"].result_list]

    assert waiting() == ["More on hooks"]
    chosen = [str(vote.pk) for vote in Vote.objects.all()]
    as_boss.post("/admin/feedback/vote/", {"action": "settle", "_selected_action": chosen})
    assert waiting() == []
    votes.comment(version, text="Still more", visitor="a")
    assert waiting() == ["Still more"]


@pytest.mark.parametrize("model", ["usefulness", "vote", "subscription"])
def test_what_readers_say_cannot_be_written_in_the_admin(as_boss, version, model):
    votes.vote(version, is_useful=True, visitor="a")
    assert as_boss.get(f"/admin/feedback/{model}/").status_code == 200
    assert as_boss.get(f"/admin/feedback/{model}/add/").status_code == 403
    vote = Vote.objects.get()
    assert as_boss.post(f"/admin/feedback/vote/{vote.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_vote_does_not_show_whose_it_is(as_boss, version, grace):
    votes.vote(version, is_useful=True, user=grace)
    for url in ["/admin/feedback/vote/", f"/admin/feedback/vote/{Vote.objects.get().pk}/change/"]:
        assert "Grace" not in as_boss.get(url).content.decode()
