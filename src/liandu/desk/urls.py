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
    path("log/", views.log, name="log"),
]
