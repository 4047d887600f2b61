"""Bringing learning done elsewhere into the diary: look first, then import."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import MemberRequest
from appraisal.csv_import import actions
from appraisal.csv_import.forms import ImportForm
from appraisal.csv_import.table import COLUMNS
from core import guard
from core.http import form_status, member_required


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def entry_import(request: MemberRequest) -> HttpResponse:
    """A form; then what was found in the file, with what is wrong and what is new; then the entries."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if not form.is_bound or not form.is_valid():
        context = {"form": form, "columns": [names[0] for names in COLUMNS.values()]}
        return render(request, "appraisal/entry_import.html", context, status=form_status(form))
    table = form.table
    if "import" in request.POST and table.good:
        count = actions.bring_in(by=request.user, lines=table.good)
        messages.success(request, f"{count} {'entry is' if count == 1 else 'entries are'} new in your diary.")
        return redirect("appraisal:diary")
    known = actions.known(by=request.user, lines=table.good)
    words = [value for line in table.good for value in line.words.values() if isinstance(value, str)]
    context = {
        "table": table,
        "text": form.cleaned_data["text"],
        "known": known,
        "new": len({line.key(request.user.pk) for line in table.good if line.number not in known}),
        "finds": guard.find(*words),
    }
    return render(request, "appraisal/entry_import_preview.html", context)
