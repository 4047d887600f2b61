"""Importing at the desk: first what was read, then, for what is ticked, a draft."""

import re
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import ImportedFile, Version
from articles.transfer import uploads
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
    assert "1 section, 3 references." in re.sub(r"\s+", " ", page)
    assert "Not taken over" in page
    assert not Version.objects.exists()


def test_files_on_one_page_share_no_ids(as_ada):
    assert ids.faults(upload(as_ada, "cited", "cited").content) == []


def test_numbers_in_brackets_that_may_be_figures_are_shown(as_ada):
    page = upload(as_ada, "figures").content.decode()
    assert "To look at: only you can tell" in page
    assert "since it looks like a figure" in page
    assert "After 4 <mark>[2-3]</mark> days" in re.sub(r"\s+", " ", page)
    assert "To look at" not in upload(as_ada, "plain").content.decode()


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
    large = [SimpleUploadedFile(f"{at}.txt", b"A" * 4_500_000) for at in range(5)]
    assert "larger than 20 MB" in as_ada.post(IMPORT, {"upload": large}).content.decode()


def test_others_may_not(client, as_mallory, db):
    assert as_mallory.get(IMPORT).status_code in {302, 403}
    client.logout()
    assert client.get(IMPORT).status_code == 302


LOSSY = b"<nav>Home Contact</nav><h1>Lanterns</h1><p>Give <s>5 mg</s> 50 mg of light.</p>"


def shown(client, content, name="a.html"):
    page = client.post(IMPORT, {"upload": [SimpleUploadedFile(name, content)]}).content.decode()
    return re.sub(r"\s+", " ", page)


def test_what_is_not_in_the_draft_is_shown_as_passages_and_nothing_is_ticked(as_ada):
    page = shown(as_ada, LOSSY)
    assert "<mark>5 mg</mark> 50 mg of light" in page
    assert "I have seen what is not in the draft." in page
    assert not re.search(r'name="chosen" value="0" checked', page)


def test_furniture_is_folded_away_below_the_rest_and_a_file_of_no_other_loss_is_ticked(as_ada):
    page = shown(as_ada, LOSSY)
    folded = page.index('<details class="desk-remarks"><summary>No part of the article (1)')
    assert page.index("<mark>5 mg</mark>") < folded < page.index("Home Contact")
    assert re.search(r'name="chosen" value="0" checked', shown(as_ada, LOSSY.replace(b"<s>5 mg</s>", b"")))


def test_only_so_many_passages_are_shown_and_the_others_counted(as_ada):
    struck = b"".join(b"<p>One <s>word %d</s> is out.</p>" % number for number in range(60))
    page = shown(as_ada, b"<h1>Lanterns</h1>" + struck)
    assert page.count("<mark>") == 40
    assert "And 20 more." in page


LARGE = b"<h1>Lanterns</h1>" + b"<p>They burn for 5 <b>hours</b>.</p>" * 2_500
WORKER = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def large(client):
    files = [SimpleUploadedFile("a.html", LARGE), SimpleUploadedFile("b.html", LOSSY)]
    return client.post(IMPORT, {"upload": files})


def test_large_files_are_read_by_a_task_and_the_page_shows_how_far_it_is(
    as_ada, settings, django_capture_on_commit_callbacks
):
    settings.TASKS = WORKER
    with django_capture_on_commit_callbacks(execute=True):
        response = large(as_ada)
    page = as_ada.get(response["Location"])
    assert page["Refresh"] == "2"
    assert "0 of 2 read" in page.content.decode()
    for row in ImportedFile.objects.all():
        uploads.read.call(row.pk)
    page = as_ada.get(response["Location"])
    assert "Refresh" not in page
    assert len(tokens(page)) == 2
    confirm(as_ada, page, chosen="0")
    assert Version.objects.get().body.count("They burn") == 2_500


def test_without_a_worker_large_files_are_read_at_once(as_ada, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = large(as_ada)
    page = as_ada.get(response["Location"]).content.decode()
    assert "I have seen what is not in the draft." in page
    assert not any(row.content for row in ImportedFile.objects.all())


def test_what_is_wrong_with_a_large_file_is_said(as_ada, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        files = [SimpleUploadedFile("a.xml", b"<article>" + b"<p/>" * 20_000 + b"</article>")]
        response = as_ada.post(IMPORT, {"upload": files})
    assert "errornote" in as_ada.get(response["Location"]).content.decode()


def test_a_batch_is_for_whoever_uploaded_it(as_ada, as_mallory, petra):
    response = large(as_ada)
    assert as_mallory.get(response["Location"]).status_code in {302, 403}
    ImportedFile.objects.update(person=petra)
    assert as_ada.get(response["Location"]).status_code == 404
    assert as_ada.get(f"{IMPORT}?batch=nonsense").status_code == 404


def test_what_no_worker_has_read_is_read_by_the_timer_and_old_files_go(as_ada, settings):
    settings.TASKS = WORKER
    large(as_ada)
    assert uploads.read_waiting() == 0
    ImportedFile.objects.update(uploaded_at=timezone.now() - timedelta(minutes=3))
    assert uploads.read_waiting() == 2
    assert uploads.forget_old() == 0
    ImportedFile.objects.update(uploaded_at=timezone.now() - timedelta(days=2))
    assert uploads.forget_old() == 2


def test_a_file_that_is_too_large_is_refused_with_what_to_do(as_ada):
    assert "Split it into several files" in shown(as_ada, b"<p>x" * 70_000)


def test_a_batch_of_many_files_costs_the_same_queries_as_one(as_ada, ada, django_assert_num_queries):
    def batch(size):
        name = uploads.store([(f"{at}.html", LOSSY) for at in range(size)], by=ada)
        for row in ImportedFile.objects.filter(batch=name):
            uploads.read.call(row.pk)
        return f"{IMPORT}?batch={name}"

    one, many = batch(1), batch(5)
    as_ada.get(one)
    with CaptureQueriesContext(connection) as captured:
        as_ada.get(one)
    with django_assert_num_queries(len(captured)):
        as_ada.get(many)
