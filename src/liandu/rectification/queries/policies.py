"""Items that do not go by the policy of their round yet, and the deadlines they would get."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from liandu.access.queries import visible
from liandu.access.roles import Act
from liandu.inspections.models import Round
from liandu.inspections.policies import Begin, Policy
from liandu.rectification.models import Balance, Extension, Item, PlanEntry
from liandu.rectification.rules import HERE, due_anew, step_due_of
from liandu.rectification.rules.deadlines import STEP_CLOCKS
from liandu.rectification.states import OPEN, AskedState, EntryState, State


class Way(StrEnum):
    """Which way a deadline moves."""

    EARLIER = "earlier"
    LATER = "later"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class NewDeadline:
    """The deadlines that an item would get: of the work, and of its present step."""

    item: Item
    due_on: date | None
    step_due_on: date | None

    @property
    def way(self) -> Way:
        """Return which way the deadline of the present step moves, or, where that stays, the deadline of the work."""
        pairs = ((self.item.step_due_on, self.step_due_on), (self.item.due_on, self.due_on))
        for before, after in pairs:
            if before != after:
                return Way.EARLIER if after is not None and (before is None or after < before) else Way.LATER
        return Way.SAME


def items_behind(round: Round) -> QuerySet[Item]:  # noqa: A002 - the field's term
    """Return the open items of a round that go by another policy or version than the round, with what dates them.

    ``came_on`` is the day on which the item came into its present state (None: it was never in another),
    ``worked_from`` the first day on which it was worked on, ``extended`` the day up to which it was extended.
    """
    other = Q(policy=None) | ~Q(policy=round.policy_id) if round.policy_id else Q(policy__isnull=False)
    before = Balance.objects.filter(item=OuterRef("pk")).exclude(state=OuterRef("state")).order_by("-until")
    worked = (State.RECTIFYING, State.REQUESTED, State.PUBLICITY)
    first = Balance.objects.filter(item=OuterRef("pk"), state__in=worked).order_by("since")
    extensions = Extension.objects.filter(item=OuterRef("pk"), state=AskedState.GRANTED).order_by("-until")
    entries = PlanEntry.objects.filter(item=OuterRef("pk"), state=EntryState.APPROVED)
    return (
        Item.objects.filter(other, round=round, state__in=OPEN, kept_at=HERE)
        .annotate(
            feedback_on=F("finding__feedback_on"),
            accepted_on=F("line__accepted_on"),
            came_on=Subquery(before.values("until")[:1]),
            worked_from=Subquery(first.values("since")[:1]),
            extended=Subquery(extensions.values("until")[:1]),
            planned=Subquery(entries.values("due_on")[:1]),
            approved_at=Subquery(entries.values("reviewed_at")[:1]),
        )
        .order_by("pk")
    )


def items_behind_for(reader: Any, round: Round) -> QuerySet[Item]:  # noqa: A002 - the field's term
    """Return those of items_behind() that the reader sees, with unit."""
    return visible(items_behind(round), reader, Act.ITEM_VIEW).select_related("unit")


def new_deadlines(items: Iterable[Any], policy: Policy) -> Iterator[NewDeadline]:
    """Yield the deadlines that items (of items_behind()) get when they go over to ``policy``."""
    for item in items:
        days = _days(item)
        due = due_anew(
            policy,
            item.kind,
            days,
            now=item.due_on,
            planned=item.planned,
            extended=item.extended,
            reopened=bool(item.reopenings),
        )
        runs = item.state == State.RECTIFYING or State(item.state) in STEP_CLOCKS
        step = step_due_of(policy, item.state, days, due_on=due) if runs else item.step_due_on
        yield NewDeadline(item, due, step)


def _days(item: Any) -> dict[str, date | None]:
    """Return the days from which the clocks of an item run, by Begin; an item that was reinstated began anew."""
    opened = timezone.localdate(item.opened_at)
    approved = timezone.localdate(item.approved_at) if item.approved_at else item.worked_from
    return {
        Begin.FEEDBACK: item.feedback_on,
        Begin.OPENED: (item.came_on or opened) if item.state == State.REGISTERED else opened,
        Begin.ACKNOWLEDGED: timezone.localdate(item.acknowledged_at) if item.acknowledged_at else None,
        Begin.SUBMITTED: (item.came_on or opened) if item.state == State.PLAN_REVIEW else None,
        Begin.APPROVED: approved,
        Begin.REQUESTED: (item.came_on or opened) if item.state == State.REQUESTED else None,
        Begin.ACCEPTED: item.accepted_on,
    }
