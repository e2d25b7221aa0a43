"""What is due, and for whom: each stage registers a source here, in its ``presenters`` room.

A line names a unit, a number and a day, never what a problem is about, and never anything of a clue: it may leave the
house as mail.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from liandu.kernel.words import Sentence, parts_of

TONES = ("late", "look", "now", "plain")


@dataclass(frozen=True, slots=True)
class Due:
    """Something that one person has to do by a day: about what, in words, where to go, by when, how pressing."""

    user_id: int
    subject: str
    words: Sentence
    url: str
    due_on: date
    tone: str = "now"


# ``source(day, days)``: what to tell on ``day``, a working day; ``days`` end with it and begin after the last day that
# was told of, so that what fell on a holiday is told too.
Source = Callable[[date, Sequence[date]], Iterable[Due]]
_sources: list[Source] = []


def tells_due(source: Source) -> Source:
    """Register a source. Usable as a decorator."""
    _sources.append(source)
    return source


def due_on(day: date, days: Sequence[date]) -> Iterator[Due]:
    """Yield what every source has to tell on ``day`` about ``days``."""
    for source in _sources:
        yield from source(day, days)


def line_of(due: Due) -> dict[str, Any]:
    """Return a line as it is kept: its sentence can still be told in the reader's language."""
    return {
        "subject": due.subject,
        **parts_of(due.words),
        "url": due.url,
        "due_on": due.due_on.isoformat(),
        "tone": due.tone,
    }


def sentence_of(line: dict[str, Any]) -> str:
    """Return a kept line's sentence in the reader's language; facts that are words of ours are translated too."""
    facts = {key: gettext(value) if value else value for key, value in line["facts"].items()}
    return gettext(line["sentence"]) % facts if facts else gettext(line["sentence"])
