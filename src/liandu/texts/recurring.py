"""Problems that come back: new statements held against all others, of any unit and any time.

Three questions, by words alone: does a unit hear the same again, does another unit have the same kind of problem, were
words copied. How the likeness and its bounds were chosen: docs/design/algorithms/recurrence.md.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from math import log2
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel
from scipy import sparse

from liandu.texts.copies import index
from liandu.texts.keywords import categories
from liandu.texts.normalising import Normaliser
from liandu.texts.passages import shared

AGAIN, ELSEWHERE = 0.35, 0.5  # likeness from which on a pair is suggested; another unit's must be strongly alike
MIDDLE, HIGH = 0.45, 0.55  # the words for a likeness: low below MIDDLE
SAME_CLASS, OTHER_CLASS = 0.03, -0.1  # what a class in common adds, and what two different ones said by people take
MOST = 3  # of a kind for one statement: who judges shall not drown
LEAST_COPIED = 20  # equal characters, normalised: shorter statements are alike because the trade says it so
COPIED_SHARE = 0.6  # of the shorter statement
MOST_ALIGNED = 12  # candidates whose words are laid side by side for one statement
BUCKETS = 1 << 21  # of hashed characters and pairs of characters: memory that no vocabulary enlarges
BLOCK = 32  # statements whose likeness to all earlier ones is held at once
LEAST_RUN = 2  # characters in common that are shown as such
_PAIR = np.uint64(0x9E3779B97F4A7C15)
_SPREAD = np.uint64(0xBF58476D1CE4E5B9)


class Way(StrEnum):
    """In which way a statement is like an earlier one."""

    AGAIN = "again"
    ELSEWHERE = "elsewhere"
    COPIED = "copied"


class Level(StrEnum):
    """How alike two statements are, in a word."""

    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Said:
    """A statement that stands. ``document`` is 0 where there is none, ``code`` "" where no class is known.

    ``classified`` says that a person named the class.
    """

    key: int
    text: str
    unit: int
    sector: str
    round: int
    document: int
    code: str = ""
    classified: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """Statement ``key`` is like ``earlier`` in this way; ``score`` is 0 to 1."""

    key: int
    earlier: int
    way: Way
    score: float


def level_of(score: float) -> Level:
    """Return the word for a likeness."""
    return Level.HIGH if score >= HIGH else Level.MIDDLE if score >= MIDDLE else Level.LOW


def recurring(said: Sequence[Said], fresh: Collection[int], units: Sequence[str] = ()) -> list[Match]:
    """Return the matches of ``fresh`` (keys) with all others and among themselves, best first for each of them.

    ``said`` are all statements, the earliest first: of two the later one repeats, also where the earlier came to hand
    last. ``units`` are names to mask. Statements of one document never match. A pair matches in one way: a unit's own
    again, else what was copied, else the same kind elsewhere.
    """
    new = set(fresh)
    asked = [place for place, one in enumerate(said) if one.key in new]
    if not asked:
        return []
    normaliser = Normaliser(units, bare=True)
    plain = [normaliser.plain(one.text) for one in said]
    copied = dict(_copied(said, plain, asked, normaliser))
    found: list[Match] = []
    for place, alike in _likeness(plain, asked):
        # Two that are both new are met twice: the later one tells of it.
        alike[[at for at in asked if at >= place]] = 0
        found += _matches(said, place, alike, copied.get(place, {}))
    return found


def _matches(said: Sequence[Said], place: int, alike: npt.NDArray[np.float32], copied: dict[int, float]) -> list[Match]:
    """Return the matches of one statement; ``alike`` is its likeness to each other one, ``copied`` their shares."""
    one = said[place]
    ways: dict[Way, list[tuple[bool, Match]]] = {way: [] for way in Way}
    near = np.flatnonzero(alike >= AGAIN - SAME_CLASS).tolist()
    for at in sorted({*near, *copied}):
        other = said[at]
        if _same_place(one, other):
            continue
        score = min(max(float(alike[at]) + _of_class(one, other), 0.0), 1.0)
        way = _way(one, other, score, is_copied=at in copied)
        if way is not None:
            first, last = sorted((place, at))
            match = Match(said[last].key, said[first].key, way, round(max(score, copied.get(at, 0.0)), 4))
            ways[way].append((way is Way.ELSEWHERE and one.sector != other.sector, match))
    # Of what is elsewhere the own sector comes first; ties go to what was said last.
    return [
        match
        for pairs in ways.values()
        for _far, match in sorted(pairs, key=lambda pair: (pair[0], -pair[1].score, -pair[1].earlier, -pair[1].key))[
            :MOST
        ]
    ]


def _same_place(one: Said, other: Said) -> bool:
    """Whether both stand in one document, or, with a document missing, in one round of one unit."""
    if one.document and other.document:
        return one.document == other.document
    return one.unit == other.unit and one.round == other.round


def _of_class(one: Said, other: Said) -> float:
    if one.code and one.code == other.code:
        return SAME_CLASS
    return OTHER_CLASS if one.classified and other.classified else 0.0


def _way(one: Said, other: Said, score: float, *, is_copied: bool) -> Way | None:
    if one.unit == other.unit and score >= AGAIN:
        return Way.AGAIN
    if is_copied:
        return Way.COPIED
    return Way.ELSEWHERE if one.unit != other.unit and score >= ELSEWHERE else None


def _copied(
    said: Sequence[Said], plain: Sequence[str], asked: Sequence[int], normaliser: Normaliser
) -> Iterator[tuple[int, dict[int, float]]]:
    """Yield (place, {other place: share of the shorter text}) of what has passages in common with others."""
    made = index(plain, [str(one.unit) for one in said])
    new = set(asked)
    for place in asked:
        if len(plain[place]) < LEAST_COPIED:
            continue
        shares: dict[int, float] = {}
        others = (
            at
            for at, _score in made.alike(plain[place])
            if at != place and not (at in new and at > place) and not _same_place(said[place], said[at])
        )
        for at in islice(others, MOST_ALIGNED):
            both = shared(said[place].text, said[at].text, normaliser)
            shorter = min(len(plain[place]), len(plain[at]))
            if both.share >= COPIED_SHARE and both.share * shorter >= LEAST_COPIED:
                shares[at] = min(both.share, 1.0)
        if shares:
            yield place, shares


def _likeness(plain: Sequence[str], asked: Sequence[int]) -> Iterator[tuple[int, npt.NDArray[np.float32]]]:
    """Yield (place, likeness to every text) of the asked ones: cosines of weighted characters and pairs of them."""
    rows = _weighted(plain)
    across = rows.T.tocsr()
    for start in range(0, len(asked), BLOCK):
        part = asked[start : start + BLOCK]
        block = np.asarray((rows[part] @ across).todense(), np.float32)
        yield from zip(part, block, strict=True)


def _weighted(plain: Sequence[str]) -> Any:
    """Return a sparse row of length 1 for each text: sublinear counts times rarity.

    Rarity is that among the texts and the phrases of the taxonomy, so that it means something for a handful too.
    """
    known = [phrase for c in categories().values() for phrase in (c.name, c.definition, *c.keywords)]
    counts = _counts([*plain, *known])
    often = np.bincount(counts.indices, minlength=BUCKETS)
    rarity = (np.log((1 + counts.shape[0]) / (1 + often)) + 1).astype(np.float32)
    rows = counts[: len(plain)]
    rows.data = (1 + np.log(rows.data)) * rarity[rows.indices]
    squares = np.add.reduceat(np.append(rows.data**2, 0), np.minimum(rows.indptr[:-1], len(rows.data)))
    lengths = np.sqrt(np.where(np.diff(rows.indptr) > 0, squares, 1))
    rows.data /= np.repeat(lengths, np.diff(rows.indptr)).astype(np.float32)
    return rows


def _counts(texts: Sequence[str]) -> Any:
    """Return how often each character and each pair of neighbours stands in each text, hashed."""
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    codes = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32).astype(np.uint64)
    owner = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)
    inside = owner[:-1] == owner[1:]
    pairs = (codes[:-1] * _PAIR + codes[1:] + np.uint64(1))[inside]
    columns = (np.concatenate([codes, pairs]) * _SPREAD >> np.uint64(64 - int(log2(BUCKETS)))).astype(np.int32)
    owners = np.concatenate([owner, owner[:-1][inside]])
    ones = np.ones(len(columns), np.float32)
    counts = sparse.csr_array((ones, (owners, columns)), shape=(len(texts), BUCKETS), dtype=np.float32)
    counts.sum_duplicates()
    return counts


def common_runs(one: str, other: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the spans of both texts that stand in the other too, in the same order, of two characters or more."""
    blocks = [block for block in Indel.opcodes(one, other) if block.tag == "equal"]
    long = [block for block in blocks if block.src_end - block.src_start >= LEAST_RUN]
    return [(b.src_start, b.src_end) for b in long], [(b.dest_start, b.dest_end) for b in long]
