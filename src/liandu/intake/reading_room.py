"""The heavy plain part of intake, made to run in another process: a path in, a paper and its understanding out."""

import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Sequence
from pathlib import Path

from liandu.intake.understanding.results import Understanding
from liandu.intake.understanding.understand import understand
from liandu.papers.blocks import Paper
from liandu.papers.reading import read
from liandu.papers.reading.protocol import Limits


def read_and_understand(
    path: Path, name: str, hint_units: Sequence[str] = (), limits: Limits | None = None
) -> tuple[Paper, Understanding]:
    """Return the paper at ``path`` (called ``name``) and what it says; raise CannotRead when it cannot be taken."""
    paper = read(path, name, limits)
    return paper, understand(paper, hint_units=hint_units)


MOST_MEMORY = 4 * 1024**3  # bytes of address space; a scan of many pages needs the most


def prepare_reader() -> None:
    """Tie a reading process to its worker: Ctrl+C reaches the worker alone, and the worker's end is its end.

    Its memory is limited, so that a document no rule foresaw ends in a MemoryError here and not with the machine.
    """
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, hard))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_worker, name="end-with-worker", daemon=True).start()


def _end_with_worker() -> None:
    """End this process when its worker is gone: one that was killed leaves no word, and a pool would wait for ever."""
    worker = multiprocessing.parent_process()
    if worker is not None:
        worker.join()
        os._exit(1)
