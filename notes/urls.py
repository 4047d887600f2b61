from django.urls import path

from .views import activity, bookmarks, diary, export, notes, placements, shelf, summaries, upload

app_name = "notes"
urlpatterns: list = [
    path("notes/", shelf.index, name="index"),
    path("notes/chosen/", shelf.chosen, name="chosen"),
    path("notes/export/<slug:kind>/", export.export, name="export"),
    path("notes/import/", upload.upload, name="upload"),
    path("notes/import/look/", upload.upload_look, name="upload_look"),
    path("notes/import/forget/", upload.upload_forget, name="upload_forget"),
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
    path("activity/heartbeat/", activity.heartbeat, name="heartbeat"),
    path("activity/pause/", activity.pause, name="pause"),
    path("activity/resume/", activity.resume, name="resume"),
    path("activity/visits/remove/", activity.visit_remove, name="visit_remove"),
    path("activity/views/<int:view_id>/remove/", activity.view_remove, name="view_remove"),
    path("diary/", diary.diary, name="diary"),
    path("diary/entries/new/", diary.entry_new, name="entry_new"),
    path("diary/entries/<int:entry_id>/", diary.entry, name="entry"),
    path("diary/entries/<int:entry_id>/edit/", diary.entry_edit, name="entry_edit"),
    path("diary/entries/<int:entry_id>/delete/", diary.entry_delete, name="entry_delete"),
    path("summaries/", summaries.summary, name="summary"),
    path("summaries/summary.pdf", summaries.summary_pdf, name="summary_pdf"),
    path("summaries/summary.csv", summaries.summary_csv, name="summary_csv"),
    path("summaries/summary.json", summaries.summary_json, name="summary_json"),
]
