"""The ledger of items as lines of a table."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liandu.inspections.taxonomies.wording import class_in_words
from liandu.ledgers.columns.items import ItemColumn
from liandu.ledgers.item_view import ITEM_ORDERS, ONLY_NOW, ItemView
from liandu.ledgers.queries import ItemRow, Tally, Totals
from liandu.ledgers.tables.findings import Heading
from liandu.rectification.looks import STATE_LOOKS
from liandu.rectification.states import OPEN, Result, State
from liandu.ui.dates import day


@dataclass(frozen=True, slots=True)
class ItemCell:
    """One cell: its text and how it is placed; ``tone`` and ``shape`` make it a badge, ``late`` says how late."""

    key: str
    heading: str
    text: str
    long: bool
    tone: str = ""
    shape: str = ""
    late: str = ""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A row of the table; ``group`` is its heading where a new group begins, with the number and rate of its rows."""

    pk: int
    url: str
    number: str
    cells: list[ItemCell]
    group: str | None
    count: int
    tally: Tally | None


def item_headings(view: ItemView) -> list[Heading]:
    """Return the headings of the view's columns, with the address that sorts by each."""
    return [_heading(column, view) for column in view.listed()]


def _heading(column: ItemColumn, view: ItemView) -> Heading:
    if not column.sort or view.group or (view.on and column.sort in ONLY_NOW):
        return Heading(column.key, str(column.heading), "", "none")
    here = view.sort == column.sort and column.sort in ITEM_ORDERS
    state = ("descending" if view.backwards else "ascending") if here else "none"
    address = view.address(sort=column.sort, backwards=here and not view.backwards)
    return Heading(column.key, str(column.heading), f"?{address}", state)


def ledger_lines(rows: list[ItemRow], view: ItemView, totals: Totals) -> list[ItemLine]:
    """Return the page's rows as lines."""
    columns = view.listed()
    shown: list[ItemLine] = []
    previous: Any = object()
    for row in rows:
        starts = bool(view.group) and row.group != previous
        previous = row.group
        late = _late(row, view.day)
        cells = [_cell(column, value, row, late) for column, value in zip(columns, row.values, strict=True)]
        shown.append(
            ItemLine(
                pk=row.pk,
                url=reverse("rectification:item", args=[row.pk]),
                number=cells[0].text,
                cells=cells,
                group=_group_name(view, row.group_name) if starts else None,
                count=totals.group_rows.get(row.group, 0),
                tally=totals.groups.get(row.group),
            )
        )
    return shown


def _late(row: ItemRow, today: date) -> str:
    if row.state not in OPEN or row.step_due_on is None or row.step_due_on >= today:
        return ""
    days = (today - row.step_due_on).days
    return ngettext("逾期 %(n)s 天", "逾期 %(n)s 天", days) % {"n": days}


def _cell(column: ItemColumn, value: Any, row: ItemRow, late: str) -> ItemCell:
    text = "" if value is None else day(value) if isinstance(value, date) else str(value)
    tone, shape = STATE_LOOKS[State(row.state)] if column.key == "state" else ("", "")
    return ItemCell(
        column.key, str(column.heading), text, column.long, tone, shape, late if column.key == "state" else ""
    )


def _group_name(view: ItemView, name: Any) -> str:
    if view.group == "category":
        return class_in_words(name)
    return str(State(name).label) if view.group == "state" else str(name)


def tiles(view: ItemView, totals: Totals) -> list[tuple[str, int, str, bool]]:
    """Return the totals by result and deadline: words, number, the address that narrows to it, whether it does already.

    Of what is basically done it is said that it does not count as done, by standing beside it.
    """
    results = [
        (str(result.label), totals.results.get(result, 0), "result", str(result.value))
        for result in (Result.DONE, Result.BASICALLY_DONE, Result.UNDER_WAY, Result.NOT_DONE)
    ]
    shown = [*results, (_("已逾期"), totals.all.overdue, "deadline", "overdue")]
    made = []
    for words, number, name, value in shown:
        chosen = getattr(view, name) == value
        made.append((words, number, "?" + view.address(**{name: "" if chosen else value}), chosen))
    return made
