"""Only the doors that are needed: in, out, a new password, and second factors. The names are allauth's."""

from django.urls import path

from liandu.accounts import views

urlpatterns = [
    path("sign-in/", views.login, name="account_login"),
    path("sign-in/factor/", views.ask_factor, name="mfa_authenticate"),
    path("sign-out/", views.logout, name="account_logout"),
    path("password/", views.password_change, name="account_change_password"),
    path("confirm/password/", views.ask_password, name="account_reauthenticate"),
    path("confirm/code/", views.ask_code, name="mfa_reauthenticate"),
    path("confirm/key/", views.ask_key, name="mfa_reauthenticate_webauthn"),
    path("second-factor/", views.factors, name="mfa_index"),
    path("second-factor/codes/", views.activate_codes, name="mfa_activate_totp"),
    path("second-factor/codes/off/", views.deactivate_codes, name="mfa_deactivate_totp"),
    path("second-factor/recovery/", views.recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/recovery/file/", views.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("second-factor/recovery/renew/", views.renew_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second-factor/keys/", views.list_keys, name="mfa_list_webauthn"),
    path("second-factor/keys/add/", views.add_key, name="mfa_add_webauthn"),
    path("second-factor/keys/<int:pk>/", views.rename_key, name="mfa_edit_webauthn"),
    path("second-factor/keys/<int:pk>/remove/", views.remove_key, name="mfa_remove_webauthn"),
]
