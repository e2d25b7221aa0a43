"""The addresses of items."""

from django.urls import path

from liandu.rectification import views

app_name = "rectification"
urlpatterns = [
    path("<int:pk>/", views.item, name="item"),
]
