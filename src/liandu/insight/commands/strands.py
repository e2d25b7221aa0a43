"""Accepting, naming, merging, splitting and retiring strands, and the ways back. Each entry has what a replay needs."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.findings.models import Finding
from liandu.findings.states import State
from liandu.insight.models import Membership, Strand, Why
from liandu.insight.rules.strands import (
    refuse_choice,
    refuse_no_label,
    refuse_no_target,
    refuse_two_common,
)
from liandu.insight.states import STRANDS, StrandAct
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

LONGEST = 120  # characters of a name


@transaction.atomic
def accept_strand(*, strand: Strand, by: Any) -> Strand:
    """Accept a proposal as it was seen and return it: from now on no machine takes a member away."""
    require(by, Right.INSIGHT_JUDGE, subject=strand)
    state = STRANDS.after(state=strand.state, act=StrandAct.ACCEPT)
    claim(strand, state=state, frozen=True, judged_at=timezone.now(), judged_by=by)
    facts = {"code": strand.code, "label": strand.label, "members": members_of(strand)}
    record(act="strand.accepted", subject=strand, by=by, facts=facts)
    return strand


@transaction.atomic
def name_strand(*, strand: Strand, label: str, by: Any) -> Strand:
    """Give the strand another name and return it; a proposal stays what it is, frozen from now on."""
    require(by, Right.INSIGHT_JUDGE, subject=strand)
    refuse_no_label(label)
    refuse_no_target(strand)
    touch(strand, by=by)
    before, label = strand.label, label.strip()[:LONGEST]
    claim(strand, label=label)
    record(act="strand.named", subject=strand, by=by, facts={"before": before, "label": label})
    return strand


@transaction.atomic
def merge_strands(*, strand: Strand, into: Strand, by: Any) -> Strand:
    """Take all members of ``strand`` over into another one, accepted or accepted by this, and return that one.

    The common problem of either stands for both; two different ones are refused.
    """
    require(by, Right.INSIGHT_JUDGE, subject=strand)
    if strand.pk == into.pk:
        raise Refusal("strand.same", gettext_noop("不能并入自己，请另选一组。"))
    refuse_no_target(into)
    refuse_two_common(strand, into)
    state = STRANDS.after(state=strand.state, act=StrandAct.MERGE)
    touch(into, by=by)
    members = members_of(strand)
    claim(into, common=into.common or strand.common)
    claim(strand, state=state, frozen=True, merged_into=into, judged_at=timezone.now(), judged_by=by)
    Membership.objects.filter(strand=strand).update(
        strand=into, before=strand, why=Why.MOVED, since=timezone.now(), pinned=False
    )
    facts = {"into": into.pk, "label": strand.label, "into_label": into.label, "members": members}
    record(act="strand.merged", subject=strand, by=by, facts=facts)
    record(act="strand.took_over", subject=into, by=by, facts={"label": strand.label, "findings": len(members)})
    return into


@transaction.atomic
def unmerge_strand(*, strand: Strand, by: Any) -> Strand:
    """Let a merged strand stand on its own again, with those of its members that nobody has moved since; return it."""
    require(by, Right.INSIGHT_JUDGE, subject=strand)
    state = STRANDS.after(state=strand.state, act=StrandAct.UNMERGE)
    into = Strand.objects.select_for_update().get(pk=strand.merged_into_id or 0)
    back = Membership.objects.filter(strand=into, before=strand)
    members = sorted(back.values_list("pk", flat=True))
    if not members:
        raise Refusal("strand.nothing_left", gettext_noop("并入的问题都已移到别处，没有可以拆回的。"))
    claim(into)
    claim(strand, state=state, merged_into=None, judged_at=timezone.now(), judged_by=by)
    back.update(strand=strand, before=None, pinned=False, since=timezone.now())
    keep_medoid(into, gone=members)
    keep_medoid(strand, gone=[])
    record(act="strand.unmerged", subject=strand, by=by, facts={"out_of": into.pk, "members": members})
    record(act="strand.gave", subject=into, by=by, facts={"label": strand.label, "findings": len(members)})
    return strand


@transaction.atomic
def split_strand(*, strand: Strand, findings: Sequence[Finding], label: str, by: Any) -> Strand:
    """Make a new accepted strand of some of the members and return it; the others stay where they are."""
    require(by, Right.INSIGHT_JUDGE, subject=strand)
    refuse_no_label(label)
    refuse_no_target(strand)
    rows = list(Membership.objects.filter(strand=strand, finding__in=findings).order_by("pk"))
    refuse_choice(rows, len(findings), all_of=Membership.objects.filter(strand=strand).count())
    claim(strand)
    now, keys = timezone.now(), [row.pk for row in rows]
    new = Strand.objects.create(
        code=strand.code,
        label=label.strip()[:LONGEST],
        medoid_id=strand.medoid_id if strand.medoid_id in keys else keys[0],
        state=STRANDS.after(state=STRANDS.initial, act=StrandAct.ACCEPT),
        frozen=True,
        made_at=now,
        judged_at=now,
        judged_by=by,
    )
    moved = Membership.objects.filter(strand=strand, pk__in=keys)
    moved.update(strand=new, before=strand, why=Why.MOVED, since=now)
    keep_medoid(strand, gone=keys)
    facts = {"into": new.pk, "code": new.code, "label": new.label, "members": keys}
    record(act="strand.split", subject=strand, by=by, facts=facts)
    record(act="strand.split_off", subject=new, by=by, facts={"label": strand.label, "findings": len(keys)})
    return new


@transaction.atomic
def retire_strand(*, strand: Strand, by: Any, reason: str = "") -> Strand:
    """Retire a strand and return it: its members wait in the queue, and the same group is not proposed again."""
    require(by, Right.INSIGHT_JUDGE, subject=strand)
    state = STRANDS.after(state=strand.state, act=StrandAct.RETIRE)
    if strand.common_id:
        raise Refusal("strand.is_counted", gettext_noop("这组同类问题属于一个共性问题，请先在共性问题里移出，再停用。"))
    members = members_of(strand)
    claim(strand, state=state, frozen=True, was=members, judged_at=timezone.now(), judged_by=by)
    Membership.objects.filter(strand=strand).delete()
    facts = {"label": strand.label, "members": members}
    record(act="strand.retired", subject=strand, by=by, facts=facts, reason=reason)
    return strand


@transaction.atomic
def restore_strand(*, strand: Strand, by: Any) -> Strand:
    """Take back that a strand was retired and return it: a proposal that no machine remakes, to be accepted.

    It has those of its members again that stand in no other strand of a person.
    """
    require(by, Right.INSIGHT_JUDGE, subject=strand)
    state = STRANDS.after(state=strand.state, act=StrandAct.RESTORE)
    taken = Membership.objects.filter(finding__in=strand.was, strand__frozen=True).values("finding")
    free = Finding.objects.filter(pk__in=strand.was, state=State.CONFIRMED).exclude(pk__in=taken)
    members = sorted(free.values_list("pk", flat=True))
    if not members:
        raise Refusal("strand.nothing_left", gettext_noop("原来的问题都已归入别组，没有可以恢复的。"))
    claim(strand, state=state, was=[], judged_at=None, judged_by=None)
    take_from_proposals(members)
    now = timezone.now()
    Membership.objects.bulk_create(
        [Membership(finding_id=key, strand=strand, why=Why.GROUPED, since=now) for key in members], batch_size=150
    )
    keep_medoid(strand, gone=[])
    record(act="strand.restored", subject=strand, by=by, facts={"code": strand.code, "members": members})
    return strand


def claim(strand: Strand, **changes: Any) -> None:
    """Write ``changes`` to a strand that still is as it was read; refused when somebody was quicker."""
    same = Strand.objects.filter(pk=strand.pk, version=strand.version)
    if not same.update(version=strand.version + 1, **changes):
        raise Refusal("strand.changed", gettext_noop("这组同类问题刚刚有变化，请刷新后再办。"))
    strand.version += 1
    for name, value in changes.items():
        setattr(strand, name, value)


def touch(strand: Strand, *, by: Any) -> None:
    """Freeze a proposal that a person touches for the first time, with its members in the journal."""
    if strand.frozen:
        return
    claim(strand, frozen=True)
    facts = {"code": strand.code, "label": strand.label, "members": members_of(strand)}
    record(act="strand.held", subject=strand, by=by, facts=facts)


def members_of(strand: Strand) -> list[int]:
    """Return the keys of all members, in order."""
    return sorted(Membership.objects.filter(strand=strand).values_list("pk", flat=True))


def take_from_proposals(keys: Sequence[int]) -> None:
    """Let findings leave the proposals that nobody has touched; a proposal that is left with none goes."""
    left = Membership.objects.filter(pk__in=keys, strand__frozen=False)
    strands = set(left.values_list("strand", flat=True))
    left.delete()
    for strand in Strand.objects.filter(pk__in=strands):
        if keep_medoid(strand, gone=keys) is None:
            strand.delete()


def keep_medoid(strand: Strand, *, gone: Sequence[int]) -> int | None:
    """See that the medoid is a member, the first one where it has left; return it, None where no member is left."""
    members = Membership.objects.filter(strand=strand).order_by("pk")
    if strand.medoid_id not in gone and members.filter(pk=strand.medoid_id).exists():
        return strand.medoid_id
    first = members.values_list("pk", flat=True).first()
    if first is not None:
        Strand.objects.filter(pk=strand.pk).update(medoid=first)
        strand.medoid_id = first
    return first
