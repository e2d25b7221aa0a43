"""Themes of findings: what is carried where, and a checklist held against what was found."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from liandu.findings.models import ClearItem, Finding
from liandu.findings.queries.findings import findings_for
from liandu.findings.states import State
from liandu.inspections.models import InspectionTheme, ThemeVersion
from liandu.texts.themes import ChecklistItem


def checklists_of(
    pairs: Iterable[tuple[int, int | None]],
) -> dict[tuple[int, int], dict[int, tuple[ChecklistItem, ...]]]:
    """Return, by (round, unit), the checklists of the themes that the inspection carries, by the theme's key."""
    places = Q(pk__in=[])
    for round_id, unit_id in pairs:
        places |= Q(inspection__round=round_id, inspection__unit=unit_id)
    rows = InspectionTheme.objects.filter(places).select_related("version", "inspection").order_by("theme_id")
    found: dict[tuple[int, int], dict[int, tuple[ChecklistItem, ...]]] = {}
    for row in rows:
        place = (row.inspection.round_id, row.inspection.unit_id)
        found.setdefault(place, {})[row.theme_id] = row.version.checklist
    return found


@dataclass(frozen=True, slots=True)
class CheckedItem:
    """An item of the checklist: what was found under it, and who stated that nothing was found."""

    item: ChecklistItem
    findings: tuple[Finding, ...]
    clear: ClearItem | None

    @property
    def contradicts(self) -> bool:
        """Return whether nothing was said to be found, and something has come since."""
        return self.clear is not None and bool(self.findings)


@dataclass(frozen=True, slots=True)
class ThemeCheck:
    """The checklist of one theme in one inspection, and the findings of the theme that stand under no item of it."""

    items: tuple[CheckedItem, ...]
    beside: tuple[Finding, ...]

    @property
    def with_findings(self) -> int:
        """Return how many items have findings."""
        return sum(bool(row.findings) for row in self.items)

    @property
    def clear(self) -> int:
        """Return how many items are stated to be without problems, and are."""
        return sum(row.clear is not None and not row.findings for row in self.items)

    @property
    def open(self) -> int:
        """Return how many items nobody has said anything about."""
        return len(self.items) - self.with_findings - self.clear


def theme_check(reader: Any, carried: InspectionTheme) -> ThemeCheck:
    """Return the checklist that the inspection carries, held against the findings within the reader's reach."""
    rows = findings_for(reader).filter(inspection=carried.inspection_id, theme=carried.theme_id, state=State.CONFIRMED)
    by_item: dict[int, list[Finding]] = {}
    for finding in rows.order_by("number"):
        by_item.setdefault(finding.item, []).append(finding)
    statements = ClearItem.objects.filter(inspection=carried.inspection_id, theme=carried.theme_id)
    clear = {row.item: row for row in statements.select_related("checked_by")}
    items = tuple(
        CheckedItem(item, tuple(by_item.pop(item.number, ())), clear.get(item.number))
        for item in carried.version.checklist
    )
    return ThemeCheck(items, tuple(finding for rest in by_item.values() for finding in rest))


def item_names(*, chinese: bool) -> dict[tuple[int, int], str]:
    """Return the names of all items by (theme, number): as the newest version names them that still has the item."""
    rows = ThemeVersion.objects.select_related("theme").order_by("number")
    return {
        (row.theme_id, item.number): f"{row.theme.item_code(item.number)} {item.in_language(chinese)}"
        for row in rows
        for item in row.checklist
    }
