"""Reading rounds, inspections and material, through the reader's eyes."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from liandu.access.queries import acts_of, visible
from liandu.access.roles import Act
from liandu.inspections.models import Inspection, Material, Round


def inspections_for(reader: Any) -> QuerySet[Inspection]:
    """Return the inspections whose unit the reader may see."""
    rows = Inspection.objects.select_related("unit", "round", "round__term")
    return visible(rows, reader, Act.INSPECTION_VIEW)


def rounds_for(reader: Any) -> QuerySet[Round]:
    """Return the rounds with an inspection that the reader may see, or all to who may open rounds; newest first.

    ``units_seen`` counts the inspections within reach only.
    """
    within = inspections_for(reader).order_by().values("pk")
    rows = Round.objects.select_related("term").annotate(
        units_seen=Count("inspections", filter=Q(inspections__in=within), distinct=True)
    )
    return rows if sees_every_round(reader) else rows.filter(units_seen__gt=0)


def sees_every_round(reader: Any) -> bool:
    """Return whether the reader's work covers rounds as such, not only units of them."""
    return Act.INSPECTION_OPEN in acts_of(reader)


def material_for(reader: Any) -> QuerySet[Material]:
    """Return the material the reader may see: of units within reach; destroyed material keeps its line."""
    rows = Material.objects.select_related("unit", "round", "inspection", "file", "received_by")
    return visible(rows, reader, Act.MATERIAL_VIEW)
