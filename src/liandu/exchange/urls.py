"""The addresses of this stage."""

from django.urls import path

from liandu.exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.home, name="home"),
]
