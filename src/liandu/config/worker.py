"""The worker: runs what is due, again and again. Truth is in the rows; a worker that dies costs a lease."""

import logging
import multiprocessing
import os
import socket
import threading
import uuid
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from django.conf import settings
from django.db import close_old_connections

from liandu.exchange.jobs import SWEEPS as EXCHANGE
from liandu.findings.jobs import SWEEPS as FINDINGS
from liandu.handover.jobs import SWEEPS as HANDOVER
from liandu.insight.jobs import SWEEPS as INSIGHT
from liandu.intake.jobs import SWEEPS as INTAKE
from liandu.intake.reading_room import prepare_reader
from liandu.journal.sealing import SWEEPS as SEALS
from liandu.kernel.sweeps import Sweep
from liandu.notices.jobs import SWEEPS as NOTICES
from liandu.search.jobs import EVERY, follow_once
from liandu.search.jobs import SWEEPS as SEARCH
from liandu.supervision.jobs import SWEEPS as SUPERVISION

log = logging.getLogger(__name__)

SWEEPS: tuple[Sweep, ...] = (
    *INTAKE, *FINDINGS, *HANDOVER, *EXCHANGE, *SUPERVISION, *INSIGHT, *NOTICES, *SEARCH, *SEALS,
)  # fmt: skip
PAUSE = 0.4  # seconds to wait when nothing was due


def new_pool() -> ProcessPoolExecutor:
    """Return a pool for heavy plain work.

    ``forkserver``: its processes start clean (no open database, no threads of the web server) and quickly.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["liandu.intake.reading_room"])
    return ProcessPoolExecutor(max_workers=settings.LIANDU_READERS, mp_context=context, initializer=prepare_reader)


def worker_name() -> str:
    """Return a name that no other worker has: host, process, a random part."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"[:60]


def sweep_once(worker: str, pool: Executor) -> int:
    """Run every sweep once and return how many things were done; a sweep that fails does not stop the others."""
    done = 0
    for sweep in SWEEPS:
        try:
            done += sweep.run(worker, pool)
        except BrokenProcessPool:
            raise
        except Exception:
            log.exception("sweep %s failed", sweep.name)
    return done


def release_dead() -> None:
    """End the leases of workers of this machine whose process is gone: their work need not wait for the lease."""
    for sweep in SWEEPS:
        dead = {name for name in sweep.holders() if _is_dead(name)}
        if dead:
            log.info("%s: %s leases of dead workers ended", sweep.name, sweep.release(dead))


def _is_dead(worker: str) -> bool:
    """Return whether a worker, named as in worker_name(), ran on this machine and runs no more."""
    host, _colon, rest = worker.rpartition(":")[0].partition(":")
    if host != socket.gethostname() or not rest.isdigit():
        return False
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _sweep(worker: str, pool: ProcessPoolExecutor) -> tuple[int, ProcessPoolExecutor]:
    """Sweep once and return how many things were done, and the pool: another one when a process of it was killed."""
    try:
        return sweep_once(worker, pool), pool
    except BrokenProcessPool:
        log.warning("a reading process died; starting new ones")
        pool.shutdown(wait=False, cancel_futures=True)
        for sweep in SWEEPS:
            sweep.release({worker})
        return 1, new_pool()


def follow_journal(stop: threading.Event) -> None:
    """Let the search follow the journal until ``stop`` is set.

    Beside the sweeps: one of those may wait minutes for a document, and what is written is to be found in seconds.
    """
    while not stop.is_set():
        close_old_connections()
        done = 0
        try:
            done = follow_once("search")
        except Exception:
            log.exception("the search could not follow the journal")
        if not done:
            stop.wait(EVERY)
    close_old_connections()


def work(stop: threading.Event) -> None:
    """Sweep until ``stop`` is set."""
    threading.Thread(target=follow_journal, args=(stop,), name="liandu-search", daemon=True).start()
    worker, pool = worker_name(), new_pool()
    log.info("worker %s started", worker)
    release_dead()
    try:
        while not stop.is_set():
            close_old_connections()
            done, pool = _sweep(worker, pool)
            if not done:
                stop.wait(PAUSE)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def work_until_empty() -> int:
    """Sweep until nothing is due and return how many things were done; for the demo and for tests."""
    worker, pool, total = worker_name(), new_pool(), 0
    try:
        while True:
            done, pool = _sweep(worker, pool)
            total += done
            if not done:
                return total
    finally:
        pool.shutdown(wait=True)
