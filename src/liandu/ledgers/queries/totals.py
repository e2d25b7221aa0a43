"""What the ledger of items adds up to: how many there are, how many are done, and what that is of what ought to be.

Rate of completion = done / to be done (DOMAIN §0.4). To be done is every item that was opened and not struck off again;
done is what was completed and written off. "Basically done" is not done; what ended unfulfilled is not done and stays
in the denominator. Numerator, denominator and day stand together wherever the rate stands.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from liandu.inspections.taxonomies import taxonomy
from liandu.ledgers.item_view import ITEM_GROUPS, ItemView
from liandu.ledgers.queries.items import Book, book_of
from liandu.rectification.rules.rates import rate_of
from liandu.rectification.states import OPEN, Result, State


@dataclass(frozen=True, slots=True)
class Tally:
    """How many items ought to be done, how many are, and how many of those still open are past their deadline."""

    total: int = 0
    done: int = 0
    overdue: int = 0

    @property
    def rate(self) -> str:
        """Return done / total as a percentage with two places; "" where there is nothing to be done.

        Never "100%" while something is left to do.
        """
        return rate_of(self.done, self.total)


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals of a view on its day. ``rows`` is the number of its rows; ``all`` leaves out what was struck off."""

    day: date
    rows: int
    all: Tally
    basically_done: int
    states: dict[str, int] = field(default_factory=dict)
    results: dict[str, int] = field(default_factory=dict)
    groups: dict[Any, Tally] = field(default_factory=dict)
    group_rows: dict[Any, int] = field(default_factory=dict)


def totals_of(view: ItemView, book: Book) -> Totals:
    """Return the totals of everything that the view holds, not of the page: one query."""
    group = ITEM_GROUPS.get(view.group, "")
    counted = counts(book.parts, day=book.day, by=(group,) if group else ())
    states: Counter[str] = Counter()
    results: Counter[str] = Counter()
    by_group: dict[Any, list[Counted]] = {}
    for line in counted:
        states[line.state] += line.count
        if line.state != State.CANCELLED:
            results[line.result] += line.count
        if group:
            # By the stored class, which an index answers; what was merged is added up here.
            key = taxonomy().today(line.by[0]) if group == "category" else line.by[0]
            by_group.setdefault(key, []).append(line)
    return Totals(
        day=book.day,
        rows=sum(states.values()),
        all=tally(counted),
        basically_done=results[Result.BASICALLY_DONE],
        states=dict(states),
        results=dict(results),
        groups={key: tally(lines) for key, lines in by_group.items()},
        group_rows={key: sum(line.count for line in lines) for key, lines in by_group.items()},
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """How many items of one state, one result and one value of each field in ``by``."""

    by: tuple[Any, ...]
    state: str
    result: str
    count: int
    overdue: int


def counts(parts: Iterable[QuerySet[Any]], *, day: date, by: tuple[str, ...] = ()) -> list[Counted]:
    """Return the rows of all ``parts``, at least one, counted by state, result and the fields of ``by``: one query."""
    found: dict[tuple[Any, ...], list[int]] = {}
    late = Count("pk", filter=Q(step_due_on__lt=day))
    first, *others = (
        part.order_by().values_list(*by, "state", "result").annotate(n=Count("pk"), late=late) for part in parts
    )
    for *key, n, overdue in first.union(*others, all=True) if others else first:
        sums = found.setdefault(tuple(key), [0, 0])
        sums[0] += n
        sums[1] += overdue
    return [Counted(key[:-2], key[-2], key[-1], n, overdue) for key, (n, overdue) in found.items()]


def tally(counted: Iterable[Counted]) -> Tally:
    """Return what counted rows add up to, without what was struck off."""
    total = done = overdue = 0
    for line in counted:
        if line.state == State.CANCELLED:
            continue
        total += line.count
        done += line.count if line.result == Result.DONE else 0
        overdue += line.overdue if line.state in OPEN else 0
    return Tally(total, done, overdue)


def numbers_for(reader: Any, *, by: tuple[str, ...] = (), view: ItemView | None = None) -> dict[tuple[Any, ...], Tally]:
    """Return the tallies that other pages show, for each value of the fields in ``by``; () for one tally under ().

    ``by`` names state, kind, result, unit, unit__sector, category or round. ``view`` narrows, and names the day when it
    is a past one. One query, however many items there are.
    """
    view = view or ItemView()
    book = book_of(reader, view)
    counted = counts(book.parts, day=book.day, by=by)
    lines: dict[tuple[Any, ...], list[Counted]] = {}
    for line in counted:
        lines.setdefault(line.by, []).append(line)
    return {key: tally(of_key) for key, of_key in lines.items()} if by else {(): tally(counted)}
