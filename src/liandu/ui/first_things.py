"""What a person must do before anything else: change an initial or old password, set up the second factor."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from liandu.access.denials import Denied
from liandu.access.queries import posts_of
from liandu.access.roles import ADMINISTRATORS, CLUE_ACTS, ROLES
from liandu.accounts.queries import has_second_factor
from liandu.accounts.rules import why_change_password
from liandu.kernel.words import gettext_noop
from liandu.ui.errors import refusal_page

REQUIRED, OFFERED = "required", "offered"
SECOND_FACTOR = (REQUIRED, OFFERED)
# What stays open in the meantime: leaving, the language, and the pages on which the thing is done.
ALWAYS = frozenset({"account_logout", "set_language", "account_login"})
PASSWORD = ALWAYS | {"account_change_password"}
FACTOR = PASSWORD | {
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
}


def needs_second_factor(role: str) -> bool:
    """Return whether a role opens administration or the clue register, which a password alone does not open."""
    return role in ADMINISTRATORS or bool(ROLES[role].acts & CLUE_ACTS)


def must_have_second_factor(user: Any) -> bool:
    """Return whether a post of ``user`` needs a second factor, and the site insists on it."""
    return settings.LIANDU_SECOND_FACTOR == REQUIRED and any(needs_second_factor(p.role) for p in posts_of(user))


class FirstThingsMiddleware:
    """Leads a person to the first thing that is open; answers nothing else until it is done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Lead the person to what must be done first; None when nothing must, or when this is where it is done."""
        if not request.user.is_authenticated:
            return None
        here = request.resolver_match.view_name if request.resolver_match else ""
        if why_change_password(request.user):
            sentence = gettext_noop("请先修改密码，之后才能办理其他事项。刚才的操作没有进行。")
            return None if here in PASSWORD else _lead(request, "account_change_password", sentence)
        if here in ALWAYS or not must_have_second_factor(request.user) or has_second_factor(request.user):
            return None
        request.factor_wanted = True  # type: ignore[attr-defined]  # the page of second factors says so
        if here not in FACTOR:
            sentence = gettext_noop("您的岗位要求第二因子。请先设置，之后才能办理其他事项。刚才的操作没有进行。")
            return _lead(request, "mfa_index", sentence)
        return None


def _lead(request: HttpRequest, place: str, sentence: str) -> HttpResponse:
    """Lead a look at a page to ``place``; refuse everything else with the sentence."""
    if request.method in {"GET", "HEAD"} and request.headers.get("HX-Request") != "true":
        return redirect(place)
    return refusal_page(request, Denied("account.first_things", sentence), status=403)
