"""Forms of signing in: allauth's, with our words, and with the trail of what did not fit."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.forms import ChangePasswordForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liandu.accounts.commands import note_wrong_code, take_code
from liandu.accounts.rules import KindsValidator, NotLatelyUsedValidator, locked_until, why_change_password

CODE_INPUT = {"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "none", "spellcheck": "false"}


def _digits(code: str) -> str:
    return "".join(char for char in code if char.isdigit())


@contextmanager
def malformed_refused() -> Iterator[None]:
    """Raise ValidationError for a malformed or wrongly signed answer of a key: allauth lets these faults out."""
    try:
        yield
    except (KeyError, TypeError, AttributeError, ValueError, InvalidSignature) as fault:
        raise get_adapter().validation_error("incorrect_code") from fault


class ChangePassword(ChangePasswordForm):  # type: ignore[misc]  # allauth brings no types
    """The old password once, the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {"oldpassword": _("现在的密码"), "password1": _("新密码"), "password2": _("再写一次新密码")}
        for name, label in words.items():
            self.fields[name].label = label
            self.fields[name].help_text = ""
            self.fields[name].widget.attrs.pop("placeholder", None)

    @property
    def rules(self) -> list[str]:
        """Return the rules for the new password, one sentence each."""
        own = [KindsValidator().get_help_text(), NotLatelyUsedValidator().get_help_text()]
        return [gettext("不少于 10 个字符。"), *own, gettext("不是常见密码，不与账号、姓名相近，不全是数字。")]

    @property
    def days(self) -> int:
        """Return after how many days a password must be changed, 0 for never."""
        return int(settings.LIANDU_PASSWORD_DAYS)

    @property
    def why(self) -> str:
        """Return why the person must change it now, "" when they only want to."""
        return why_change_password(self.user)


class AskPassword(ReauthenticateForm):  # type: ignore[misc]  # allauth brings no types
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("密码")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)


class AskCode(base.AuthenticateForm):  # type: ignore[misc]  # allauth brings no types
    """A code of the app, or one of the codes for emergencies, at sign-in."""

    code = forms.CharField(label=_("验证码"), max_length=20, widget=forms.TextInput(attrs=CODE_INPUT))

    def clean_code(self) -> str:
        """Return the code; raise ValidationError for a wrong or used one, and while the account is locked."""
        if locked_until(self.user):
            raise get_adapter().validation_error("incorrect_code")
        code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP and not take_code(user=self.user, code=_digits(code)):
            raise get_adapter().validation_error("incorrect_code")
        return code

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        note_failure(self.user, authenticator.type)


class AskCodeAgain(AskCode):
    """The same before something that matters."""

    def save(self) -> None:
        """Keep in the session that the person was asked again."""
        base.post_authentication(context.request, self.authenticator, reauthenticated=True)


class AskKey(webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth brings no types
    """The answer of a security key at sign-in."""

    def clean_credential(self) -> Authenticator:
        """Return the key that answered; journal an answer that does not fit."""
        if locked_until(self.user):
            raise get_adapter().validation_error("incorrect_code")
        try:
            with malformed_refused():
                return super().clean_credential()
        except ValidationError:
            note_failure(self.user, Authenticator.Type.WEBAUTHN)
            raise


class AskKeyAgain(AskKey):
    """The same before something that matters."""

    reauthenticated = True


class AddKey(webauthn.AddWebAuthnForm):  # type: ignore[misc]  # allauth brings no types
    """A new security key with a name."""

    name = forms.CharField(label=_("名称"), max_length=40, required=False, help_text=_("例如：工位的钥匙、备用钥匙。"))

    def clean(self) -> dict[str, Any]:
        """Return name and key; raise ValidationError for an answer that is none."""
        with malformed_refused():
            return super().clean()


class RenameKey(webauthn.EditWebAuthnForm):  # type: ignore[misc]  # allauth brings no types
    """Another name for a security key."""

    name = forms.CharField(label=_("名称"), max_length=40)


class FirstCode(totp.ActivateTOTPForm):  # type: ignore[misc]  # allauth brings no types
    """The first code of an app, which proves that it has the secret."""

    code = forms.CharField(label=_("应用显示的 6 位验证码"), max_length=20, widget=forms.TextInput(attrs=CODE_INPUT))

    @property
    def secret_in_fours(self) -> str:
        """Return the secret in groups of four, to be typed where no camera is."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))


def note_failure(user: Any, kind: str) -> None:
    """Journal a second factor that did not fit, with the address it came from."""
    # The adapter of the accounts knows how many proxies stand in front.
    from allauth.account.adapter import get_adapter as door

    note_wrong_code(user=user, kind=str(kind), address=door().get_client_ip(context.request))
