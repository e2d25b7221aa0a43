"""The addresses of items."""

from django.urls import path

from liandu.rectification import views

app_name = "rectification"
urlpatterns = [
    path("opening/", views.openings, name="openings"),
    path("opening/<int:pk>/", views.opening, name="opening"),
    path("opening/<int:pk>/signed/", views.open_signed, name="open_signed"),
    path("opening/<int:pk>/unsigned/", views.open_unsigned, name="open_unsigned"),
    path("acknowledge/", views.acknowledge_all, name="acknowledge_all"),
    path("assign/", views.assign_many, name="assign_many"),
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
    path("<int:pk>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("<int:pk>/dispute/", views.dispute, name="dispute"),
    path("<int:pk>/dispute/take-back/", views.take_back_dispute, name="take_back_dispute"),
    path("<int:pk>/dispute/answer/", views.answer_dispute, name="answer_dispute"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/reinstate/", views.reinstate, name="reinstate"),
    path("<int:pk>/assign/", views.assign, name="assign"),
    path("<int:pk>/change-owner/", views.change_owner, name="change_owner"),
    path("<int:pk>/offices/add/", views.add_office, name="add_office"),
    path("<int:pk>/offices/<int:duty>/end/", views.end_office, name="end_office"),
]
