"""What is pasted into a draft: the server gives it back in normal form, and says what it left out."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.desk.admin import drafting
from articles.models import Version
from tests.articles.desk.test_version_admin import change, typed

PASTE = reverse("admin:articles_version_paste")


def paste(client, html, **data):
    return client.post(PASTE, {"pasted": SimpleUploadedFile("pasted.html", html.encode()), **data})


def test_a_paste_comes_back_as_the_editor_takes_it(as_ada):
    answer = paste(as_ada, "<p>Give <s>5 mg</s>50 mg, 10<span style='vertical-align:super'>9</span></p>").json()
    assert answer["html"] == "<p>Give 50 mg, 10<sup>9</sup></p>"
    assert answer["remarks"] == ["Left out, since it is struck through: “5 mg” in “Give 5 mg50 mg, 10⁹”"]


def test_the_gravest_is_told_first(as_ada):
    html = "<p><img alt='a flag'> a <img class='tex' alt='x'> <s>b</s></p>"
    kinds = [line.partition(":")[0] for line in paste(as_ada, html).json()["remarks"]]
    assert kinds[0].startswith("A formula that is a picture")
    assert kinds[-1] == "An image"


def test_a_link_to_an_article_of_this_site_stays_one(as_ada):
    html = '<p><a href="http://testserver/articles/7/hooks/">hooks</a></p>'
    assert paste(as_ada, html).json()["html"] == '<p><a data-article="7">hooks</a></p>'


def test_citations_stay_only_within_their_draft(as_ada):
    html = '<p>a<cite data-ref="first"></cite></p>'
    assert paste(as_ada, html, own="1").json()["html"] == html
    assert paste(as_ada, html).json()["html"] == "<p>a</p>"


def test_nothing_and_too_much_are_refused(as_ada, monkeypatch):
    monkeypatch.setattr(drafting, "LARGEST_PASTE", 10)
    assert paste(as_ada, "<p>more than ten</p>").status_code == 413
    assert as_ada.post(PASTE).status_code == 422
    assert as_ada.get(PASTE).status_code == 405


def test_only_those_who_write_are_answered(client, as_grace):
    assert paste(as_grace, "<p>a</p>").status_code in {302, 403}
    assert paste(client, "<p>a</p>").status_code in {302, 403}


def test_struck_words_typed_as_html_are_refused_with_the_words(as_ada, draft):
    page = as_ada.post(change(draft), typed(draft, body="<p>Give <s>5 mg</s> 50 mg</p>")).content.decode()
    assert "Words are struck out: “5 mg”." in page
    assert Version.objects.get().body == draft.body
