from django.urls import path

from appraisal.csv_import import views as importing
from appraisal.diary import entry_views
from appraisal.diary import views as diary
from appraisal.evidence import views as evidence
from appraisal.inbox import views as inbox
from appraisal.plans import views as plan
from appraisal.summaries import frozen_views, portfolio_views, share_views, verify_views
from appraisal.summaries import views as summaries
from notes.annotations import views as notes
from notes.annotations.bookmarks import views
from notes.annotations.collection import views as shelf
from notes.annotations.exports import views as export
from notes.annotations.imports import views as upload
from notes.annotations.placements import views as placements
from notes.reading import activity
from notes.reading import views as log

app_name = "notes"
urlpatterns: list = [
    path("notes/", shelf.index, name="index"),
    path("notes/chosen/", shelf.chosen, name="chosen"),
    path("notes/chosen/restore/", shelf.chosen_restore, name="chosen_restore"),
    path("notes/export/<slug:kind>/", export.export, name="export"),
    path("notes/import/", upload.upload, name="upload"),
    path("notes/import/look/", upload.upload_look, name="upload_look"),
    path("notes/import/forget/", upload.upload_forget, name="upload_forget"),
    path("notes/bookmarks/", views.bookmarks, name="bookmarks"),
    path("notes/bookmarks/<int:bookmark_id>/remove/", views.bookmark_remove, name="bookmark_remove"),
    path("notes/on/<int:version_id>/bookmark/", views.bookmark, name="bookmark"),
    path("notes/on/<int:version_id>/", notes.create, name="create"),
    path("notes/<int:note_id>/edit/", notes.edit, name="edit"),
    path("notes/<int:note_id>/delete/", notes.delete, name="delete"),
    path("notes/<int:note_id>/restore/", notes.restore, name="restore"),
    path("notes/<int:note_id>/erase/", notes.erase, name="erase"),
    path("notes/deleted/", notes.deleted, name="deleted"),
    path("notes/placements/<int:placement_id>/", placements.placement, name="placement"),
    path("activity/", activity.activity, name="activity"),
    path("activity/heartbeat/", log.heartbeat, name="heartbeat"),
    path("activity/pause/", log.pause, name="pause"),
    path("activity/resume/", log.resume, name="resume"),
    path("activity/articles/<int:article_id>/log/", log.article_log, name="article_log"),
    path("activity/visits/question/", log.visit_question, name="visit_question"),
    path("activity/visits/remove/", log.visit_remove, name="visit_remove"),
    path("activity/visits/unlog/", log.visit_unlog, name="visit_unlog"),
    path("activity/views/restore/", log.view_restore, name="view_restore"),
    path("activity/views/<int:view_id>/edit/", log.view_edit, name="view_edit"),
    path("activity/views/<int:view_id>/remove/", log.view_remove, name="view_remove"),
    path("diary/", diary.diary, name="diary"),
    path("diary/inbox/", inbox.inbox, name="inbox"),
    path("diary/inbox/dismiss/", inbox.inbox_dismiss, name="inbox_dismiss"),
    path("diary/inbox/restore/", inbox.inbox_restore, name="inbox_restore"),
    path("diary/settings/", inbox.preference, name="preference"),
    path("diary/unsubscribe/<str:token>/", inbox.unsubscribe, name="unsubscribe"),
    path("diary/entries/new/", entry_views.entry_new, name="entry_new"),
    path("diary/entries/import/", importing.entry_import, name="entry_import"),
    path("diary/entries/<int:entry_id>/", entry_views.entry, name="entry"),
    path("diary/entries/<int:entry_id>/edit/", entry_views.entry_edit, name="entry_edit"),
    path("diary/entries/<int:entry_id>/delete/", entry_views.entry_delete, name="entry_delete"),
    path("diary/entries/<int:entry_id>/evidence/", evidence.evidence_add, name="evidence_add"),
    path("diary/evidence/<int:evidence_id>/", evidence.evidence, name="evidence"),
    path("diary/evidence/<int:evidence_id>/delete/", evidence.evidence_delete, name="evidence_delete"),
    path("diary/progress/", plan.progress, name="progress"),
    path("diary/actions/", plan.action_list, name="action_list"),
    path("diary/actions/<int:action_id>/", plan.action, name="action"),
    path("diary/objectives/", plan.objective_list, name="objective_list"),
    path("diary/objectives/<int:objective_id>/", plan.objective, name="objective"),
    path("diary/objectives/<int:objective_id>/delete/", plan.objective_delete, name="objective_delete"),
    path("summaries/", summaries.summary, name="summary"),
    path("summaries/summary.pdf", summaries.summary_pdf, name="summary_pdf"),
    path("summaries/summary.csv", summaries.summary_csv, name="summary_csv"),
    path("summaries/summary.json", summaries.summary_json, name="summary_json"),
    path("summaries/freeze/", frozen_views.freeze, name="freeze"),
    path("summaries/<int:summary_id>/", frozen_views.frozen, name="frozen"),
    path("summaries/<int:summary_id>/summary.<str:ending>", frozen_views.frozen_file, name="frozen_file"),
    path("summaries/<int:summary_id>/prepare/", frozen_views.prepare, name="prepare"),
    path("summaries/<int:summary_id>/delete/", frozen_views.frozen_delete, name="frozen_delete"),
    path("summaries/<int:summary_id>/text/", portfolio_views.text, name="summary_text"),
    path("summaries/<int:summary_id>/email/", portfolio_views.email, name="summary_email"),
    path("summaries/<int:summary_id>/links/", share_views.share, name="share"),
    path("summaries/<int:summary_id>/links/<int:share_id>/end/", share_views.share_revoke, name="share_revoke"),
    path("shared/<str:token>/", share_views.shared, name="shared"),
    path("shared/<str:token>/summary.pdf", share_views.shared_pdf, name="shared_pdf"),
    path("verify/", verify_views.verify, name="verify"),
    path("verify/certificate.pem", verify_views.certificate, name="certificate"),
    path("verify/<str:code>/", verify_views.verified, name="verified"),
    path("schemas/patientplus-summary-1.json", verify_views.schema, name="schema"),
]
