"""Counts that give no single clue away: what is below five is not shown, nor what would let one compute it.

A table counts all clues by one dimension, so every table has the same total. Three ways, the first that is safe:

1. The total is shown. Cells below five are hidden, and with them the smallest others, until no hidden cell follows
   from the total.
2. The total is hidden, and in each table the largest cell with the small ones: it has no upper end, nor has the total.
3. Nothing is shown.

Safe means: given the total (or the ranges of all tables), every hidden cell may still have two values at least.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

LEAST = 5
MOST = 10**9


class Shown(StrEnum):
    """How a cell stands on the page."""

    VALUE = "value"
    SMALL = "small"  # "fewer than 5", nought included
    HIDDEN = "hidden"  # five or more, not shown so that others do not follow


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it may be shown; ``value`` is None unless it is."""

    key: str
    shown: Shown
    value: int | None


@dataclass(frozen=True, slots=True)
class Published:
    """Tables as they may be shown, by their names; ``total`` is None when it may not be."""

    tables: Mapping[str, Sequence[Cell]]
    total: int | None


Ranges = list[tuple[int, int]]


def publish(tables: Mapping[str, Mapping[str, int]]) -> Published:
    """Return ``tables`` (name -> cell -> count, all with one total) as they may be shown."""
    total = sum(next(iter(tables.values())).values()) if tables else 0
    with_total = {name: _with_total(counts, total) for name, counts in tables.items()}
    if total >= LEAST and all(hidden is not None for hidden in with_total.values()):
        return _shown(tables, {name: hidden or set() for name, hidden in with_total.items()}, total)
    without = {name: _without_total(counts) for name, counts in tables.items()}
    if _ambiguous(tables, without):
        return _shown(tables, without, None)
    return _shown(tables, {name: set(counts) for name, counts in tables.items()}, None)


def _with_total(counts: Mapping[str, int], total: int) -> set[str] | None:
    """Return the cells to hide while the total is known; None when that cannot be made safe."""
    small = {key for key, count in counts.items() if count < LEAST}
    if not small:
        return set()
    others = sorted((key for key in counts if key not in small), key=lambda key: counts[key])
    for many in range(len(others) + 1):
        hidden = small | set(others[:many])
        shown = [counts[key] for key in counts if key not in hidden]
        # The smallest are hidden first, so what is shown bounds them from above.
        ranges = [(0, LEAST - 1) if key in small else (LEAST, min(shown, default=MOST)) for key in sorted(hidden)]
        if _each_has_two_values(ranges, total - sum(shown), total - sum(shown)):
            return hidden
    return None


def _without_total(counts: Mapping[str, int]) -> set[str]:
    hidden = {key for key, count in counts.items() if count < LEAST}
    largest = max(counts, key=lambda key: counts[key], default=None)
    return hidden | ({largest} if largest is not None else set())


def _ambiguous(tables: Mapping[str, Mapping[str, int]], hidden: Mapping[str, set[str]]) -> bool:
    """Return whether every hidden cell keeps two values when only the ranges of all tables bound the total."""
    ranges, sums = {}, {}
    for name, counts in tables.items():
        shown = [counts[key] for key in counts if key not in hidden[name]]
        floor = max([LEAST, *shown])
        ranges[name] = [(0, LEAST - 1) if counts[key] < LEAST else (floor, MOST) for key in sorted(hidden[name])]
        sums[name] = sum(shown)
    low = max((sums[name] + sum(a for a, _b in ranges[name]) for name in tables), default=0)
    high = min((sums[name] + sum(b for _a, b in ranges[name]) for name in tables), default=MOST)
    return all(_each_has_two_values(ranges[name], low - sums[name], high - sums[name]) for name in tables)


def _each_has_two_values(ranges: Ranges, low: int, high: int) -> bool:
    """Return whether each of ``ranges`` keeps two whole numbers when all together give between ``low`` and ``high``."""
    floor, roof = sum(a for a, _b in ranges), sum(b for _a, b in ranges)
    return all(max(a, low - (roof - b)) < min(b, high - (floor - a)) for a, b in ranges)


def _shown(tables: Mapping[str, Mapping[str, int]], hidden: Mapping[str, set[str]], total: int | None) -> Published:
    return Published({name: _cells(counts, hidden[name]) for name, counts in tables.items()}, total)


def _cells(counts: Mapping[str, int], hidden: set[str]) -> list[Cell]:
    """Return the cells; where all are hidden none says whether it is small."""
    blank = hidden == set(counts)
    out = []
    for key, count in counts.items():
        if key not in hidden:
            out.append(Cell(key, Shown.VALUE, count))
        else:
            out.append(Cell(key, Shown.SMALL if count < LEAST and not blank else Shown.HIDDEN, None))
    return out
