"""Whether items are ready to be written off: what there is to prove them, and what else a write-off asks for."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Max, QuerySet

from liandu.inspections.models import InspectionTheme, RoundTheme, ThemeVersion
from liandu.rectification.checking import checked_on_site
from liandu.rectification.models import Evidence, Extension, Item, ItemOffice, Measure, PlanEntry, Request
from liandu.rectification.queries.proofs import Proof, proofs_of
from liandu.rectification.rules.closing import Readiness
from liandu.rectification.states import AskedState, RequestState


def readiness_of(item: Item, proof: Proof | None = None) -> Readiness:
    """Return what a write-off of ``item`` asks about; ``proof`` where it was read already.

    The caller has found the item through the reader's eyes.
    """
    return readiness_by_item([item], {item.pk: proof} if proof is not None else None)[item.pk]


def readiness_by_item(items: Sequence[Item], proofs: dict[int, Proof] | None = None) -> dict[int, Readiness]:
    """Return what a write-off of each item asks about, by key: a fixed number of queries for any number of items."""
    keys = [item.pk for item in items]
    if not keys:
        return {}
    proofs = proofs_of(items) if proofs is None else proofs
    undone, early = _undone(keys), _early(keys)
    asked = set(Extension.objects.filter(item__in=keys, state=AskedState.ASKED).values_list("item", flat=True))
    approved = dict(PlanEntry.objects.filter(item__in=keys).values_list("item", "reviewed_at"))
    settled = _newest(Request.objects.filter(item__in=keys, state=RequestState.GRANTED))
    returned = _newest(Request.objects.filter(item__in=keys, state=RequestState.RETURNED))
    duties = _duties(keys)
    checked = checked_on_site(keys)
    also = theme_signers(items)
    return {
        key: Readiness(
            measures=proofs[key].measures,
            open_measures=tuple(undone[key]),
            pieces=proofs[key].pieces,
            kinds=frozenset(proofs[key].evidence),
            early=tuple(early[key]),
            outcomes=frozenset(proofs[key].outcomes),
            milestones=proofs[key].milestones,
            open_milestones=proofs[key].milestones - proofs[key].milestones_done,
            open_extension=key in asked,
            begun_at=_later(approved.get(key), settled.get(key)),
            reported_at=proofs[key].reported_at,
            returned_at=_unless_settled(returned.get(key), settled.get(key)),
            added_at=_later(proofs[key].reported_at, proofs[key].evidence_at),
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
    of_inspection: dict[tuple[int | None, int | None], ThemeVersion] = {
        (row.inspection_id, row.theme_id): row.version for row in carried.select_related("version")
    }
    rounds = RoundTheme.objects.filter(round__in={item.round_id for item in themed}, theme__in=themes)
    of_round: dict[tuple[int | None, int | None], ThemeVersion] = {
        (row.round_id, row.theme_id): row.version for row in rounds.select_related("version")
    }
    found = {}
    for item in themed:
        theme = item.finding.theme_id
        version = of_inspection.get((item.finding.inspection_id, theme)) or of_round.get((item.round_id, theme))
        found[item.pk] = tuple(version.signers) if version else ()
    return found


def _undone(keys: list[int]) -> dict[int, list[str]]:
    """Return the measures that are not done, in words, by the item's key."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Measure.objects.filter(task__entry__item__in=keys, done_on=None)
    rows = rows.order_by("task__position", "task", "position", "pk")
    for item, what in rows.values_list("task__entry__item", "what"):
        found[item].append(what)
    return found


def _early(keys: list[int]) -> dict[int, list[str]]:
    """Return the titles of the evidence older than the feedback and not marked 边巡边改, by the item's key."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Evidence.objects.filter(item__in=keys, withdrawn_at=None, during_inspection=False)
    rows = rows.filter(effective_on__lt=F("item__finding__feedback_on")).order_by("pk")
    for item, title in rows.values_list("item", "title"):
        found[item].append(title)
    return found


def _newest(rows: QuerySet[Any]) -> dict[int, datetime]:
    return dict(rows.order_by().values_list("item").annotate(newest=Max("settled_at")))


def _duties(keys: list[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for item, duty in ItemOffice.objects.filter(item__in=keys).order_by().values_list("item", "duty"):
        found[item].add(duty)
    return found


def _unless_settled(returned: datetime | None, settled: datetime | None) -> datetime | None:
    """Return when the last request was returned; None when a later one was granted, for that story is over."""
    return None if returned is not None and settled is not None and settled > returned else returned


def _later(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)
