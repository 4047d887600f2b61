"""Importing at the desk: first what was read, then, for what is ticked, a draft."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Version
from tests import ids
from tests.articles.transfer.printed_samples import DOCUMENTS, WRITERS

IMPORT = "/admin/articles/article/import/"


def upload(client, *names, ending=".docx"):
    files = [SimpleUploadedFile(f"{name}{ending}", WRITERS[ending](DOCUMENTS[name])) for name in names]
    return client.post(IMPORT, {"upload": files})


def tokens(page):
    return re.findall(r'name="token" value="([^"]+)"', page.content.decode())


def confirm(client, page, **changed):
    found = tokens(page)
    ids = {f"document_id-{at}": str(700 + at) for at in range(len(found))}
    return client.post(IMPORT, {"token": found, "chosen": [str(at) for at in range(len(found))], **ids, **changed})


def test_the_list_of_articles_leads_there(as_ada, db):
    assert IMPORT in as_ada.get("/admin/articles/article/").content.decode()


def test_a_file_is_shown_as_it_was_read_and_nothing_is_saved(as_ada):
    page = upload(as_ada, "cited", "people").content.decode()
    assert "Make a draft of <strong>Lanterns</strong>" in page
    assert "1 section, 3 references." in page
    assert "Not taken over" in page
    assert not Version.objects.exists()


def test_files_on_one_page_share_no_ids(as_ada):
    assert ids.faults(upload(as_ada, "cited", "cited").content) == []


def test_numbers_in_brackets_that_may_be_figures_are_shown(as_ada):
    page = upload(as_ada, "figures").content.decode()
    assert "Look at these" in page
    assert "since it looks like a figure: After 4 [2-3] days" in page
    assert "Look at these" not in upload(as_ada, "plain").content.decode()


def test_what_is_ticked_becomes_a_draft_of_whoever_imports(as_ada, ada):
    response = confirm(as_ada, upload(as_ada, "cited"))
    version = Version.objects.get()
    assert response["Location"] == reverse("admin:articles_version_change", args=[version.pk])
    assert (version.status, version.author, version.article.document_id) == ("draft", ada, 700)
    assert version.references.count() == 3


def test_only_what_is_ticked(as_ada):
    confirm(as_ada, upload(as_ada, "cited", "no id"), chosen="1")
    assert [version.title for version in Version.objects.all()] == ["Lamps"]


def test_a_file_that_cannot_be_read_says_why_and_stops_no_other(as_ada):
    files = [SimpleUploadedFile("a.docx", b"noise"), SimpleUploadedFile("b.html", WRITERS[".html"](DOCUMENTS["plain"]))]
    page = as_ada.post(IMPORT, {"upload": files})
    assert "cannot be read" in page.content.decode()
    assert len(tokens(page)) == 1


def test_a_wrong_document_id_makes_nothing_and_says_so(as_ada):
    page = as_ada.post(
        IMPORT, {"token": tokens(upload(as_ada, "plain")), "chosen": "0", "document_id-0": "x"}, follow=True
    )
    assert "Lanterns: Give the document ID as a number." in page.content.decode()
    assert not Version.objects.exists()


def test_a_forged_article_is_refused(as_ada):
    page = confirm(as_ada, upload(as_ada, "plain"), token="forged")
    assert page.status_code == 302
    assert not Version.objects.exists()


def test_nothing_chosen_and_too_many_files_are_said(as_ada):
    assert "Choose a file first." in as_ada.post(IMPORT, {}).content.decode()
    many = [SimpleUploadedFile(f"{at}.txt", b"A") for at in range(21)]
    assert "Choose 20 at most" in as_ada.post(IMPORT, {"upload": many}).content.decode()


def test_others_may_not(client, as_mallory, db):
    assert as_mallory.get(IMPORT).status_code in {302, 403}
    client.logout()
    assert client.get(IMPORT).status_code == 302
