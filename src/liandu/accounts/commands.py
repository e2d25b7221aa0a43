"""Making and changing accounts."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from liandu.accounts.models import User
from liandu.journal.commands import record


@transaction.atomic
def open_account(*, username: str, display_name: str, password: str | None, by: Any, email: str = "") -> User:
    """Open an account and return it; without ``password`` nobody can sign in to it yet.

    Raises ValidationError when the password is too weak. The password is never journaled.
    """
    user = User(username=username, display_name=display_name, email=email)
    if password is not None:
        validate_password(password, user)
    user.set_password(password)
    user.save()
    record(act="account.opened", subject=user, by=by, facts={"username": username, "name": display_name})
    return user


@transaction.atomic
def change_password(*, user: User, password: str, by: Any) -> User:
    """Give an account another password and return it; the caller has asked validate_password()."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record(act="account.password_changed", subject=user, by=by, facts={"username": user.username})
    return user


@transaction.atomic
def note_sign_in(*, by: User) -> None:
    """Journal that somebody signed in."""
    record(act="session.opened", subject=by, by=by)


@transaction.atomic
def note_refused_sign_in(*, username: str, by: None = None) -> None:
    """Journal that a sign-in was refused; nobody is known to have acted.

    A name that no account has is not kept: it may be a password, typed into the wrong field.
    """
    user = User.objects.filter(username__iexact=username).first()
    facts = {"username": user.username if user else ""}
    record(act="session.refused", subject=user or "accounts.user:", by=by, facts=facts)


@transaction.atomic
def close_account(*, user: User, by: Any, reason: str) -> User:
    """Close an account: the person can no longer sign in; everything they did stays."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(act="account.closed", subject=user, by=by, facts={"username": user.username}, reason=reason)
    return user
