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
def close_account(*, user: User, by: Any, reason: str) -> User:
    """Close an account: the person can no longer sign in; everything they did stays."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(act="account.closed", subject=user, by=by, facts={"username": user.username}, reason=reason)
    return user
