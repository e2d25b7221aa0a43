"""The addresses of this stage. Uploading, which also lists what came for reading, is intake's (``intake:upload``)."""

from django.urls import path

from liandu.inspections import views

app_name = "inspections"
urlpatterns = [
    path("", views.rounds, name="rounds"),
    path("open/", views.open_round, name="open_round"),
    path("terms/open/", views.open_term, name="open_term"),
    path("themes/", views.themes, name="themes"),
    path("themes/open/", views.open_theme, name="open_theme"),
    path("themes/defaults/", views.adopt_default_themes, name="adopt_default_themes"),
    path("themes/<int:pk>/", views.theme, name="theme"),
    path("themes/<int:pk>/change/", views.change_theme, name="change_theme"),
    path("policies/", views.policies, name="policies"),
    path("policies/open/", views.open_policy, name="open_policy"),
    path("policies/defaults/", views.adopt_default_policies, name="adopt_default_policies"),
    path("policies/<int:pk>/", views.policy, name="policy"),
    path("policies/<int:pk>/change/", views.change_policy, name="change_policy"),
    path("<int:pk>/", views.round_, name="round"),
    path("<int:pk>/themes/", views.carry_themes_in_round, name="carry_themes_in_round"),
    path("<int:pk>/policy/", views.round_policy, name="round_policy"),
    path("<int:pk>/inspections/open/", views.open_inspection, name="open_inspection"),
    path("inspections/<int:pk>/", views.inspection, name="inspection"),
    path("inspections/<int:pk>/feedback/", views.give_feedback, name="give_feedback"),
    path("inspections/<int:pk>/themes/", views.carry_themes, name="carry_themes"),
    path("material/<int:pk>/", views.material, name="material"),
    path("material/<int:pk>/theme/", views.mark_material, name="mark_material"),
    path("material/<int:pk>/original/", views.original, name="original"),
    path("material/<int:pk>/withdraw/", views.withdraw_material, name="withdraw_material"),
    path("material/<int:pk>/restore/", views.restore_material, name="restore_material"),
]
