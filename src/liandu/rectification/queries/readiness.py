"""What there is to prove that items were put right: one item, or a page of them, at the same number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet

from liandu.inspections.models import InspectionTheme, RoundTheme
from liandu.rectification.checking import checked_on_site
from liandu.rectification.models import (
    Evidence,
    Extension,
    Item,
    ItemOffice,
    Measure,
    Milestone,
    Outcome,
    PlanEntry,
    Progress,
    Request,
)
from liandu.rectification.rules.closing import Piece, Readiness
from liandu.rectification.states import AskedState, RequestState


def readiness_of(item: Item) -> Readiness:
    """Return what there is about one item. The caller has found it through the reader's eyes."""
    return readiness_by_item([item])[item.pk]


def readiness_by_item(items: Sequence[Item]) -> dict[int, Readiness]:
    """Return what there is about each item, by key: at most thirteen queries for any number of items."""
    keys = [item.pk for item in items]
    if not keys:
        return {}
    measures, undone = _measures(keys)
    pieces, evidence_at = _evidence(keys)
    reported = _newest(Progress.objects.filter(item__in=keys), "made_at")
    outcomes = _gathered(Outcome.objects.filter(item__in=keys), "kind")
    steps, open_steps = _milestones(keys)
    asked = _keys(Extension.objects.filter(item__in=keys, state=AskedState.ASKED))
    approved = dict(PlanEntry.objects.filter(item__in=keys).values_list("item", "reviewed_at"))
    settled = _newest(Request.objects.filter(item__in=keys, state=RequestState.GRANTED), "settled_at")
    returned = _newest(Request.objects.filter(item__in=keys, state=RequestState.RETURNED), "settled_at")
    duties = _gathered(ItemOffice.objects.filter(item__in=keys), "duty")
    checked = checked_on_site(keys)
    also = theme_signers(items)
    return {
        key: Readiness(
            measures=measures[key],
            open_measures=tuple(undone[key]),
            evidence=tuple(pieces[key]),
            outcomes=frozenset(outcomes[key]),
            milestones=steps[key],
            open_milestones=open_steps[key],
            open_extension=key in asked,
            begun_at=_later(approved.get(key), settled.get(key)),
            reported_at=reported.get(key),
            returned_at=_unless_settled(returned.get(key), settled.get(key)),
            added_at=_later(reported.get(key), evidence_at.get(key)),
            duties=frozenset(duties[key]),
            also=also.get(key, ()),
            checked_on_site=key in checked,
        )
        for key in keys
    }


def theme_signers(items: Sequence[Item]) -> dict[int, tuple[str, ...]]:
    """Return which parties the theme of an item asks to sign, by the item's key; two queries, none without themes.

    The checklist that the inspection carries decides, else the one of the round: their version does not change later.
    """
    themed = [item for item in items if item.finding.theme_id is not None]
    if not themed:
        return {}
    themes = {item.finding.theme_id for item in themed}
    inspections = {item.finding.inspection_id for item in themed}
    carried = InspectionTheme.objects.filter(inspection__in=inspections - {None}, theme__in=themes)
    of_inspection = {(row.inspection_id, row.theme_id): row.version for row in carried.select_related("version")}
    rounds = RoundTheme.objects.filter(round__in={item.round_id for item in themed}, theme__in=themes)
    of_round = {(row.round_id, row.theme_id): row.version for row in rounds.select_related("version")}
    found = {}
    for item in themed:
        theme = item.finding.theme_id
        version = of_inspection.get((item.finding.inspection_id, theme)) or of_round.get((item.round_id, theme))
        found[item.pk] = tuple(version.signers) if version else ()
    return found


def _measures(keys: list[int]) -> tuple[dict[int, int], dict[int, list[str]]]:
    number: dict[int, int] = defaultdict(int)
    undone: dict[int, list[str]] = defaultdict(list)
    rows = Measure.objects.filter(task__entry__item__in=keys).order_by("task__position", "task", "position", "pk")
    for item, what, done_on in rows.values_list("task__entry__item", "what", "done_on"):
        number[item] += 1
        if done_on is None:
            undone[item].append(what)
    return number, undone


def _evidence(keys: list[int]) -> tuple[dict[int, list[Piece]], dict[int, datetime]]:
    pieces: dict[int, list[Piece]] = defaultdict(list)
    newest: dict[int, datetime] = {}
    rows = Evidence.objects.filter(item__in=keys, withdrawn_at=None).order_by("pk")
    for row in rows.values_list("item", "kind", "title", "effective_on", "during_inspection", "made_at"):
        item, kind, title, effective_on, during, made_at = row
        pieces[item].append(Piece(kind, title, effective_on, during))
        newest[item] = max(newest.get(item, made_at), made_at)
    return pieces, newest


def _milestones(keys: list[int]) -> tuple[dict[int, int], dict[int, int]]:
    number: dict[int, int] = defaultdict(int)
    undone: dict[int, int] = defaultdict(int)
    for item, done_on in Milestone.objects.filter(item__in=keys).values_list("item", "done_on"):
        number[item] += 1
        undone[item] += done_on is None
    return number, undone


def _newest(rows: QuerySet[Any], name: str) -> dict[int, datetime]:
    return dict(rows.order_by().values_list("item").annotate(newest=Max(name)))


def _gathered(rows: QuerySet[Any], name: str) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for item, value in rows.order_by().values_list("item", name):
        found[item].add(value)
    return found


def _keys(rows: QuerySet[Any]) -> set[int]:
    return set(rows.order_by().values_list("item", flat=True))


def _unless_settled(returned: datetime | None, settled: datetime | None) -> datetime | None:
    """Return when the last request was returned; None when a later one was granted, for that story is over."""
    return None if returned is not None and settled is not None and settled > returned else returned


def _later(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)
