"""The addresses of the ledgers."""

from django.urls import path

from liandu.ledgers import views

app_name = "ledgers"
urlpatterns = [
    path("", views.findings, name="findings"),
    path("export/", views.export, name="export"),
    path("items/", views.items, name="items"),
    path("items/export/", views.export_items, name="export_items"),
    path("items/compare/", views.compare, name="compare"),
    path("items/compare/export/", views.export_comparison, name="export_comparison"),
    path("items/act/", views.bulk, name="bulk"),
    path("items/act/<int:seq>/", views.bulk_done, name="bulk_result"),
    path("<str:ledger>/views/", views.views, name="views"),
    path("<str:ledger>/views/save/", views.save_view, name="save_view"),
    path("<str:ledger>/views/plain/", views.open_plain, name="open_plain"),
    path("<str:ledger>/views/<int:pk>/", views.change_view, name="change_view"),
    path("<str:ledger>/views/<int:pk>/delete/", views.delete_view, name="delete_view"),
    path("<str:ledger>/views/<int:pk>/restore/", views.restore_view, name="restore_view"),
    path("<str:ledger>/views/<int:pk>/first/", views.open_with, name="open_with"),
]
