"""What a reader is: a name, a score for a file, and a way to read it within limits."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from liandu.kernel.refusals import Refusal
from liandu.papers.blocks import Paper


class CannotRead(Refusal):
    """The file is not taken: broken, protected, too large, of a wrong kind … The sentence says which and what to do."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a hostile or broken file may cost; beyond it the file is refused."""

    bytes: int = 100 * 1024 * 1024  # of the file as it comes
    unpacked_bytes: int = 400 * 1024 * 1024  # of all parts of an archive together
    part_bytes: int = 120 * 1024 * 1024  # of one part of an archive
    ratio: int = 200  # unpacked to packed, for parts above one megabyte
    parts: int = 5_000
    depth: int = 250  # nesting of elements
    pages: int = 2_000
    characters: int = 5_000_000
    cells: int = 1_000_000
    seconds: float = 60.0  # for an outside program


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its name (only for its ending and for messages), its path on disk and its first bytes."""

    name: str
    path: Path
    head: bytes
    size: int

    @property
    def ending(self) -> str:
        """Return the lower-case ending without the dot, "" when there is none."""
        return Path(self.name).suffix.lower().lstrip(".")


class Reader(Protocol):
    """One format in. ``score`` must be cheap and must not raise; ``read`` raises CannotRead and nothing else."""

    name: str

    def score(self, source: Source) -> float:
        """Return how sure the reader is that the file is its own: 0 not at all, 1 certain (by content, not by name)."""

    def read(self, source: Source, limits: Limits) -> Paper:
        """Return the paper; raise CannotRead with a sentence when the file cannot be taken."""
