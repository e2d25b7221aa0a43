"""The heads of the seals in a plain file outside the database: cutting off seals and entries together then shows.

One line a seal: number, head, when. Lines are only ever added. The file lies with the keys, on another disk if the site
wishes, and may be copied anywhere.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

try:
    import fcntl
except ModuleNotFoundError:  # not on Windows, where one process does all the work
    fcntl = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Head:
    """One line of the file."""

    number: int
    head: str
    sealed_at: str

    @property
    def line(self) -> str:
        """The line as it is written."""
        return f"{self.number} {self.head} {self.sealed_at}\n"


def path() -> Path:
    """Return where the file lies."""
    return Path(settings.LIANDU_KEYS) / "journal" / "heads.log"


def kept() -> Iterator[Head]:
    """Yield the heads of the file in order; a line that was not written to its end is passed over."""
    if not path().exists():
        return
    with path().open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            parts = line.rstrip("\n").split(" ", 2)
            if line.endswith("\n") and len(parts) == 3 and parts[0].isdigit():
                yield Head(int(parts[0]), parts[1], parts[2])


def last() -> Head | None:
    """Return the newest head of the file, read from its end."""
    if not path().exists():
        return None
    with path().open("rb") as out:
        out.seek(max(0, out.seek(0, os.SEEK_END) - 4096))
        lines = out.read().decode("utf-8", errors="replace").splitlines(keepends=True)
    for line in reversed(lines):
        parts = line.rstrip("\n").split(" ", 2)
        if line.endswith("\n") and len(parts) == 3 and parts[0].isdigit():
            return Head(int(parts[0]), parts[1], parts[2])
    return None


def add(heads: list[Head]) -> None:
    """Add to the file those of ``heads`` that come after its last one; two processes may do so at once."""
    path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path(), os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as out:
        if fcntl is not None:
            fcntl.flock(out, fcntl.LOCK_EX)
        newest = last()
        lines = [head.line for head in heads if newest is None or head.number > newest.number]
        end = out.seek(0, os.SEEK_END)
        if end and lines:
            out.seek(end - 1)
            if out.read(1) != b"\n":  # a line that a killed process left unfinished is closed, not taken back
                lines.insert(0, "\n")
        out.write("".join(lines).encode())
        out.flush()
        os.fsync(out.fileno())
