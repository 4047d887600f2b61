from django.urls import path

from .views import following, messages, newsletter, votes

app_name = "feedback"
urlpatterns = [
    path("feedback/", messages.message, name="message"),
    path("feedback/sent/", messages.sent, name="sent"),
    path("feedback/report/<int:version_id>/", messages.report, name="report"),
    path("feedback/vote/<int:version_id>/", votes.vote, name="vote"),
    path("feedback/vote/<int:version_id>/comment/", votes.comment, name="comment"),
    path("following/", following.following, name="following"),
    path("following/articles/<int:document_id>/", following.follow, name="follow"),
    path("following/seen/<int:notice_id>/", following.acknowledge, name="acknowledge"),
    path("following/stop/<str:token>/", following.unfollow, name="unfollow"),
    path("newsletter/", newsletter.subscribe, name="subscribe"),
    path("newsletter/confirmed/", newsletter.confirmed, name="confirmed"),
    path("newsletter/confirm/<str:token>/", newsletter.confirm, name="confirm"),
    path("newsletter/unsubscribe/<str:token>/", newsletter.unsubscribe, name="unsubscribe"),
]
