"""The only way an account changes: an entry in the journal, the account, and its balance of the day, in one stroke."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.inspections.policies import Begin
from liandu.journal.commands import record
from liandu.journal.queries import last_act_on
from liandu.rectification.models import FAR, Balance, Item
from liandu.rectification.rules.deadlines import due_of, policy_for, refuse_changed_meanwhile, step_due_of
from liandu.rectification.rules.past import fork_of
from liandu.rectification.states import CLOSED, ITEMS, OPEN, Act, State

# What each act is called in the journal (noun.past).
PAST = {
    Act.ACKNOWLEDGE: "item.acknowledged",
    Act.DISPUTE: "item.disputed",
    Act.UPHOLD: "item.upheld",
    Act.SUSTAIN: "item.dispute_sustained",
    Act.SUBMIT_PLAN: "item.plan_submitted",
    Act.TAKE_BACK_PLAN: "item.plan_taken_back",
    Act.RETURN_PLAN: "item.plan_returned",
    Act.APPROVE_PLAN: "item.plan_approved",
    Act.REPORT: "item.progress_reported",
    Act.EXTEND: "item.extended",
    Act.TURN_LONG_TERM: "item.turned_long_term",
    Act.COMPLETE_STAGE: "item.stage_completed",
    Act.REQUEST: "item.closure_requested",
    Act.TAKE_BACK_REQUEST: "item.request_taken_back",
    Act.RETURN: "item.returned",
    Act.PUBLISH: "item.published",
    Act.WRITE_OFF: "item.written_off",
    Act.REOPEN: "item.reopened",
    Act.END: "item.ended",
    Act.CANCEL: "item.cancelled",
    Act.REINSTATE: "item.reinstated",
}
BALANCED = (
    "state", "kind", "result", "due_on", "step_due_on", "extensions", "reopenings", "first_person", "leader",
    "department", "person", "progress_on", "category",
)  # fmt: skip


@transaction.atomic
def post_entry(
    *, item: Item, act: Act, by: Any, facts: dict[str, Any] | None = None, reason: str = "", **changes: Any
) -> Item:
    """Make the move ``act`` with its ``changes`` to the account, and return the account as it is then.

    The caller has asked for the right and for reasons against. Raises MoveNotAllowed when the table has no such move
    from here, and Refusal "item.changed_meanwhile" when somebody else moved the account since ``item`` was read.
    Deadlines of the next step follow from the policy; ``changes`` may set ``due_on`` itself.
    """
    target = ITEMS.after(state=item.state, act=act)
    said = {"number": item.number, "from": item.state, "to": str(target), **(facts or {})}
    return _change(item, act=PAST[act], by=by, facts=said, reason=reason, state=str(target), **changes)


@transaction.atomic
def amend_item(
    *, item: Item, act: str, by: Any, facts: dict[str, Any] | None = None, reason: str = "", **changes: Any
) -> Item:
    """Change what an item says besides its state, as the journal's ``act`` (noun.past); otherwise as post_entry()."""
    return _change(item, act=act, by=by, facts={"number": item.number, **(facts or {})}, reason=reason, **changes)


def _change(item: Item, *, act: str, by: Any, facts: dict[str, Any], reason: str, **changes: Any) -> Item:
    now = timezone.now()
    state = changes.get("state", item.state)
    if state in CLOSED and item.state not in CLOSED:
        changes.setdefault("closed_at", now)
    elif state not in CLOSED:
        changes["closed_at"] = None
    if "due_on" not in changes:
        changes["due_on"] = item.due_on
    if "step_due_on" not in changes:
        changes["step_due_on"] = (
            _next_step(item, state, now, due_on=changes["due_on"]) if _moves(item, changes) else (item.step_due_on)
        )
    found = Item.objects.filter(pk=item.pk, state=item.state, changed_at=item.changed_at)
    if not found.update(**changes, changed_at=now):
        last = last_act_on(item)
        raise refuse_changed_meanwhile(item.number, who=last.actor if last else "", what=last.sentence if last else "")
    for name, value in changes.items():
        setattr(item, name, value)
    item.changed_at = now
    entry = record(act=act, subject=item, by=by, facts=facts, reason=reason)
    keep_balance(item, act=act, seq=entry.seq, day=timezone.localdate(now))
    return item


def _moves(item: Item, changes: dict[str, Any]) -> bool:
    return changes.get("state", item.state) != item.state or changes["due_on"] != item.due_on


def _next_step(item: Item, state: str, now: Any, *, due_on: date | None) -> date | None:
    if state not in OPEN:
        return None
    return step_due_of(policy_for(item.policy_id), state, days_of(item, state=state, now=now), due_on=due_on)


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


def due_when_approved(item: Item, *, kind: str, planned: date | None, now: Any) -> date | None:
    """Return the deadline that an item gets when its plan is approved at ``now``."""
    days = days_of(item, state=State.RECTIFYING, now=now)
    return due_of(policy_for(item.policy_id), kind, days, planned=planned)


def keep_balance(item: Item, *, act: str, seq: int, day: date) -> Balance:
    """Write how the account stands at the end of ``day``; of several changes in a day the last one counts."""
    values = {name: getattr(item, name) for name in BALANCED}
    values["closed_on"] = timezone.localdate(item.closed_at) if item.closed_at else None
    standing = Balance.objects.filter(item=item, until=FAR).first()
    if standing is not None and standing.since >= day:
        for name, value in {**values, "act": act, "seq": seq}.items():
            setattr(standing, name, value)
        standing.save()
        return standing
    if standing is not None:
        Balance.objects.filter(pk=standing.pk).update(until=day, fork=fork_of(standing.since, day))
    return Balance.objects.create(
        item=item, number=item.number, unit_id=item.unit_id, round_id=item.round_id, since=day, act=act, seq=seq,
        **values,
    )  # fmt: skip
