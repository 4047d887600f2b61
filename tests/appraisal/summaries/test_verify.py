"""/verify/: anyone asks whether a summary is genuine, and learns nothing else."""

import hashlib
import uuid
from datetime import date

import pytest
from cryptography import x509
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.summaries import actions
from appraisal.summaries.document import build, canonical, codes
from appraisal.summaries.files import as_csv, signing, store

VERIFY = "/verify/"
UPLOAD = "application/octet-stream"


@pytest.fixture(autouse=True)
def _count_anew(db):
    cache.clear()


@pytest.fixture
def made(frozen):
    """A frozen summary with its files."""

    def made(**words):
        store.make(summary := frozen(**words))
        return summary

    return made


@pytest.fixture
def empty(grace):
    """A frozen summary of a time in which nothing was read or written, with its files."""

    def empty(earlier: dict[str, bytes] | None = None):
        choices = build.Choices(date(2025, 1, 1), date(2025, 1, 31), frozenset({"entries", "log"}))
        summary = actions.freeze(by=grace, key=uuid.uuid4(), choices=choices, words=build.Words())
        for kind, content in (earlier or {}).items():
            store.save(summary, kind, content)
        store.make(summary)
        return summary

    return empty


def upload(client, content, of=""):
    return client.post(VERIFY, {"file": SimpleUploadedFile("summary.pdf", content, UPLOAD), "of": of})


def content_of(summary, kind) -> bytes:
    return bytes(summary.files.get(kind=kind).content) if kind in store.KINDS else summary.document.encode()


def asked(content, code=""):
    return store.summary_of(canonical.sha256(content), code)


def test_a_code_says_period_counts_hours_hash_and_date_and_not_whose_it_is(client, made, grace):
    grace.display_name, grace.registration_number, grace.regulator = "Grace Unique", "7654321", "gmc"
    grace.save()
    summary = made(title="A private title", what="Private words", claimed_minutes=90, overview="My overview")
    page = client.get(f"{VERIFY}{codes.grouped(summary.code)}/").content.decode()
    for shown in ("Genuine", "1 January 2026 to 20 November 2026", "1 hour 30 minutes", summary.sha256):
        assert shown in page, shown
    for hidden in ("Grace Unique", "7654321", "A private title", "Private words", "My overview", grace.email):
        assert hidden not in page, hidden


def test_a_code_is_understood_as_it_is_typed(client, made):
    code = made().code
    typed = f" {code[:5]} {code[5:10].lower()}-{code[10:]} ".replace("0", "o").replace("1", "l")
    page = client.get(VERIFY, {"code": typed}, follow=True)
    assert "Genuine" in page.content.decode()
    assert client.get(f"{VERIFY}{code}/").status_code == 200


@pytest.mark.parametrize("code", ["0", "7H2KM-9QXRT-B4C8W-ZN3VD", "%00", "x" * 3000, "é", "..%2f"])
def test_an_unknown_code_is_not_known(client, code):
    page = client.get(f"{VERIFY}{code}/")
    assert page.status_code == 404


@pytest.mark.parametrize("code", ["", "   ", "x" * 61, "\x00", "-", "a/b", "../../x", "é" * 20, "7H2KM-9QXRT"])
def test_a_code_that_is_none_is_explained(client, db, code):
    page = client.get(VERIFY, {"code": code})
    assert page.status_code == 422
    words = page.content.decode()
    assert "A code has 20 letters and digits." in words or "Enter the code" in words or "Null characters" in words


@pytest.mark.parametrize("kind", list(store.KINDS))
def test_each_file_that_we_made_is_genuine_and_with_one_byte_changed_it_is_not(client, made, kind):
    content = bytes(made().files.get(kind=kind).content)
    page = upload(client, content)
    assert (page.status_code, "exactly as we made it" in page.content.decode()) == (200, True)
    for at in (0, len(content) // 2, len(content) - 1):
        changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        page = upload(client, changed)
        assert (page.status_code, "Not genuine" in page.content.decode()) == (422, True)
    assert upload(client, content + b"\n").status_code == 422


EVERY_KIND = [*store.KINDS, "json"]
# What these files were like before they named their summary, when there was nothing in them.
HEADER_ONLY = {
    "csv": (as_csv.BOM + ",".join(as_csv.COLUMNS.values()) + "\r\n").encode(),
    "xapi": b"[]",
    "txt": b"Appraisal summary, 1 January 2025 to 31 January 2025\n",
}


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_no_part_of_a_file_is_genuine(made, empty, kind):
    """Whatever is cut off, and though files that hold nothing were once issued of other summaries."""
    summary, _ = made(), empty(HEADER_ONLY)
    content = content_of(summary, kind)

    @given(st.integers(0, len(content) - 1))
    @settings(deadline=None, max_examples=100)
    def cut(at):
        for part in (content[:at], content[at + 1 :]):
            assert asked(part) is asked(part, summary.code) is None

    cut()


@pytest.mark.parametrize("kind", ["csv", "txt"])
def test_no_line_can_be_taken_out_of_a_file_or_put_into_it(made, empty, kind):
    summary, _ = made(), empty(HEADER_ONLY)
    lines = content_of(summary, kind).splitlines(keepends=True)
    for at, line in enumerate(lines):
        for changed in (lines[:at], lines[:at] + lines[at + 1 :], [*lines[:at], line, *lines[at:]]):
            assert asked(b"".join(changed)) is asked(b"".join(changed), summary.code) is None


@pytest.mark.parametrize("kind", EVERY_KIND)
@pytest.mark.parametrize("is_empty", [False, True], ids=["full", "empty"])
def test_two_summaries_of_the_same_have_no_file_in_common(made, empty, kind, is_empty):
    first, second = (empty(), empty()) if is_empty else (made(), made())
    content = content_of(first, kind)
    assert asked(content, first.code) == first
    assert asked(content, second.code) is None
    assert asked(content) == first


def test_a_file_under_the_code_of_another_summary_is_not_genuine(client, made, empty):
    first, second = made(), empty()
    content = content_of(first, "csv")
    assert upload(client, content, codes.grouped(first.code)).status_code == 200
    answer = upload(client, content, codes.grouped(second.code))
    assert answer.status_code == 422
    assert "not a file that we made of the summary with that code" in answer.text
    assert upload(client, content, "no code").status_code == 422


@pytest.mark.parametrize("kind", HEADER_ONLY)
def test_a_file_that_holds_nothing_and_names_no_summary_needs_its_code(client, empty, kind):
    first, second = empty(HEADER_ONLY), empty()
    answer = upload(client, HEADER_ONLY[kind])
    assert answer.status_code == 422
    assert "can be checked together with its code only" in answer.text
    assert upload(client, HEADER_ONLY[kind], first.code).status_code == 200
    assert upload(client, HEADER_ONLY[kind], second.code).status_code == 422


def test_a_file_that_was_issued_before_files_named_their_summary_is_genuine_still(client, frozen):
    summary = frozen()
    earlier = as_csv.render(summary.data | {"code": None}).encode()
    store.save(summary, "csv", earlier)
    assert summary.code.encode() not in earlier.replace(b"-", b"")
    assert upload(client, earlier).context["code"] == codes.grouped(summary.code)
    store.save(frozen(), "csv", earlier)
    assert upload(client, earlier).status_code == 422
    assert upload(client, earlier, summary.code).context["code"] == codes.grouped(summary.code)


def test_from_a_code_one_asks_about_its_file(client, made):
    code = codes.grouped(made().code)
    assert f"{VERIFY}?of={code}" in client.get(f"{VERIFY}{code}/").text
    assert f'name="of" value="{code}"' in client.get(VERIFY, {"of": code}).text


def test_the_json_is_checked_against_the_hash_of_the_document(client, made):
    content = made().document.encode()
    assert upload(client, content).status_code == 200
    assert upload(client, content.replace(b'"version":1', b'"version":2')).status_code == 422


def test_the_file_is_not_kept(client, made, tmp_path, settings, monkeypatch):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    opened = []
    monkeypatch.setattr("tempfile.NamedTemporaryFile", lambda *args, **kwargs: opened.append(args))
    big = b"x" * (5 * 1024 * 1024)
    page = upload(client, big)
    assert page.status_code == 422
    assert (list(tmp_path.iterdir()), opened) == ([], [])
    assert hashlib.sha256(big).hexdigest() not in page.content.decode()


def test_what_is_longer_than_any_file_of_ours_is_not_read_to_its_end(client, db, monkeypatch):
    monkeypatch.setattr("appraisal.summaries.uploads.MOST_BYTES", 1000)
    assert upload(client, b"x" * 200_000).status_code == 422


@pytest.mark.parametrize("sent", [{}, {"file": ""}, {"file": "words"}])
def test_sending_no_file_is_explained(client, db, sent):
    page = client.post(VERIFY, sent)
    assert page.status_code == 422
    assert "Choose the file that you were given." in page.content.decode()


def test_an_empty_file_is_not_genuine(client, db):
    assert upload(client, b"").status_code == 422


def test_a_form_on_another_site_is_refused(db):
    strict = Client(enforce_csrf_checks=True)
    assert upload(strict, b"x").status_code == 403


def test_a_program_that_tries_codes_is_stopped(client, made, monkeypatch):
    monkeypatch.setattr("appraisal.summaries.verify_views.TRIES_PER_HOUR", 3)
    code = made().code
    answers = [client.get(f"{VERIFY}{codes.new()}/").status_code for _ in range(4)]
    assert answers == [404, 404, 404, 429]
    assert client.get(f"{VERIFY}{code}/").status_code == 429
    assert upload(client, b"x").status_code == 429
    assert client.get(f"{VERIFY}{code}/", REMOTE_ADDR="203.0.113.9").status_code == 200


def test_a_summary_that_was_replaced_says_so_and_one_that_was_deleted_is_not_known(client, made, frozen, grace):
    first = made()
    frozen(supersedes=first)
    assert "A later summary has since replaced it" in client.get(f"{VERIFY}{first.code}/").content.decode()
    pdf = bytes(first.files.get(kind="pdf").content)
    actions.delete(by=grace, summary=first)
    assert client.get(f"{VERIFY}{first.code}/").status_code == 404
    assert upload(client, pdf).status_code == 422


def test_nothing_of_it_is_kept_by_a_cache_or_found_by_a_search_engine(client, made):
    page = client.get(f"{VERIFY}{made().code}/")
    assert "no-store" in page.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex, nofollow">' in page.content.decode()


def test_the_certificate_can_be_compared_with_that_of_the_pdf(client, db):
    certificate = x509.load_pem_x509_certificate(client.get("/verify/certificate.pem").content)
    assert certificate == signing.certificate()
    page = client.get(VERIFY).content.decode()
    assert signing.fingerprint() in page
    assert "This site signs with a development key." in page
