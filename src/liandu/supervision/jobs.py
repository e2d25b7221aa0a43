"""What is due without anybody asking: write-offs whose publicity is over."""

import logging
import time
from concurrent.futures import Executor

from liandu.kernel.refusals import Refusal
from liandu.kernel.sweeps import Sweep
from liandu.supervision.commands import finish_publicity
from liandu.supervision.queries.publicity import publicity_over

log = logging.getLogger(__name__)

EVERY = 60.0  # seconds; days are what counts
_last = 0.0


def finish_due(worker: str, pool: Executor) -> int:  # noqa: ARG001 - a few rows, no work for the pool
    """Write off what was in publicity for its days; return how many. Where an office dissents, it waits."""
    global _last  # noqa: PLW0603 - the worker's own memory of when it looked last
    if _last and time.monotonic() - _last < EVERY:
        return 0
    _last = time.monotonic()
    done = 0
    for request in publicity_over():
        try:
            finish_publicity(request=request)
        except Refusal as refusal:
            log.info("publicity of %s is not finished: %s", request.item.number, refusal.code)
        else:
            done += 1
    return done


def _nobody() -> set[str]:
    return set()


def _nothing(workers: set[str]) -> int:  # noqa: ARG001 - no leases: the act itself is conditional
    return 0


SWEEPS = [Sweep("supervision.finish_publicity", finish_due, _nobody, _nothing)]
