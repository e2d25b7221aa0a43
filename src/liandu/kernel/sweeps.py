"""Work that is due: found in the database, not remembered in a queue. A killed worker costs a lease, nothing else."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sweep:
    """One kind of due work. ``run(worker, pool)`` does what is due now and returns how many things it did.

    ``worker`` names the running worker (it marks leases); ``pool`` takes heavy plain functions. ``holders()`` returns
    the workers that hold leases now, ``release(workers)`` ends the leases of workers that are known to be dead.
    """

    name: str
    run: Callable[[str, Executor], int]
    holders: Callable[[], set[str]]
    release: Callable[[set[str]], int]
