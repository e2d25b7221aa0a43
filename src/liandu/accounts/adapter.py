"""How sign-in behaves here: nobody opens an account by themselves, and every attempt is journaled."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from liandu.accounts.commands import change_password, note_refused_sign_in, note_sign_in
from liandu.accounts.models import User


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]  # allauth brings no types
    """Sign-in only; accounts are opened by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the signature is allauth's
        """Return False: there is no registration."""
        return False

    def get_logout_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - the signature is allauth's
        """Return the sign-in page."""
        return "/sign-in/"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: an air-gapped site has no mail until an administrator sets it up (issue C)."""

    def post_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse:
        """Journal the sign-in and go on to where the person wanted."""
        note_sign_in(by=user)
        return super().post_login(request, user, **how)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002 - the signature is allauth's
        """Journal the failed attempt."""
        note_refused_sign_in(username=credentials.get("username", ""))

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Say that the account is closed; the password was right, so nothing is given away."""
        note_refused_sign_in(username=user.username)
        return render(request, "account/closed.html", status=403)

    def set_password(self, user: User, password: str) -> None:
        """Change the password as a command, so that it is journaled."""
        change_password(user=user, password=password, by=user)
