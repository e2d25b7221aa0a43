"""Acts of the administrators: each in their own field, and never so that nobody is left who could act in it."""

from datetime import date
from typing import Any

from django.db import transaction

from liandu.access.commands import end_post, give_post
from liandu.access.models import Post
from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.accounts.commands import (
    close_account,
    end_sign_ins,
    open_account,
    remove_factors,
    reopen_account,
    reset_password,
    unlock_account,
)
from liandu.accounts.models import Ending, User
from liandu.desk.rules import refuse_last_administrator, refuse_self
from liandu.orgs.models import Unit


@transaction.atomic
def open_account_for(*, username: str, display_name: str, password: str, by: Any) -> User:
    """Open an account with an initial password, which the person must change, and return it."""
    require(by, Act.ACCOUNT_MANAGE)
    return open_account(username=username, display_name=display_name, password=password, by=by, must_change=True)


@transaction.atomic
def close_account_of(*, user: User, reason: str, by: Any) -> User:
    """Close an account and return it; not one's own, and not that of the last administrator of a kind."""
    require(by, Act.ACCOUNT_MANAGE, subject=user)
    refuse_self(by, user)
    refuse_last_administrator(user)
    return close_account(user=user, by=by, reason=reason)


@transaction.atomic
def reopen_account_of(*, user: User, reason: str, by: Any) -> User:
    """Let a person whose account was closed sign in again, and return the account."""
    require(by, Act.ACCOUNT_MANAGE, subject=user)
    return reopen_account(user=user, by=by, reason=reason)


@transaction.atomic
def unlock_account_of(*, user: User, by: Any) -> User:
    """End the lock after too many failures, and return the account."""
    require(by, Act.ACCOUNT_MANAGE, subject=user)
    return unlock_account(user=user, by=by)


@transaction.atomic
def reset_password_of(*, user: User, password: str, reason: str, by: Any) -> User:
    """Give a person a new initial password, and return the account; for one's own there is a page of its own."""
    require(by, Act.ACCOUNT_MANAGE, subject=user)
    refuse_self(by, user)
    return reset_password(user=user, password=password, by=by, reason=reason)


@transaction.atomic
def end_sign_ins_of(*, user: User, by: Any) -> int:
    """End everything where a person is signed in, and return how many that were."""
    require(by, Act.ACCOUNT_MANAGE, subject=user)
    return end_sign_ins(user=user, why=Ending.BY_ADMIN, by=by)


@transaction.atomic
def remove_factors_of(*, user: User, reason: str, by: Any) -> int:
    """Remove the second factors of a person who lost theirs, and return how many; not one's own."""
    require(by, Act.POST_MANAGE, subject=user)
    refuse_self(by, user)
    return remove_factors(user=user, by=by, reason=reason)


@transaction.atomic
def give_post_to(*, user: User, role: str, unit: Unit, since: date, by: Any) -> Post:
    """Give a person a role at a unit, and return the post."""
    require(by, Act.POST_MANAGE, subject=user)
    return give_post(user=user, role=role, unit=unit, since=since, by=by)


@transaction.atomic
def end_post_of(*, post: Post, until: date, by: Any, reason: str = "") -> Post:
    """Let a post end with a day, and return it; not the last post of an administrator of its kind."""
    require(by, Act.POST_MANAGE, subject=post.user)
    refuse_last_administrator(post.user, role=post.role, after=until)
    return end_post(post=post, until=until, by=by, reason=reason)
