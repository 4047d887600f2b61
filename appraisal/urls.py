from django.urls import path

from appraisal.csv_import import views as csv_import
from appraisal.diary import entry_views
from appraisal.diary import views as diary
from appraisal.evidence import views as evidence
from appraisal.inbox import views as inbox
from appraisal.plans import views as plan
from appraisal.summaries import frozen_views, portfolio_views, share_views, verify_views
from appraisal.summaries import views as summaries

app_name = "appraisal"
urlpatterns: list = [
    path("diary/", diary.diary, name="diary"),
    path("diary/inbox/", inbox.inbox, name="inbox"),
    path("diary/inbox/dismiss/", inbox.inbox_dismiss, name="inbox_dismiss"),
    path("diary/inbox/restore/", inbox.inbox_restore, name="inbox_restore"),
    path("diary/settings/", inbox.preference, name="preference"),
    path("diary/unsubscribe/<str:token>/", inbox.unsubscribe, name="unsubscribe"),
    path("diary/entries/new/", entry_views.entry_new, name="entry_new"),
    path("diary/entries/import/", csv_import.entry_import, name="entry_import"),
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
