"""Following the journal: what was written is found a second later. A crash loses nothing; a step is done or not."""

import time
from concurrent.futures import Executor

from liandu.journal.arrivals import arrived_since
from liandu.kernel.sweeps import Sweep
from liandu.search.commands import Step, keep_texts
from liandu.search.kinds import Source, concerned, kinds
from liandu.search.queries import cursor_now

EVERY = 1.0  # seconds between two looks, when the last one found nothing
MOST = 300  # entries a step
PORTION = 200_000  # characters written in one transaction, so that other writers wait little for it

Texts = dict[str, dict[int, Source | None]]  # by kind and key


def follow_once(worker: str) -> int:
    """Take one step along the journal and return how many entries' subjects it looked at; 0 at its end.

    The texts are read before the transaction that writes them: what changes in between leaves an entry behind the
    cursor, and is read again.
    """
    cursor = cursor_now()
    arrived = arrived_since(cursor.upper, cursor.awaited, most=MOST)
    if arrived.upper == cursor.upper and arrived.awaited == cursor.awaited and not arrived.subjects:
        return 0
    texts = {name: texts_now(name, keys) for name, keys in concerned(arrived.subjects).items()}
    *first, last = portions(texts)
    for edition, portion in enumerate(first, cursor.edition):
        # The cursor stays until all is written: a kill in between lets everything be written once more.
        if not keep_texts(step=Step(edition, cursor.upper, cursor.awaited), texts=portion, worker=worker):
            return len(arrived.subjects)
    step = Step(cursor.edition + len(first), arrived.upper, arrived.awaited)
    keep_texts(step=step, texts=last, worker=worker)
    return len(arrived.subjects) or 1


def portions(texts: Texts) -> list[Texts]:
    """Return ``texts`` in portions that are written in a moment each, at least one, so that nobody waits for long."""
    found: list[Texts] = [{}]
    weight = 0
    for kind, sources in texts.items():
        for key, source in sources.items():
            if weight > PORTION:
                found.append({})
                weight = 0
            found[-1].setdefault(kind, {})[key] = source
            weight += len(source.body) if source else 0
    return found


def texts_now(kind: str, keys: set[int]) -> dict[int, Source | None]:
    """Return the texts of these things as they stand, by rising keys; None for what is to be found no more."""
    found = {source.key: source for source in kinds()[kind].texts(keys)}
    return {key: found.get(key) for key in sorted(keys)}


class _Clock:
    """When nothing was found to do."""

    def __init__(self) -> None:
        self.idle_since = -EVERY


_clock = _Clock()


def follow_when_due(worker: str, pool: Executor) -> int:  # noqa: ARG001 - a sweep has this shape
    """Follow the journal unless its end was seen just now; return how many subjects were looked at."""
    if time.monotonic() - _clock.idle_since < EVERY:
        return 0
    looked_at = follow_once(worker)
    if not looked_at:
        _clock.idle_since = time.monotonic()
    return looked_at


def follow_to_the_end(worker: str) -> int:
    """Take steps until there is nothing more to do; for the command line and tests."""
    total = 0
    while looked_at := follow_once(worker):
        total += looked_at
    return total


def _nobody() -> set[str]:
    return set()


def _nothing(workers: set[str]) -> int:  # noqa: ARG001 - a sweep has this shape
    return 0


SWEEPS = (Sweep("search", follow_when_due, _nobody, _nothing),)
