"""Fonts for PDF: Chinese TrueType fonts of the machine, embedded; without any the Chinese font every reader knows.

Official papers ask for fonts that are not free; they are used where the machine has them, never brought along.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

NOT_EMBEDDED = "STSong-Light"
# By file name without its ending, the best first; only fonts with TrueType outlines can be embedded.
TEXT = (
    "simfang",
    "fzfsk",
    "fangsong",
    "stfangso",
    "simsun",
    "uming",
    "wqy-microhei",
    "wqy-zenhei",
    "droidsansfallback",
)
HEADING = ("simhei", "fzhtk", "msyh", "wqy-zenhei", "wqy-microhei", "droidsansfallbackfull")
SECOND = ("simkai", "fzktk", "stkaiti", "ukai", "gkai00mp")
TITLE = ("fzxbsjw", "fzxiaobiaosong", "stzhongs", "simsun", "uming")
FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts", "C:/Windows/Fonts")
ENDINGS = {".ttf", ".ttc"}


@dataclass(frozen=True, slots=True)
class Face:
    """A font by the name reportlab knows it by. ``heavier`` is true where a heavy font is missing and is imitated."""

    name: str
    heavier: bool = False


@dataclass(frozen=True, slots=True)
class Faces:
    """The fonts of a paper: its text, headings of the first and second level, and the title."""

    text: Face
    heading: Face
    second: Face
    title: Face


@cache
def faces(folders: tuple[str, ...] = FOLDERS) -> Faces:
    """Return the fonts to print with, from what these folders hold; one face stands in for those that are missing."""
    files = {path.stem.lower(): path for path in _files(folders)}
    text = _first(TEXT, files)
    if text is None:
        pdfmetrics.registerFont(UnicodeCIDFont(NOT_EMBEDDED))
        text = NOT_EMBEDDED
    heading, second, title = _first(HEADING, files), _first(SECOND, files), _first(TITLE, files)
    return Faces(
        text=Face(text),
        heading=Face(heading) if heading else Face(text, heavier=True),
        second=Face(second or text),
        title=Face(title) if title else Face(heading or text, heavier=not heading),
    )


def _files(folders: tuple[str, ...]) -> Iterator[Path]:
    for folder in folders:
        for where, _, names in os.walk(Path(folder).expanduser()):
            yield from (Path(where, name) for name in sorted(names) if Path(name).suffix.lower() in ENDINGS)


def _first(names: tuple[str, ...], files: dict[str, Path]) -> str | None:
    """Return the registered name of the first of these fonts that is there and can be embedded."""
    for name in names:
        path = files.get(name)
        if path is None:
            continue
        registered = f"paper-{name}"
        try:
            pdfmetrics.registerFont(TTFont(registered, str(path)))
        except (TTFError, OSError, ValueError):
            continue
        return registered
    return None
