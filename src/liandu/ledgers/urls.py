"""The addresses of the ledgers."""

from django.urls import path

from liandu.ledgers import views

app_name = "ledgers"
urlpatterns = [
    path("", views.findings, name="findings"),
    path("export/", views.export, name="export"),
    path("items/", views.items, name="items"),
    path("items/export/", views.export_items, name="export_items"),
]
