"""Fingerprints of texts: a few hashes that texts with a common passage share (winnowing)."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]

GRAM = 6  # characters under one hash
WINDOW = 4  # of so many neighbouring hashes the least is kept: a common run of 9 characters always shares one
_BASE = np.uint64(0x9E3779B97F4A7C15)
_NONE = np.uint64(0xFFFFFFFFFFFFFFFF)


def fingerprints(texts: Sequence[str]) -> tuple[Hashes, Places, Places]:
    """Return (hash, text, place) of each fingerprint, by text and place: the place of its first character.

    ``texts`` are normalised and bare. Schleimer, Wilkerson, Aiken 2003: of each window of WINDOW hashes the least is
    kept, of equals the rightmost. A text of fewer hashes than a window gives its least one; below GRAM characters none.
    """
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    codes = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32).astype(np.uint64)
    count = len(codes) - GRAM + 1
    if count < 1:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64), np.zeros(0, np.int64)
    owner = np.repeat(np.arange(len(texts)), lengths)
    hashes = np.zeros(count, np.uint64)
    for at in range(GRAM):
        hashes = hashes * _BASE + codes[at : at + count]
    hashes = _mixed(hashes)
    whole = owner[:count] == owner[GRAM - 1 :]
    hashes[~whole] = _NONE  # a run across two texts; GRAM - 1 of them part any two, so no window reaches over
    padded = np.concatenate([hashes, np.full(WINDOW - 1, _NONE)])
    least = np.minimum.reduce([padded[at : at + count] for at in range(WINDOW)])
    places = np.arange(count)
    chosen = places.copy()
    for at in range(WINDOW):
        np.copyto(chosen, places + at, where=padded[at : at + count] == least)
    chosen = np.unique(chosen[whole])
    starts = np.cumsum(lengths) - lengths
    owners = owner[chosen]
    return hashes[chosen], owners, chosen - starts[owners]


def _mixed(hashes: Hashes) -> Hashes:
    """Return well spread hashes (the finaliser of splitmix64): the least of a window must be a random one."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))
