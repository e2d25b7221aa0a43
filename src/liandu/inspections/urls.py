"""The addresses of this stage."""

from django.urls import path

from liandu.inspections import views

app_name = "inspections"
urlpatterns = [
    path("", views.rounds, name="rounds"),
]
