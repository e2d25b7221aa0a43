"""Drafting common problems from strands, settling, revising and retiring them."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.findings.models import Finding
from liandu.findings.states import State
from liandu.insight.commands.strands import LONGEST
from liandu.insight.models import CommonProblem, Membership, Strand, TypicalCase
from liandu.insight.queries.figures import COMMON as BY_COMMON
from liandu.insight.queries.figures import figures_of
from liandu.insight.rules.common_problems import refuse_not_common, refuse_not_ready, refuse_strands
from liandu.insight.rules.strands import refuse_no_label
from liandu.insight.states import COMMON, CommonAct, CommonState, StrandState
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

WRITTEN = ("definition", "scope", "severity", "causes", "suggestions", "competent")


@transaction.atomic
def draft_common_problem(*, strands: Sequence[Strand], by: Any, name: str = "") -> CommonProblem:
    """Draft a common problem from accepted strands and return it; name and class come from the first of them."""
    require(by, Right.INSIGHT_JUDGE)
    refuse_strands(strands, common=None)
    first = strands[0]
    common = CommonProblem.objects.create(
        name=(name.strip() or first.label)[:LONGEST],
        code=first.code,
        state=COMMON.initial,
        made_at=timezone.now(),
        made_by=by,
    )
    keys = _put(strands, common)
    record(act="common.drafted", subject=common, by=by, facts={"name": common.name, "strands": keys})
    return common


@transaction.atomic
def amend_common_problem(
    *, common: CommonProblem, name: str, strands: Sequence[Strand], cases: Sequence[Finding], by: Any, **written: Any
) -> CommonProblem:
    """Write the words of a draft, choose its strands and its typical cases, and return it.

    ``written`` are fields of WRITTEN. Cases must be members. What is settled is sent back for revision first.
    """
    require(by, Right.INSIGHT_JUDGE, subject=common)
    refuse_no_label(name)
    refuse_strands(strands, common=common)
    if common.state != CommonState.DRAFT:
        raise Refusal("common.settled", gettext_noop("已审定或停用的共性问题不能直接改，请先退回修改。"))
    before = {field: _told(getattr(common, field)) for field in WRITTEN}
    changes = {field: written[field] for field in WRITTEN if field in written}
    _claim(common, name=name.strip()[:LONGEST], **changes)
    common.strands.exclude(pk__in=[strand.pk for strand in strands]).update(common=None)
    keys = _put(strands, common)
    numbers = _choose_cases(common, cases)
    after = {field: _told(getattr(common, field)) for field in WRITTEN}
    facts = {
        "name": common.name,
        "strands": keys,
        "cases": numbers,
        "changed": [field for field in WRITTEN if before[field] != after[field]],
    }
    record(act="common.amended", subject=common, by=by, facts=facts | {"words": after})
    return common


@transaction.atomic
def settle_common_problem(*, common: CommonProblem, by: Any, reason: str = "") -> CommonProblem:
    """Settle a draft and return it. What the rule does not call common needs a reason, which is kept and shown."""
    require(by, Right.INSIGHT_SETTLE, subject=common)
    state = COMMON.after(state=common.state, act=CommonAct.NAME)
    refuse_not_ready(common)
    figures = figures_of(Membership.objects.all(), by=BY_COMMON, keys=[common.pk])[common.pk]
    told = {"units": figures.units, "sectors": len(figures.sectors)}
    refuse_not_common(common=figures.common, reason=reason, **told)
    because = "" if figures.common else reason.strip()[:300]
    _claim(common, state=state, settled_because=because)
    facts = {"name": common.name, "findings": figures.findings, **told}
    record(act="common.settled", subject=common, by=by, facts=facts, reason=because)
    return common


@transaction.atomic
def revise_common_problem(*, common: CommonProblem, by: Any, reason: str = "") -> CommonProblem:
    """Send a settled common problem back for revision and return it; issued catalogues stay as they are."""
    require(by, Right.INSIGHT_SETTLE, subject=common)
    _claim(common, state=COMMON.after(state=common.state, act=CommonAct.REVISE), settled_because="")
    record(act="common.sent_back", subject=common, by=by, facts={"name": common.name}, reason=reason)
    return common


@transaction.atomic
def retire_common_problem(*, common: CommonProblem, by: Any, reason: str = "") -> CommonProblem:
    """Retire a common problem and return it; its strands stand on their own again."""
    require(by, Right.INSIGHT_SETTLE, subject=common)
    _claim(common, state=COMMON.after(state=common.state, act=CommonAct.RETIRE))
    keys = sorted(common.strands.values_list("pk", flat=True))
    common.strands.update(common=None)
    record(act="common.retired", subject=common, by=by, facts={"name": common.name, "strands": keys}, reason=reason)
    return common


def _claim(common: CommonProblem, **changes: Any) -> None:
    """Write ``changes`` to a common problem that still is as it was read; refused when somebody was quicker."""
    same = CommonProblem.objects.filter(pk=common.pk, version=common.version)
    if not same.update(version=common.version + 1, **changes):
        raise Refusal("common.changed", gettext_noop("这个共性问题刚刚有人改过，请刷新后再办。"))
    common.version += 1
    for name, value in changes.items():
        setattr(common, name, value)


def _put(strands: Sequence[Strand], common: CommonProblem) -> list[int]:
    """Let the strands stand behind the common problem; refused when one was taken meanwhile."""
    keys = sorted({strand.pk for strand in strands})
    still = Strand.objects.filter(pk__in=keys, state=StrandState.ACCEPTED)
    still.filter(common=None).update(common=common)
    if still.filter(common=common).count() != len(keys):
        raise Refusal("common.taken", gettext_noop("选中的同类问题里有的已属于另一个共性问题，请刷新后再选。"))
    return keys


def _choose_cases(common: CommonProblem, cases: Sequence[Finding]) -> list[str]:
    members = Membership.objects.filter(strand__common=common, finding__in=cases, finding__state=State.CONFIRMED)
    keys = sorted(members.values_list("pk", flat=True))
    if len(keys) != len({case.pk for case in cases}):
        raise Refusal("common.no_member", gettext_noop("典型案例要从所属的同类问题里选，请刷新后再选。"))
    TypicalCase.objects.filter(common=common).exclude(finding__in=keys).delete()
    there = set(TypicalCase.objects.filter(common=common).values_list("finding", flat=True))
    TypicalCase.objects.bulk_create([TypicalCase(common=common, finding_id=key) for key in keys if key not in there])
    return sorted(case.number for case in cases)


def _told(value: Any) -> str:
    return "" if value is None else str(value)
