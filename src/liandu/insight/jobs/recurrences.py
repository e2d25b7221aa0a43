"""Holding new findings against all earlier ones as they come in."""

import time
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from liandu.findings.queries import masked_units
from liandu.insight.commands.recurrences import propose_recurrences
from liandu.insight.comparing import compare
from liandu.insight.queries.recurrences import all_that_stand, to_compare
from liandu.kernel.sweeps import Sweep
from liandu.texts.recurring import Match

EVERY = 30.0  # seconds between two looks at whether something is to compare
AT_ONCE = 500  # findings
# All texts are read for one new finding as for many: who is still accepting a document is waited for, not for ever.
QUIET, AT_LONGEST = timedelta(minutes=1), timedelta(minutes=10)


@dataclass
class _Memory:
    """What runs now, for which findings, and when something to do was last looked for."""

    running: Future[list[Match]] | None = None
    fresh: tuple[int, ...] = ()
    looked: float = 0.0


_memory = _Memory(looked=time.monotonic())


def compare_when_due(worker: str, pool: Executor) -> int:
    """Let a process compare what waits, without waiting for it; write what one has found and return how many pairs.

    A kill loses a comparison that was not written yet: it is made again.
    """
    if _memory.running is not None:
        if not _memory.running.done():
            return 0
        running, _memory.running = _memory.running, None
        return propose_recurrences(matches=running.result(), compared=_memory.fresh, worker=worker)
    if time.monotonic() - _memory.looked < EVERY:
        return 0
    _memory.looked = time.monotonic()
    _memory.fresh = _due()
    if _memory.fresh:
        _memory.running = pool.submit(compare, all_that_stand(), _memory.fresh, masked_units())
    return 0


def _due() -> tuple[int, ...]:
    """Return the keys of the findings to compare now; none while somebody is still confirming more."""
    waiting = to_compare(most=AT_ONCE)
    if not waiting:
        return ()
    now, oldest, newest = timezone.now(), waiting[0][1], waiting[-1][1]
    settled = len(waiting) == AT_ONCE or now - newest >= QUIET or now - oldest >= AT_LONGEST
    return tuple(key for key, _at in waiting) if settled else ()


def compare_now() -> int:
    """Compare everything that waits in this very process and return how many pairs were found; for demo and tests."""
    found = 0
    while waiting := [key for key, _at in to_compare(most=AT_ONCE)]:
        matches = compare(all_that_stand(), waiting, masked_units())
        found += propose_recurrences(matches=matches, compared=waiting, worker="")
    return found


def _nobody() -> set[str]:
    return set()


def _nothing(workers: set[str]) -> int:  # noqa: ARG001 - a sweep has this shape
    return 0


SWEEPS = (Sweep("insight.recurrences", compare_when_due, _nobody, _nothing),)
