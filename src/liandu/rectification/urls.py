"""The addresses of items."""

from django.urls import path

from liandu.rectification import views

app_name = "rectification"
urlpatterns = [
    path("<int:pk>/", views.item, name="item"),
    # What a unit does while it rectifies.
    path("progress/", views.report_several, name="report_several"),
    path("progress/sheet/", views.progress_sheet, name="progress_sheet"),
    path("progress/import/", views.import_progress, name="import_progress"),
    path("progress/check/", views.check_progress, name="check_progress"),
    path("<int:pk>/report/", views.report, name="report"),
    path("<int:pk>/stage/", views.complete_stage, name="complete_stage"),
    path("<int:pk>/attach/", views.attach, name="attach"),
    path("evidence/<int:pk>/file/", views.evidence_file, name="evidence_file"),
    path("evidence/<int:pk>/withdraw/", views.withdraw_evidence, name="withdraw_evidence"),
    path("<int:pk>/institution/", views.record_institution, name="record_institution"),
    path("institutions/", views.institutions, name="institutions"),
    path("institutions/export/", views.export_institutions, name="export_institutions"),
    path("institutions/<int:pk>/", views.institution, name="institution"),
    path("institutions/<int:pk>/review/", views.review_institution, name="review_institution"),
    path("institutions/<int:pk>/strike/", views.strike_institution, name="strike_institution"),
    path("<int:pk>/milestone/", views.add_milestone, name="add_milestone"),
    path("milestones/<int:pk>/finish/", views.finish_milestone, name="finish_milestone"),
    path("milestones/<int:pk>/drop/", views.drop_milestone, name="drop_milestone"),
    path("<int:pk>/long-term/", views.turn_long_term, name="turn_long_term"),
    path("<int:pk>/extend/", views.ask_extension, name="ask_extension"),
    path("extensions/", views.extensions, name="extensions"),
    path("extensions/<int:pk>/decide/", views.decide_extension, name="decide_extension"),
    path("extensions/<int:pk>/take-back/", views.take_back_extension, name="take_back_extension"),
]
