"""From collective review to a disposition in force, its second start, and what is owed after closing."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.roles import Act as Right
from liandu.clues.commands.permission import changed_meanwhile, require_clue, require_person
from liandu.clues.models import Clue, Disposition, FollowUp, Kind, Review, Step
from liandu.clues.queries import approver_posts, keeper_posts, people_recused
from liandu.clues.rules import refuse_blank, refuse_kind, refuse_while_handled
from liandu.clues.sealing import seal
from liandu.clues.states import CLUES, DISPOSITIONS, Act, DispositionAct, DispositionState, State
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

APPROVALS = {Kind.HOLD: Act.HOLD, Kind.CLOSE: Act.CLOSE, Kind.CLOSE_TALK: Act.CLOSE_LATER,
             Kind.CLOSE_VERIFY: Act.CLOSE_LATER}  # fmt: skip


def move(clue: Clue, act: Act, **changes: Any) -> None:
    """Move ``clue`` by ``act`` with ``changes``, if nobody moved it meanwhile; raise Refusal otherwise."""
    state = CLUES.after(state=clue.state, act=act)
    if not Clue.objects.filter(pk=clue.pk, state=clue.state).update(state=state, **changes):
        raise changed_meanwhile()
    clue.state = state
    for field, value in changes.items():
        setattr(clue, field, value)


@transaction.atomic
def hold_review(*, clue: Clue, held_on: date, participants: str, note: str, by: Any) -> Review:
    """Note a collective review and return it; a clue in force is reviewed anew once nobody handles it any more."""
    require_clue(by, Right.CLUE_REGISTER, clue)
    if held_on > timezone.localdate():
        raise Refusal("review.in_future", gettext_noop("研判日期不能在今天以后。"))
    if clue.state == State.IN_FORCE:
        refuse_while_handled(clue)
    move(clue, Act.RECONSIDER if clue.state == State.IN_FORCE else Act.REVIEW)
    review = Review(clue=clue, held_on=held_on, by=by, at=timezone.now())
    seal(
        review,
        participants=refuse_blank(participants, gettext_noop("请写参加研判的人。")),
        note=refuse_blank(note, gettext_noop("请写研判意见。")),
    )
    review.save(force_insert=True)
    record(act="clue.reviewed", subject=clue, by=by, facts={"held_on": held_on, "review": review.pk})
    return review


@transaction.atomic
def propose_disposition(
    *, clue: Clue, kind: Kind | str, reason: str, approver: Any, by: Any, restart_on: date | None = None
) -> Disposition:
    """Propose how to dispose of a reviewed clue, put it before ``approver``, and return the proposal."""
    require_clue(by, Right.CLUE_KEEP, clue)
    kind = Kind(kind)
    if approver.pk == by.pk or not approver_posts(by, clue).filter(user=approver).exists():
        raise Refusal("disposition.approver", gettext_noop("审批人要有审批岗位，不能是提出人，也不能是应当回避的人。"))
    refuse_kind(clue, kind)
    if kind == Kind.HOLD and (restart_on is None or restart_on <= timezone.localdate()):
        raise Refusal("disposition.no_second_start", gettext_noop("暂存待查要写明今天以后的再次启动日期。"))
    move(clue, Act.PROPOSE, approver=approver)
    row = Disposition(
        clue=clue, kind=kind, restart_on=restart_on if kind == Kind.HOLD else None, proposed_by=by,
        proposed_at=timezone.now(), approver=approver,
    )  # fmt: skip
    seal(row, reason=refuse_blank(reason, gettext_noop("请写提出的理由。")))
    row.save(force_insert=True)
    facts = {"kind": kind.value, "disposition": row.pk, "approver": approver.username}
    record(act="disposition.proposed", subject=clue, by=by, facts=facts)
    return row


def _decided(disposition: Disposition, act: DispositionAct, opinion: str, by: Any) -> None:
    """Write the decision of the person before whom the proposal was put; nobody decides their own."""
    require_clue(by, Right.CLUE_APPROVE, disposition.clue)
    require_person(by, Right.CLUE_APPROVE, disposition.clue, disposition.approver_id)
    state = DISPOSITIONS.after(state=disposition.state, act=act)
    seal(disposition, opinion=opinion.replace("\x00", "").strip())
    at = timezone.now()
    waiting = Disposition.objects.filter(pk=disposition.pk, state=DispositionState.PROPOSED)
    if not waiting.update(state=state, opinion=disposition.opinion, decided_at=at):
        raise changed_meanwhile()
    disposition.state, disposition.decided_at = state, at


@transaction.atomic
def approve_disposition(*, disposition: Disposition, by: Any, opinion: str = "") -> Clue:
    """Approve a proposal: the disposition is in force. Return the clue."""
    clue, kind = disposition.clue, Kind(disposition.kind)
    _decided(disposition, DispositionAct.APPROVE, opinion, by)
    changes: dict[str, Any] = {"kind": kind.value, "restart_on": disposition.restart_on}
    if kind == Kind.CLOSE:
        changes["concluded_on"] = timezone.localdate()
    move(clue, APPROVALS.get(kind, Act.APPROVE), **changes)
    record(act="disposition.approved", subject=clue, by=by, facts={"kind": kind.value, "disposition": disposition.pk})
    return clue


@transaction.atomic
def return_disposition(*, disposition: Disposition, opinion: str, by: Any) -> Clue:
    """Return a proposal with an opinion; the case office proposes anew. Return the clue."""
    clue = disposition.clue
    refuse_blank(opinion, gettext_noop("请写退回的意见。"))
    _decided(disposition, DispositionAct.RETURN, opinion, by)
    move(clue, Act.RETURN)
    record(
        act="disposition.returned", subject=clue, by=by,
        facts={"kind": disposition.kind, "disposition": disposition.pk},
    )  # fmt: skip
    return clue


@transaction.atomic
def restart_clue(*, clue: Clue, note: str, by: Any) -> Review:
    """Start a clue again that was held (暂存待查), with a note of why now; return the note as a review."""
    require_clue(by, Right.CLUE_KEEP, clue)
    move(clue, Act.RESTART, restart_on=None)
    review = Review(clue=clue, held_on=timezone.localdate(), by=by, at=timezone.now())
    seal(review, participants=by.display_name, note=refuse_blank(note, gettext_noop("请写再次启动的理由。")))
    review.save(force_insert=True)
    record(act="clue.restarted", subject=clue, by=by, facts={"review": review.pk})
    return review


@transaction.atomic
def record_follow_up(*, clue: Clue, step: Step | str, done_on: date | None, note: str, by: Any) -> FollowUp:
    """Note one thing owed after 函询了结 or 初核了结: done on a day, or why it is not needed; return it.

    The written feedback is always owed. With the third step noted, the clue is concluded.
    """
    require_clue(by, Right.CLUE_REGISTER, clue)
    step = Step(step)
    if clue.state != State.FOLLOW_UP:
        raise Refusal("follow_up.not_owed", gettext_noop("只有函询了结、初核了结的线索要记反馈、说明和澄清。"))
    if clue.follow_ups.filter(step=step).exists():
        raise Refusal("follow_up.noted", gettext_noop("“%(step)s”已经记过了。"), step=step.label)
    if done_on is None and step == Step.FEEDBACK:
        raise Refusal("follow_up.feedback_owed", gettext_noop("书面反馈本人不能省略，请写完成日期。"))
    if done_on is not None and done_on > timezone.localdate():
        raise Refusal("follow_up.in_future", gettext_noop("完成日期不能在今天以后。"))
    if done_on is None:
        refuse_blank(note, gettext_noop("没有做的要写明理由。"))
    row = FollowUp(clue=clue, step=step, done_on=done_on, by=by, at=timezone.now())
    seal(row, note=note.replace("\x00", "").strip())
    row.save(force_insert=True)
    record(act="clue.followed_up", subject=clue, by=by, facts={"step": step.value, "done_on": done_on})
    if clue.follow_ups.count() == len(Step):
        move(clue, Act.FOLLOW_UP, concluded_on=timezone.localdate(), outcome="cleared")
        record(act="clue.concluded", subject=clue, by=by, facts={"outcome": "cleared"})
    return row


@transaction.atomic
def change_people(*, clue: Clue, keeper: Any, approver: Any | None, by: Any) -> Clue:
    """Name another keeper, or put the clue before another approver (when one left or is recused); return it."""
    require_clue(by, Right.CLUE_KEEP, clue)
    if keeper.pk in people_recused(clue) or not keeper_posts(by).filter(user=keeper).exists():
        raise Refusal("clue.keeper_without_post", gettext_noop("保管人要是本室能登记线索的人，不能是应当回避的人。"))
    waiting = clue.dispositions.filter(state=DispositionState.PROPOSED)
    if approver is not None:
        proposers = set(waiting.values_list("proposed_by", flat=True))
        if approver.pk in proposers or not approver_posts(by, clue).filter(user=approver).exists():
            sentence = gettext_noop("审批人要有审批岗位，不能是提出人，也不能是应当回避的人。")
            raise Refusal("disposition.approver", sentence)
        waiting.update(approver=approver)
    clue.keeper, clue.approver = keeper, approver or clue.approver
    clue.save(update_fields=["keeper", "approver"])
    named = clue.approver.username if clue.approver else ""
    record(act="clue.people_changed", subject=clue, by=by, facts={"keeper": keeper.username, "approver": named})
    return clue
