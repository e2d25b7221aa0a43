"""The addresses of this stage."""

from django.urls import path

from liandu.handover import views

app_name = "handover"
urlpatterns = [
    path("", views.home, name="home"),
]
