"""Guessing classes as findings come in, and again when people have confirmed enough to have learned something new."""

import time
from concurrent.futures import Executor, Future
from dataclasses import dataclass

from liandu.findings.commands import write_guesses
from liandu.findings.guessing import guess
from liandu.findings.queries import (
    confirmed_classes,
    how_many_are_classified,
    masked_units,
    waiting_for_a_guess,
)
from liandu.inspections.taxonomies import in_force
from liandu.kernel.sweeps import Sweep
from liandu.texts.classifying import Suggestion
from liandu.texts.keywords import Category

EVERY = 10.0  # seconds between two looks at whether something is to guess
AT_LEAST_EVERY = 600.0  # seconds: then what waits is looked through, whatever the counts say
AT_ONCE = 2_000  # findings
LEAST_NEW = 10  # confirmed classes more, and a tenth more, before what was guessed is guessed anew

Result = tuple[list[tuple[int, Suggestion]], bool]


@dataclass(frozen=True, slots=True)
class _Work:
    """What is to guess, from what, and what the guesses will say that they were made from."""

    waiting: list[tuple[int, str]]
    confirmed: list[tuple[int, str, str]]
    units: list[str]
    known: dict[str, Category]
    labels: int
    taxonomy_number: int


@dataclass
class _Memory:
    """What runs now and on what, and when something to do was last looked for.

    ``nothing`` is how things stood when there was nothing to guess, and until when that need not be looked at again.
    """

    running: Future[Result] | None = None
    work: _Work | None = None
    looked: float = 0.0
    nothing: tuple[int, int, int] | None = None
    until: float = 0.0


_memory = _Memory(looked=time.monotonic())


def stale(labels: int) -> int:
    """Return from how many classes at most a guess was learned that is made anew, now that so many are confirmed."""
    return min(labels - LEAST_NEW, labels * 10 // 11)


def guess_when_due(worker: str, pool: Executor) -> int:  # noqa: ARG001 - a sweep has this shape
    """Let a process guess what waits, without waiting for it; write what one has guessed and return for how many.

    A kill loses a guess that was not written yet: it is made again.
    """
    if _memory.running is not None:
        if not _memory.running.done():
            return 0
        running, _memory.running = _memory.running, None
        return _written(running.result(), _memory.work)
    if time.monotonic() - _memory.looked < EVERY:
        return 0
    _memory.looked = time.monotonic()
    stands = (*how_many_are_classified(), in_force().number)
    if stands == _memory.nothing and _memory.looked < _memory.until:
        return 0
    _memory.work = _due(stands)
    if _memory.work is not None:
        work = _memory.work
        _memory.running = pool.submit(guess, work.waiting, work.confirmed, work.units, work.known)
    else:
        _memory.nothing, _memory.until = stands, _memory.looked + AT_LEAST_EVERY
    return 0


def guess_now() -> int:
    """Guess everything that waits in this very process and return how many guesses were written; for demo and tests."""
    written = 0
    while (work := _due((*how_many_are_classified(), in_force().number))) is not None:
        written += _written(guess(work.waiting, work.confirmed, work.units, work.known), work)
    return written


def _written(result: Result, work: _Work | None) -> int:
    suggestions, calibrated = result
    if work is None:
        return 0
    return write_guesses(
        suggestions=suggestions, labels=work.labels, calibrated=calibrated, taxonomy_number=work.taxonomy_number
    )


def _due(stands: tuple[int, int, int]) -> _Work | None:
    """Return what there is to guess now that so many are confirmed, so many wait, and this taxonomy is in force.

    The guesses remember how many classes were confirmed in all, though only the newest of them are learned from:
    otherwise nothing would be guessed anew once that many are.
    """
    labels, open_ones, number = stands
    if not open_ones:
        return None
    waiting = waiting_for_a_guess(learned_from=stale(labels), taxonomy_number=number, most=AT_ONCE)
    if not waiting:
        return None
    return _Work(waiting, confirmed_classes(), masked_units(), dict(in_force().taxonomy.leaves), labels, number)


def _nobody() -> set[str]:
    return set()


def _nothing(workers: set[str]) -> int:  # noqa: ARG001 - a sweep has this shape
    return 0


SWEEPS = (Sweep("findings.classes", guess_when_due, _nobody, _nothing),)
