from django.urls import path

from notes.annotations import views as notes
from notes.annotations.bookmarks import views as bookmarks
from notes.annotations.collection import views as collection
from notes.annotations.exports import views as exports
from notes.annotations.imports import views as imports
from notes.annotations.placements import views as placements
from notes.reading import activity
from notes.reading import views as reading

app_name = "notes"
urlpatterns: list = [
    path("notes/", collection.index, name="index"),
    path("notes/chosen/", collection.chosen, name="chosen"),
    path("notes/chosen/restore/", collection.chosen_restore, name="chosen_restore"),
    path("notes/export/<slug:kind>/", exports.export, name="export"),
    path("notes/import/", imports.upload, name="upload"),
    path("notes/import/look/", imports.upload_look, name="upload_look"),
    path("notes/import/forget/", imports.upload_forget, name="upload_forget"),
    path("notes/bookmarks/", bookmarks.bookmarks, name="bookmarks"),
    path("notes/bookmarks/<int:bookmark_id>/remove/", bookmarks.bookmark_remove, name="bookmark_remove"),
    path("notes/on/<int:version_id>/bookmark/", bookmarks.bookmark, name="bookmark"),
    path("notes/on/<int:version_id>/", notes.create, name="create"),
    path("notes/<int:note_id>/edit/", notes.edit, name="edit"),
    path("notes/<int:note_id>/delete/", notes.delete, name="delete"),
    path("notes/<int:note_id>/restore/", notes.restore, name="restore"),
    path("notes/<int:note_id>/erase/", notes.erase, name="erase"),
    path("notes/deleted/", notes.deleted, name="deleted"),
    path("notes/placements/<int:placement_id>/", placements.placement, name="placement"),
    path("activity/", activity.activity, name="activity"),
    path("activity/heartbeat/", reading.heartbeat, name="heartbeat"),
    path("activity/pause/", reading.pause, name="pause"),
    path("activity/resume/", reading.resume, name="resume"),
    path("activity/articles/<int:article_id>/log/", reading.article_log, name="article_log"),
    path("activity/visits/question/", reading.visit_question, name="visit_question"),
    path("activity/visits/remove/", reading.visit_remove, name="visit_remove"),
    path("activity/visits/unlog/", reading.visit_unlog, name="visit_unlog"),
    path("activity/views/restore/", reading.view_restore, name="view_restore"),
    path("activity/views/<int:view_id>/edit/", reading.view_edit, name="view_edit"),
    path("activity/views/<int:view_id>/remove/", reading.view_remove, name="view_remove"),
]
