"""Marking what was looked for in a piece of a text: in Python, on the text itself, for a template that escapes it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from liandu.texts.segmenting import folded

AROUND = 80  # characters of a piece
BEFORE = 3  # one part in so many stands before the first word


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters, and whether it is one that was looked for."""

    text: str
    marked: bool = False


def snippet(text: str, words: Sequence[str], *, around: int = AROUND) -> list[Piece]:
    """Return about ``around`` characters of ``text`` from shortly before the first of ``words``, those words marked."""
    spans = _spans(text, words)
    first = spans[0][0] if spans else 0
    # A short text is shown whole; so is the end of a long one, when the first word stands near it.
    start = 0 if len(text) <= around else max(0, min(first - around // BEFORE, len(text) - around))
    end = min(len(text), start + around)
    pieces = list(_pieces(text, [span for span in spans if span[1] > start and span[0] < end], start, end))
    if start:
        pieces.insert(0, Piece("…"))
    if end < len(text):
        pieces.append(Piece("…"))
    return pieces


def _pieces(text: str, spans: list[tuple[int, int]], start: int, end: int) -> Iterator[Piece]:
    at = start
    for low, high in spans:
        begin, stop = max(low, start), min(high, end)
        if begin > at:
            yield Piece(text[at:begin])
        yield Piece(text[begin:stop], marked=True)
        at = stop
    if at < end:
        yield Piece(text[at:end])


def _spans(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Return where ``words`` stand in ``text``, in order, what touches or overlaps put together."""
    plain, places = _mapped(text)
    found: list[tuple[int, int]] = []
    for word in words:
        at = plain.find(word)
        while at >= 0:
            found.append((places[at], places[at + len(word) - 1] + 1))
            at = plain.find(word, at + len(word))
    merged: list[tuple[int, int]] = []
    for low, high in sorted(found):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


def _mapped(text: str) -> tuple[str, list[int]]:
    """Return ``text`` folded character by character, and of which character each of its own is."""
    plain: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        said = folded(character)
        plain.append(said)
        places += [place] * len(said)
    return "".join(plain), places
