"""The addresses of items and plans."""

from django.urls import path

from liandu.rectification import views
from liandu.rectification.views import plan_entries, plan_papers, plan_review, plans

app_name = "rectification"
urlpatterns = [
    path("opening/", views.openings, name="openings"),
    path("opening/<int:pk>/", views.opening, name="opening"),
    path("opening/<int:pk>/signed/", views.open_signed, name="open_signed"),
    path("opening/<int:pk>/unsigned/", views.open_unsigned, name="open_unsigned"),
    path("acknowledge/", views.acknowledge_all, name="acknowledge_all"),
    path("assign/", views.assign_many, name="assign_many"),
    path("<int:pk>/", views.item, name="item"),
    path("<int:pk>/plan/", plan_entries.entry, name="plan_entry"),
    path("plans/", plans.plans, name="plans"),
    path("plans/begin/", plans.begin, name="begin_plan"),
    path("plans/to-review/", plan_review.to_review, name="plans_to_review"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/responsibilities/", plan_entries.responsibilities, name="responsibilities"),
    path("plans/<int:pk>/submit/", plans.submit, name="submit_plan"),
    path("plans/<int:pk>/take-back/", plans.take_back, name="take_back_plan"),
    path("plans/<int:pk>/review/", plan_review.review, name="review_plan"),
    path("plans/<int:pk>/paper/", plan_papers.paper, name="plan_paper"),
    path("plans/<int:pk>/import/", plan_papers.bring_in, name="import_plan"),
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
