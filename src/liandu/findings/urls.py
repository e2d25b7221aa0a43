"""The addresses of findings and of the review page."""

from django.urls import path

from liandu.findings import views

app_name = "findings"
urlpatterns = [
    path("<int:pk>/", views.finding, name="finding"),
    path("<int:pk>/category/", views.confirm_category, name="confirm_category"),
    path("<int:pk>/category/reopen/", views.reopen_category, name="reopen_category"),
    path("classes/", views.classes, name="classes"),
    path("classes/confirm/", views.confirm_categories, name="confirm_categories"),
    path("classes/<int:pk>/", views.confirm_in_queue, name="confirm_in_queue"),
    path("classes/quality/", views.class_quality, name="class_quality"),
    path("<int:pk>/theme/", views.confirm_theme, name="confirm_theme"),
    path("themes/<int:pk>/", views.theme_check, name="theme_check"),
    path("themes/<int:pk>/clear/", views.state_clear, name="state_clear"),
    path("themes/<int:pk>/take-back/", views.take_back_clear, name="take_back_clear"),
    path("themes/<int:pk>/propose/", views.propose_themes, name="propose_themes"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/reinstate/", views.reinstate, name="reinstate"),
    path("review/<int:pk>/", views.review, name="review"),
    path("review/<int:pk>/tree/", views.review_tree, name="review_tree"),
    path("review/<int:pk>/news/", views.review_news, name="review_news"),
    path("review/<int:pk>/accept/", views.accept, name="accept"),
    path("review/<int:pk>/accept-all/", views.accept_all, name="accept_all"),
    path("review/<int:pk>/edit/", views.edit, name="edit"),
    path("review/<int:pk>/split/", views.split, name="split"),
    path("review/<int:pk>/merge/", views.merge, name="merge"),
    path("review/<int:pk>/dismiss/", views.dismiss, name="dismiss"),
    path("review/<int:pk>/undo/", views.undo, name="undo"),
    path("review/<int:pk>/move/", views.move, name="move"),
    path("review/<int:pk>/unit/", views.assign_unit, name="assign_unit"),
    path("review/<int:pk>/add/", views.add, name="add"),
]
