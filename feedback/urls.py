from django.urls import path

from feedback.discussion import club_views, views
from feedback.following import views as following
from feedback.messages import views as messages
from feedback.newsletter import views as newsletter
from feedback.votes import views as votes

app_name = "feedback"
urlpatterns = [
    path("feedback/", messages.message, name="message"),
    path("feedback/sent/", messages.sent, name="sent"),
    path("feedback/report/<int:version_id>/", messages.report, name="report"),
    path("feedback/vote/<int:version_id>/", votes.vote, name="vote"),
    path("feedback/vote/<int:version_id>/comment/", votes.comment, name="comment"),
    path("discussion/<int:document_id>/", views.discussion, name="discussion"),
    path("discussion/<int:document_id>/emails/", views.watch, name="watch"),
    path("discussion/<int:document_id>/journal-club/", club_views.club_new, name="club_new"),
    path("discussion/journal-clubs/<int:club_id>/attended/", club_views.club_attend, name="club_attend"),
    path("discussion/journal-clubs/<int:club_id>/cancelled/", club_views.club_cancel, name="club_cancel"),
    path("discussion/comments/<int:comment_id>/edit/", views.comment_edit, name="comment_edit"),
    path("discussion/comments/<int:comment_id>/delete/", views.comment_remove, name="comment_remove"),
    path("discussion/comments/<int:comment_id>/report/", views.comment_flag, name="comment_flag"),
    path("discussion/stop/<str:token>/", views.unwatch, name="unwatch"),
    path("following/", following.following, name="following"),
    path("following/articles/<int:document_id>/", following.follow, name="follow"),
    path("following/seen/<int:notice_id>/", following.acknowledge, name="acknowledge"),
    path("following/stop/<str:token>/", following.unfollow, name="unfollow"),
    path("newsletter/", newsletter.subscribe, name="subscribe"),
    path("newsletter/confirmed/", newsletter.confirmed, name="confirmed"),
    path("newsletter/confirm/<str:token>/", newsletter.confirm, name="confirm"),
    path("newsletter/unsubscribe/<str:token>/", newsletter.unsubscribe, name="unsubscribe"),
]
