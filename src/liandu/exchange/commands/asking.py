"""Opening a large package takes longer than a page should: it is asked for, and the worker opens it with a lease."""

import time
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.exchange.commands.opening import Opened, open_package
from liandu.exchange.kinds import sentence_of
from liandu.exchange.models import Arrival
from liandu.exchange.queries import due_openings
from liandu.exchange.states import ARRIVING, Arriving, ArrivingAct
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

LEASE = timedelta(seconds=60)
# Nothing can be written beside the one transaction that takes everything over; not even that it goes on.
LEASE_WHILE_WRITING = timedelta(minutes=15)
MOST_ATTEMPTS = 3


@transaction.atomic
def ask_opening(*, arrival: Arrival, choices: dict[str, str], by: Any) -> Arrival:
    """Let the worker open the package for ``by``, with the choices as open_package() takes them; return the arrival."""
    require(by, Right.EXCHANGE_OPEN, subject=arrival)
    state = ARRIVING.after(state=arrival.state, act=ArrivingAct.ASK)
    asked = {"state": state, "choices": choices, "asked_by": by, "attempts": 0, "done": 0, "total": 0, "failure": {}}
    if not Arrival.objects.filter(pk=arrival.pk, state=Arriving.INSPECTED).update(**asked, worker="", lease_until=None):
        raise Refusal("exchange.changed_meanwhile", gettext_noop("这个包刚被别人办过，请刷新后再看。"))
    arrival.refresh_from_db()
    record(act="exchange.opening_asked", subject=arrival, by=by, facts={"name": arrival.site.name})
    return arrival


@transaction.atomic
def claim_opening(*, worker: str) -> Arrival | None:
    """Give ``worker`` a lease on the oldest package that is to be opened and return it; None when there is none."""
    for arrival in due_openings()[:4]:
        taken = due_openings().filter(pk=arrival.pk, attempts=arrival.attempts)
        if not taken.update(worker=worker, lease_until=timezone.now() + LEASE, attempts=arrival.attempts + 1):
            continue
        record(act="exchange.opening_claimed", subject=arrival, by=None, facts={"worker": worker})
        arrival.refresh_from_db()
        if arrival.attempts > MOST_ATTEMPTS:
            sentence = gettext_noop("导入多次中断，已停止。请告诉系统管理员。")
            fail_opening(arrival=arrival, worker=worker, refusal=Refusal("exchange.interrupted", sentence))
            continue
        return arrival
    return None


@transaction.atomic
def fail_opening(*, arrival: Arrival, worker: str, refusal: Refusal) -> bool:
    """Note why the package was not opened; it waits as before. Return False when the lease was lost meanwhile."""
    state = ARRIVING.after(state=Arriving.OPENING, act=ArrivingAct.FAIL)
    held = Arrival.objects.filter(pk=arrival.pk, state=Arriving.OPENING, worker=worker)
    if not held.update(state=state, failure=sentence_of(refusal), worker="", lease_until=None):
        return False
    record(act="exchange.opening_failed", subject=arrival, by=None, facts={"code": refusal.code})
    return True


@transaction.atomic
def end_opening_leases(*, workers: set[str], by: Any = None) -> int:  # noqa: ARG001 - nobody acts
    """End the leases of workers that are known to be dead; return how many."""
    held = Arrival.objects.filter(state=Arriving.OPENING, worker__in=workers)
    return held.update(lease_until=timezone.now() - timedelta(seconds=1))


def open_claimed(*, arrival: Arrival, worker: str) -> Opened:  # the acts are those of open_package()
    """Open a package that ``worker`` holds, for who asked; the page hears how many originals were looked at."""
    held = Arrival.objects.filter(pk=arrival.pk, state=Arriving.OPENING, worker=worker)
    told = 0.0

    def went(done: int, total: int) -> None:
        nonlocal told
        if done < total and time.monotonic() - told < 1:
            return
        told = time.monotonic()
        lease = LEASE_WHILE_WRITING if done == total else LEASE
        held.update(done=done, total=total, lease_until=timezone.now() + lease)

    return open_package(arrival=arrival, choices=arrival.choices, by=arrival.asked_by, went=went)
