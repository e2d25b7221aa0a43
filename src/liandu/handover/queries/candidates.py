"""What a person can still put on a list by hand."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from liandu.findings.models import Finding
from liandu.findings.queries import findings_for
from liandu.findings.states import State as FindingState
from liandu.handover.models import Line, LineKind, Package
from liandu.handover.queries.reach import packages_for
from liandu.handover.states import PackageState
from liandu.inspections.models import Material, MaterialKind
from liandu.inspections.queries import material_for
from liandu.inspections.states import State as MaterialState
from liandu.orgs.models import Oversight
from liandu.orgs.queries import on_day

MOST = 200  # offered at once; a filter by unit or words narrows


def material_to_add(reader: Any, package: Package, *, text: str = "") -> QuerySet[Material]:
    """Return kept material of the package's round that is not on its list yet; never a list of clues."""
    rows = material_for(reader).filter(round=package.round, state=MaterialState.KEPT)
    rows = rows.exclude(kind=MaterialKind.CLUE_LIST).exclude(pk__in=_on_list(package, LineKind.MATERIAL, "material"))
    if text:
        rows = rows.filter(title__icontains=text)
    some = list(rows.order_by("unit__path", "pk").values_list("pk", flat=True)[:MOST])
    return Material.objects.filter(pk__in=some).select_related("unit", "file").order_by("unit__path", "pk")


def findings_to_add(reader: Any, package: Package, *, text: str = "") -> QuerySet[Finding]:
    """Return confirmed findings of the package's round that are not on its list yet."""
    rows = findings_for(reader).filter(round=package.round, state=FindingState.CONFIRMED).select_related("unit")
    rows = rows.exclude(pk__in=_on_list(package, LineKind.FINDING, "finding"))
    if text:
        rows = rows.filter(title__icontains=text) | rows.filter(number__istartswith=text)
    some = list(rows.order_by("number").values_list("pk", flat=True)[:MOST])
    return Finding.objects.filter(pk__in=some).select_related("unit").order_by("number")


def _on_list(package: Package, kind: LineKind, name: str) -> Any:
    return Line.objects.filter(package=package, kind=kind).order_by().values(name)


def oversight_to_change(reader: Any, package: Package) -> QuerySet[Oversight]:
    """Return the oversight of today that the sender of ``package`` holds and could hand to its recipient."""
    seen = packages_for(reader).filter(pk=package.pk).exists()
    rows = Oversight.objects.filter(on_day(timezone.localdate())).select_related("office", "unit")
    if not seen or package.state != PackageState.DRAFTING:
        return rows.none()
    return rows.filter(office=package.sender).exclude(unit=package.recipient).order_by("unit__path")
