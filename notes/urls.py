from django.urls import path

from .views import activity, diary, entries, evidence, importing, notes, plan, summaries

app_name = "notes"
urlpatterns: list = [
    path("notes/", notes.index, name="index"),
    path("notes/on/<int:version_id>/", notes.create, name="create"),
    path("notes/<int:note_id>/edit/", notes.edit, name="edit"),
    path("notes/<int:note_id>/delete/", notes.delete, name="delete"),
    path("activity/", activity.activity, name="activity"),
    path("activity/heartbeat/", activity.heartbeat, name="heartbeat"),
    path("activity/pause/", activity.pause, name="pause"),
    path("activity/resume/", activity.resume, name="resume"),
    path("activity/visits/remove/", activity.visit_remove, name="visit_remove"),
    path("activity/views/<int:view_id>/remove/", activity.view_remove, name="view_remove"),
    path("diary/", diary.diary, name="diary"),
    path("diary/entries/new/", entries.entry_new, name="entry_new"),
    path("diary/entries/import/", importing.entry_import, name="entry_import"),
    path("diary/entries/<int:entry_id>/", entries.entry, name="entry"),
    path("diary/entries/<int:entry_id>/edit/", entries.entry_edit, name="entry_edit"),
    path("diary/entries/<int:entry_id>/delete/", entries.entry_delete, name="entry_delete"),
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
]
