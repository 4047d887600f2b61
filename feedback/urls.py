from django.urls import path

from . import views

app_name = "feedback"
urlpatterns = [
    path("feedback/", views.message, name="message"),
    path("feedback/sent/", views.sent, name="sent"),
    path("feedback/vote/<int:version_id>/", views.vote, name="vote"),
    path("feedback/vote/<int:version_id>/comment/", views.comment, name="comment"),
    path("newsletter/", views.subscribe, name="subscribe"),
    path("newsletter/confirmed/", views.confirmed, name="confirmed"),
    path("newsletter/confirm/<str:token>/", views.confirm, name="confirm"),
    path("newsletter/unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
