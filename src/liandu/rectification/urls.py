"""The addresses of items and plans."""

from django.urls import path

from liandu.rectification import views
from liandu.rectification.views import plan_entries, plan_papers, plan_review, plans

app_name = "rectification"
urlpatterns = [
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
]
