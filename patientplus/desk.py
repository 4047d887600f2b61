"""The editing desk: Django's admin behind our own sign-in, a second factor and a policy of its own."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from accounts.requests import user_of
from accounts.sessions import has_second_factor
from articles.desk import work_queue

# Django's own admin scripts and the editor write HTML into the page, so trusted types are for readers' pages only.
POLICY = {"require-trusted-types-for": None, "trusted-types": None}


class Desk(AdminSite):
    """Where staff write, review and publish."""

    site_header = site_title = "PatientPlus editing desk"
    index_title = "What needs doing"

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether they are staff, and this session gave a second factor: that the account has one is not enough."""
        return super().has_permission(request) and (not settings.STAFF_SECOND_FACTOR or has_second_factor(request))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """What waits for this person, room by room, above the list of everything."""
        queues = [queue for answer in work_queue.waiting_for.ask(user_of(request)) for queue in answer]
        return super().index(request, {"queues": queues, **(extra_context or {})})

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send people where they can sign in. The admin's own form is never shown: it has no limits."""
        wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
        if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
            wanted = reverse("admin:index")
        if self.has_permission(request):
            return redirect(wanted)
        if not request.user.is_authenticated:
            return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({REDIRECT_FIELD_NAME: wanted})}")
        if not request.user.is_staff:
            raise PermissionDenied
        if is_mfa_enabled(user_of(request)):
            messages.warning(request, "The editing desk needs the code of your authenticator app. Enter it to go on.")
            return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({REDIRECT_FIELD_NAME: wanted})}")
        messages.warning(request, "The editing desk needs a second factor. Set up an authenticator app first.")
        return redirect("mfa_activate_totp")

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        return csp_replace(POLICY)(super().admin_view(view, cacheable))
