"""Opening, closing, reopening an account; its passwords; its lock. The caller has asked for the right."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from liandu.accounts.commands.sign_ins import end_sign_ins
from liandu.accounts.models import Ending, PastPassword, User
from liandu.accounts.rules import KEPT_PASSWORDS, refuse_default_name, refuse_foreign_address, why_change_password
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop


@transaction.atomic
def open_account(
    *, username: str, display_name: str, password: str | None, by: Any, email: str = "", must_change: bool = False
) -> User:
    """Open an account and return it; without ``password`` nobody can sign in to it yet.

    ``must_change``: the password is an initial one, and the person is led to change it. Raises ValidationError when
    the password is too weak, Refusal when the name is one that everybody tries. The password is never journaled.
    """
    refuse_default_name(username)
    user = User(username=username, display_name=display_name, email=email, must_change_password=must_change)
    if password is not None:
        validate_password(password, user)
    user.set_password(password)
    user.password_changed_at = timezone.now()
    user.save()
    record(act="account.opened", subject=user, by=by, facts={"username": username, "name": display_name})
    return user


@transaction.atomic
def set_mail(*, address: str, wanted: bool, by: Any) -> User:
    """Say where a person's own reminders go as mail, and whether they want them; return the account.

    Raises Refusal for an address outside the site's own domains. The address itself is not journaled.
    """
    refuse_foreign_address(address)
    user = User.objects.select_for_update().get(pk=by.pk)
    changed = address != user.email
    user.email, user.mail_reminders = address, wanted
    user.save(update_fields=["email", "mail_reminders"])
    facts = {"username": user.username, "changed": changed, "has_address": bool(address), "wanted": wanted}
    record(act="account.mail_set", subject=user, by=by, facts=facts)
    return user


@transaction.atomic
def change_password(*, user: User, password: str, by: Any, keep: int | None = None) -> User:
    """Give an account another password, chosen by the person, and return it; the caller has asked validate_password().

    Every sign-in of the account ends but the one with the key ``keep``.
    """
    why = why_change_password(user)
    _set_password(user, password, must_change=False)
    facts = {"username": user.username} | ({"forced": why} if why else {})
    record(act="account.password_changed", subject=user, by=by, facts=facts)
    end_sign_ins(user=user, why=Ending.PASSWORD, by=by, keep=keep)
    return user


@transaction.atomic
def reset_password(*, user: User, password: str, by: Any, reason: str) -> User:
    """Give an account a new initial password, which the person must change, and return it; all its sign-ins end.

    Raises ValidationError when the password is too weak.
    """
    validate_password(password, user)
    _set_password(user, password, must_change=True)
    record(act="account.password_reset", subject=user, by=by, facts={"username": user.username}, reason=reason)
    end_sign_ins(user=user, why=Ending.PASSWORD, by=by)
    return user


def _set_password(user: User, password: str, *, must_change: bool) -> None:
    if user.has_usable_password():
        PastPassword.objects.create(user=user, password=user.password)
        kept = list(user.past_passwords.order_by("-pk").values_list("pk", flat=True)[: KEPT_PASSWORDS - 1])
        user.past_passwords.exclude(pk__in=kept).delete()
    user.set_password(password)
    user.must_change_password = must_change
    user.password_changed_at = timezone.now()
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])


@transaction.atomic
def close_account(*, user: User, by: Any, reason: str) -> User:
    """Close an account: the person is signed out and can no longer sign in; everything they did stays."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(act="account.closed", subject=user, by=by, facts={"username": user.username}, reason=reason)
    end_sign_ins(user=user, why=Ending.CLOSED, by=by)
    return user


@transaction.atomic
def reopen_account(*, user: User, by: Any, reason: str) -> User:
    """Let a person whose account was closed sign in again, with the password they had.

    Raises Refusal when the account is open.
    """
    if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        raise Refusal("account.is_open", gettext_noop("这个账号没有停用，不需要恢复。"))
    user.is_active = True
    record(act="account.reopened", subject=user, by=by, facts={"username": user.username}, reason=reason)
    return user


@transaction.atomic
def unlock_account(*, user: User, by: Any) -> User:
    """Let a person sign in again at once after too many failures. Raises Refusal when nothing is locked."""
    if not User.objects.filter(pk=user.pk, locked_at__isnull=False).update(locked_at=None, failures=0):
        raise Refusal("account.not_locked", gettext_noop("这个账号没有锁定，不需要解锁。"))
    user.locked_at, user.failures = None, 0
    record(act="account.unlocked", subject=user, by=by, facts={"username": user.username})
    return user
