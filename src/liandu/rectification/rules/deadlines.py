"""The deadlines of an account, as the policy of its round counts them."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.utils import timezone

from liandu.inspections.models import PolicyVersion
from liandu.inspections.policies import Begin, ClockCode, Policy, presets, read
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.rectification.models import Item
from liandu.rectification.states import Kind, State

DEFAULT = "six_months"  # of a round that nobody has given a policy

# Whose clock runs in which state. An account that is worked on has the deadline of the work itself.
STEP_CLOCKS = {
    State.REGISTERED: ClockCode.ACKNOWLEDGE,
    State.DISPUTED: ClockCode.ACKNOWLEDGE,
    State.ACKNOWLEDGED: ClockCode.PLAN,
    State.PLAN_REVIEW: ClockCode.PLAN_REVIEW,
    State.REQUESTED: ClockCode.SIGN,
}


@lru_cache(maxsize=64)
def _read(key: int) -> Policy:  # a version never changes, so its key may stand for it
    return read(PolicyVersion.objects.only("content").get(pk=key).content)


def policy_for(version_id: int | None) -> Policy:
    """Return the policy of the version with this key; the first that comes along when there is none."""
    return presets()[DEFAULT] if version_id is None else _read(version_id)


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


def refuse_changed_meanwhile(number: str, *, who: str, what: str) -> Refusal:
    """Return the refusal of an act on an account that somebody else has just moved: it names who and what."""
    return Refusal(
        "item.changed_meanwhile",
        gettext_noop("%(number)s 刚由%(who)s办理“%(what)s”，请看过新的情况再办。您的填写没有保存。"),
        number=number,
        who=who,
        what=what,
    )
