"""Withdrawing findings, reinstating them, and undoing what was accepted just now."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.findings.consequences import draw_consequences
from liandu.findings.models import Finding
from liandu.findings.states import MACHINE, Act, State
from liandu.intake.commands import release_proposal, restore_proposal
from liandu.intake.models import Proposal
from liandu.intake.rules import folded
from liandu.intake.states import State as ProposalState
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

UNDO_MINUTES = 10


@transaction.atomic
def withdraw_finding(*, finding: Finding, reason: str, by: Any) -> Finding:
    """Withdraw a finding that should not have been confirmed; its number is not given again. Return it."""
    require(by, Right.FINDING_WITHDRAW, unit=finding.unit, subject=finding)
    if not reason.strip():
        raise Refusal("finding.reason_missing", gettext_noop("请写明撤回的理由。"))
    return _withdraw(finding, reason=reason, by=by)


def _withdraw(finding: Finding, *, reason: str, by: Any) -> Finding:
    _move(finding, Act.WITHDRAW)
    if finding.proposal is not None and finding.proposal.state == ProposalState.ACCEPTED:
        release_proposal(proposal=finding.proposal, by=by)
    record(act="finding.withdrawn", subject=finding, by=by, facts={"number": finding.number}, reason=reason)
    draw_consequences(finding=finding, act=Act.WITHDRAW, reason=reason, by=by)
    return finding


@transaction.atomic
def reinstate_finding(*, finding: Finding, reason: str, by: Any) -> Finding:
    """Reinstate a finding that was withdrawn by mistake, under its old number, with a reason. Return it.

    Its proposal, open again since, stays open: accepting it recognises the finding that stands.
    """
    require(by, Right.FINDING_WITHDRAW, unit=finding.unit, subject=finding)
    if not reason.strip():
        raise Refusal("finding.reason_missing", gettext_noop("请写明恢复的理由。"))
    _refuse_said_twice(finding)
    _move(finding, Act.REINSTATE)
    record(act="finding.reinstated", subject=finding, by=by, facts={"number": finding.number}, reason=reason)
    draw_consequences(finding=finding, act=Act.REINSTATE, reason=reason, by=by)
    return finding


def _refuse_said_twice(finding: Finding) -> None:
    """Raise Refusal when the ledger has the problem again, under a new number, since the finding was withdrawn."""
    rows = Finding.objects.filter(round=finding.round_id, unit=finding.unit_id, state=State.CONFIRMED)
    again = next((row for row in rows.only("number", "title") if folded(row.title) == folded(finding.title)), None)
    if again is not None:
        sentence = gettext_noop("台账里已有同样表述的 %(number)s，不用再恢复。")
        raise Refusal("finding.there_again", sentence, number=again.number)


def _move(finding: Finding, act: Act) -> None:
    state = MACHINE.after(state=finding.state, act=act)
    if not Finding.objects.filter(pk=finding.pk, state=finding.state).update(state=state):
        raise Refusal("finding.changed_meanwhile", gettext_noop("这一条刚被别人改过，请刷新后再办。"))
    finding.state = state


@transaction.atomic
def undo_accept(*, proposal: Proposal, by: Any) -> Finding:
    """Take back an acceptance that the same person made just now: the finding is withdrawn, the proposal open again.

    Within ten minutes and by the one who accepted; later it is a withdrawal, which needs its own right and a reason.
    """
    rows = Finding.objects.select_related("unit", "proposal__same_as")
    finding = rows.filter(proposal=proposal, state=State.CONFIRMED).first()
    if finding is None or _took_over_a_number(finding):
        raise Refusal(
            "finding.cannot_undo",
            gettext_noop("这一条更正了台账原有的问题，不能撤销；请再次更正，或由负责人撤回。"),
        )
    require(by, Right.FINDING_RAISE, unit=finding.unit, subject=finding)
    minutes = (timezone.now() - finding.confirmed_at).total_seconds() / 60
    if finding.confirmed_by_id != by.pk or minutes > UNDO_MINUTES:
        raise Refusal(
            "finding.undo_too_late",
            gettext_noop("只有本人在 %(minutes)s 分钟内可以撤销确认；之后请由负责人写明理由撤回。"),
            minutes=UNDO_MINUTES,
        )
    return _withdraw(finding, reason=gettext_noop("确认后立即撤销"), by=by)


def _took_over_a_number(finding: Finding) -> bool:
    """Return whether the finding was raised from an earlier version of its document and amended since."""
    earlier = finding.proposal.same_as if finding.proposal else None
    return earlier is not None and earlier.state in {ProposalState.ACCEPTED, ProposalState.KNOWN}


@transaction.atomic
def undo_judgements(*, proposals: Iterable[Proposal], by: Any) -> list[Proposal]:
    """Open judged proposals again: acceptances as undo_accept() allows, dismissals and recognitions always."""
    opened = []
    for proposal in proposals:
        if proposal.state == ProposalState.ACCEPTED:
            undo_accept(proposal=proposal, by=by)
        else:
            restore_proposal(proposal=proposal, by=by)
        opened.append(proposal)
    return opened
