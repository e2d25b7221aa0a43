"""The daily work: making the digests once after half past seven on working days, and sending what waits."""

import logging
import time
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import get_connection
from django.utils import timezone

from liandu.kernel.sweeps import Sweep
from liandu.notices.commands import (
    claim_mail,
    drop_mail,
    end_mail_leases,
    make_digests,
    note_mail_sent,
    put_mail_back,
)
from liandu.notices.mail import message_id_of, message_of
from liandu.notices.queries import is_told, mail_waits, mail_workers
from liandu.notices.rules import day_to_tell, takes_mail

log = logging.getLogger(__name__)

AT_ONCE = 10  # messages claimed together, so that a killed worker holds few back
EVERY = 20.0  # seconds between two looks at a day whose digests are not finished


@dataclass
class _Memory:
    """Which day is known to be finished, and when it was looked last: the worker asks several times a second."""

    finished: date | None = None
    looked: float = -EVERY


_memory = _Memory()


def make_when_due(worker: str, pool: Executor) -> int:  # noqa: ARG001 - a sweep has this shape
    """Make today's digests when it is time and they are not there yet; return how many were made."""
    day = day_to_tell(timezone.now())
    if day is None or day == _memory.finished or time.monotonic() - _memory.looked < EVERY:
        return 0
    _memory.looked = time.monotonic()  # also when it fails: not again at once
    made = 0 if is_told(day) else make_digests(day=day)
    _memory.finished, _memory.looked = day, -EVERY
    return made


def send_waiting(worker: str, pool: Executor) -> int:  # noqa: ARG001 - a sweep has this shape
    """Send mail that waits, at most AT_ONCE messages; return how many came to an end.

    A message counts as sent when the server has taken it. A kill between that and our note costs a repeat of the same
    message, with the same Message-ID, after the lease.
    """
    if not settings.LIANDU_MAIL_URL or not mail_waits():
        return 0
    claimed = claim_mail(worker=worker, most=AT_ONCE)
    ended = 0
    for digest in claimed:
        if not takes_mail(digest.person):
            ended += drop_mail(digest=digest, worker=worker)
            continue
        try:
            get_connection().send_messages([message_of(digest)])
        except (SMTPException, OSError) as fault:
            log.warning("mail of digest %s was not taken: %s", digest.pk, fault)
            put_mail_back(digest=digest, worker=worker, fault=f"{type(fault).__name__}: {fault}")
            continue
        ended += note_mail_sent(digest=digest, worker=worker, message_id=message_id_of(digest))
    return ended


def _nobody() -> set[str]:
    return set()


def _nothing(workers: set[str]) -> int:  # noqa: ARG001 - a sweep has this shape
    return 0


def release(workers: set[str]) -> int:
    """End the leases of dead workers and return how many messages they held."""
    return end_mail_leases(workers=workers)


SWEEPS = (
    Sweep("notices.digests", make_when_due, _nobody, _nothing),
    Sweep("notices.mail", send_waiting, mail_workers, release),
)
