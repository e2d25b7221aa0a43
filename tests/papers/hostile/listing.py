"""What a hostile file is, and the list that the other modules of this folder fill."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.papers.hostile.packing import TEXT

READS = "reads"
PARAGRAPH = f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>"
PAGE = f"<html><head><meta charset=utf-8></head><body><div><p>{TEXT}，整改不到位。</p></div></body></html>"
LEDGER = "Rectification ledger"


@dataclass(frozen=True)
class Hostile:
    """A file as it comes: ``what`` it is, its ``name``, what writes it, and the code of the refusal or READS.

    Several codes, parted by "|", when it depends on what is installed. ``holds`` must stand in the text that is read.
    """

    what: str
    name: str
    write: Callable[[Path], object]
    expected: str
    holds: str = ""


FILES: list[Hostile] = []


def add(what: str, name: str, data: bytes | Callable[[], bytes], expected: str, holds: str = "") -> None:
    """Put a file on the list; costly ones are built only when their turn comes."""

    def write(path: Path) -> None:
        path.write_bytes(data() if callable(data) else data)

    FILES.append(Hostile(what, name, write, expected, holds))
