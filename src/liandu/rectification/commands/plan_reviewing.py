"""Opinions on the entries of a plan: many at once with one opinion, each item for itself."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import own_offices, require
from liandu.access.roles import Act as Right
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.rectification.commands.plans import NAMED, hold_plan, items_held
from liandu.rectification.commands.posting import due_when_approved, post_entry
from liandu.rectification.models import EntryVersion, Item, Plan, PlanEntry
from liandu.rectification.queries.plans import entry_of
from liandu.rectification.rules.plans import against_reviewing, office_for, refuse_without_opinion
from liandu.rectification.states import ENTRIES, PLANS, Act, EntryAct, EntryOutcome, EntryState, PlanAct, State

OUTCOMES = {EntryAct.APPROVE: EntryOutcome.APPROVED, EntryAct.RETURN: EntryOutcome.RETURNED}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What came of it: the numbers of the items that got the opinion, and why others did not."""

    done: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


@transaction.atomic
def review_entries(*, plan: Plan, items: Collection[int], act: EntryAct, opinion: str, by: Any) -> Reviewed:
    """Approve or return the entries of ``items`` with one opinion, and return what came of each.

    An approved item is rectified from now on, with the responsibilities, the kind and the deadline that its entry names
    and the policy allows; a returned one waits for its plan again. By the last opinion the plan is reviewed.
    """
    require(by, Right.PLAN_REVIEW, unit=plan.unit, subject=plan)
    if act == EntryAct.RETURN:
        refuse_without_opinion(opinion)
    now = hold_plan(plan)
    offices = set(own_offices(by, Right.PLAN_REVIEW).values_list("pk", flat=True))
    came = Reviewed()
    for item in items_held(now, items):
        entry = entry_of(item)
        if entry is None:
            continue
        duties = list(item.offices.all())
        against = against_reviewing(entry, plan=now, by=by, offices=offices, duties=duties)
        office = office_for(offices, duties)
        if against is None and office is not None:
            against = _reviewed(item, entry, act=act, opinion=opinion.strip(), office=office, by=by)
        if against is None:
            came.done.append(item.number)
        else:
            came.refused.append(against)
    if came.done:
        _settle(
            now,
            by=by,
            facts={"outcome": OUTCOMES[act].value, "entries": len(came.done), "numbers": came.done[:NAMED]},
            opinion=opinion.strip(),
        )
    return came


def _reviewed(item: Item, entry: PlanEntry, *, act: EntryAct, opinion: str, office: int, by: Any) -> Refusal | None:
    """Give the opinion on one entry; return the refusal when the item was moved by somebody else meanwhile."""
    said = {"outcome": OUTCOMES[act].value, "opinion": opinion, "office": office}
    at = timezone.now()
    try:
        with transaction.atomic():
            if act == EntryAct.APPROVE:
                due_on = due_when_approved(item, kind=entry.kind, planned=entry.due_on, now=at)
                _approve(item, entry, by=by, facts=said, opinion=opinion, due_on=due_on)
            else:
                post_entry(item=item, act=Act.RETURN_PLAN, by=by, facts=said, reason=opinion)
            kept = {"opinion": opinion, "reviewed_at": at, "reviewed_by": by, "reviewed_for_id": office}
            entry.state = ENTRIES.after(state=entry.state, act=act)
            PlanEntry.objects.filter(pk=entry.pk).update(state=entry.state, **kept)
            waiting = EntryVersion.objects.filter(entry=entry, outcome="").order_by("-submission")[:1]
            EntryVersion.objects.filter(pk__in=list(waiting.values_list("pk", flat=True))).update(
                outcome=OUTCOMES[act], **kept
            )
    except Refusal as refusal:
        return refusal
    return None


def _approve(item: Item, entry: PlanEntry, *, by: Any, facts: dict[str, Any], opinion: str, due_on: Any) -> None:
    said = {**facts, "due_on": due_on.isoformat() if due_on else None, "kind": entry.kind}
    post_entry(
        item=item,
        act=Act.APPROVE_PLAN,
        by=by,
        facts=said,
        reason=opinion,
        due_on=due_on,
        kind=entry.kind,
        leader=entry.leader,
        department=entry.department,
        person=entry.person,
    )


def _settle(plan: Plan, *, by: Any, facts: dict[str, Any], opinion: str) -> None:
    record(act="plan.opinion_given", subject=plan, by=by, facts=facts, reason=opinion)
    if PlanEntry.objects.filter(plan=plan, state=EntryState.SUBMITTED, item__state=State.PLAN_REVIEW).exists():
        return
    plan.state = PLANS.after(state=plan.state, act=PlanAct.REVIEW)
    plan.save(update_fields=["state"])
    record(act="plan.reviewed", subject=plan, by=by, facts={"submission": plan.submissions})
