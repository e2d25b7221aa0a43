"""Second factors as acts: allauth keeps them, the trail tells of them."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.utils import timezone

from liandu.accounts.commands.sign_ins import count_failure
from liandu.accounts.models import UsedCode, User
from liandu.accounts.queries import factors_of
from liandu.accounts.secrets_at_rest import encrypt
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

USED = timedelta(seconds=120)  # longer than a code can be valid, so that nobody uses it again
RECOVERY = Authenticator.Type.RECOVERY_CODES


@transaction.atomic
def note_factors_changed(*, by: User, before: dict[int, tuple[str, str]]) -> None:
    """Journal what the person added to and removed from their second factors since ``before`` (of factors_of())."""
    after = factors_of(by)
    kinds_gone = {kind for pk, (kind, _name) in before.items() if pk not in after}
    for pk, (kind, name) in after.items():
        if pk not in before:
            facts = {"kind": kind, "name": name}
            if kind == RECOVERY and RECOVERY in kinds_gone:
                record(act="second_factor.codes_renewed", subject=by, by=by, facts=facts)
            else:
                record(act="second_factor.added", subject=by, by=by, facts=facts)
    kinds_left = {kind for kind, _name in after.values()}
    for pk, (kind, name) in before.items():
        if pk not in after and not (kind == RECOVERY and RECOVERY in kinds_left):
            record(act="second_factor.removed", subject=by, by=by, facts={"kind": kind, "name": name})


@transaction.atomic
def note_codes_seen(*, by: Any) -> None:
    """Journal that the person looked at their codes for emergencies."""
    record(act="second_factor.codes_seen", subject=by, by=by)


@transaction.atomic
def take_code(*, user: User, code: str, by: None = None) -> bool:  # noqa: ARG001 - nobody is signed in yet
    """Take a one-time code that fits for used and return whether it was not; not journaled: the sign-in is.

    Said by a row that can stand only once, so that of two processes one is told no. What no code can be any more goes.
    """
    now = timezone.now()
    UsedCode.objects.filter(until__lt=now).delete()
    digest = sha256(f"{user.pk}:{code}".encode()).hexdigest()
    try:
        with transaction.atomic():
            UsedCode.objects.create(digest=digest, until=now + USED)
    except IntegrityError:
        return False
    return True


@transaction.atomic
def note_wrong_code(*, user: User, kind: str, by: None = None, address: str = "") -> None:
    """Journal a second factor that did not fit; like a wrong password it counts towards the lock."""
    record(act="second_factor.failed", subject=user, by=by, facts={"kind": kind, "address": address})
    count_failure(user)


@transaction.atomic
def add_one_time_codes(*, user: User, secret: str, by: Any) -> None:
    """Set up one-time codes with a given secret (base32): for the made-up people of the demonstration."""
    data = {"secret": encrypt(secret)}
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)
    record(
        act="second_factor.added", subject=user, by=by, facts={"kind": str(Authenticator.Type.TOTP.value), "name": ""}
    )


@transaction.atomic
def remove_factors(*, user: User, by: Any, reason: str) -> int:
    """Remove every second factor of a person who lost theirs, and return how many.

    Raises Refusal when there is none.
    """
    rows = Authenticator.objects.filter(user=user)
    kinds = sorted(set(rows.values_list("type", flat=True)))
    if not kinds:
        raise Refusal("second_factor.none", gettext_noop("这个账号没有设置第二因子，不需要解除。"))
    count, _by_model = rows.delete()
    record(
        act="second_factor.reset",
        subject=user,
        by=by,
        facts={"username": user.username, "kinds": kinds},
        reason=reason,
    )
    return count
