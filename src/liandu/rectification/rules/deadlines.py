"""The deadlines of an item, as the policy of its round counts them."""

from datetime import date
from typing import Any

from django.utils import timezone

from liandu.inspections.policies import Begin, ClockCode, Policy
from liandu.inspections.queries import policy_for
from liandu.rectification.models import Item
from liandu.rectification.states import Kind, State

__all__ = ["STEP_CLOCKS", "days_of", "due_anew", "due_of", "policy_for", "step_due_of"]

# Whose clock runs in which state. An item that is worked on has the deadline of the work itself.
STEP_CLOCKS = {
    State.REGISTERED: ClockCode.ACKNOWLEDGE,
    State.DISPUTED: ClockCode.ACKNOWLEDGE,
    State.ACKNOWLEDGED: ClockCode.PLAN,
    State.PLAN_REVIEW: ClockCode.PLAN_REVIEW,
    State.REQUESTED: ClockCode.SIGN,
}


def due_of(policy: Policy, kind: str, days: dict[str, date | None], *, planned: date | None = None) -> date | None:
    """Return the day by which an item of ``kind`` must be put right; None for the long term and before it is known.

    ``days`` are the days on which things began, by Begin. A plan may set an earlier day (``planned``), never a later.
    """
    if kind == Kind.LONG_TERM:
        return planned
    clock = policy.clock(ClockCode.AT_ONCE if kind == Kind.AT_ONCE else ClockCode.RECTIFY)
    begun = days.get(clock.begins)
    latest = clock.due(begun) if begun else None
    both = [day for day in (latest, planned) if day is not None]
    return min(both) if both else None


def step_due_of(policy: Policy, state: str, days: dict[str, date | None], *, due_on: date | None) -> date | None:
    """Return the day by which the next step of an item in ``state`` is due, None where no clock runs.

    A clock that counts from a day we do not know begins with the opening of the item.
    """
    if state == State.RECTIFYING:
        return due_on
    code = STEP_CLOCKS.get(State(state))
    if code is None:
        return None
    clock = policy.clock(code)
    begun = days.get(clock.begins) or days.get(Begin.OPENED)
    return clock.due(begun) if begun else None


def due_anew(
    policy: Policy,
    kind: str,
    days: dict[str, date | None],
    *,
    now: date | None,
    planned: date | None = None,
    extended: date | None = None,
    reopened: bool = False,
) -> date | None:
    """Return the deadline of the work of an item that goes over to ``policy``, and that has ``now`` as its deadline.

    What a person decided stays: the days of the long term and of a re-opening, and no day is earlier than the one up to
    which the item was ``extended``. Where the clock's beginning is not known, the deadline stays too.
    """
    if now is None or kind == Kind.LONG_TERM or reopened:
        return now
    clock = policy.clock(ClockCode.AT_ONCE if kind == Kind.AT_ONCE else ClockCode.RECTIFY)
    if days.get(clock.begins) is None:
        return now
    due = due_of(policy, kind, days, planned=planned)
    return max(due, extended) if due and extended else due


def days_of(item: Item, *, state: str, now: Any) -> dict[str, date | None]:
    """Return the days from which the clocks of an item run, by Begin, when it comes into ``state`` at ``now``."""
    today = timezone.localdate(now)
    return {
        Begin.FEEDBACK: item.finding.feedback_on,
        Begin.OPENED: timezone.localdate(item.opened_at),
        Begin.ACKNOWLEDGED: timezone.localdate(item.acknowledged_at) if item.acknowledged_at else None,
        Begin.SUBMITTED: today if state == State.PLAN_REVIEW else None,
        Begin.APPROVED: today if state == State.RECTIFYING else None,
        Begin.REQUESTED: today if state == State.REQUESTED else None,
        Begin.ACCEPTED: item.line.accepted_on if item.line is not None else None,
    }
