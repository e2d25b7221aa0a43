"""Decisions about accounts: which names and passwords are good, when one is locked, when a password is too old."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from liandu.accounts.models import User
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

# Names that everybody tries first (GB/T 22239-2019, 8.1.4.2: rename or delete default accounts).
DEFAULT_NAMES = frozenset(
    {
        "admin", "administrator", "demo", "guest", "manager", "operator", "root", "super", "superuser", "sys", "system",
        "test", "tester", "user",
    }
)  # fmt: skip
MOST_FAILURES = 10  # in a row
LOCKED_FOR = timedelta(minutes=30)
KEPT_PASSWORDS = 5
LONG_ENOUGH_ALONE = 16  # characters; from here on the kinds of characters do not matter
KINDS_WANTED = 3


def refuse_default_name(username: str) -> None:
    """Raise Refusal when ``username`` is one that everybody tries first."""
    if username.lower() in DEFAULT_NAMES:
        sentence = gettext_noop("“%(name)s”是常见的默认账号名，容易被人猜到。请换一个，例如姓名的拼音。")
        raise Refusal("account.default_name", sentence, name=username)


def refuse_foreign_address(address: str) -> None:
    """Raise Refusal when mail may not go to ``address``: outside LIANDU_MAIL_DOMAINS, where the site names any."""
    own = [domain.lower() for domain in settings.LIANDU_MAIL_DOMAINS]
    if address and own and address.rpartition("@")[2].lower() not in own:
        sentence = gettext_noop("提醒邮件只能发到本单位的邮箱：%(domains)s。")
        raise Refusal("account.foreign_address", sentence, domains="、".join(own))


def locked_until(user: User, *, now: datetime | None = None) -> datetime | None:
    """Return until when ``user`` is locked out after too many failures; None when they are not."""
    if user.locked_at is None:
        return None
    until = user.locked_at + LOCKED_FOR
    return until if until > (now or timezone.now()) else None


def password_expires_at(user: User) -> datetime | None:
    """Return when the password of ``user`` grows too old; None when passwords may grow old here."""
    days: int = settings.LIANDU_PASSWORD_DAYS
    return (user.password_changed_at or user.date_joined) + timedelta(days=days) if days else None


def why_change_password(user: User) -> str:
    """Return why ``user`` must change the password before anything else: "initial", "expired", or "" for no reason."""
    if user.must_change_password:
        return "initial"
    expires = password_expires_at(user)
    return "expired" if expires and expires <= timezone.now() else ""


def kinds_of_characters(text: str) -> int:
    """Return how many of the four kinds stand in ``text``: small letters, capitals, digits, everything else."""
    kinds = {
        "digit" if char.isdigit() else "small" if char.islower() else "capital" if char.isupper() else "other"
        for char in text
    }
    return len(kinds)


class KindsValidator:
    """At least three of four kinds of characters, or a long password."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 - Django's signature
        """Raise ValidationError when the password is short and of too few kinds."""
        if len(password) < LONG_ENOUGH_ALONE and kinds_of_characters(password) < KINDS_WANTED:
            raise ValidationError(self.get_help_text(), code="password_too_few_kinds")

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("含大写字母、小写字母、数字、其他字符中的至少三种；或者不少于 %(n)s 个字符。") % {
            "n": LONG_ENOUGH_ALONE
        }


class NotLatelyUsedValidator:
    """Not the present password, nor one of the last that the account had."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError when the account has or lately had this password."""
        if user is None or user.pk is None:
            return
        past = user.past_passwords.order_by("-pk").values_list("password", flat=True)[: KEPT_PASSWORDS - 1]
        if any(check_password(password, kept) for kept in [user.password, *past]):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("不能与最近 %(n)s 次用过的密码相同。") % {"n": KEPT_PASSWORDS}
