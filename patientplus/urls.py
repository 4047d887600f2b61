"""The site map. Every address is explained in docs/conventions.md."""

from django.contrib import admin
from django.urls import include, path

from patientplus import health

urlpatterns = [
    path("", include("patientplus.pages")),
    path("", include("articles.urls")),
    path("", include("notes.urls")),
    path("", include("appraisal.urls")),
    path("", include("feedback.urls")),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("health/live/", health.live),
    path("health/ready/", health.ready),
]

handler404 = "patientplus.errors.not_found"
