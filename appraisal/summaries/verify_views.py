"""Is this summary genuine? Asked by anyone, of a code or of a file."""

from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from appraisal import summaries
from appraisal.models import Summary
from appraisal.summaries.document import codes
from appraisal.summaries.files import store
from appraisal.summaries.freeze_forms import CodeForm, UploadForm
from appraisal.summaries.uploads import HashingUploadHandler
from core.http import form_status
from core.limits import network, within

# Of one network in an hour. A code cannot be guessed anyway; this keeps a program from trying.
TRIES_PER_HOUR = 60


@csrf_exempt  # only until the upload handler is set; verify_form checks the token
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    """Ask by code or by file. The file is hashed as it arrives, and kept nowhere."""
    request.upload_handlers = [HashingUploadHandler(request)]
    return verify_form(request)


@csrf_protect
def verify_form(request: HttpRequest) -> HttpResponse:
    """The two forms. A code leads to its own page; what a file says is said here."""
    from appraisal.summaries.files import signing  # when first needed (appraisal/summaries/files/store.py)

    code_form = CodeForm(request.GET if "code" in request.GET else None)
    if code_form.is_bound and code_form.is_valid():
        return redirect("appraisal:verified", code=codes.grouped(code_form.cleaned_data["code"]))
    upload = (
        UploadForm(request.POST, request.FILES)
        if request.method == "POST"
        else UploadForm(initial={"of": request.GET.get("of", "")})
    )
    context = {
        "code_form": code_form,
        "upload_form": upload,
        "is_development_key": signing.is_development_key(),
        "fingerprint": signing.fingerprint(),
    }
    if not upload.is_bound:
        return render(request, "appraisal/verify.html", context, status=form_status(code_form))
    if not is_allowed(request):
        return render(request, "429.html", {"what": "checks of summaries"}, status=429)
    if not upload.is_valid():
        return render(request, "appraisal/verify.html", context, status=form_status(upload))
    summary = store.summary_of(upload.cleaned_data["file"].sha256, upload.cleaned_data["of"])
    context |= {"asked": "file", "of": upload.cleaned_data["of"], **(facts(summary) if summary else {})}
    return render(request, "appraisal/verified.html", context, status=200 if summary else 422)


@require_safe
@never_cache
def verified(request: HttpRequest, code: str) -> HttpResponse:
    """What a code stands for: period, counts, hours, hash and when it was issued. Nothing else."""
    if not is_allowed(request):
        return render(request, "429.html", {"what": "checks of summaries"}, status=429)
    tidied = codes.tidy(code)
    summary = Summary.objects.filter(code=tidied).first() if codes.is_code(tidied) else None
    context = {"asked": "code", **(facts(summary) if summary else {})}
    return render(request, "appraisal/verified.html", context, status=200 if summary else 404)


def is_allowed(request: HttpRequest) -> bool:
    """Count one more question of this network; whether it is within the limit."""
    return within("verify", network(request.META.get("REMOTE_ADDR", "")), per_hour=TRIES_PER_HOUR)


def facts(summary: Summary) -> dict:
    """What anyone may know of a summary whose code or file they have. Not whose it is."""
    from appraisal.summaries.files import signing  # when first needed (appraisal/summaries/files/store.py)

    document = summary.data
    return {
        "summary": summary,
        "code": codes.grouped(summary.code),
        "totals": document["totals"],
        "printed": len(document["entries"] or []),
        "is_superseded": Summary.objects.filter(supersedes=summary).exists(),
        "is_development_key": signing.is_development_key(),
    }


@require_safe
def certificate(request: HttpRequest) -> HttpResponse:
    """The certificate whose key signs, for those who check a PDF by themselves."""
    from appraisal.summaries.files import signing  # when first needed (appraisal/summaries/files/store.py)

    content = signing.certificate().public_bytes(Encoding.PEM)
    headers = {"Content-Disposition": 'attachment; filename="patientplus-summaries.pem"'}
    return HttpResponse(content, content_type="application/x-pem-file", headers=headers)


@cache
def schema_text() -> bytes:
    return (Path(summaries.__file__).with_name("schema.json")).read_bytes()


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of the document, at an address that stays."""
    response = HttpResponse(schema_text(), content_type="application/schema+json")
    response["Cache-Control"] = "public, max-age=3600"
    response["Access-Control-Allow-Origin"] = "*"
    return response
