"""The addresses of the desk."""

from django.urls import path

from liandu.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("act-as/", views.act_as, name="act_as"),
    path("sign-ins/", views.sign_ins, name="sign_ins"),
    path("sign-ins/end/", views.end_other_sign_ins, name="end_other_sign_ins"),
    path("sign-ins/<int:pk>/end/", views.end_own_sign_in, name="end_own_sign_in"),
    path("administration/", views.administration, name="administration"),
    path("administration/units/", views.units, name="units"),
    path("administration/units/new/", views.new_unit, name="new_unit"),
    path("administration/oversight/", views.add_oversight, name="add_oversight"),
    path("administration/oversight/end/", views.end_oversight, name="end_oversight"),
    path("administration/accounts/", views.people, name="people"),
    path("administration/accounts/new/", views.new_account, name="new_account"),
    path("administration/accounts/<int:pk>/", views.person, name="person"),
    path("administration/accounts/<int:pk>/unlock/", views.unlock_account, name="unlock_account"),
    path("administration/accounts/<int:pk>/password/", views.reset_password, name="reset_password"),
    path("administration/accounts/<int:pk>/sign-ins/end/", views.end_sign_ins, name="end_sign_ins"),
    path("administration/accounts/<int:pk>/close/", views.close_account, name="close_account"),
    path("administration/accounts/<int:pk>/reopen/", views.reopen_account, name="reopen_account"),
    path("administration/accounts/<int:pk>/second-factor/", views.remove_factors, name="remove_factors"),
    path("administration/accounts/<int:pk>/posts/", views.new_post, name="new_post"),
    path("administration/posts/", views.posts, name="posts"),
    path("administration/posts/<int:pk>/end/", views.end_post, name="end_post"),
    path("log/", views.log, name="log"),
    path("journal/", views.seals, name="seals"),
    path("journal/verify/", views.verify_seals, name="verify_seals"),
    path("journal/export/", views.export_seals, name="export_seals"),
    path("journal/receipts/<int:seq>/", views.receipt, name="receipt"),
]
