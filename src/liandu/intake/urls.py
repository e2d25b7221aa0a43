"""The addresses of this stage."""

from django.urls import path

from liandu.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.documents, name="documents"),
    path("<int:pk>/text/", views.text, name="text"),
    path("<int:pk>/read-again/", views.read_again, name="read_again"),
    path("rounds/<int:pk>/upload/", views.upload, name="upload"),
    path("rounds/<int:pk>/upload/places/", views.guess_places, name="guess_places"),
]
