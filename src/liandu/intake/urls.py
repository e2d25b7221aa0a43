"""The addresses of this stage."""

from django.urls import path

from liandu.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.documents, name="documents"),
]
