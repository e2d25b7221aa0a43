"""One request with all that is looked at before signing, and what the stage keeps about an item."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from liandu.access.queries import visible
from liandu.access.roles import Act
from liandu.journal.queries import Line as HistoryLine
from liandu.journal.queries import history_of
from liandu.rectification.checking import tell_checked
from liandu.rectification.models import (
    Evidence,
    Institution,
    Item,
    Milestone,
    Outcome,
    PlanEntry,
    Progress,
    Request,
    Task,
)
from liandu.rectification.queries import requests_of
from liandu.rectification.states import AskedState
from liandu.supervision.models import Ending, Reopening, Signature, SiteCheck


@dataclass(frozen=True, slots=True)
class Round:
    """A request that was made, with every opinion on it, those included that no longer stand."""

    request: Request
    signatures: list[Signature]


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything about an item that is looked at before signing, and that the form prints.

    What was corrected, withdrawn or struck is left out: it stands on the item's page.
    """

    entry: PlanEntry | None
    tasks: list[Task]
    milestones: list[Milestone]
    progress: list[Progress]
    outcomes: list[Outcome]
    evidence: list[Evidence]
    institutions: list[Institution]
    rounds: list[Round]
    site_checks: list[SiteCheck]
    history: list[HistoryLine]


def dossier_of(item: Item) -> Dossier:
    """Return what there is about ``item``: a fixed number of queries. The caller has found it through the reader."""
    entry = PlanEntry.objects.filter(item=item).select_related("reviewed_by", "reviewed_for").first()
    tasks = entry.tasks.prefetch_related("measures").order_by("position", "pk") if entry else Task.objects.none()
    return Dossier(
        entry=entry,
        tasks=list(tasks),
        milestones=list(Milestone.objects.filter(item=item)),
        progress=list(Progress.objects.filter(item=item, corrected_by=None).select_related("made_by")),
        outcomes=list(Outcome.objects.filter(item=item, progress__corrected_by=None).order_by("pk")),
        evidence=list(Evidence.objects.filter(item=item, withdrawn_at=None).select_related("file", "made_by")),
        institutions=list(Institution.objects.filter(item=item, struck_at=None)),
        rounds=rounds_of(item),
        site_checks=site_checks_of(item),
        history=history_of(item),
    )


def rounds_of(item: Item) -> list[Round]:
    """Return every request about ``item`` with its opinions, newest first: two queries."""
    requests = requests_of(item)
    signed: dict[int, list[Signature]] = defaultdict(list)
    rows = Signature.objects.filter(request__in=[row.pk for row in requests]).select_related("office", "person")
    for row in rows.order_by("pk"):
        signed[row.request_id].append(row)
    return [Round(request, signed[request.pk]) for request in requests]


def site_checks_of(item: Item) -> list[SiteCheck]:
    """Return the checks on site of ``item``, newest first."""
    return list(SiteCheck.objects.filter(item=item).select_related("office", "file", "made_by"))


def site_checks_for(reader: Any) -> QuerySet[SiteCheck]:
    """Return the checks on site of the items within the reader's reach."""
    rows = visible(SiteCheck.objects.all(), reader, Act.ITEM_VIEW, unit="item__unit")
    return rows.select_related("item", "office", "file")


@tell_checked
def found_as_stated(keys: Collection[int]) -> set[int]:
    """Return the items whose newest check on site found what the unit states; a re-opening asks for a new one."""
    newest: dict[int, tuple[bool, Any]] = {}
    rows = SiteCheck.objects.filter(item__in=list(keys)).order_by("on", "pk")
    for item, matches, at in rows.values_list("item", "matches", "made_at"):
        newest[item] = (matches, at)
    granted = Reopening.objects.filter(item__in=list(newest), state=AskedState.GRANTED).order_by("answered_at")
    opened = dict(granted.values_list("item", "answered_at"))  # of several the last
    return {item for item, (matches, at) in newest.items() if matches and (item not in opened or at > opened[item])}


def reopenings_for(reader: Any) -> QuerySet[Reopening]:
    """Return the re-openings of items within the reader's reach, newest first."""
    rows = visible(Reopening.objects.all(), reader, Act.ITEM_VIEW, unit="item__unit")
    return rows.select_related("item__unit", "item__finding", "item__line", "asked_by", "answered_by")


def reopenings_of(item: Item) -> list[Reopening]:
    """Return the re-openings of ``item``, newest first."""
    return list(Reopening.objects.filter(item=item).select_related("asked_by", "answered_by"))


def endings_of(item: Item) -> list[Ending]:
    """Return on whose authority ``item`` was ended without having been put right, newest first."""
    return list(Ending.objects.filter(item=item).select_related("made_by"))
