"""The site map. Every address is explained in docs/conventions.md."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from . import health

admin.site.site_header = admin.site.site_title = "PatientPlus editing desk"
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("patientplus.pages")),
    path("", include("articles.urls")),
    path("", include("notes.urls")),
    path("", include("feedback.urls")),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("health/live/", health.live),
    path("health/ready/", health.ready),
]
