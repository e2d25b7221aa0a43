"""Items and institutions as they are found by their words.

Of an item: the statement, what an approved plan says, what was reported and proved. What a unit still drafts is nobody
else's yet, so it is not found.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy

from liandu.access.queries import unit_keys_within
from liandu.access.roles import Act
from liandu.rectification.models import Evidence, Institution, Item, PlanEntry, Progress
from liandu.rectification.queries import institutions_for, items_for
from liandu.rectification.states import EntryState, State
from liandu.search.kinds import Keys, Kind, Shown, Source, itself, let_find


def _items(keys: Keys) -> Iterator[Source]:
    rows = Item.objects.filter(pk__in=keys).exclude(state=State.CANCELLED).select_related("finding")
    rows = rows.prefetch_related(
        Prefetch("progress", Progress.objects.filter(corrected_by=None).order_by("pk")),
        Prefetch("evidence", Evidence.objects.filter(withdrawn_at=None).order_by("pk")),
        "requests",
    )
    approved = PlanEntry.objects.filter(item__in=keys, state=EntryState.APPROVED).prefetch_related("tasks__measures")
    planned = {entry.item_id: _planned(entry) for entry in approved}
    for row in rows:
        told = [
            row.number,
            *planned.get(row.pk, ()),
            *(report.text for report in row.progress.all()),
            *(piece.title for piece in row.evidence.all()),
            *(request.statement for request in row.requests.all()),
        ]
        body = "\n".join(part for part in told if part)
        yield Source(row.pk, row.unit_id, row.round_id, row.opened_at, row.finding.title, body)


def _planned(entry: PlanEntry) -> list[str]:
    said = [entry.goal]
    for task in entry.tasks.all():
        said += [task.what, *(measure.what for measure in task.measures.all())]
    return said


def _items_of_findings(keys: Keys) -> list[int]:
    return list(Item.objects.filter(finding__in=keys).values_list("pk", flat=True))


def _items_of_plans(keys: Keys) -> list[int]:
    return list(PlanEntry.objects.filter(plan__in=keys).values_list("item", flat=True))


def _items_shown(reader: Any, keys: Keys) -> Mapping[int, Shown]:
    return {
        row.pk: Shown(row.finding.title, row.number, str(row.unit), reverse("rectification:item", args=[row.pk]))
        for row in items_for(reader).filter(pk__in=keys).select_related("unit", "finding")
    }


def _institutions(keys: Keys) -> Iterator[Source]:
    for row in Institution.objects.filter(pk__in=keys, struck_at=None).select_related("item"):
        body = "\n".join(part for part in (row.number, row.item.number) if part)
        yield Source(row.pk, row.unit_id, row.item.round_id, row.made_at, row.title, body)


def _institutions_of_items(keys: Keys) -> list[int]:
    return list(Institution.objects.filter(item__in=keys).values_list("pk", flat=True))


def _institutions_shown(reader: Any, keys: Keys) -> Mapping[int, Shown]:
    return {
        row.pk: Shown(row.title, row.number, str(row.unit), reverse("rectification:institution", args=[row.pk]))
        for row in institutions_for(reader).filter(pk__in=keys)
    }


def _reach(reader: Any) -> frozenset[int] | None:
    return unit_keys_within(reader, Act.ITEM_VIEW)


let_find(
    Kind(
        name="item",
        words=gettext_lazy("整改事项"),
        concerns={
            "rectification.item": itself,
            "findings.finding": _items_of_findings,
            "rectification.plan": _items_of_plans,
        },
        texts=_items,
        reach=_reach,
        shown=_items_shown,
    )
)
let_find(
    Kind(
        name="institution",
        words=gettext_lazy("制度"),
        concerns={"rectification.item": _institutions_of_items},
        texts=_institutions,
        reach=_reach,
        shown=_institutions_shown,
    )
)
