"""How sign-in behaves here: nobody opens an account by themselves, and every attempt is journaled."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandu.accounts.commands import change_password, end_sign_in, note_refused_sign_in, note_sign_in
from liandu.accounts.models import Ending, SignIn, User
from liandu.accounts.rules import locked_until
from liandu.accounts.secrets_at_rest import decrypt, encrypt

SESSION_SIGN_IN = "sign_in"  # the key of the SignIn row of this browser
SESSION_SINCE = "signed_in_at"
SESSION_SEEN = "seen_at"
JUST_NOW = 300  # seconds after a sign-in in which the password is not asked again


class LockedDoor(AuthenticationBackend):  # type: ignore[misc]  # allauth brings no types
    """An account that is locked opens to no password, and does not say that the password was right."""

    def _check_password(self, user: User | None, password: str) -> User | None:
        found: User | None = super()._check_password(user, password)
        return None if user and locked_until(user) else found

    @classmethod
    def _stash_user(cls, user: User | None) -> User | None:
        """Keep a closed account for its own page, unless it is locked too: then nothing is told."""
        kept: User | None = super()._stash_user(None if user and locked_until(user) else user)
        return kept


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]  # allauth brings no types
    """Sign-in only; accounts are opened by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the signature is allauth's
        """Return False: there is no registration."""
        return False

    def get_logout_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - the signature is allauth's
        """Return the sign-in page."""
        return "/sign-in/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - the signature is allauth's
        """Return the workbench."""
        return "/"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: an air-gapped site has no mail until an administrator sets it up."""

    def post_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse:
        """Journal the sign-in, tell of another address, and go on to where the person wanted."""
        made = note_sign_in(
            by=user,
            session_key=request.session.session_key or "",
            address=self.get_client_ip(request),
            browser=self.get_http_user_agent(request),
            factor=_factor_used(request),
        )
        now = time.time()
        request.session.update({SESSION_SIGN_IN: made.pk, SESSION_SINCE: now, SESSION_SEEN: now})
        others = getattr(made, "elsewhere", [])
        response: HttpResponse = super().post_login(request, user, **how)
        if others:
            sentence = _("您的账号此刻也在 %(others)s 登录。如果不是您本人，请立即修改密码，并告诉系统管理员。")
            messages.warning(request, sentence % {"others": _("、").join(others)})
        return response

    def logout(self, request: HttpRequest) -> None:
        """End the sign-in of this browser, journaled, and the session."""
        row = SignIn.objects.filter(pk=request.session.get(SESSION_SIGN_IN, 0)).select_related("user").first()
        if row is not None:
            end_sign_in(sign_in=row, why=Ending.OUT, by=request.user)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Journal the failed attempt."""
        username = credentials.get("username", "")
        user = User.objects.filter(username__iexact=username).first()
        why = "locked" if user and locked_until(user) else ""
        note_refused_sign_in(username=username, address=self.get_client_ip(request), why=why)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Say that the account is closed; the password was right, so nothing is given away."""
        note_refused_sign_in(username=user.username, address=self.get_client_ip(request), why="closed")
        return render(request, "account/closed.html", status=403)

    def set_password(self, user: User, password: str) -> None:
        """Change the password as a command, so that it is journaled and the other browsers are signed out."""
        change_password(user=user, password=password, by=user, keep=self.request.session.get(SESSION_SIGN_IN))

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Ask for the password again before a second factor is touched, unless it was given a moment ago."""
        since = self.request.session.get(SESSION_SINCE, 0)
        if time.time() - since < JUST_NOW:
            return False
        asked: bool = super().is_reauthentication_required(app=app, **more)
        return asked


def _factor_used(request: HttpRequest) -> str:
    """Return the kind of second factor that this sign-in was confirmed with, "" for none."""
    records = request.session.get("account_authentication_methods") or []
    return next((str(one.get("type", "")) for one in reversed(records) if one.get("method") == "mfa"), "")


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]  # allauth brings no types
    """Second factors: secrets encrypted at rest, sentences of ours."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("验证没有通过。请核对后再试；同一个验证码只能用一次。"),
        "cannot_generate_recovery_codes": gettext_lazy("请先设置动态验证码或安全密钥，再生成恢复码。"),
    }

    def encrypt(self, text: str) -> str:
        """Return ``text`` as a token for the database."""
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the text of a token."""
        return decrypt(encrypted_text)

    def get_totp_label(self, user: User) -> str:
        """Return what an app shows beside the code."""
        return user.username

    def get_totp_issuer(self) -> str:
        """Return the name of the site for the app."""
        return _("联督")

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002, ARG002 - the signature is allauth's
        """Return a name for a new security key; the person may give another."""
        return _("安全密钥")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return who asks for the key: this host, under the product's name."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Liandu"}
