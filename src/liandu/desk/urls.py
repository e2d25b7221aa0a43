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
    path("visibility/<slug:kind>/<int:pk>/", views.readers, name="readers"),
    path("my-reach/", views.my_reach, name="my_reach"),
    path("my-reach/<int:pk>/", views.reach_of_person, name="reach_of_person"),
    path("teams/", views.teams, name="teams"),
    path("teams/form/", views.form_team, name="form_team"),
    path("teams/work/", views.team_work, name="team_work"),
    path("teams/workload/", views.team_load, name="workload"),
    path("teams/loans/", views.loans, name="loans"),
    path("teams/loans/lend/", views.lend, name="lend"),
    path("teams/loans/extend/", views.extend_loan, name="extend_loan"),
    path("teams/loans/end/", views.end_loan, name="end_loan"),
    path("teams/<int:pk>/", views.team, name="team"),
    path("teams/<int:pk>/tasks/", views.give_task, name="give_task"),
    path("teams/<int:pk>/members/", views.add_member, name="add_member"),
    path("teams/<int:pk>/members/end/", views.end_member, name="end_member"),
    path("teams/<int:pk>/areas/", views.add_area, name="add_area"),
    path("teams/<int:pk>/areas/end/", views.end_area, name="end_area"),
    path("teams/<int:pk>/extend/", views.extend_team, name="extend_team"),
    path("teams/<int:pk>/end/", views.end_team, name="end_team"),
    path("teams/tasks/<int:pk>/done/", views.finish_task, name="finish_task"),
]
