"""What later stages hold against the lines that were signed for, in the count check.

This stage comes before them and may not import them, so they register here (in their ``presenters`` room): each says
what it made of accepted lines (an item opened for each finding, say), and what it made nothing of.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from liandu.inspections.models import Round, Term


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that stands on one side only: what it is, in words, and where each side is to be seen ("": nowhere)."""

    words: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two numbers that must be equal, each with its name and the page that opens its rows, and what differs.

    ``differences`` may be cut short; ``differing`` counts all of them.
    """

    about: str
    left_name: str
    left: int
    left_url: str
    right_name: str
    right: int
    right_url: str
    differing: int
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted: a whole term, or one round of it."""

    term: Term
    round: Round | None


Counterpart = Callable[[Any, Scope], Iterable[Comparison]]
_counterparts: list[Counterpart] = []


def hold_against(counterpart: Counterpart) -> Counterpart:
    """Register ``counterpart(reader, scope) -> comparisons``, a constant number of queries. Usable as a decorator."""
    _counterparts.append(counterpart)
    return counterpart


def comparisons_of_later_stages(reader: Any, scope: Scope) -> list[Comparison]:
    """Return what later stages hold against the signed lines within ``scope``."""
    return [comparison for counterpart in _counterparts for comparison in counterpart(reader, scope)]
