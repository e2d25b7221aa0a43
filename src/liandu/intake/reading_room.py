"""The heavy plain part of intake, made to run in another process: a path in, a paper and its understanding out."""

import signal
from collections.abc import Sequence
from pathlib import Path

from liandu.intake.understanding.results import Understanding
from liandu.intake.understanding.understand import understand
from liandu.papers.blocks import Paper
from liandu.papers.reading import read


def read_and_understand(path: Path, name: str, hint_units: Sequence[str] = ()) -> tuple[Paper, Understanding]:
    """Return the paper at ``path`` (called ``name``) and what it says; raise CannotRead when it cannot be taken."""
    paper = read(path, name)
    return paper, understand(paper, hint_units=hint_units)


def ignore_interrupt() -> None:
    """Let Ctrl+C reach the worker alone: it ends its reading processes itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
