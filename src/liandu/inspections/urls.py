"""The addresses of this stage. Uploading, which also lists what came for reading, is intake's (``intake:upload``)."""

from django.urls import path

from liandu.inspections import views

app_name = "inspections"
urlpatterns = [
    path("", views.rounds, name="rounds"),
    path("open/", views.open_round, name="open_round"),
    path("terms/open/", views.open_term, name="open_term"),
    path("<int:pk>/", views.round_, name="round"),
    path("<int:pk>/inspections/open/", views.open_inspection, name="open_inspection"),
    path("inspections/<int:pk>/", views.inspection, name="inspection"),
    path("inspections/<int:pk>/feedback/", views.give_feedback, name="give_feedback"),
    path("material/<int:pk>/", views.material, name="material"),
    path("material/<int:pk>/original/", views.original, name="original"),
    path("material/<int:pk>/withdraw/", views.withdraw_material, name="withdraw_material"),
    path("material/<int:pk>/restore/", views.restore_material, name="restore_material"),
]
