"""A frozen summary on its way into a portfolio: boxes to copy, and a message that the member sends."""

from email.message import EmailMessage
from email.policy import SMTP

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest
from appraisal.models import Summary
from appraisal.summaries.files import as_text, sheet, store
from appraisal.summaries.freeze_forms import EmailForm
from appraisal.summaries.frozen_views import detail, handed, owned
from core.http import member_required

MESSAGE = store.Kind("eml", "message/rfc822", "", lambda document, stamp: b"")


@require_safe
@member_required
def text(request: MemberRequest, summary_id: int) -> HttpResponse:
    """Each reflection in boxes to copy, one for each field of a portfolio."""
    summary = owned(request, summary_id)
    portfolios = [
        {"portfolio": portfolio, "blocks": as_text.blocks(summary.data, portfolio)}
        for portfolio in as_text.portfolios()
    ]
    return render(request, "appraisal/summary_text.html", {"summary": summary, "portfolios": portfolios})


@require_POST
@member_required
def email(request: MemberRequest, summary_id: int) -> HttpResponse:
    """A message to a portfolio, as a file that the member's own mail program opens and they send. We send nothing."""
    summary = owned(request, summary_id)
    form = EmailForm(request.POST)
    if not form.is_valid():
        return detail(request, summary, email_form=form, status=422)
    message = unsent(summary, form.cleaned_data["address"])
    return handed(summary, MESSAGE, message.as_bytes(policy=SMTP))


def unsent(summary: Summary, address: str) -> EmailMessage:
    """The reflections as text, the signed PDF attached. X-Unsent opens it as a draft."""
    content = sheet.build(summary.data, views=0)
    message = EmailMessage(policy=SMTP)
    message["To"] = address
    message["Subject"] = " ".join(as_text.clean(f"{content['title']}, {content['period']}").split())
    message["X-Unsent"] = "1"
    message.set_content(as_text.for_email(summary.data))
    if pdf := summary.files.filter(kind="pdf").first():
        message.add_attachment(bytes(pdf.content), maintype="application", subtype="pdf", filename="summary.pdf")
    return message
