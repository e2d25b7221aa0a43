"""What later stages put beside a thing on its page: a heading with a few links.

An earlier stage may not import them, so it keeps a `Places` (in a module called ``beside``) in which they register, in
their ``presenters`` room.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Beside:
    """A part of a page: its heading, links as (words, address), and perhaps a page where it is changed."""

    title: str
    entries: tuple[tuple[str, str], ...]
    url: str = ""
    action: str = ""


Speaker = Callable[[Any, Any], Beside | None]


class Places:
    """Where later stages register what they have to say about one sort of thing."""

    def __init__(self) -> None:
        self._speakers: list[Speaker] = []

    def add(self, speaker: Speaker) -> Speaker:
        """Register ``speaker(reader, thing)``; None means nothing to this reader. Usable as a decorator."""
        self._speakers.append(speaker)
        return speaker

    def said(self, reader: Any, thing: Any) -> list[Beside]:
        """Return what ``reader`` may be told beside ``thing``."""
        told = (speaker(reader, thing) for speaker in self._speakers)
        return [part for part in told if part is not None]
