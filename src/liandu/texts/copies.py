"""Texts that were copied: which of many share more than chance and common phrases allow, and one text against many.

Fingerprints in few documents weigh much, those of common phrases nothing. Half-rewritten texts are not found.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice, pairwise
from math import ceil

import numpy as np
import numpy.typing as npt

from liandu.texts.fingerprints import GRAM, Hashes, Places, fingerprints
from liandu.texts.normalising import Normalised, Normaliser
from liandu.texts.passages import Passage, shared
from liandu.texts.statements import Statement

Weights = npt.NDArray[np.float64]

MOST_TEXTS = 30  # a fingerprint in more texts says nothing about two of them
MOST_SHARE = 0.01  # of all texts: a fingerprint in more is boilerplate
MOST_UNITS = 5  # a fingerprint of more units is boilerplate
LEAST_SHARED = 3  # fingerprints, for two texts to be compared at all
HEAVY, PARTIAL = 0.5, 0.15
FAINT, ALIGNED = 0.1, 0.35  # a lower score is enough where so much of the shorter text is found again in its place
MOSTLY = 0.8  # of a passage under common phrases: it is one
LONG_RUN = 40  # characters in a row, normalised: a copied passage, however long the texts around it
LEAST_OF_LONG_RUN = 6  # fingerprints that such a run leaves at least
LEAST_SIZE = 1000  # texts that rarity is reckoned among at least: in a handful every shared run would look common
CHUNK = 20_000  # texts under one call: bounds memory, and is a task for another process
MOST_PAIRS = 20_000_000  # pairs of postings held at once


class Kind(StrEnum):
    """What a copy means: one unit repeats itself, one unit takes another's words, a unit takes its superior's."""

    STAGNATION = "stagnation"
    REPETITION = "repetition"
    COPY = "copy"
    SUPERIOR = "superior"


@dataclass(frozen=True, slots=True)
class Copy:
    """Two texts that share passages; ``a`` is the earlier one where dates say so, else the one with the smaller id."""

    a: str
    b: str
    score: float
    kind: Kind
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Index:
    """The fingerprints of many texts, so that one text is looked up among a million in milliseconds.

    ``hashes``: distinct, sorted, G of them; ``starts``: G + 1, where the texts of each begin in ``texts``;
    ``weights``: G, idf cubed, 0 for boilerplate; ``totals``: for each text the sum of its weights.
    """

    hashes: Hashes
    starts: Places
    texts: npt.NDArray[np.int32]
    weights: Weights
    totals: Weights

    def alike(self, text: str) -> list[tuple[int, float]]:
        """Return (place of a text, score) of those that ``text`` (normalised, bare) shares enough with, best first."""
        found = np.unique(fingerprints([text])[0])
        at = np.searchsorted(self.hashes, found)
        known = at < len(self.hashes)
        known[known] = self.hashes[at[known]] == found[known]
        at = at[known]
        counts = self.starts[at + 1] - self.starts[at]
        told = at[(counts <= MOST_TEXTS) & (self.weights[at] > 0)]
        if not len(told):
            return []
        # What is new here stands in no text yet: it weighs like a fingerprint of a single one.
        own = self.weights[at].sum() + (len(found) - len(at)) * np.log(max(len(self.totals), LEAST_SIZE)) ** 3
        texts = np.concatenate([self.texts[self.starts[g] : self.starts[g + 1]] for g in told])
        weights = np.repeat(self.weights[told], self.starts[told + 1] - self.starts[told])
        others, inverse = np.unique(texts, return_inverse=True)
        common = np.bincount(inverse, weights)
        enough = np.bincount(inverse) >= LEAST_SHARED
        scores = common / np.maximum(np.minimum(self.totals[others], own), 1e-9)
        kept = [(int(o), float(s)) for o, s in zip(others[enough], scores[enough], strict=True) if s >= PARTIAL]
        return sorted(kept, key=lambda pair: (-pair[1], pair[0]))

    def marked(self, passages: tuple[Passage, ...], text: Normalised) -> tuple[Passage, ...]:
        """Return the passages of a text (their ``a``), those that are common phrases marked."""
        hashes, _, places = fingerprints([text.text])
        at = np.searchsorted(self.hashes, hashes).clip(max=max(len(self.hashes) - 1, 0))
        common = {
            spot
            for place, group, hashed in zip(places.tolist(), at.tolist(), hashes.tolist(), strict=True)
            if self.hashes[group] == hashed and not self.weights[group]
            for spot in range(*text.original(place, place + GRAM))
        }
        return tuple(
            replace(
                passage, common=len(common.intersection(range(*passage.a))) >= MOSTLY * (passage.a[1] - passage.a[0])
            )
            for passage in passages
        )

    def pairs(self) -> tuple[Places, Places, Places, Weights]:
        """Return (a, b, shared fingerprints, score) of all texts that share LEAST_SHARED or more, a < b by place.

        Score: weights of the common fingerprints over those of the text that has less.
        """
        counts = np.diff(self.starts)
        told = np.flatnonzero((counts >= 2) & (counts <= MOST_TEXTS) & (self.weights > 0))
        size = len(self.totals)
        expected = int((counts[told] * (counts[told] - 1) // 2).sum())
        parts = max(1, ceil(expected / MOST_PAIRS))
        bounds = np.linspace(0, size, parts + 1).astype(np.int64)
        found = [self._pairs_of(told, counts, int(low), int(high)) for low, high in pairwise(bounds)]
        keys, shared_, common = (np.concatenate(columns) for columns in zip(*found, strict=True))
        a, b = keys // size, keys % size
        scores = common / np.maximum(np.minimum(self.totals[a], self.totals[b]), 1e-9)
        return a, b, shared_, scores

    def _pairs_of(self, told: Places, counts: Places, low: int, high: int) -> tuple[Places, Places, Weights]:
        """Return (a * size + b, count, weight) of the pairs whose smaller place is in [low, high)."""
        size = len(self.totals)
        keys, weights = [np.zeros(0, np.int64)], [np.zeros(0, np.float32)]
        for count in range(2, MOST_TEXTS + 1):
            groups = told[counts[told] == count]
            if not len(groups):
                continue
            texts = self.texts[self.starts[groups][:, None] + np.arange(count)].astype(np.int64)
            for first in range(count - 1):
                mine = (texts[:, first] >= low) & (texts[:, first] < high)
                if mine.any():
                    keys.append((texts[mine, first, None] * size + texts[mine, first + 1 :]).ravel())
                    weights.append(np.repeat(self.weights[groups[mine]].astype(np.float32), count - first - 1))
        joined = np.concatenate(keys)
        order = np.argsort(joined, kind="stable")
        joined = joined[order]
        begins = np.flatnonzero(np.diff(joined, prepend=-1))
        often = np.diff(begins, append=len(joined))
        sums = (
            np.add.reduceat(np.concatenate(weights)[order].astype(np.float64), begins) if len(begins) else np.zeros(0)
        )
        enough = often >= LEAST_SHARED
        return joined[begins[enough]], often[enough], sums[enough]


def index(texts: Iterable[str], units: Sequence[str] = (), executor: Executor | None = None) -> Index:
    """Return the index of normalised, bare texts; ``units`` names the unit of each ("" unknown), for the boilerplate.

    A million texts of a hundred characters need about a minute and 3 GB. With ``executor`` chunks are hashed there.
    """
    hashed = executor.map(_hashed, list(_chunks(texts))) if executor else map(_hashed, _chunks(texts))
    hashes, owners, size = [np.zeros(0, np.uint64)], [np.zeros(0, np.int32)], 0
    for found, owner, count in hashed:
        hashes.append(found)
        owners.append(owner + np.int32(size))
        size += count
    all_hashes, all_owners = np.concatenate(hashes), np.concatenate(owners)
    del hashes, owners
    order = np.argsort(all_hashes, kind="stable")  # texts stay in order under each hash
    all_hashes, all_owners = all_hashes[order], all_owners[order]
    del order
    first = np.ones(len(all_hashes), bool)
    first[1:] = all_hashes[1:] != all_hashes[:-1]
    starts = np.append(np.flatnonzero(first), len(all_hashes))
    counts = np.diff(starts)
    weights = np.log(max(size, LEAST_SIZE) / counts).clip(0.1) ** 3
    weights[_boilerplate(counts, starts, all_owners, size, units)] = 0
    totals = np.asarray(np.bincount(all_owners, np.repeat(weights, counts), minlength=size), np.float64)
    return Index(all_hashes[first], starts, all_owners, weights, totals)


def _chunks(texts: Iterable[str]) -> Iterator[list[str]]:
    given = iter(texts)
    while chunk := list(islice(given, CHUNK)):
        yield chunk


def _hashed(texts: list[str]) -> tuple[Hashes, npt.NDArray[np.int32], int]:
    """Return the fingerprints of a chunk, each once a text, with their texts, and how many texts there were."""
    hashes, owners, _ = fingerprints(texts)
    order = np.lexsort((hashes, owners))
    hashes, owners = hashes[order], owners[order]
    new = np.ones(len(hashes), bool)
    new[1:] = (hashes[1:] != hashes[:-1]) | (owners[1:] != owners[:-1])
    return hashes[new], owners[new].astype(np.int32), len(texts)


def _boilerplate(
    counts: Places, starts: Places, owners: npt.NDArray[np.int32], size: int, units: Sequence[str]
) -> npt.NDArray[np.bool_]:
    """Return which fingerprints are common phrases: in more than MOST_SHARE of the texts, or of many units."""
    common = counts > max(MOST_SHARE * size, MOST_UNITS)
    if not any(units):
        return common
    known = {unit: number for number, unit in enumerate(sorted(set(units)))}
    numbers = np.array([known[unit] for unit in units], np.int64)
    many = np.flatnonzero(counts > MOST_UNITS)
    if len(many):
        postings = np.concatenate([np.arange(starts[g], starts[g + 1]) for g in many])
        of = np.repeat(np.arange(len(many)), counts[many])
        pairs = np.unique(of * len(known) + numbers[owners[postings]])
        common[many[np.bincount(pairs // len(known), minlength=len(many)) > MOST_UNITS]] = True
    return common


def copies(
    statements: Sequence[Statement], superiors: Iterable[str] = (), executor: Executor | None = None
) -> list[Copy]:
    """Return the copies among ``statements``, best first, the same for any order of them.

    ``superiors`` are units whose texts others are expected to take up. ``executor`` does the hashing and the passages.
    """
    ordered = sorted(statements, key=lambda statement: statement.id)
    normaliser = Normaliser({statement.unit for statement in ordered if statement.unit}, bare=True)
    made = index(
        (normaliser.plain(statement.text) for statement in ordered),
        [statement.unit for statement in ordered],
        executor,
    )
    tasks = list(_candidates(made, ordered))
    above = frozenset(superiors)
    compared = (
        executor.map(_compared, tasks, [normaliser] * len(tasks), chunksize=64)
        if executor
        else map(_compared, tasks, [normaliser] * len(tasks))
    )
    found = [
        Copy(first.id, second.id, score, _kind(first, second, above), made.marked(passages, normaliser(first.text)))
        for (first, second, score), passages in zip(tasks, compared, strict=True)
        if passages
    ]
    return sorted(found, key=lambda copy: (-round(copy.score, 6), copy.a, copy.b))


def _candidates(made: Index, ordered: Sequence[Statement]) -> Iterator[tuple[Statement, Statement, float]]:
    """Yield the pairs worth aligning, the earlier text first."""
    for a, b, often, score in zip(*(column.tolist() for column in made.pairs()), strict=True):
        if score >= FAINT or often >= LEAST_OF_LONG_RUN:
            first, second = sorted((ordered[a], ordered[b]), key=lambda s: (s.date, s.id))
            if not (first.date and second.date):
                first, second = ordered[a], ordered[b]
            yield first, second, min(score, 1.0)


def _compared(task: tuple[Statement, Statement, float], normaliser: Normaliser) -> tuple[Passage, ...]:
    """Return the passages of a pair; none when neither its score nor what is found in its place makes it a copy."""
    first, second, score = task
    said = shared(first.text, second.text, normaliser)
    enough = score >= PARTIAL or said.longest >= LONG_RUN or (score >= FAINT and said.share >= ALIGNED)
    return said.passages if enough else ()


def _kind(first: Statement, second: Statement, superiors: frozenset[str]) -> Kind:
    if first.unit and first.unit == second.unit:
        return Kind.REPETITION if first.date[:7] == second.date[:7] else Kind.STAGNATION
    if (first.unit in superiors) != (second.unit in superiors):
        return Kind.SUPERIOR
    return Kind.COPY
