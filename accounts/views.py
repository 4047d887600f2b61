from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from .forms import ProfileForm
from .models import User
from .regulators import regulators
from .requests import MemberRequest


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
    return render(request, "accounts/profile.html", {"form": form}, status=422 if form.errors else 200)
