"""The deadlines of an account, as the policy of its round counts them."""

from datetime import date

from liandu.inspections.policies import Begin, ClockCode, Policy
from liandu.inspections.queries import policy_for
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.rectification.states import Kind, State

__all__ = ["STEP_CLOCKS", "due_of", "policy_for", "refuse_changed_meanwhile", "step_due_of"]

# Whose clock runs in which state. An account that is worked on has the deadline of the work itself.
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

    A clock that counts from a day we do not know begins with the opening of the account.
    """
    if state == State.RECTIFYING:
        return due_on
    code = STEP_CLOCKS.get(State(state))
    if code is None:
        return None
    clock = policy.clock(code)
    begun = days.get(clock.begins) or days.get(Begin.OPENED)
    return clock.due(begun) if begun else None


def refuse_changed_meanwhile(number: str, *, who: str, what: str) -> Refusal:
    """Return the refusal of an act on an account that somebody else has just moved: it names who and what."""
    return Refusal(
        "item.changed_meanwhile",
        gettext_noop("%(number)s 刚由%(who)s办理“%(what)s”，请看过新的情况再办。您的填写没有保存。"),
        number=number,
        who=who,
        what=what,
    )
