"""The signature of a PDF: it covers every byte, allows no change afterwards, and any viewer can check it."""

import io
from concurrent.futures import ThreadPoolExecutor

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, signers
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec

from appraisal.summaries.files import signing

FIELD = "PatientPlus"


def sealed(pdf: bytes) -> bytes:
    """The PDF, certified with our key. The signature is not drawn: a hidden field needs no tag (PDF/UA-1, 7.18)."""
    meta = PdfSignatureMetadata(
        field_name=FIELD,
        reason="Frozen by its owner in PatientPlus",
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    hidden = SigFieldSpec(
        FIELD,
        invis_sig_settings=InvisSigSettings(set_print_flag=False, set_hidden_flag=True),
        readable_field_name="Signature of PatientPlus",
    )
    writer, signer = IncrementalPdfFileWriter(io.BytesIO(pdf)), signing.signer()
    # In a thread of its own: pyHanko starts an event loop, and a thread that has one already may start no other.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(signers.sign_pdf, writer, meta, signer=signer, new_field_spec=hidden).result().getvalue()
