"""Categorised assignment (分类交办): handed over and taken by name, progress, result, approval of the result."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.roles import Act as Right
from liandu.clues.commands.decisions import move
from liandu.clues.commands.permission import changed_meanwhile, require_clue, require_person
from liandu.clues.models import Assignment, Clue, Outcome, Progress, Way
from liandu.clues.queries import handler_posts
from liandu.clues.rules import NEEDS_DISPOSITION, PRINCIPAL, refuse_blank, refuse_outcome
from liandu.clues.sealing import seal
from liandu.clues.states import ASSIGNMENTS, OPEN_ASSIGNMENTS, Act, AssignmentAct, State
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Unit


@transaction.atomic
def assign_clue(
    *, clue: Clue, way: Way | str, office: Unit, handler: Any, due_on: date, task: str, by: Any
) -> Assignment:
    """Hand a clue whose disposition is in force to ``handler`` of ``office`` until a day; return the assignment.

    The giver signs by giving; the taker signs when they take it. One principal assignment (自办, 转办, 交办) at a time.
    """
    require_clue(by, Right.CLUE_KEEP, clue)
    way = Way(way)
    locked = Clue.objects.select_for_update().get(pk=clue.pk)  # two who assign follow each other
    if locked.state != State.IN_FORCE:
        raise Refusal("assignment.not_in_force", gettext_noop("处置意见批准以后才能交办。"))
    if not handler_posts(by, clue).filter(user=handler, unit=office).exists():
        raise Refusal("assignment.handler", gettext_noop("承办人要在承办机构有承办岗位，不能是应当回避的人。"))
    if due_on < timezone.localdate():
        raise Refusal("assignment.due_before_today", gettext_noop("办理期限不能早于今天。"))
    open_rows = clue.assignments.filter(state__in=OPEN_ASSIGNMENTS)
    if way in PRINCIPAL and open_rows.filter(way__in=PRINCIPAL).exists():
        raise Refusal("assignment.one_at_a_time", gettext_noop("已有自办、转办或者交办没有办完，请先收回或者办结。"))
    if open_rows.filter(handler=handler).exists():
        raise Refusal("assignment.handler_has_it", gettext_noop("这位承办人手里已有这条线索的交办。"))
    row = Assignment(
        clue=clue, way=way, office=office, handler=handler, due_on=due_on, given_by=by, given_at=timezone.now()
    )
    seal(row, task=task.replace("\x00", "").strip())
    row.save(force_insert=True)
    facts = {"way": way.value, "assignment": row.pk, "handler": handler.username, "due_on": due_on}
    record(act="clue.assigned", subject=clue, by=by, facts=facts)
    return row


def _change(row: Assignment, act: AssignmentAct, **changes: Any) -> None:
    """Move an assignment by ``act`` with ``changes``, if nobody moved it meanwhile."""
    state = ASSIGNMENTS.after(state=row.state, act=act)
    if not Assignment.objects.filter(pk=row.pk, state=row.state).update(state=state, **changes):
        raise changed_meanwhile()
    row.state = state
    for field, value in changes.items():
        setattr(row, field, value)


def _require_handler(by: Any, row: Assignment) -> None:
    require_clue(by, Right.CLUE_HANDLE, row.clue)
    require_person(by, Right.CLUE_HANDLE, row.clue, row.handler_id)


@transaction.atomic
def accept_assignment(*, assignment: Assignment, by: Any) -> Assignment:
    """Sign for an assignment and return it: from now on the handler is responsible."""
    _require_handler(by, assignment)
    _change(assignment, AssignmentAct.ACCEPT, taken_at=timezone.now())
    record(act="assignment.accepted", subject=assignment.clue, by=by, facts={"assignment": assignment.pk})
    return assignment


@transaction.atomic
def refuse_assignment(*, assignment: Assignment, reason: str, by: Any) -> Assignment:
    """Give an assignment back unsigned, with a reason; the clue is out of the handler's reach. Return it."""
    _require_handler(by, assignment)
    seal(assignment, refusal=refuse_blank(reason, gettext_noop("请写退回的理由。")))
    _change(assignment, AssignmentAct.REFUSE, taken_at=timezone.now(), refusal=assignment.refusal)
    record(act="assignment.refused", subject=assignment.clue, by=by, facts={"assignment": assignment.pk})
    return assignment


@transaction.atomic
def note_progress(*, assignment: Assignment, note: str, by: Any) -> Progress:
    """Note how the handling goes on, and return the note."""
    _require_handler(by, assignment)
    ASSIGNMENTS.after(state=assignment.state, act=AssignmentAct.REPORT)
    row = Progress(assignment=assignment, by=by, at=timezone.now())
    seal(row, note=refuse_blank(note, gettext_noop("请写办理进展。")))
    row.save(force_insert=True)
    record(act="assignment.progressed", subject=assignment.clue, by=by, facts={"assignment": assignment.pk})
    return row


@transaction.atomic
def report_result(*, assignment: Assignment, outcome: Outcome | str, result: str, by: Any) -> Assignment:
    """Report what the handling came to, for approval; return the assignment."""
    _require_handler(by, assignment)
    outcome = Outcome(outcome)
    refuse_outcome(assignment, outcome)
    seal(assignment, result=refuse_blank(result, gettext_noop("请写办理结果。")))
    _change(
        assignment, AssignmentAct.REPORT, outcome=outcome.value, result=assignment.result, reported_at=timezone.now()
    )
    facts = {"assignment": assignment.pk, "outcome": outcome.value}
    record(act="assignment.reported", subject=assignment.clue, by=by, facts=facts)
    return assignment


def _require_decider(by: Any, row: Assignment) -> None:
    require_clue(by, Right.CLUE_APPROVE, row.clue)
    require_person(by, Right.CLUE_APPROVE, row.clue, row.clue.approver_id)
    if row.handler_id == by.pk:
        raise Refusal("assignment.own_result", gettext_noop("不能审批自己报告的结果。"))


@transaction.atomic
def return_result(*, assignment: Assignment, opinion: str, by: Any) -> Assignment:
    """Return a result to the handler with an opinion; return the assignment."""
    _require_decider(by, assignment)
    seal(assignment, opinion=refuse_blank(opinion, gettext_noop("请写退回的意见。")))
    changes = {"opinion": assignment.opinion, "decided_by": by, "decided_at": timezone.now()}
    _change(assignment, AssignmentAct.RETURN, **changes)
    record(act="assignment.returned", subject=assignment.clue, by=by, facts={"assignment": assignment.pk})
    return assignment


@transaction.atomic
def conclude_assignment(*, assignment: Assignment, by: Any, opinion: str = "") -> Clue:
    """Approve a result and return the clue.

    The result of a principal assignment concludes the clue, unless it asks for filing a case or for clearing: then
    the case office proposes that disposition.
    """
    _require_decider(by, assignment)
    clue, outcome = assignment.clue, Outcome(assignment.outcome)
    seal(assignment, opinion=opinion.replace("\x00", "").strip())
    changes = {"opinion": assignment.opinion, "decided_by": by, "decided_at": timezone.now()}
    _change(assignment, AssignmentAct.CONCLUDE, **changes)
    facts = {"assignment": assignment.pk, "outcome": outcome.value}
    record(act="assignment.concluded", subject=clue, by=by, facts=facts)
    if Way(assignment.way) not in PRINCIPAL:
        return clue
    if outcome in NEEDS_DISPOSITION:
        move(clue, Act.RECONSIDER)
        return clue
    if clue.assignments.filter(state__in=OPEN_ASSIGNMENTS).exists():
        raise Refusal("clue.support_open", gettext_noop("还有督办、协办没有办完，请先办结或者收回，再批准结果。"))
    move(clue, Act.CONCLUDE, outcome=outcome.value, concluded_on=timezone.localdate())
    record(act="clue.concluded", subject=clue, by=by, facts={"outcome": outcome.value})
    return clue


@transaction.atomic
def recall_assignment(*, assignment: Assignment, by: Any) -> Assignment:
    """Take an assignment back that is not reported yet; the clue is out of the handler's reach. Return it."""
    require_clue(by, Right.CLUE_KEEP, assignment.clue)
    _change(assignment, AssignmentAct.RECALL)
    record(act="assignment.recalled", subject=assignment.clue, by=by, facts={"assignment": assignment.pk})
    return assignment
