"""The addresses of items."""

from django.urls import path

from liandu.rectification import views
from liandu.rectification.views import closing

app_name = "rectification"
urlpatterns = [
    path("<int:pk>/", views.item, name="item"),
    path("<int:pk>/request/", closing.request_closure, name="request_closure"),
    path("requests/<int:pk>/take-back/", closing.take_back_request, name="take_back_request"),
]
