"""Plans within a reader's reach, line by line; what waits for an opinion."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from liandu.access.queries import may, own_offices, unit_keys_within, visible
from liandu.access.roles import Act
from liandu.inspections.models import Round
from liandu.kernel.refusals import Refusal
from liandu.orgs.models import Unit
from liandu.rectification.models import EntryVersion, Item, Plan, PlanEntry
from liandu.rectification.queries.items import items_for
from liandu.rectification.rules import HERE
from liandu.rectification.rules.plan_content import EMPTY, EntryContent, content_of, read_content
from liandu.rectification.rules.plans import (
    REVIEWING_DUTIES,
    Fault,
    against_editing,
    against_reviewing,
    faults_of,
    latest_day,
)
from liandu.rectification.states import EntryState, PlanState, State

PAGE = 50  # items of a plan on a page, plans in a list
# What of a plan's items needs nothing, and is not in it.
OUT = (State.CANCELLED,)
SHOWN_AS_IT_IS = (EntryState.SUBMITTED, EntryState.APPROVED)


def plans_for(reader: Any) -> QuerySet[Plan]:
    """Return the plans of the units within the reader's reach."""
    rows = Plan.objects.select_related("unit", "round__term", "submitted_by")
    return visible(rows, reader, Act.ITEM_VIEW)


def opened_plan(reader: Any, pk: int) -> Plan | None:
    """Return one plan, or None when it is outside the reader's reach."""
    return plans_for(reader).filter(pk=pk).first()


def plan_of(reader: Any, item: Item) -> Plan | None:
    """Return the plan that the item belongs into, None while nobody began it."""
    return plans_for(reader).filter(unit=item.unit_id, round=item.round_id).first()


def entry_of(item: Item) -> PlanEntry | None:
    """Return the entry of an item that was read with its entry, None where there is none."""
    return getattr(item, "entry", None)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """An item in its plan: what the reader may see of it, and what they may do."""

    item: Item
    entry: PlanEntry | None
    content: EntryContent
    seen: bool  # whether there is anything of it that the reader may see
    versions: Sequence[EntryVersion] = ()
    latest: date | None = None
    against_editing: Refusal | None = None
    faults: Sequence[Fault] = field(default=())
    may_review: bool = False
    against_review: Refusal | None = None

    @property
    def edition(self) -> int:
        """Return the edition of the entry, 0 where there is none yet."""
        return self.entry.edition if self.entry else 0

    @property
    def opinions(self) -> list[EntryVersion]:
        """Return the submissions that got an opinion, newest first."""
        return [row for row in self.versions if row.reviewed_at is not None]

    @property
    def was_returned(self) -> bool:
        """Return whether the entry waits for its unit with an opinion."""
        return self.entry is not None and self.entry.state == EntryState.RETURNED


def items_of_plan(reader: Any, plan: Plan) -> QuerySet[Item]:
    """Return the items that belong into ``plan`` and are within the reader's reach, by number."""
    rows = items_for(reader).filter(unit=plan.unit_id, round=plan.round_id, kept_at=HERE).exclude(state__in=OUT)
    return rows.order_by("number")


def with_entries(rows: QuerySet[Item]) -> QuerySet[Item]:
    """Return ``rows`` with all that a line of a plan shows: 7 queries however many rows."""
    return rows.select_related("unit", "finding", "line", "entry__changed_by").prefetch_related(
        "milestones",
        "offices",
        "entry__tasks__measures",
        "entry__versions__submitted_by",
        "entry__versions__reviewed_by",
        "entry__versions__reviewed_for",
    )


def plan_lines(reader: Any, plan: Plan, *, rows: QuerySet[Item] | None = None) -> list[PlanLine]:
    """Return the lines of ``plan``, or of those of its items that ``rows`` holds: as many queries for 1 as for 200."""
    files = may(reader, Act.PLAN_FILE, plan.unit)
    reviews = may(reader, Act.PLAN_REVIEW, plan.unit)
    offices = set(own_offices(reader, Act.PLAN_REVIEW).values_list("pk", flat=True)) if reviews else set()
    now = timezone.now()
    lines = []
    for item in with_entries(items_of_plan(reader, plan) if rows is None else rows):
        line = _filed(item, now) if files else _read(item)
        if reviews and line.entry is not None:
            why = against_reviewing(line.entry, plan=plan, by=reader, offices=offices, duties=list(item.offices.all()))
            line = replace(line, may_review=why is None, against_review=why)
        lines.append(line)
    return lines


def _filed(item: Item, now: datetime) -> PlanLine:
    """Return a line as its own unit sees it: the draft as it is, with what it lacks."""
    entry = entry_of(item)
    content = content_of(entry)
    closed = against_editing(item)
    latest = latest_day(item, content.kind, now=now)
    return PlanLine(
        item,
        entry,
        content,
        seen=True,
        versions=list(entry.versions.all()) if entry else [],
        latest=latest,
        against_editing=closed,
        faults=() if closed else faults_of(content, latest=latest),
    )


def _read(item: Item) -> PlanLine:
    """Return a line as others see it: what was submitted, never a draft."""
    entry, content = entry_of(item), shown_content(item)
    versions = list(entry.versions.all()) if entry else []
    return PlanLine(item, entry, content or EMPTY, seen=content is not None, versions=versions)


def shown_content(item: Item) -> EntryContent | None:
    """Return what others than its unit may read of an item's entry (read with with_entries()); None for nothing."""
    entry = entry_of(item)
    if entry is None:
        return None
    if entry.state in SHOWN_AS_IT_IS:
        return content_of(entry)
    # What was taken back was never meant to be read by others.
    kept = next((row for row in entry.versions.all() if row.outcome != "taken_back"), None)
    return read_content(kept.content) if kept else None


def plan_line(reader: Any, plan: Plan | None, item: Item) -> PlanLine:
    """Return the line of one item; ``plan`` may not have been begun yet."""
    if plan is None:
        plan = Plan(unit=item.unit, round_id=item.round_id)
    return plan_lines(reader, plan, rows=items_for(reader).filter(pk=item.pk))[0]


def next_to_write(reader: Any, item: Item) -> Item | None:
    """Return the item after ``item`` in the same plan that waits for its entry, None at the end."""
    rows = items_for(reader).filter(unit=item.unit_id, round=item.round_id, state=State.ACKNOWLEDGED, kept_at=HERE)
    return rows.filter(number__gt=item.number).order_by("number").first()


@dataclass(frozen=True, slots=True)
class Standing:
    """How the items of a unit in a round stand with their plan."""

    items: int = 0
    registered: int = 0  # not acknowledged yet, or disputed
    writing: int = 0
    returned: int = 0
    waiting: int = 0
    approved: int = 0
    due_on: date | None = None  # the earliest day on which a plan is due

    @property
    def reviewed_some(self) -> bool:
        """Return whether any entry was approved."""
        return self.approved > 0


_WRITING = Q(state=State.ACKNOWLEDGED)
STANDING = {
    "items": Count("pk"),
    "registered": Count("pk", filter=Q(state__in=(State.REGISTERED, State.DISPUTED))),
    "writing": Count("pk", filter=_WRITING),
    "returned": Count("pk", filter=_WRITING & Q(entry__state=EntryState.RETURNED)),
    "waiting": Count("pk", filter=Q(state=State.PLAN_REVIEW)),
    "approved": Count("pk", filter=Q(entry__state=EntryState.APPROVED) & ~_WRITING),
    "due_on": Min("step_due_on", filter=_WRITING),
}


def standing_of(reader: Any, plan: Plan) -> Standing:
    """Return how the items of ``plan`` stand: one query."""
    return Standing(**items_of_plan(reader, plan).order_by().aggregate(**STANDING))


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A unit in a round with its plan (None: nobody began it) and how its items stand."""

    unit: Unit
    round: Round
    plan: Plan | None
    standing: Standing
    may_begin: bool = False


@dataclass(frozen=True, slots=True)
class PlanPage:
    """One page of a list of plans."""

    rows: list[PlanRow]
    more: bool


def plan_page(reader: Any, *, round: str = "", page: int = 1) -> PlanPage:  # noqa: A002 - the field's term
    """Return the units within reach that have items, by round (newest first) and unit, with their plans: 4 queries."""
    rows = items_for(reader).filter(kept_at=HERE).exclude(state__in=OUT)
    rows = rows.filter(round=int(round)) if round else rows
    counted: Any = rows.order_by().values("unit", "round").annotate(**STANDING)
    first = (page - 1) * PAGE
    found = list(counted.order_by("-round__since", "unit__code", "unit")[first : first + PAGE + 1])
    shown = found[:PAGE]
    units = Unit.objects.in_bulk({row["unit"] for row in shown})
    rounds = Round.objects.select_related("term").in_bulk({row["round"] for row in shown})
    plans = {(row.unit_id, row.round_id): row for row in plans_for(reader).filter(unit__in=units, round__in=rounds)}
    filed = unit_keys_within(reader, Act.PLAN_FILE)
    return PlanPage(
        [
            PlanRow(
                units[row["unit"]],
                rounds[row["round"]],
                plans.get((row["unit"], row["round"])),
                Standing(**{name: row[name] for name in STANDING}),
                may_begin=filed is None or row["unit"] in filed,
            )
            for row in shown
        ],
        len(found) > PAGE,
    )


def rounds_with_items(reader: Any) -> QuerySet[Round]:
    """Return the rounds in which the reader sees items, newest first."""
    return Round.objects.filter(pk__in=items_for(reader).filter(kept_at=HERE).order_by().values("round")).order_by(
        "-since"
    )


def plans_to_review(reader: Any) -> QuerySet[Any]:
    """Return the plans with entries on which the reader may give an opinion, with ``waiting`` and ``due``, by due day.

    Never one they submitted themselves.
    """
    offices = own_offices(reader, Act.PLAN_REVIEW).order_by().values("pk")
    theirs = items_for(reader).filter(
        state=State.PLAN_REVIEW,
        entry__state=EntryState.SUBMITTED,
        offices__office__in=offices,
        offices__duty__in=REVIEWING_DUTIES,
    )
    waits = Q(entries__item__in=theirs.order_by().values("pk"))
    return (
        plans_for(reader)
        .filter(waits, state=PlanState.SUBMITTED)
        .exclude(submitted_by=reader)
        .annotate(waiting=Count("entries", distinct=True), due=Min("entries__item__step_due_on"))
        .order_by("due", "pk")
    )


def unit_to_plan_for(reader: Any, *, unit: int, round: int) -> tuple[Unit, Round] | None:  # noqa: A002 - the field's term
    """Return unit and round where the reader sees items that need a plan, else None."""
    item = (
        items_for(reader)
        .filter(unit=unit, round=round, kept_at=HERE)
        .exclude(state__in=OUT)
        .select_related("unit", "round")
        .first()
    )
    return (item.unit, item.round) if item else None


def numbers_of(lines: Iterable[PlanLine]) -> list[str]:
    """Return the numbers of the items of ``lines``."""
    return [line.item.number for line in lines]
