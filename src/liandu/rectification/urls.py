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
    path("<int:pk>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("<int:pk>/dispute/", views.dispute, name="dispute"),
    path("<int:pk>/dispute/take-back/", views.take_back_dispute, name="take_back_dispute"),
    path("<int:pk>/dispute/answer/", views.answer_dispute, name="answer_dispute"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/reinstate/", views.reinstate, name="reinstate"),
    path("<int:pk>/assign/", views.assign, name="assign"),
    path("<int:pk>/change-owner/", views.change_owner, name="change_owner"),
    path("<int:pk>/offices/add/", views.add_office, name="add_office"),
    path("offices/<int:pk>/end/", views.end_office, name="end_office"),
]
