"""Who signed in where, who tried to, and how it ended."""

from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from liandu.accounts.models import Ending, SignIn, User
from liandu.accounts.queries import alive
from liandu.accounts.rules import MOST_FAILURES, locked_until
from liandu.journal.commands import record

SESSION_ALARM = "second_address"  # in the session of a browser: the other address, until the person has been told


@transaction.atomic
def note_sign_in(*, by: User, session_key: str, address: str = "", browser: str = "", factor: str = "") -> SignIn:
    """Journal that somebody signed in, and return the row that stands for it.

    ``factor`` is the second factor used, "" for none. When the person is signed in at another address at this moment,
    that is journaled and the other browsers are told; with LIANDU_SINGLE_SESSION they are signed out.
    """
    _forget_stale(by)
    others = list(alive(by))
    elsewhere = sorted({other.address for other in others} - {address, ""})
    made = SignIn.objects.create(user=by, session_key=session_key, address=address, browser=browser[:300])
    if by.failures or by.locked_at:
        User.objects.filter(pk=by.pk).update(failures=0, locked_at=None)
    facts = {"address": address} | ({"factor": factor} if factor else {})
    record(act="session.opened", subject=by, by=by, facts=facts)
    if elsewhere:
        record(act="session.elsewhere", subject=by, by=by, facts={"address": address, "others": elsewhere})
        for other in others:
            if other.address != address:
                _leave_in_session(other.session_key, address)
    if settings.LIANDU_SINGLE_SESSION:
        for other in others:
            end_sign_in(sign_in=other, why=Ending.ELSEWHERE, by=by)
    made.elsewhere = elsewhere  # type: ignore[attr-defined]  # for the notice of the new browser only
    return made


def _forget_stale(user: User) -> None:
    """Close the rows of browsers that were closed, or whose session ran out: nobody noticed when."""
    oldest = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    rows = SignIn.objects.filter(user=user, ended_at=None, seen_at__lt=oldest)
    rows.update(ended_at=F("seen_at"), ended_why=Ending.STALE)


def _leave_in_session(session_key: str, address: str) -> None:
    """Leave the address of the new sign-in in another browser's session: its next page shows it."""
    session = _store(session_key)
    if session.exists(session_key):
        session[SESSION_ALARM] = address
        session.save()


def _store(session_key: str | None = None) -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore(session_key)


@transaction.atomic
def note_refused_sign_in(*, username: str, by: None = None, address: str = "", why: str = "") -> None:
    """Journal that a sign-in was refused, and lock the account after too many in a row; nobody is known to have acted.

    A name that no account has is not kept: it may be a password, typed into the wrong field. ``why`` is "closed" or
    "locked" when the account, not the password, is the reason.
    """
    user = User.objects.filter(username__iexact=username).first()
    facts: dict[str, Any] = {"username": user.username if user else ""}
    facts |= ({"address": address} if address else {}) | ({"why": why} if why else {})
    record(act="session.refused", subject=user or "accounts.user:", by=by, facts=facts)
    if user and not why:
        count_failure(user)


def count_failure(user: User) -> None:
    """Count a wrong password or code of ``user``; the one that is too many locks the account, which is journaled."""
    rows = User.objects.filter(pk=user.pk)
    if user.locked_at and not locked_until(user):  # the lock ran out by itself: a new row of failures begins
        rows.filter(locked_at=user.locked_at).update(locked_at=None, failures=0)
    rows.update(failures=F("failures") + 1)
    if rows.filter(failures__gte=MOST_FAILURES, locked_at=None).update(locked_at=timezone.now()):
        record(act="account.locked", subject=user, by=None, facts={"username": user.username, "n": MOST_FAILURES})


@transaction.atomic
def keep_sign_in(*, sign_in: int, session_key: str, by: Any) -> None:  # noqa: ARG001 - the shape of a command
    """Note that the browser of a sign-in is still in use, and the key that its session has now."""
    SignIn.objects.filter(pk=sign_in, ended_at=None).update(seen_at=timezone.now(), session_key=session_key)


@transaction.atomic
def end_sign_in(*, sign_in: SignIn, why: str, by: Any) -> bool:
    """End one sign-in and its session, and return whether it was still open."""
    ended = SignIn.objects.filter(pk=sign_in.pk, ended_at=None).update(ended_at=timezone.now(), ended_why=why)
    if not ended:
        return False
    _store().delete(sign_in.session_key)
    record(act="session.ended", subject=sign_in.user, by=by, facts={"why": str(why), "address": sign_in.address})
    return True


@transaction.atomic
def end_sign_ins(*, user: User, why: str, by: Any, keep: int | None = None) -> int:
    """End every sign-in of ``user`` but the one with the key ``keep``, and return how many."""
    rows: QuerySet[SignIn] = SignIn.objects.filter(user=user, ended_at=None).exclude(pk=keep or 0)
    return sum(end_sign_in(sign_in=row, why=why, by=by) for row in rows.select_related("user"))


@transaction.atomic
def end_other_sign_ins(*, by: Any, keep: int | None) -> int:
    """End where else the person themself is signed in, and return how many that were."""
    return end_sign_ins(user=by, why=Ending.BY_OWNER, by=by, keep=keep)
