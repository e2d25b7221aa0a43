"""Doors of allauth, with the trail: whatever a door changes in a person's second factors is journaled with it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse

from liandu.accounts.commands import note_codes_seen, note_factors_changed
from liandu.accounts.queries import factors_of, own_key

View = Callable[..., HttpResponse]


def journaled(view: View) -> View:
    """Return ``view`` so that a change of second factors and its entry in the trail are one transaction."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or not request.user.is_authenticated:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            before = factors_of(request.user)
            response = view(request, *args, **kwargs)
            note_factors_changed(by=request.user, before=before)
        return response

    return door


def shows_codes(view: View) -> View:
    """Return ``view`` so that a look at the codes for emergencies is journaled."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            note_codes_seen(by=request.user)
        return response

    return door


def of_own_key(view: View) -> View:
    """Return ``view`` so that a key of somebody else is not there, whoever asks and however large its number."""

    @wraps(view)
    def door(request: HttpRequest, pk: int) -> HttpResponse:
        if not own_key(request.user, pk):
            raise Http404
        return view(request, pk=pk)

    return door


login = account.login
logout = login_not_required(account.logout)  # also for who has given the password and not yet the second factor
password_change = account.password_change
ask_password = journaled(account.reauthenticate)

factors = factor.index
ask_factor = factor.authenticate
ask_code = journaled(factor.reauthenticate)
ask_key = journaled(keys.reauthenticate_webauthn)
activate_codes = journaled(totp.activate_totp)
deactivate_codes = journaled(totp.deactivate_totp)
recovery_codes = shows_codes(recovery.view_recovery_codes)
download_recovery_codes = shows_codes(recovery.download_recovery_codes)
renew_recovery_codes = journaled(recovery.generate_recovery_codes)
list_keys = keys.list_webauthn
add_key = journaled(keys.add_webauthn)
rename_key = of_own_key(keys.edit_webauthn)
remove_key = of_own_key(journaled(keys.remove_webauthn))
