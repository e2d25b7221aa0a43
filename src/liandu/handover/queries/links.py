"""Links between clues and findings: seen only by who may see both ends."""

from typing import Any

from django.db.models import QuerySet

from liandu.clues.queries import clues_for, may_enter
from liandu.findings.models import Finding
from liandu.findings.queries import findings_for
from liandu.handover.models import ClueFinding


def links_for(reader: Any) -> QuerySet[ClueFinding]:
    """Return the links whose clue and whose finding the reader may both see."""
    rows = ClueFinding.objects.select_related("clue", "finding", "made_by")
    if not may_enter(reader):
        return rows.none()
    clues = clues_for(reader).order_by().values("pk")
    return rows.filter(clue__in=clues, finding__in=findings_for(reader).order_by().values("pk"))


def finding_to_link(reader: Any, number: str) -> Finding | None:
    """Return the finding of that number within the reader's reach, or None."""
    return findings_for(reader).filter(number=number.strip()).first()
