"""The addresses of findings and of the review page."""

from django.urls import path

from liandu.findings import views

app_name = "findings"
urlpatterns = [
    path("<int:pk>/", views.finding, name="finding"),
]
