from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import data_export, erasure
from accounts.forms import EraseForm, ProfileForm
from accounts.models import User
from accounts.regulators import regulators
from accounts.requests import MemberRequest
from core.errors import NotAllowed
from core.http import form_status


@require_safe
@login_required
@never_cache
def overview(request: MemberRequest) -> HttpResponse:
    """What we hold about a member's account, each line with the page that changes it."""
    return render(request, "accounts/overview.html", {"regulator": regulators().get(request.user.regulator)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def profile(request: MemberRequest) -> HttpResponse:
    """Change name, profession and registration."""
    member = User.objects.get(pk=request.user.pk)  # not request.user: a refused form must not change the masthead
    form = ProfileForm(request.POST or None, instance=member)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Your details are saved.")
        return redirect("accounts:overview")
    return render(request, "accounts/profile.html", {"form": form}, status=form_status(form))


@require_safe
@login_required
@never_cache
def data(request: MemberRequest) -> HttpResponse:
    """What is held about a member, and how to take it away or have it erased."""
    return render(request, "accounts/data.html")


@require_safe
@login_required
@reauthentication_required
@never_cache
def data_download(request: MemberRequest) -> HttpResponse:
    """Everything held about a member, as one JSON file, for whoever has just proved that they are that member."""
    return JsonResponse(
        data_export.everything(request.user),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": 'attachment; filename="patientplus-my-data.json"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required
@never_cache
def erase(request: MemberRequest) -> HttpResponse:
    """Erase an account, for whoever has just proved that it is theirs."""
    sent = request.POST if request.method == "POST" else None
    form = EraseForm(sent, is_on_record=erasure.is_on_record(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            erasure.erase(request.user, keeps_name=form.cleaned_data.get("keeps_name", False))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            logout(request)
            return redirect("accounts:erased")
    return render(request, "accounts/erase.html", {"form": form}, status=form_status(form))


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """An account is no more."""
    return render(request, "accounts/erased.html")
