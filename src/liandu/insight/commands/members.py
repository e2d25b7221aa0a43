"""Moving findings between strands, pinning them, and what follows when a finding is withdrawn."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.findings.models import Finding
from liandu.findings.states import Act, State
from liandu.insight.commands.strands import claim, keep_medoid, take_from_proposals, touch
from liandu.insight.models import Membership, Strand, Why
from liandu.insight.rules.strands import refuse_choice, refuse_no_target
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop


@transaction.atomic
def move_findings(*, findings: Sequence[Finding], into: Strand, out_of: Strand | None, by: Any) -> Strand:
    """Move findings out of a strand (None: out of the queue) into another one, which is frozen by it; return that one.

    Of two people who move the same finding the first counts. Moving back is the same act the other way.
    """
    require(by, Right.INSIGHT_JUDGE, subject=into)
    for unit in {finding.unit_id: finding.unit for finding in findings}.values():
        require(by, Right.INSIGHT_JUDGE, unit=unit, subject=into)
    refuse_no_target(into)
    keys = sorted(finding.pk for finding in findings)
    if out_of is not None:
        _leave(out_of, into, keys)
    else:
        _leave_queue(keys)
    touch(into, by=by)
    claim(into)
    now, left = timezone.now(), out_of.pk if out_of else 0
    Membership.objects.bulk_create(
        [Membership(finding_id=key, strand=into, why=Why.MOVED, before_id=left or None, since=now) for key in keys],
        batch_size=150,
    )
    if not Strand.objects.filter(pk=left).exists():  # a proposal that was left with nobody is gone
        left = 0
        Membership.objects.filter(pk__in=keys).update(before=None)
    label = out_of.label if out_of else ""
    facts = {"members": keys, "findings": len(keys), "out_of": left, "label": label}
    record(act="strand.moved", subject=into, by=by, facts=facts)
    if out_of is not None and left:
        record(act="strand.gave", subject=out_of, by=by, facts={"label": into.label, "findings": len(keys)})
    return into


def _leave(out_of: Strand, into: Strand, keys: Sequence[int]) -> None:
    if out_of.pk == into.pk:
        raise Refusal("strand.same", gettext_noop("这些问题已经在这一组里，请另选一组。"))
    rows = list(Membership.objects.filter(strand=out_of, pk__in=keys).order_by("pk"))
    refuse_choice(rows, len(keys), all_of=Membership.objects.filter(strand=out_of).count() if out_of.frozen else None)
    claim(out_of)
    Membership.objects.filter(strand=out_of, pk__in=keys).delete()
    if keep_medoid(out_of, gone=keys) is None:
        Strand.objects.filter(pk=out_of.pk).delete()


def _leave_queue(keys: Sequence[int]) -> None:
    if not keys:
        refuse_choice([], 0)
    # Locked first, so that of two people who move the same one the second sees where it went.
    locked = Finding.objects.select_for_update().filter(pk__in=keys, state=State.CONFIRMED).order_by("pk")
    free = list(locked.values_list("pk", flat=True))
    taken = Membership.objects.filter(pk__in=keys, strand__frozen=True)
    if len(free) != len(keys) or taken.exists():
        raise Refusal("strand.taken", gettext_noop("选中的问题里有的刚刚被归入别组或撤回，请刷新后再选。"))
    take_from_proposals(keys)


@transaction.atomic
def pin_findings(*, strand: Strand, findings: Sequence[Finding], by: Any, pinned: bool = True) -> int:
    """Pin members to their strand, or let them go again (``pinned`` False); return of how many that is new.

    A pinned one is neither moved nor split off until it is let go.
    """
    require(by, Right.INSIGHT_JUDGE, subject=strand)
    refuse_no_target(strand)
    rows = Membership.objects.filter(strand=strand, finding__in=findings)
    if not findings or rows.count() != len(findings):
        raise Refusal("strand.nothing_chosen", gettext_noop("请先选中这一组里的问题。"))
    keys = sorted(rows.exclude(pinned=pinned).values_list("pk", flat=True))
    if keys:
        touch(strand, by=by)
        claim(strand)
        Membership.objects.filter(strand=strand, pk__in=keys).update(pinned=pinned)
        facts = {"members": keys, "findings": len(keys)}
        record(act="strand.pinned" if pinned else "strand.unpinned", subject=strand, by=by, facts=facts)
    return len(keys)


@transaction.atomic
def leave_strand(*, finding: Finding, act: Act, reason: str, by: Any) -> None:
    """Let a finding that is withdrawn leave its strand; called within the transaction of that act.

    One that is reinstated waits in the queue, as a new one does.
    """
    if act != Act.WITHDRAW:
        return
    row = Membership.objects.select_related("strand").filter(pk=finding.pk).first()
    if row is None:
        return
    strand = row.strand
    if not strand.frozen:
        take_from_proposals([finding.pk])
        return
    row.delete()
    keep_medoid(strand, gone=[finding.pk])
    record(act="strand.left", subject=strand, by=by, facts={"members": [finding.pk]}, reason=reason)
