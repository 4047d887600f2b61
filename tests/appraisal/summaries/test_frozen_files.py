"""The files of a frozen summary: what each holds, what tools of others say of it, and what hostile words do in it."""

import csv
import io
import json
import sys
import unicodedata
import uuid
import zipfile
from collections import Counter
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import default

import jsonschema
import pytest
import segno
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from django.urls import reverse
from docx import Document
from lxml import etree
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from appraisal.models import Objective, Summary
from appraisal.summaries.document import layouts
from appraisal.summaries.files import as_pdf, printable, signing, store
from tests.appraisal.summaries.test_summary_files import roles, said

TURNING = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = {
    "emoji": "Thumbs \U0001f44d and \U0001f469\u200d\u2695\ufe0f end",
    "CJK": "Pressure 血压 end",
    "right to left": "Begin שלום عربي \u202eevil\u202c end",
    "control characters": "Be\x01gin\x08 \x0b\x0c\x1b\x7f\x85 end",
    "formula": '=HYPERLINK("http://evil.example","x")',
    "formula after a line": "First\n=1+1\n@SUM(1)",
    "typst": '#read("/etc/passwd") #eval("1") #import "@preview/x:1.0.0": * $x$ <label> @ref',
    "xml": "</w:t><w:t>&amp;<script>alert(1)</script>]]>",
    "json": '"},{"x": "\\u0000 \\" }',
    "email": "Subject: x\r\nBcc: evil@example.org\r\n\r\n.\r\n",
    "combining": "Z" + "\u0301" * 200 + " end",
    "long word": "x" * 5000,
    "not characters": "a\ufffeb\uffff end \ue000",
}


@pytest.fixture
def made(frozen):
    """A frozen summary with these words in it, with its files as they were kept."""

    def made(**words):
        summary = frozen(**words)
        store.make(summary)
        return {file.kind: bytes(file.content) for file in summary.files.all()} | {"json": summary.document.encode()}

    return made


def status_of(pdf):
    """What pyHanko's validator says, trusting our certificate and asking nobody."""
    [signature] = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    trusted = ValidationContext(trust_roots=[signing.signer().signing_cert], allow_fetching=False)
    return validate_pdf_signature(signature, trusted)


def test_the_signature_of_the_pdf_is_valid_covers_all_of_it_and_allows_no_change(made):
    status = status_of(made()["pdf"])
    assert status.bottom_line
    assert status.summary() == "INTACT:TRUSTED,UNTOUCHED"
    assert status.coverage.name == "ENTIRE_FILE"


def test_a_changed_byte_breaks_the_signature(made):
    pdf = made(title="Which way")["pdf"]
    at = pdf.index(b"/Title")
    assert not status_of(pdf[:at] + b"/Titel" + pdf[at + 6 :]).bottom_line


def test_a_signed_pdf_is_still_tagged_and_its_signature_hidden(made):
    reader = PdfReader(io.BytesIO(made()["pdf"]))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    found = roles(root["/StructTreeRoot"]["/K"], Counter())
    assert (found["/H1"], found["/H2"] > 3, found["/H3"]) == (1, True, 1)
    [field] = root["/AcroForm"]["/Fields"]
    assert field.get_object()["/F"] & 2, "a hidden annotation needs no tag"
    assert field.get_object()["/TU"] == "Signature of PatientPlus"
    assert all(page["/Tabs"] == "/S" for page in reader.pages if "/Annots" in page)


def test_the_pdf_says_by_what_it_can_be_checked(made, frozen):
    pdf = made()["pdf"]
    summary = Summary.objects.get()
    words = said(PdfReader(io.BytesIO(pdf)))
    assert summary.data["code"] in words
    assert summary.sha256 in words.replace(" ", "")
    assert "Signed with a development key, which proves nothing." in words
    assert segno.make(summary.data["verify_url"], error="m").version <= 7


def test_a_key_of_the_sites_own_signs_and_is_not_called_a_development_key(made, settings, tmp_path):
    signing.make_development_key(tmp_path / "own")
    settings.SUMMARY_SIGNING_KEY = str(tmp_path / "own" / "key.pem")
    settings.SUMMARY_SIGNING_CERTIFICATE = str(tmp_path / "own" / "certificate.pem")
    signing.signer.cache_clear()
    try:
        pdf = made()["pdf"]
        assert status_of(pdf).bottom_line
    finally:
        signing.signer.cache_clear()
    assert "development key" not in said(PdfReader(io.BytesIO(pdf)))


def test_a_key_is_read_once_however_many_are_signed(made, monkeypatch):
    signing.signer.cache_clear()
    read = []
    load = serialization.load_der_private_key
    monkeypatch.setattr(serialization, "load_der_private_key", lambda *a, **k: read.append(1) or load(*a, **k))
    first, second = made()["pdf"], made()["pdf"]
    assert status_of(first).bottom_line
    assert status_of(second).bottom_line
    assert len(read) == 1


def test_typst_runs_where_its_memory_is_given_back(made):
    """It keeps 100 MiB of every large document: a process that has it grows with each."""
    assert made()["pdf"]
    assert "typst" not in sys.modules


def test_what_typst_cannot_set_is_said_in_its_words():
    with pytest.raises(as_pdf.NotSet, match="failed to parse JSON"):
        as_pdf.typeset({"summary": "no JSON", "made_at": "2026-11-25T09:00:00+00:00"})


def test_the_development_key_is_its_owners_only():
    key, _ = signing.development_files()
    assert key.stat().st_mode & 0o077 == 0
    assert settings.DATA_DIR in key.parents


def docx(content):
    return Document(io.BytesIO(content))


def test_the_word_file_has_real_headings_and_marked_header_rows(made):
    document = docx(made(title="Which way they face")["docx"])
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}
    assert styles["Record of reading and reflection"] == "Title"
    assert styles["Reflections"] == "Heading 1"
    assert styles["Which way they face"] == "Heading 2"
    assert document.core_properties.language == "en-GB"
    assert document.tables
    for table in document.tables:
        assert table._tbl.tr_lst[0].trPr.find(f"{W}tblHeader") is not None
    assert Summary.objects.get().sha256 in "".join(paragraph.text for paragraph in document.paragraphs)


def test_xapi_statements_have_what_the_specification_asks(made):
    statements = json.loads(made(title="Which way they face", claimed_minutes=90)["xapi"])
    assert len(statements) == 2
    assert len({uuid.UUID(statement["id"]) for statement in statements}) == 2
    for statement in statements:
        assert set(statement) >= {"id", "actor", "verb", "object", "timestamp"}
        assert statement["object"]["id"].startswith("http")
        assert "@" not in json.dumps(statement["actor"])
    reflection = next(it for it in statements if it["verb"]["id"].endswith("reflected"))
    assert reflection["result"]["duration"] == "PT1H30M"
    assert "What?\nRead it." in reflection["result"]["response"]


def test_text_for_portfolios_has_credits_as_a_number_only(made):
    text = made(claimed_minutes=90)["txt"].decode()
    assert "Credits or hours (a number only):\n1.50\n" in text
    assert all(name in text for name in ("SOAR", "MARS", "Clarity"))


def test_the_document_is_what_its_published_schema_says(made, client, grace, note, version):
    Objective.objects.create(user=grace, title="To see in the dark", created_at=datetime(2026, 3, 1, tzinfo=UTC))
    document = json.loads(made(claimed_minutes=30, is_significant=True, look_again_on=date(2026, 11, 20))["json"])
    answer = client.get("/schemas/patientplus-summary-1.json")
    assert document["schema"].endswith("/schemas/patientplus-summary-1.json")
    schema = json.loads(answer.content)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema)
    assert (len(document["objectives"]), len(document["actions"])) == (1, 1)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document | {"surprise": 1}, schema)


@pytest.mark.parametrize("code", layouts.layouts())
def test_the_document_of_every_regulator_is_what_the_schema_says(made, client, grace, code):
    grace.regulator, grace.registration_number = code, ""
    grace.save()
    content = made(method="reading", claimed_minutes=60, benefit="They see more.")
    jsonschema.validate(
        json.loads(content["json"]), json.loads(client.get("/schemas/patientplus-summary-1.json").content)
    )
    words = said(PdfReader(io.BytesIO(content["pdf"])))
    assert layouts.layouts()[code]["title"] in words
    assert "They see more." in words


@pytest.mark.parametrize("evil", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_are_inert_and_complete_in_every_file(made, evil):
    content = made(title=evil[:150].strip() or "x", what=evil)
    kept = json.loads(content["json"])["entries"][0]["what"]
    assert kept == evil
    no_controls = "".join(char for char in kept if char == "\n" or unicodedata.category(char) not in {"Cc", "Cn"})
    assert_pdf(content["pdf"], kept)
    assert_docx(content["docx"], no_controls)
    [reflection, *_] = csv.DictReader(io.StringIO(content["csv"].decode().removeprefix("\ufeff"), newline=""))
    assert reflection["What?"].removeprefix("'") == kept
    assert not any(value.startswith(("=", "+", "-", "@")) for value in reflection.values())
    assert kept in json.loads(content["xapi"])[-1]["result"]["response"] + json.loads(content["xapi"])[0]["result"].get(
        "response", ""
    )
    pasted = "\n".join("".join(filter(is_pasted, line)) for line in kept.splitlines()).strip()
    assert " ".join(pasted.split()) in " ".join(content["txt"].decode().split())


def is_pasted(char):
    """All but controls and the marks that turn what follows: noncharacters and private ones too."""
    return unicodedata.category(char) != "Cc" and unicodedata.bidirectional(char) not in TURNING


def assert_pdf(pdf, kept):
    """Every word that the fonts have is on paper, nothing was run, and what is missing is said."""
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert status_of(pdf).bottom_line
    assert root.get("/OpenAction") is None
    assert root.get("/Names") is None
    words = said(reader)
    printed = "".join(words.replace("\u200b", "").split())
    for word in kept.split():
        if len(word) > 1000:  # it goes on on the next page, after the foot of this one
            assert printed.count(word[0]) >= len(word)
        elif word.isascii() and word.isprintable():
            assert word in printed
    if any(printable.missing(char) for char in kept if printable.is_seen(char)):
        assert "could not be printed and are named in square brackets" in words


def assert_docx(content, kept):
    """Every part is well-formed XML, nothing leads outside but links of ours, and every word is there."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(archive.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
    assert b'TargetMode="External"' not in b"".join(
        archive.read(name) for name in archive.namelist() if name.endswith(".rels")
    )
    text = "\n".join(paragraph.text for paragraph in docx(content).paragraphs)
    for word in kept.split():
        assert word in text


def test_a_name_with_line_ends_makes_no_header(as_grace, grace, frozen):
    grace.display_name = "Grace\r\nBcc: evil@example.org"
    grace.save()
    store.make(summary := frozen(what=HOSTILE["email"]))
    answer = as_grace.post(reverse("appraisal:summary_email", args=[summary.pk]), {"address": "diary@example.org"})
    message = message_from_bytes(answer.content, policy=default)
    assert message["Bcc"] is None
    assert message["To"] == "diary@example.org"


def test_the_message_is_a_draft_that_the_member_sends(as_grace, frozen, mailoutbox):
    store.make(summary := frozen(title="Which way they face"))
    answer = as_grace.post(reverse("appraisal:summary_email", args=[summary.pk]), {"address": "diary@example.org"})
    assert answer.headers["Content-Type"] == "message/rfc822"
    message = message_from_bytes(answer.content, policy=default)
    assert message["X-Unsent"] == "1"
    assert message["From"] is None
    assert "Which way they face" in message.get_body().get_content()
    [pdf] = message.iter_attachments()
    assert pdf.get_content() == bytes(summary.files.get(kind="pdf").content)
    assert mailoutbox == []


@pytest.mark.parametrize(
    "address", ["", "not an address", "a@example.org\nBcc: b@example.org", "x" * 400 + "@example.org"]
)
def test_an_address_that_is_none_is_explained(as_grace, frozen, address):
    answer = as_grace.post(reverse("appraisal:summary_email", args=[frozen().pk]), {"address": address})
    assert answer.status_code == 422
    assert "email" in answer.content.decode()


def test_an_appraisers_view_and_the_pdf_say_the_same(made, as_grace):
    pdf = said(PdfReader(io.BytesIO(made(title="Which way they face")["pdf"])))
    page = as_grace.get(Summary.objects.get().get_absolute_url()).content.decode()
    for section in ("Totals", "Reflections", "About this record"):
        assert f"<h3>{section}</h3>" in page
        assert section in pdf
