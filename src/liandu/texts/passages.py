"""The passages that two texts share, as spans of the original texts."""

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from liandu.texts.normalising import Normalised, Normaliser

Span = tuple[int, int]

LEAST_BLOCK = 3  # characters of an equal run: shorter ones are alike by chance
LEAST_PASSAGE = 9  # equal characters of a passage
GAP = 12  # characters between two equal runs of one passage, on either side
ROUNDS = 4  # moved sentences: what one alignment leaves over is aligned again
_CUT_A, _CUT_B = "\ue000", "\ue001"  # stand where a passage was taken out; equal to nothing on the other side


@dataclass(frozen=True, slots=True)
class Passage:
    """A shared passage: its span in both originals, and the pairs of spans inside that differ (units, numbers)."""

    a: Span
    b: Span
    changed: tuple[tuple[Span, Span], ...]
    common: bool = False  # a phrase that many use: to be shown grey


@dataclass(frozen=True, slots=True)
class Shared:
    """What two texts share: passages by place in ``a``; the ``longest`` run; the ``share`` of the shorter text."""

    passages: tuple[Passage, ...]
    longest: int
    share: float


def shared(a: str, b: str, normaliser: Normaliser) -> Shared:
    """Return what the originals ``a`` and ``b`` share; ``normaliser`` masks units and numbers and is bare.

    Alignments by insertions and deletions alone (rapidfuzz Indel), repeated on what is left, so that sentences in
    another order are found too.
    """
    left, right = normaliser(a), normaliser(b)
    rest_a, rest_b = left.text, right.text
    found: list[list[tuple[int, int, int]]] = []
    for _ in range(ROUNDS):
        runs = [
            (block.src_start, block.dest_start, block.src_end - block.src_start)
            for block in Indel.opcodes(rest_a, rest_b)
            if block.tag == "equal" and block.src_end - block.src_start >= LEAST_BLOCK
        ]
        new = [passage for passage in _joined(runs) if sum(run[2] for run in passage) >= LEAST_PASSAGE]
        if not new:
            break
        found += new
        for passage in new:
            for start, other, length in passage:
                rest_a = rest_a[:start] + _CUT_A * length + rest_a[start + length :]
                rest_b = rest_b[:other] + _CUT_B * length + rest_b[other + length :]
    found.sort()
    equal = sum(run[2] for passage in found for run in passage)
    longest = max((run[2] for passage in found for run in passage), default=0)
    share = equal / max(min(len(left.text), len(right.text)), 1)
    return Shared(tuple(_passage(runs, left, right, a, b) for runs in found), longest, share)


def _joined(runs: list[tuple[int, int, int]]) -> Iterator[list[tuple[int, int, int]]]:
    """Yield runs (place in a, place in b, length) that stand close to each other on both sides, as lists."""
    passage: list[tuple[int, int, int]] = []
    for run in runs:
        if passage:
            start, other, length = passage[-1]
            if run[0] - start - length > GAP or run[1] - other - length > GAP:
                yield passage
                passage = []
        passage.append(run)
    if passage:
        yield passage


def _passage(runs: list[tuple[int, int, int]], left: Normalised, right: Normalised, a: str, b: str) -> Passage:
    changed: list[tuple[Span, Span]] = []
    for start, other, length in runs:
        for at in range(length):
            one, two = left.original(start + at, start + at + 1), right.original(other + at, other + at + 1)
            if left.text[start + at] in "0某" and a[slice(*one)] != b[slice(*two)]:
                changed.append((one, two))
    (first, other_first, _), (last, other_last, length) = runs[0], runs[-1]
    return Passage(
        left.original(first, last + length), right.original(other_first, other_last + length), tuple(changed)
    )
