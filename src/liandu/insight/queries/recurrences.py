"""What came back: what is still to be compared, what waits for a person, and how the earlier item stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from liandu.access.queries import acts_of, visible
from liandu.access.roles import Act
from liandu.findings.models import Finding
from liandu.findings.states import State as FindingState
from liandu.insight.comparing import Row
from liandu.insight.models import Recurrence, RecurrenceKind
from liandu.insight.rules.recurrences import calls_for_reopening, is_relapse
from liandu.insight.states import RecurrenceState
from liandu.rectification.models import Item
from liandu.rectification.queries import items_for
from liandu.supervision.models import Reopening
from liandu.supervision.queries import reopenings_for

PAGE = 20  # pairs: each is a decision
MOST_BESIDE = 12  # on the page of a finding
_BOTH_STAND = Q(finding__state=FindingState.CONFIRMED, earlier__state=FindingState.CONFIRMED)
_SAID = (
    "pk", "title", "unit", "unit__sector", "round", "document", "category", "category_confirmed",
)  # fmt: skip


def to_compare(*, most: int) -> list[tuple[int, datetime]]:
    """Return (key, when it was confirmed) of findings not yet held against the others, the earliest first."""
    waiting = Finding.objects.filter(state=FindingState.CONFIRMED, compared=None)
    return list(waiting.order_by("confirmed_at", "pk").values_list("pk", "confirmed_at")[:most])


def all_that_stand() -> list[Row]:
    """Return the words of all confirmed findings and what is known of them, by the day of the feedback.

    Not by confirmation: documents of past rounds may be received after those of today.
    """
    standing = Finding.objects.filter(state=FindingState.CONFIRMED)
    standing = standing.order_by(Coalesce("feedback_on", "round__since"), "confirmed_at", "pk")
    return list(standing.values_list(*_SAID))


def recurrences_for(reader: Any) -> QuerySet[Recurrence]:
    """Return the pairs of which the reader reaches both sides; those that wait only while both sides stand."""
    rows = visible(Recurrence.objects.all(), reader, Act.FINDING_VIEW)
    rows = visible(rows, reader, Act.FINDING_VIEW, unit="earlier_unit")
    return rows.filter(~Q(state=RecurrenceState.PROPOSED) | _BOTH_STAND)


def recurrences_to_judge(reader: Any) -> QuerySet[Recurrence]:
    """Return the pairs that wait for the reader's judgement."""
    rows = visible(Recurrence.objects.all(), reader, Act.INSIGHT_JUDGE)
    rows = visible(rows, reader, Act.INSIGHT_JUDGE, unit="earlier_unit")
    return rows.filter(_BOTH_STAND, state=RecurrenceState.PROPOSED)


def opened_recurrence(reader: Any, pk: int) -> Recurrence | None:
    """Return one pair with both sides, or None when one of them is outside the reader's reach."""
    return _whole(recurrences_for(reader)).filter(pk=pk).first()


def _whole(rows: QuerySet[Recurrence]) -> QuerySet[Recurrence]:
    return rows.select_related(
        "finding__unit", "finding__round__term", "earlier__unit", "earlier__round__term", "judged_by"
    )


@dataclass(frozen=True, slots=True)
class RecurrenceView:
    """What of the list is asked for: a state, a kind ("" all); ``after`` is "likeness:key" of the last one seen."""

    state: str = RecurrenceState.PROPOSED.value
    kind: str = ""
    after: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "RecurrenceView":
        """Return what an address asks for; what makes no sense is left out."""
        state, kind, after = (asked.get(name, "") for name in ("state", "kind", "after"))
        return cls(
            state if state in RecurrenceState.values else RecurrenceState.PROPOSED.value,
            kind if kind in RecurrenceKind.values else "",
            after if _place(after) else "",
        )

    def query(self, **changes: Any) -> str:
        """Return the address's part after the question mark, with changes."""
        view = replace(self, **changes)
        return urlencode({name: str(value) for name in self.__slots__ if (value := getattr(view, name))})


def _place(after: str) -> tuple[float, int] | None:
    score, _colon, key = after.partition(":")
    if not (key.isascii() and key.isdigit() and len(key) < 19 and score.replace(".", "", 1).isdecimal()):
        return None
    return (float(score), int(key)) if score.isascii() and len(score) < 9 else None


@dataclass(frozen=True, slots=True)
class Standing:
    """An item of the earlier finding: the re-opening that was asked since the problem came back, if any.

    ``due``: the pair is confirmed, the item is written off, and nobody has asked to open it again.
    """

    item: Item
    reopening: Reopening | None
    due: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair with the items of its earlier side that the reader sees."""

    recurrence: Recurrence
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class RecurrencePage:
    """A page of the list, the query of the next one ("" when there is none), and counts by (state, kind)."""

    rows: list[Pair]
    later: str
    counts: dict[tuple[str, str], int]


def recurrence_page(reader: Any, view: RecurrenceView) -> RecurrencePage:
    """Return the page of the list that the view asks for, the most alike first."""
    within = recurrences_for(reader)
    counted = within.order_by().values_list("state", "kind").annotate(n=Count("pk"))
    counts = {(state, kind): n for state, kind, n in counted}
    rows = within.filter(state=view.state)
    if view.kind:
        rows = rows.filter(kind=view.kind)
    place = _place(view.after)
    if place:
        rows = rows.filter(Q(score__lt=place[0]) | Q(score=place[0], pk__lt=place[1]))
    found = list(_whole(rows).order_by("-score", "-pk")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    later = view.query(after=f"{last.score}:{last.pk}") if last else ""
    return RecurrencePage(with_standings(reader, found[:PAGE]), later, counts)


def with_standings(reader: Any, found: Sequence[Recurrence]) -> list[Pair]:
    """Return the pairs, each with the items of its earlier side within the reader's reach: two queries at most."""
    items = list(items_for(reader).filter(finding__in={row.earlier_id for row in found})) if found else []
    asked: dict[int, list[Reopening]] = {}
    relapsed = {row.earlier_id for row in found if _relapse_is_confirmed(row)}
    touched = [item.pk for item in items if item.finding_id in relapsed]
    for reopening in reopenings_for(reader).filter(item__in=touched).order_by("-pk") if touched else ():
        asked.setdefault(reopening.item_id, []).append(reopening)
    return [Pair(row, tuple(_standings(row, items, asked))) for row in found]


def _relapse_is_confirmed(row: Recurrence) -> bool:
    return row.state == RecurrenceState.CONFIRMED and is_relapse(row)


def _standings(row: Recurrence, items: Iterable[Item], asked: Mapping[int, Sequence[Reopening]]) -> Iterable[Standing]:
    for item in items:
        if item.finding_id != row.earlier_id:
            continue
        # What was asked before the problem came back belongs to an earlier relapse.
        since = [one for one in asked.get(item.pk, ()) if one.asked_at >= row.finding.confirmed_at]
        due = _relapse_is_confirmed(row) and calls_for_reopening(item) and not since
        yield Standing(item, since[0] if since else None, due)


def relapses_of(reader: Any, item: Item) -> list[Pair]:
    """Return the confirmed pairs that say that the problem of this item came back in its unit; [] for who sees none."""
    if Act.INSIGHT_VIEW not in acts_of(reader):
        return []
    rows = recurrences_for(reader).filter(earlier=item.finding_id, unit=item.unit_id, state=RecurrenceState.CONFIRMED)
    rows = rows.exclude(kind=RecurrenceKind.ELSEWHERE)
    found = list(_whole(rows).order_by("-finding__confirmed_at", "-pk"))
    return [
        Pair(pair.recurrence, tuple(one for one in pair.standings if one.item.pk == item.pk))
        for pair in with_standings(reader, found)
    ]


def recurrences_of(reader: Any, finding: Finding) -> list[Recurrence]:
    """Return the pairs of a finding, on either side, that wait or were confirmed, the most alike first; 1 query."""
    if Act.INSIGHT_VIEW not in acts_of(reader):
        return []
    rows = recurrences_for(reader).filter(Q(finding=finding) | Q(earlier=finding))
    rows = rows.exclude(state=RecurrenceState.DISMISSED)
    return list(_whole(rows).order_by("state", "-score", "-pk")[:MOST_BESIDE])
