"""What a unit fills in while it rectifies: its items that are worked on, reports, measures, evidence, steps."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from liandu.access.queries import visible
from liandu.access.roles import Act
from liandu.rectification.models import Evidence, Item, Measure, Milestone, Progress
from liandu.rectification.queries.items import items_for, own_items
from liandu.rectification.states import State

BULK = 30  # items on one page of the bulk entry


def items_worked_on(reader: Any) -> QuerySet[Item]:
    """Return the items that the reader reports progress for, in the order of their numbers."""
    rows = visible(own_items().filter(state=State.RECTIFYING), reader, Act.PROGRESS_REPORT)
    return rows.select_related("unit", "round__term", "finding", "policy", "line").order_by("number")


def bulk_page(reader: Any, *, after: str = "") -> tuple[list[Item], str]:
    """Return one page of the items that are worked on behind the number ``after``, and where the next begins."""
    rows = items_worked_on(reader)
    found = list((rows.filter(number__gt=after) if after else rows)[: BULK + 1])
    return found[:BULK], found[BULK - 1].number if len(found) > BULK else ""


def reports_of(item: Item, *, most: int = 0) -> list[Progress]:
    """Return the reports about ``item``, newest first, with outcomes and corrections: two queries."""
    rows = item.progress.select_related("made_by", "corrected_by", "corrects").prefetch_related("outcomes")
    return list(rows[:most] if most else rows)


def report_to_correct(item: Item, pk: int | None) -> Progress | None:
    """Return the report of ``item`` with this key, None when there is none."""
    return None if pk is None else item.progress.select_related("corrected_by").filter(pk=pk).first()


def measures_of(item: Item) -> QuerySet[Measure]:
    """Return the measures of ``item`` in the order of its plan."""
    return Measure.objects.filter(task__entry__item=item).order_by("task__position", "task__pk", "position", "pk")


def evidence_of(item: Item) -> QuerySet[Evidence]:
    """Return the evidence of ``item``, newest first, with files and the measures it proves."""
    return item.evidence.select_related("file", "made_by").prefetch_related("measures")


def evidence_for(reader: Any) -> QuerySet[Evidence]:
    """Return the evidence of the items within the reader's reach."""
    rows = Evidence.objects.filter(item__in=items_for(reader).order_by().values("pk"))
    return rows.select_related("item__unit", "item__round__term", "item__finding", "file")


def same_files_elsewhere(reader: Any, pieces: Iterable[Evidence]) -> dict[int, list[Item]]:
    """Return the other items, within the reader's reach, that the files of ``pieces`` prove too, by the file's key."""
    pieces = list(pieces)
    if not pieces:
        return {}
    rows = Evidence.objects.filter(file__in={piece.file_id for piece in pieces}, withdrawn_at=None)
    rows = rows.filter(item__in=items_for(reader).order_by().values("pk"))
    own = {piece.item_id for piece in pieces}
    found: dict[int, list[Item]] = {}
    for piece in rows.exclude(item__in=own).select_related("item").order_by("item__number"):
        found.setdefault(piece.file_id, []).append(piece.item)
    return found


def milestones_of(item: Item) -> list[Milestone]:
    """Return the steps of ``item`` by day."""
    return list(item.milestones.all())


def next_step_on(item: Item) -> date | None:
    """Return the day of the first step of ``item`` that is not reached, None when there is none."""
    rows = Milestone.objects.filter(item=item, done_on=None).order_by("due_on")
    return rows.values_list("due_on", flat=True).first()


def milestone_for(reader: Any, pk: int) -> Milestone | None:
    """Return one step of an item within the reader's reach, None when there is none."""
    rows = Milestone.objects.filter(item__in=items_for(reader).order_by().values("pk"))
    return rows.select_related("item__unit", "item__finding", "item__line", "item__round__term").filter(pk=pk).first()
