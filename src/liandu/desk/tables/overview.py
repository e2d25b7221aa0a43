"""The tables of the leader's view; every number in them opens its rows."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from liandu.desk.queries.items import items_address
from liandu.desk.queries.overview import Point, Standing, address_of
from liandu.ui.dates import day
from liandu.ui.tables import Cell, Column, Table, by_part, table

NAMES = (
    ("total", gettext_lazy("全部")),
    ("done", gettext_lazy("完成")),
    ("open", gettext_lazy("办理中")),
    ("late", gettext_lazy("逾期")),
    ("long_term", gettext_lazy("长期坚持")),
)


def standings_table(rows: Sequence[Standing], *, by: str, within: dict[str, Any]) -> Table:
    """Return how sectors or units (``by``) stand as a table; ``within`` narrows where the numbers lead."""
    first = gettext_lazy("板块") if by == "sector" else gettext_lazy("单位")
    columns = (
        Column(first, lambda row: Cell(row.name, url=_place(row, by))),
        *(_number(counted, label, by, within) for counted, label in NAMES),
        Column(gettext_lazy("完成率"), by_part("desk/_bar.html")),
        Column(gettext_lazy("延期次数"), lambda row: Cell(str(row.extensions)), css="number"),
        Column(pgettext_lazy("how many", "重新立账"), lambda row: Cell(str(row.reopened)), css="number"),
        Column(gettext_lazy("资金（元）"), lambda row: Cell(money(row.outcomes.money)), css="number"),
        Column(gettext_lazy("处理人数"), lambda row: Cell(str(row.outcomes.people)), css="number"),
        Column(gettext_lazy("建立修订制度"), lambda row: Cell(str(row.outcomes.institutions)), css="number"),
    )
    return table(columns, rows, caption=_("按板块") if by == "sector" else _("按单位"))


def _place(row: Standing, by: str) -> str:
    return reverse("desk:unit", args=[int(row.key)]) if by == "unit" else items_address(sector=row.key)


def _number(counted: str, label: Any, by: str, within: dict[str, Any]) -> Column:
    def cell(row: Standing) -> Cell:
        n = getattr(row, counted)
        return Cell(str(n), url=address_of(counted, **{by: row.key}, **within) if n else "")

    return Column(label, cell, css="number")


def money(amount: Decimal) -> str:
    """Return yuan without needless decimals: 1,234,567 or 1,234.50."""
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"


def trend_table(points: Sequence[Point], *, within: dict[str, Any]) -> Table:
    """Return the ends of the last months as a table; each number opens the ledger as it stood on that day."""

    def number(counted: str) -> Any:
        def cell(point: Point) -> Cell:
            n = getattr(point, counted)
            return Cell(str(n), url=address_of(counted, on=point.day.isoformat(), **within) if n else "")

        return cell

    columns = (
        Column(gettext_lazy("日期"), lambda point: Cell(day(point.day))),
        Column(gettext_lazy("全部"), number("total"), css="number"),
        Column(gettext_lazy("完成"), number("done"), css="number"),
        Column(gettext_lazy("逾期"), number("late"), css="number"),
        Column(gettext_lazy("完成率"), lambda point: Cell(point.rate or "—"), css="number"),
    )
    return table(columns, points, caption=_("近几个月"))
