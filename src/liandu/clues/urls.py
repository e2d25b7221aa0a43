"""The addresses of this stage."""

from django.urls import path

from liandu.clues import views

app_name = "clues"
urlpatterns = [
    path("", views.home, name="home"),
]
