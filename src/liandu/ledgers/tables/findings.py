"""The ledger as lines of a table: texts made here, so that the template only places them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from liandu.inspections.taxonomies.wording import class_in_words
from liandu.ledgers.columns import Column
from liandu.ledgers.queries import ORDERS, ItemTotal, Page, ThemeTotals, View
from liandu.ui.dates import day


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text and how it is placed."""

    key: str
    heading: str
    text: str
    long: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table; ``group`` is its heading where a new group begins, with the number of its rows."""

    pk: int
    url: str
    cells: list[Cell]
    group: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading with the address that sorts by it ("" for none), and how the table is sorted by it now."""

    key: str
    text: str
    address: str
    sorted: str  # "ascending", "descending" or "none", as aria-sort says it


def headings(view: View) -> list[Heading]:
    """Return the headings of the view's columns."""
    return [_heading(column, view) for column in view.listed()]


def _heading(column: Column, view: View) -> Heading:
    if not column.sort or view.group:
        return Heading(column.key, str(column.heading), "", "none")
    here = view.sort == column.sort and column.sort in ORDERS
    state = ("descending" if view.backwards else "ascending") if here else "none"
    address = view.address(sort=column.sort, backwards=here and not view.backwards)
    return Heading(column.key, str(column.heading), f"?{address}", state)


def item_lines(view: View, totals: ThemeTotals | None) -> list[tuple[ItemTotal, str, bool]]:
    """Return each item of a theme's ledger with its total, the address that narrows to it, and whether it is chosen."""
    return [
        (
            item,
            "?" + view.address(item="" if view.item == str(item.number) else str(item.number)),
            view.item == str(item.number),
        )
        for item in (totals.items if totals else ())
    ]


def lines(page: Page, view: View, totals: ThemeTotals | None = None) -> list[Line]:
    """Return the page's rows as lines; ``totals`` name the groups of a theme's items."""
    columns = view.listed()
    shown: list[Line] = []
    previous: Any = object()
    for row in page.rows:
        starts = bool(view.group) and row.group != previous
        previous = row.group
        cells = [
            Cell(column.key, str(column.heading), _text(value), column.long)
            for column, value in zip(columns, row.values, strict=True)
        ]
        shown.append(
            Line(
                pk=row.pk,
                url=reverse("findings:finding", args=[row.pk]),
                cells=cells,
                group=_group_name(view, row.group_name, totals) if starts else None,
                count=page.groups.get(row.group, 0),
            )
        )
    return shown


def _text(value: Any) -> str:
    if value is None:
        return ""
    return day(value) if isinstance(value, date) else str(value)


def _group_name(view: View, name: Any, totals: ThemeTotals | None) -> str:
    if view.group == "item":
        return totals.item_name(name) if totals else ""
    return class_in_words(name) if view.group == "category" else str(name)
