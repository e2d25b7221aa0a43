"""Grouping findings as they come in, in a process of its own, without waiting for it."""

import time
from concurrent.futures import Executor, Future
from dataclasses import dataclass

from liandu.insight.commands import write_grouping
from liandu.insight.grouping import Made, group_findings
from liandu.insight.queries.grouping import Work, work_due
from liandu.kernel.sweeps import Sweep

EVERY = 20.0  # seconds between two looks at whether something is to group


@dataclass
class _Memory:
    """What runs now, the digest of what it was given, and when something to do was last looked for."""

    running: Future[Made] | None = None
    digest: str = ""
    looked: float = 0.0


_memory = _Memory(looked=time.monotonic())


def group_when_due(worker: str, pool: Executor) -> int:  # noqa: ARG001 - a sweep has this shape
    """Let a process group what waits, without waiting for it; write what one has made and return for how many.

    A kill loses a grouping that was not written yet: it is made again.
    """
    if _memory.running is not None:
        if not _memory.running.done():
            return 0
        running, _memory.running = _memory.running, None
        return write_grouping(made=running.result(), digest=_memory.digest)
    if time.monotonic() - _memory.looked < EVERY:
        return 0
    _memory.looked = time.monotonic()
    work = work_due()
    if work is not None:
        _memory.digest = work.digest
        _memory.running = pool.submit(group_findings, work.waiting, work.homes, work.units, work.known)
    return 0


def group_now() -> int:
    """Group everything that waits in this very process and return how many findings got another place.

    For demo and tests. Who was voted in votes for the next ones, until nothing changes any more.
    """
    written = 0
    while (work := work_due()) is not None:
        written += write_grouping(made=_made(work), digest=work.digest)
    return written


def _made(work: Work) -> Made:
    return group_findings(work.waiting, work.homes, work.units, work.known)


def _nobody() -> set[str]:
    return set()


def _nothing(workers: set[str]) -> int:  # noqa: ARG001 - a sweep has this shape
    return 0


SWEEPS = (Sweep("insight.strands", group_when_due, _nobody, _nothing),)
