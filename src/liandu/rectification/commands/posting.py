"""The only way an item changes: an entry in the journal, the item, and its balance of the day, in one stroke."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.inspections.policies import Begin
from liandu.journal.commands import record, record_many
from liandu.journal.queries import last_act_on
from liandu.kernel.refusals import Refusal
from liandu.rectification.models import FAR, Balance, Item
from liandu.rectification.queries.working import next_step_on
from liandu.rectification.rules import (
    days_of,
    due_of,
    policy_for,
    refuse_changed_meanwhile,
    refuse_elsewhere,
    step_due_of,
)
from liandu.rectification.rules.past import fork_of
from liandu.rectification.states import CLOSED, ITEMS, OPEN, Act, Kind, State

# What each act is called in the journal (noun.past).
PAST = {
    Act.ACKNOWLEDGE: "item.acknowledged",
    Act.DISPUTE: "item.disputed",
    Act.TAKE_BACK_DISPUTE: "item.dispute_taken_back",
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
    "department", "person", "progress_on", "category", "remark",
)  # fmt: skip
AT_ONCE = 400  # rows a statement
BROUGHT_IN, CARRIED = "item.brought_in", "item.carried"  # what a package does to a mirror, and nothing else does


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of an act on many items: those it was done to, and those it was not, each with the refusal."""

    items: list[Item] = field(default_factory=list)
    refused: list[tuple[Item, Refusal]] = field(default_factory=list)


@transaction.atomic
def post_entry(
    *, item: Item, act: Act, by: Any, facts: dict[str, Any] | None = None, reason: str = "", **changes: Any
) -> Item:
    """Make the move ``act`` with its ``changes`` to the item, and return the item as it is then.

    The caller has asked for the right and for reasons against. Raises MoveNotAllowed when the table has no such move
    from here, and Refusal "item.changed_meanwhile" when somebody else moved the item since it was read. Deadlines of
    the next step follow from the policy; ``changes`` may set ``due_on`` and ``step_due_on`` itself.
    """
    said, target = _said(item, act, facts)
    return _change(item, act=PAST[act], by=by, facts=said, reason=reason, state=target, **changes)


@transaction.atomic
def post_entries(
    *,
    items: Iterable[Item],
    act: Act,
    by: Any,
    facts: dict[str, Any] | None = None,
    reason: str = "",
    **changes: Any,
) -> Posted:
    """Make the same move to many items in few statements, each with an entry and a balance of its own.

    Each stands for itself: one whose state does not allow the move, or that somebody else changed since it was read,
    is left as it is and returned with the refusal. Otherwise as post_entry(); the items come with finding and line.
    """
    now, posted = timezone.now(), Posted()
    told: list[tuple[Item, dict[str, Any]]] = []
    written: dict[tuple[tuple[str, Any], ...], list[int]] = {}
    wanted = sorted(items, key=lambda item: item.pk)
    held = _hold(wanted)
    for item in wanted:
        if held.get(item.pk) != (item.state, item.changed_at):
            posted.refused.append((item, _changed_meanwhile(item)))
            continue
        try:
            said, target = _said(item, act, facts)
        except Refusal as refusal:
            posted.refused.append((item, refusal))
            continue
        values = _with_what_follows(item, {**changes, "state": target}, now)
        written.setdefault(tuple(values.items()), []).append(item.pk)
        _take_over(item, values)
        told.append((item, said))
        posted.items.append(item)
    _write(written)
    numbers = record_many(act=PAST[act], subjects=told, by=by, reason=reason)
    keep_balances(items=posted.items, act=PAST[act], numbers=numbers, day=timezone.localdate(now))
    return posted


@transaction.atomic
def amend_item(
    *, item: Item, act: str, by: Any, facts: dict[str, Any] | None = None, reason: str = "", **changes: Any
) -> Item:
    """Change what an item says besides its state, as the journal's ``act`` (noun.past); otherwise as post_entry()."""
    return _change(item, act=act, by=by, facts={"number": item.number, **(facts or {})}, reason=reason, **changes)


@transaction.atomic
def carry_item(*, item: Item, by: Any, facts: dict[str, Any], **changes: Any) -> Item:
    """Let a mirror stand as its site says (``changes``, with the state) and return it; otherwise as post_entry().

    How it came there is no move of ours: of many made at its site between two packages only the last is told.
    """
    said = {"number": item.number, "from": item.state, "to": changes["state"], **facts}
    return _change(item, act=CARRIED, by=by, facts=said, reason="", **changes)


@transaction.atomic
def post_mirror(*, item: Item, by: Any, facts: dict[str, Any]) -> Item:
    """Let an item that another site keeps begin here, as it stands there, with entry and balance; return it."""
    item.save(force_insert=True)
    said = {"number": item.number, "from": str(ITEMS.initial), "to": item.state, **facts}
    number = record(act=BROUGHT_IN, subject=item, by=by, facts=said)
    keep_balances(items=[item], act=BROUGHT_IN, numbers=[number], day=timezone.localdate(item.changed_at))
    return item


@dataclass(frozen=True, slots=True)
class Amendment:
    """What changes about one item besides its state, and the facts of its entry."""

    item: Item
    changes: dict[str, Any]
    facts: dict[str, Any]


@transaction.atomic
def amend_items(*, amendments: Sequence[Amendment], act: str, by: Any, reason: str = "") -> None:
    """Amend many items as the journal's ``act``, in few statements, each with an entry and a balance of its own.

    The caller holds the items (select_for_update), so that nobody changes them meanwhile; otherwise as amend_item().
    """
    now = timezone.now()
    told: list[tuple[Item, dict[str, Any]]] = []
    written: dict[tuple[tuple[str, Any], ...], list[int]] = {}
    for one in amendments:
        refuse_elsewhere(one.item)
        values = _with_what_follows(one.item, one.changes, now)
        written.setdefault(tuple(values.items()), []).append(one.item.pk)
        _take_over(one.item, values)
        told.append((one.item, {"number": one.item.number, **one.facts}))
    _write(written)
    numbers = record_many(act=act, subjects=told, by=by, reason=reason)
    keep_balances(items=[item for item, _facts in told], act=act, numbers=numbers, day=timezone.localdate(now))


def _write(written: dict[tuple[tuple[str, Any], ...], list[int]]) -> None:
    """Write values to the items with these keys."""
    for common, keys in written.items():
        for start in range(0, len(keys), AT_ONCE):
            Item.objects.filter(pk__in=keys[start : start + AT_ONCE]).update(**dict(common))


def _said(item: Item, act: Act, facts: dict[str, Any] | None) -> tuple[dict[str, Any], str]:
    """Return what the entry of a move says, and the state it leads to; raise MoveNotAllowed when it leads nowhere.

    What another installation keeps is no matter of the table.
    """
    refuse_elsewhere(item)
    target = str(ITEMS.after(state=item.state, act=act))
    return {"number": item.number, "from": item.state, "to": target, **(facts or {})}, target


def _change(item: Item, *, act: str, by: Any, facts: dict[str, Any], reason: str, **changes: Any) -> Item:
    if act != CARRIED:
        refuse_elsewhere(item)
    now = timezone.now()
    values = _with_what_follows(item, changes, now)
    found = Item.objects.filter(pk=item.pk, state=item.state, changed_at=item.changed_at)
    if not found.update(**values):
        raise _changed_meanwhile(item)
    _take_over(item, values)
    number = record(act=act, subject=item, by=by, facts=facts, reason=reason)
    keep_balances(items=[item], act=act, numbers=[number], day=timezone.localdate(now))
    return item


def hold_item(item: Item) -> Item:
    """Return the item as it is now, held to the end of the transaction: what is decided about it here still holds.

    Raises Refusal when another installation keeps it.
    """
    held = Item.objects.select_for_update().get(pk=item.pk)
    refuse_elsewhere(held)
    return held


def _hold(items: Sequence[Item]) -> dict[int, tuple[str, datetime]]:
    """Return (state, changed_at) of the items as they are, held to the end of the transaction in the order of keys."""
    found: dict[int, tuple[str, datetime]] = {}
    keys = [item.pk for item in items]
    for start in range(0, len(keys), AT_ONCE):
        rows = Item.objects.select_for_update().filter(pk__in=keys[start : start + AT_ONCE]).order_by("pk")
        found |= {pk: (state, at) for pk, state, at in rows.values_list("pk", "state", "changed_at")}
    return found


def _changed_meanwhile(item: Item) -> Refusal:
    last = last_act_on(item)
    return refuse_changed_meanwhile(item.number, who=last.actor if last else "", what=last.sentence if last else "")


def _with_what_follows(item: Item, changes: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Return ``changes`` with what follows from them: when it was closed and changed, and the next step's deadline."""
    values = dict(changes)
    state = values.get("state", item.state)
    if state in CLOSED and item.state not in CLOSED:
        values.setdefault("closed_at", now)
    elif state not in CLOSED:
        values["closed_at"] = None
    values.setdefault("due_on", item.due_on)
    if "step_due_on" not in values:
        moves = state != item.state or values["due_on"] != item.due_on
        values["step_due_on"] = _next_step(item, values, now) if moves else item.step_due_on
    return {**values, "changed_at": now}


def _take_over(item: Item, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(item, name, value)


def _next_step(item: Item, values: dict[str, Any], now: datetime) -> date | None:
    state = values.get("state", item.state)
    if state not in OPEN:
        return None
    is_lasting = values.get("kind", item.kind) == Kind.LONG_TERM and values["due_on"] is None
    if state == State.RECTIFYING and is_lasting:
        return next_step_on(item)  # the long term has steps instead of a deadline
    days = days_of(item, state=state, now=now)
    if values.get("acknowledged_at"):
        days[Begin.ACKNOWLEDGED] = timezone.localdate(values["acknowledged_at"])
    return step_due_of(policy_for(item.policy_id), state, days, due_on=values["due_on"])


def due_when_approved(item: Item, *, kind: str, planned: date | None, now: Any) -> date | None:
    """Return the deadline that an item gets when its plan is approved at ``now``."""
    days = days_of(item, state=State.RECTIFYING, now=now)
    return due_of(policy_for(item.policy_id), kind, days, planned=planned)


def keep_balances(*, items: Sequence[Item], act: str, numbers: Sequence[int], day: date) -> None:
    """Write how the items stand at the end of ``day``; of several changes in a day the last one counts.

    ``numbers`` are those of the entries of ``act`` that changed them, in the order of ``items``.
    """
    keys = [item.pk for item in items]
    standing: dict[int, Balance] = {}
    for start in range(0, len(keys), AT_ONCE):
        rows = Balance.objects.filter(item__in=keys[start : start + AT_ONCE], until=FAR)
        standing |= {row.item_id: row for row in rows}
    replaced, new = [], []
    ended: dict[int, list[int]] = {}  # keys by the fork that they are filed under from now on
    for item, seq in zip(items, numbers, strict=True):
        row, since = standing.get(item.pk), day
        if row is not None and row.since >= day:
            replaced.append(row.pk)
            since = row.since
        elif row is not None:
            ended.setdefault(fork_of(row.since, day), []).append(row.pk)
        new.append(_new_balance(item, since=since, act=act, seq=seq))
    for start in range(0, len(items), AT_ONCE):
        if some := replaced[start : start + AT_ONCE]:
            Balance.objects.filter(pk__in=some).delete()
    for fork, keys in ended.items():
        for start in range(0, len(keys), AT_ONCE):
            Balance.objects.filter(pk__in=keys[start : start + AT_ONCE]).update(until=day, fork=fork)
    Balance.objects.bulk_create(new, batch_size=AT_ONCE)


def _new_balance(item: Item, *, since: date, act: str, seq: int) -> Balance:
    values = {name: getattr(item, name) for name in BALANCED}
    closed_on = timezone.localdate(item.closed_at) if item.closed_at else None
    return Balance(
        item=item,
        number=item.number,
        unit_id=item.unit_id,
        round_id=item.round_id,
        since=since,
        closed_on=closed_on,
        act=act,
        seq=seq,
        **values,
    )
