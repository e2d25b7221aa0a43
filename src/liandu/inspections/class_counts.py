"""How many findings stand under each class: later stages know them, and register here in their ``presenters`` room."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

Counting = Callable[[Any], Mapping[str, int]]
_countings: list[Counting] = []


def count_by_class(counting: Counting) -> Counting:
    """Register ``counting(reader) -> number by code as filed``, within the reader's reach. Usable as a decorator."""
    _countings.append(counting)
    return counting


def counts_by_class(reader: Any) -> Counter[str]:
    """Return how many things the reader reaches under each code as they were filed: a query for each that counts."""
    found: Counter[str] = Counter()
    for counting in _countings:
        found.update(counting(reader))
    return found
