"""The leader's view: how rectification stands by sector and by unit, who is behind, and the last months."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min, Q, Sum
from django.utils import timezone

from liandu.access.queries import visible
from liandu.access.queries.tasks import Source, asked, columns
from liandu.access.roles import Act
from liandu.desk.queries.items import LATE, items_address
from liandu.desk.queries.unit_page import Outcomes, summed
from liandu.inspections.models import Round
from liandu.inspections.queries import inspections_for
from liandu.ledgers.item_view import States
from liandu.ledgers.queries import rate_of
from liandu.ledgers.queries.items import standing
from liandu.orgs.models import Sector
from liandu.rectification.models import Balance, Outcome
from liandu.rectification.queries import institutions_in_place, items_for
from liandu.rectification.states import OPEN, Kind, Result, State

MONTHS = 6  # of the trend
BEHIND = 8  # units named


@dataclass(slots=True)
class Standing:
    """How the items of something (a unit, a sector, all) stand today.

    ``total`` leaves out what was cancelled; ``done`` is the result "done"; ``late`` are open items whose present step
    is overdue; ``reopened`` were opened again at least once; ``extensions`` counts extensions, not items.
    """

    key: str
    name: str
    sector: str = ""
    total: int = 0
    done: int = 0
    open: int = 0
    late: int = 0
    long_term: int = 0
    reopened: int = 0
    extensions: int = 0
    institutions: int = 0
    by_kind: dict[str, Decimal] = field(default_factory=dict)

    @property
    def rate(self) -> str:
        """Return done / total in words of the ledger ("" where there is nothing to be done)."""
        return rate_of(self.done, self.total)

    @property
    def outcomes(self) -> Outcomes:
        """Return what came of the items."""
        return summed(self.by_kind, self.institutions)

    def add(self, other: "Standing") -> None:
        """Count ``other`` in."""
        for name in COUNTED:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for kind, amount in other.by_kind.items():
            self.by_kind[kind] = self.by_kind.get(kind, Decimal(0)) + amount


COUNTED = ("total", "done", "open", "late", "long_term", "reopened", "extensions", "institutions")
OF_ITEMS = COUNTED[:6]  # what the items themselves say, by these names
# What narrows the ledger of items to what each number counts.
KEYS: dict[str, dict[str, str]] = {
    "total": {"state": States.COUNTED},
    "done": {"result": Result.DONE},
    "open": {"state": States.OPEN},
    "late": {"deadline": LATE},
    "long_term": {"state": States.COUNTED, "kind": Kind.LONG_TERM},
}


@dataclass(frozen=True, slots=True)
class Point:
    """How all stood at the end of a day: of ``total``, ``done``, and ``late`` among the open ones."""

    day: date
    total: int
    done: int
    late: int

    @property
    def rate(self) -> str:
        """Return done / total in words of the ledger ("" where there is nothing to be done)."""
        return rate_of(self.done, self.total)


@dataclass(frozen=True, slots=True)
class Overview:
    """What the leader's view shows for a round (None: all)."""

    day: date
    rounds: list[Round]
    round: Round | None
    whole: Standing
    sectors: list[Standing]
    units: list[Standing]
    behind: list[Standing]
    trend: list[Point]


def overview_for(reader: Any, *, round_key: str = "") -> Overview:
    """Return how rectification stands within reach today: five queries, whatever there is.

    Rounds; items by unit; outcomes by unit and kind; institutions by unit; the ends of the last months, each from the
    balances of that day.
    """
    today = timezone.localdate()
    rounds = _rounds(reader)
    chosen = next((one for one in rounds if str(one.pk) == round_key), None)
    units = _by_unit(reader, today, chosen)
    _add_outcomes(reader, units, chosen)
    listed = sorted(units.values(), key=lambda unit: int(unit.key))
    sectors = []
    for key, name in Sector.choices:
        inside = [unit for unit in listed if unit.sector == key]
        if inside:
            sectors.append(_sum(Standing(key, str(name), key), inside))
    return Overview(
        day=today,
        rounds=rounds,
        round=chosen,
        whole=_sum(Standing("", ""), listed),
        sectors=sectors,
        units=listed,
        behind=sorted((unit for unit in listed if unit.late), key=lambda unit: (-unit.late, unit.done / unit.total))[
            :BEHIND
        ],
        trend=_trend(reader, month_ends(today), chosen),
    )


def _rounds(reader: Any) -> list[Round]:
    """Return the rounds in which a unit within reach was inspected, the newest first."""
    keys = inspections_for(reader).select_related(None).order_by().values("round")
    return list(Round.objects.filter(pk__in=keys).order_by("term__mark", "-term__number", "-number"))


def _sum(whole: Standing, parts: Iterable[Standing]) -> Standing:
    for part in parts:
        whole.add(part)
    return whole


def _by_unit(reader: Any, today: date, chosen: Round | None) -> dict[int, Standing]:
    rows = items_for(reader).exclude(state=State.CANCELLED)
    rows = rows.filter(round=chosen) if chosen else rows
    counted = rows.order_by().values("unit").annotate(
        name=Min("unit__short_name"),
        sector=Min("unit__sector"),
        total=Count("pk"),
        done=Count("pk", filter=Q(result=Result.DONE)),
        open=Count("pk", filter=Q(state__in=OPEN)),
        late=Count("pk", filter=Q(state__in=OPEN, step_due_on__lt=today)),
        long_term=Count("pk", filter=Q(kind=Kind.LONG_TERM)),
        reopened=Count("pk", filter=Q(reopenings__gt=0)),
        extended=Sum("extensions"),
    )  # fmt: skip
    found = {}
    for row in counted:
        counts: dict[str, Any] = dict(row)
        numbers = {name: counts[name] for name in OF_ITEMS}
        key = row["unit"]
        found[key] = Standing(str(key), row["name"], row["sector"], extensions=row["extended"], **numbers)
    return found


def _add_outcomes(reader: Any, units: dict[int, Standing], chosen: Round | None) -> None:
    rows = visible(Outcome.objects.all(), reader, Act.ITEM_VIEW, unit="item__unit").exclude(item__state=State.CANCELLED)
    rows = rows.filter(item__round=chosen) if chosen else rows
    rows = rows.filter(progress__corrected_by=None)
    for unit, kind, amount in rows.order_by().values_list("item__unit", "kind").annotate(n=Sum("amount")):
        if unit in units:
            units[unit].by_kind[kind] = amount
    kept = institutions_in_place(reader)
    kept = kept.filter(item__round=chosen) if chosen else kept
    for unit, n in kept.order_by().values_list("item__unit").annotate(n=Count("pk")):
        if unit in units:
            units[unit].institutions = n


def month_ends(today: date, *, months: int = MONTHS) -> list[date]:
    """Return the last days of the ``months`` months before this one, and ``today``."""
    ends: list[date] = []
    day = today.replace(day=1)
    for _month in range(months):
        day -= timedelta(days=1)
        ends.append(day)
        day = day.replace(day=1)
    return [*reversed(ends), today]


def _trend(reader: Any, ends: list[date], chosen: Round | None) -> list[Point]:
    """Return how all stood at the end of each day of ``ends``: one query, from the balances that held then."""
    within = visible(Balance.objects.all(), reader, Act.ITEM_VIEW).exclude(state=State.CANCELLED)
    within = within.filter(round=chosen) if chosen else within
    parts = [(day, part) for day in ends for part in standing(within, day)]
    lists = asked([Source(_at(part, day), lambda row: row) for day, part in parts])
    found = {day: Point(day, 0, 0, 0) for day in ends}
    for (day, _part), rows in zip(parts, lists, strict=True):
        for row in rows:
            so_far = found[day]
            found[day] = Point(day, so_far.total + row.key, so_far.done + row.n, so_far.late + row.other)
    return list(found.values())


def _at(rows: Any, day: date) -> Any:
    return columns(
        rows,
        key=Count("pk"),
        n=Count("pk", filter=Q(result=Result.DONE)),
        other=Count("pk", filter=Q(state__in=OPEN, step_due_on__lt=day)),
    )


def address_of(counted: str, **keys: Any) -> str:
    """Return the rows of the ledger that a number counts: one of KEYS, narrowed by ``keys`` (unit, sector, round…)."""
    return items_address(**keys, **KEYS[counted])
