"""The numbers of the workbench: units, findings, items and material within reach, in one statement."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from liandu.access.queries import acts_of
from liandu.access.queries.tasks import Source, TaskRow, asked, columns
from liandu.access.roles import Act
from liandu.desk.queries.items import LATE, items_address
from liandu.findings.queries import findings_for
from liandu.findings.states import State as FindingState
from liandu.inspections.queries import inspections_for, material_for
from liandu.inspections.states import State as MaterialState
from liandu.ledgers.item_view import States
from liandu.orgs.models import Sector
from liandu.rectification.queries import items_for
from liandu.rectification.states import OPEN, State

MOST_UNITS = 12  # whose reach is a handful of units sees them one by one


@dataclass(slots=True)
class UnitLine:
    """One unit within reach with its numbers of today; the addresses open what each number counts."""

    pk: int
    name: str
    sector: str
    findings: int = 0
    material: int = 0
    items: int = 0
    closed: int = 0
    late: int = 0

    @property
    def url(self) -> str:
        """Return the page of the unit."""
        return reverse("desk:unit", args=[self.pk])

    @property
    def findings_url(self) -> str:
        """Return the findings that ``findings`` counts."""
        return f"{reverse('ledgers:findings')}?unit={self.pk}&state={FindingState.CONFIRMED}"

    @property
    def items_url(self) -> str:
        """Return the items that ``items`` counts."""
        return items_address(unit=self.pk, state=States.COUNTED)

    @property
    def closed_url(self) -> str:
        """Return the items that ``closed`` counts."""
        return items_address(unit=self.pk, state=State.WRITTEN_OFF)

    @property
    def late_url(self) -> str:
        """Return the items that ``late`` counts."""
        return items_address(unit=self.pk, deadline=LATE)


@dataclass(slots=True)
class SectorTotal:
    """Units, findings and items of one sector within reach."""

    key: str
    name: str
    units: int = 0
    findings: int = 0
    items: int = 0
    closed: int = 0
    late: int = 0

    @property
    def url(self) -> str:
        """Return the findings that ``findings`` counts."""
        return f"{reverse('ledgers:findings')}?sector={self.key}&state={FindingState.CONFIRMED}"

    @property
    def items_url(self) -> str:
        """Return the items of the sector."""
        return items_address(sector=self.key, state=States.COUNTED)

    @property
    def late_url(self) -> str:
        """Return the items that ``late`` counts."""
        return items_address(sector=self.key, deadline=LATE)


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the workbench counts on ``day``: by sector, and by unit where they are a handful."""

    day: date
    sectors: list[SectorTotal] = field(default_factory=list)
    units: list[UnitLine] = field(default_factory=list)


def numbers_for(reader: Any) -> Numbers:
    """Return the numbers within reach today: one query, whatever they count.

    ``findings`` are those confirmed, ``items`` those not cancelled, ``closed`` those written off, ``late`` the open
    ones whose present step is overdue. Units are those inspected.
    """
    today = timezone.localdate()
    if Act.FINDING_VIEW not in acts_of(reader):
        return Numbers(today)
    units = _units(reader, today)
    sectors = []
    for key, name in Sector.choices:
        inside = [unit for unit in units if unit.sector == key]
        if inside:
            total = SectorTotal(key, str(name), len(inside))
            for counted in ("findings", "items", "closed", "late"):
                setattr(total, counted, sum(getattr(unit, counted) for unit in inside))
            sectors.append(total)
    return Numbers(today, sectors, units if len(units) <= MOST_UNITS else [])


def _units(reader: Any, today: date) -> list[UnitLine]:
    """Return every inspected unit within reach with its numbers, in tree order."""
    inspected = inspections_for(reader).select_related(None)
    lists = asked(
        [
            Source(
                columns(inspected, key="unit", n=Count("pk"), text="unit__short_name", more="unit__sector",
                        other=Count("round", distinct=True)),
                lambda row: row,
            ),
            _counting(findings_for(reader).filter(state=FindingState.CONFIRMED)),
            _counting(material_for(reader).select_related(None).filter(state=MaterialState.KEPT)),
            _by_state(reader, today),
        ]
    )  # fmt: skip
    lines = {row.key: UnitLine(row.key, row.text, row.more) for row in lists[0]}
    for name, rows in (("findings", lists[1]), ("material", lists[2])):
        for row in rows:
            if row.key in lines:
                setattr(lines[row.key], name, row.n)
    _add_items(lines, lists[3])
    return sorted(lines.values(), key=lambda line: line.pk)


def _counting(rows: Any) -> Source:
    return Source(columns(rows, key="unit", n=Count("pk")), lambda row: row)


def _by_state(reader: Any, today: date) -> Source:
    """Return the items by unit and state with how many are late: their index alone answers it."""
    late = Count("pk", filter=Q(state__in=OPEN, step_due_on__lt=today))
    rows = items_for(reader).exclude(state=State.CANCELLED)
    return Source(columns(rows, key="unit", n=Count("pk"), more="state", other=late), lambda row: row)


def _add_items(lines: dict[int, UnitLine], rows: list[TaskRow]) -> None:
    for row in rows:
        line = lines.get(row.key)
        if line is not None:
            line.items += row.n
            line.late += row.other
            line.closed += row.n if row.more == State.WRITTEN_OFF else 0
