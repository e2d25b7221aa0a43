"""Findings that wait for an item: with the signed line it stands on, or not signed for yet."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from liandu.access.queries import visible
from liandu.access.roles import Act
from liandu.findings.models import Finding
from liandu.findings.states import State as FindingState
from liandu.handover.models import Line, LineKind
from liandu.handover.states import LineState
from liandu.inspections.models import Round
from liandu.rectification.models import Item


def openable(
    reader: Any,
    round: Round | None = None,  # noqa: A002 - the field's term
    *,
    signed: bool | None = None,
) -> QuerySet[Finding]:
    """Return the confirmed findings without an item for which the reader may open one, by number.

    Each has ``line_key``: the first line of kind finding, or of the material it was read from, that its unit (or a unit
    above it) has accepted; None when nobody has signed for it yet. ``signed`` asks for the ones or the others alone.
    """
    rows = visible(Finding.objects.all(), reader, Act.ITEM_OPEN)
    rows = rows.filter(state=FindingState.CONFIRMED).exclude(Exists(Item.objects.filter(finding=OuterRef("pk"))))
    if round is not None:
        rows = rows.filter(round=round)
    by_finding = _accepted(LineKind.FINDING).filter(finding=OuterRef("pk"))
    by_material = _accepted(LineKind.MATERIAL).filter(material=OuterRef("document__material"))
    key = Coalesce(Subquery(by_finding.values("pk")[:1]), Subquery(by_material.values("pk")[:1]))
    found = rows.annotate(line_key=key).select_related("unit", "round", "theme").order_by("number")
    return found if signed is None else found.filter(line_key__isnull=not signed)


def _accepted(kind: str) -> QuerySet[Line]:
    """Return the accepted lines of ``kind`` whose recipient is the unit of the outer finding, or lies above it."""
    rows = Line.objects.filter(kind=kind, state=LineState.ACCEPTED).order_by("pk")
    inner = ExpressionWrapper(OuterRef("unit__path"), CharField())
    return rows.annotate(inner=inner).filter(inner__startswith=F("package__recipient__path"))


def signed_for(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    """Return those of ``rows`` that their unit, or one above it, has signed for: their own line or their material's."""
    by_finding = _accepted(LineKind.FINDING).filter(finding=OuterRef("pk"))
    by_material = _accepted(LineKind.MATERIAL).filter(material=OuterRef("document__material"))
    return rows.filter(Exists(by_finding) | Exists(by_material))


def with_lines(findings: list[Finding]) -> list[tuple[Finding, Line | None]]:
    """Return findings of openable(), each with its signed line."""
    keys = {row.line_key for row in findings if row.line_key is not None}  # type: ignore[attr-defined]
    lines = Line.objects.select_related("package").in_bulk(keys)
    return [(row, lines.get(row.line_key)) for row in findings]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How a round stands: items opened, of them cancelled; findings signed for without item; not signed for."""

    round: Round
    opened: int
    cancelled: int
    signed: int
    unsigned: int


def rounds_to_open(reader: Any) -> list[Waiting]:
    """Return the rounds in which the reader may open items, newest first, each with how it stands: 4 queries."""
    rows = openable(reader).order_by().values_list("round").annotate(
        signed=Count("pk", filter=Q(line_key__isnull=False)), unsigned=Count("pk", filter=Q(line_key=None))
    )  # fmt: skip
    waiting = {key: (signed, unsigned) for key, signed, unsigned in rows}
    items = visible(Item.objects.all(), reader, Act.ITEM_OPEN).order_by().values_list("round")
    there = {
        key: (n, gone) for key, n, gone in items.annotate(n=Count("pk"), gone=Count("pk", filter=Q(state="cancelled")))
    }
    found = Round.objects.filter(pk__in={*waiting, *there}).select_related("term")
    return [
        Waiting(row, *there.get(row.pk, (0, 0)), *waiting.get(row.pk, (0, 0)))
        for row in found.order_by("term__mark", "-term__number", "-number")
    ]


def opened_round(reader: Any, pk: int) -> Round | None:
    """Return a round for whose findings the reader may open items, None when they may not."""
    seen = visible(Finding.objects.all(), reader, Act.ITEM_OPEN).filter(round=pk)
    return Round.objects.select_related("term").filter(pk=pk).filter(Exists(seen)).first()
