"""The leader's view."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.desk.queries.overview import Overview, Point, address_of, overview_for
from liandu.desk.tables.overview import standings_table, trend_table
from liandu.ui.dates import day
from liandu.ui.htmx import page

# The drawing of the trend, in units of its own: columns of this width, so high at 100 %.
COLUMN, GAP, HEIGHT, FOOT = 44, 20, 120, 22


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Show how rectification stands within the reader's reach, by sector and by unit, and over the last months."""
    require(request.user, Act.ITEM_VIEW)
    seen = overview_for(request.user, round_key=request.GET.get("round", ""))
    within = {"round": seen.round.pk} if seen.round else {}
    context = {
        "seen": seen,
        "today": day(seen.day),
        "head": _head(within),
        "sectors": standings_table(seen.sectors, by="sector", within=within),
        "units": standings_table(seen.units, by="unit", within=within),
        "behind": [(unit, address_of("late", unit=unit.key, **within)) for unit in seen.behind],
        "longest": max((unit.late for unit in seen.behind), default=1),
        "trend": trend_table(seen.trend, within=within),
        "drawing": _drawing(seen),
    }
    return page(request, "desk/overview.html", context)


def _head(within: dict[str, Any]) -> dict[str, str]:
    """Return where the numbers of the head lead."""
    return {counted: address_of(counted, **within) for counted in ("total", "done", "open", "late", "long_term")}


def _drawing(seen: Overview) -> dict[str, Any]:
    """Return the columns of the trend as numbers for an SVG: how high the rate of each month end is."""
    points = [_column(place, point) for place, point in enumerate(seen.trend)]
    return {"columns": points, "width": len(points) * (COLUMN + GAP), "height": HEIGHT + FOOT + 18, "base": HEIGHT + 18}


def _column(place: int, point: Point) -> dict[str, Any]:
    high = round(HEIGHT * point.done / point.total) if point.total else 0
    return {
        "x": place * (COLUMN + GAP) + GAP // 2,
        "y": HEIGHT + 18 - high,
        "width": COLUMN,
        "height": high,
        "middle": place * (COLUMN + GAP) + GAP // 2 + COLUMN // 2,
        "label": f"{point.day:%m-%d}",
        "percent": point.rate or "—",
        "label_y": HEIGHT + 18 + FOOT - 6,
        "percent_y": HEIGHT + 18 - high - 5,
    }
