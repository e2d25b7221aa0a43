"""The long term: steps with their days, turning an item long-term, finishing steps."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.denials import Denied
from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.inspections.models import Signer
from liandu.journal.commands import record
from liandu.journal.subjects import subject_of
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.rectification.commands.posting import amend_item, hold_item, post_entry
from liandu.rectification.models import Item, Milestone
from liandu.rectification.queries.extensions import acts_for_office
from liandu.rectification.queries.working import next_step_on
from liandu.rectification.rules.reporting import NOT_SUPERVISING, against_long_term, against_work, raise_first
from liandu.rectification.states import Act, Kind


@transaction.atomic
def add_milestone(*, item: Item, what: str, due_on: date, by: Any) -> Milestone:
    """Set a step with its day and return it."""
    require(by, Right.PROGRESS_REPORT, unit=item.unit, subject=item)
    raise_first(against_work(hold_item(item)))
    if not what.strip():
        raise Refusal("milestone.no_words", gettext_noop("请写明阶段目标。"))
    if due_on < timezone.localdate():
        raise Refusal("milestone.in_past", gettext_noop("阶段目标的时限不能早于今天。"))
    milestone = Milestone.objects.create(item=item, what=what.strip()[:300], due_on=due_on)
    _note(item, "item.milestone_added", {"what": milestone.what, "due_on": due_on.isoformat()}, by=by)
    return milestone


@transaction.atomic
def finish_milestone(*, milestone: Milestone, done_on: date, note: str, by: Any) -> Milestone:
    """Note that a step was reached, when and how, and return it."""
    item = milestone.item
    require(by, Right.PROGRESS_REPORT, unit=item.unit, subject=item)
    raise_first(against_work(hold_item(item)))
    if done_on > timezone.localdate():
        raise Refusal("milestone.in_future", gettext_noop("完成日期不能晚于今天。"))
    if done_on < timezone.localdate(item.opened_at):
        raise Refusal("milestone.before_opening", gettext_noop("完成日期不能早于立账之日。"))
    if not note.strip():
        raise Refusal("milestone.no_note", gettext_noop("请写明完成情况。"))
    rows = Milestone.objects.filter(pk=milestone.pk, done_on=None)
    if not rows.update(done_on=done_on, note=note.strip()[:300]):
        raise Refusal("milestone.done_already", gettext_noop("这个阶段目标已经完成。"))
    milestone.done_on, milestone.note = done_on, note.strip()[:300]
    facts = {"what": milestone.what, "done_on": done_on.isoformat()}
    _note(item, "item.milestone_finished", facts, by=by)
    return milestone


@transaction.atomic
def drop_milestone(*, milestone: Milestone, reason: str, by: Any) -> None:
    """Take a step away that was set wrongly. Once the office has agreed to the long term, its steps stay."""
    item = milestone.item
    require(by, Right.PROGRESS_REPORT, unit=item.unit, subject=item)
    raise_first(against_work(hold_item(item)))
    if item.kind == Kind.LONG_TERM:
        sentence = gettext_noop("监督单位已按这些阶段目标同意长期坚持，不能删去。可以另加阶段目标。")
        raise Refusal("milestone.agreed", sentence)
    if milestone.done_on is not None:
        raise Refusal("milestone.done_already", gettext_noop("这个阶段目标已经完成。"))
    if not reason.strip():
        raise Refusal("milestone.no_reason", gettext_noop("请写明删去的理由。"))
    facts = {"what": milestone.what, "due_on": milestone.due_on.isoformat()}
    milestone.delete()
    _note(item, "item.milestone_dropped", facts, by=by, reason=reason.strip())


def _note(item: Item, act: str, facts: dict[str, Any], *, by: Any, reason: str = "") -> None:
    """Journal a change of steps; of a long-term item it moves the day by which the next step is due."""
    if item.kind != Kind.LONG_TERM:
        record(act=act, subject=item, by=by, facts={"number": item.number, **facts}, reason=reason)
        return
    amend_item(item=item, act=act, by=by, facts=facts, reason=reason, step_due_on=next_step_on(item))


@transaction.atomic
def turn_long_term(*, item: Item, proposal: str, by: Any) -> Item:
    """Agree, for the office that supervises it, that ``item`` is a matter of the long term, and return it.

    ``proposal`` are the words in which the unit proposed it. From then on its steps are its deadlines.
    """
    require(by, Right.PLAN_REVIEW, unit=item.unit, subject=item)
    if not acts_for_office(by, item, duty=Signer.SUPERVISING.value, right=Right.PLAN_REVIEW):
        raise Denied("access.denied", NOT_SUPERVISING, act=str(Right.PLAN_REVIEW), subject=subject_of(item))
    step = next_step_on(item)
    raise_first(against_long_term(item, open_milestones=0 if step is None else 1))
    if not proposal.strip():
        raise Refusal("long_term.no_proposal", gettext_noop("请写明单位提出长期坚持的理由。"))
    facts = {"milestones": Milestone.objects.filter(item=item).count(), "due_before": str(item.due_on or "")}
    return post_entry(
        item=item,
        act=Act.TURN_LONG_TERM,
        by=by,
        facts=facts,
        reason=proposal.strip(),
        kind=Kind.LONG_TERM.value,
        due_on=None,
        step_due_on=step,
    )
