"""Making and opening the packages that are due, and removing files that were kept long enough."""

import logging
import time
from concurrent.futures import Executor

from liandu.exchange.commands import (
    claim_opening,
    claim_package,
    end_opening_leases,
    end_packing_leases,
    expire_packages,
    fail_opening,
    fail_package,
    make_package,
    open_claimed,
)
from liandu.exchange.queries import due_openings, opening_workers, packages_due, packing_workers
from liandu.kernel.refusals import Refusal
from liandu.kernel.sweeps import Sweep
from liandu.kernel.words import gettext_noop

log = logging.getLogger(__name__)

EXPIRE_EVERY = 3600.0  # seconds
_last_expired = 0.0


def pack_waiting(worker: str, pool: Executor) -> int:  # noqa: ARG001 - writing streams is no work for the pool
    """Make one package that is due; return how many came to an end."""
    if not packages_due():
        return _expire()
    package = claim_package(worker=worker)
    if package is None:
        return 0
    try:
        return int(make_package(package=package, worker=worker))
    except Refusal as refusal:
        return int(fail_package(package=package, worker=worker, refusal=refusal))
    except Exception:  # a fault must end one package, not the worker
        log.exception("making package %s failed", package.pk)
        sentence = gettext_noop("打包时程序出错，已记入运行日志。请联系管理员。")
        return int(fail_package(package=package, worker=worker, refusal=Refusal("exchange.fault", sentence)))


def open_waiting(worker: str, pool: Executor) -> int:  # noqa: ARG001 - one transaction is no work for the pool
    """Open one package that somebody asked to have opened; return how many came to an end."""
    if not due_openings().exists():
        return 0
    arrival = claim_opening(worker=worker)
    if arrival is None:
        return 0
    try:
        open_claimed(arrival=arrival, worker=worker)
    except Refusal as refusal:
        return int(fail_opening(arrival=arrival, worker=worker, refusal=refusal))
    except Exception:  # a fault must end one package, not the worker
        log.exception("opening package %s failed", arrival.pk)
        sentence = gettext_noop("导入时程序出错，没有写入任何内容，已记入运行日志。请联系管理员。")
        return int(fail_opening(arrival=arrival, worker=worker, refusal=Refusal("exchange.fault", sentence)))
    return 1


def _expire() -> int:
    global _last_expired  # noqa: PLW0603 - the worker's own memory of when it looked last
    if _last_expired and time.monotonic() - _last_expired < EXPIRE_EVERY:
        return 0
    _last_expired = time.monotonic()
    return expire_packages()


def release(workers: set[str]) -> int:
    """End the leases of dead workers and return how many packages they made."""
    return end_packing_leases(workers=workers)


def release_openings(workers: set[str]) -> int:
    """End the leases of dead workers and return how many packages they opened."""
    return end_opening_leases(workers=workers)


SWEEPS = [
    Sweep("exchange.pack_waiting", pack_waiting, packing_workers, release),
    Sweep("exchange.open_waiting", open_waiting, opening_workers, release_openings),
]
