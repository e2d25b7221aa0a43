"""The addresses of the desk."""

from django.urls import path

from liandu.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("act-as/", views.act_as, name="act_as"),
    path("administration/", views.administration, name="administration"),
    path("administration/accounts/", views.new_account, name="new_account"),
    path("administration/posts/", views.new_post, name="new_post"),
    path("administration/units/", views.new_unit, name="new_unit"),
    path("administration/accounts/close/", views.close_account, name="close_account"),
    path("administration/posts/end/", views.end_post, name="end_post"),
    path("administration/oversight/", views.add_oversight, name="add_oversight"),
    path("administration/oversight/end/", views.end_oversight, name="end_oversight"),
    path("log/", views.log, name="log"),
    path("journal/", views.seals, name="seals"),
    path("journal/verify/", views.verify_seals, name="verify_seals"),
    path("journal/export/", views.export_seals, name="export_seals"),
    path("journal/receipts/<int:seq>/", views.receipt, name="receipt"),
]
