"""What a common problem needs before it is settled, and what a catalogue needs before it is issued."""

from collections.abc import Collection, Sequence

from liandu.insight.models import CommonProblem, Strand
from liandu.insight.states import CommonState, StrandState
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop


def refuse_strands(strands: Sequence[Strand], *, common: CommonProblem | None) -> None:
    """Refuse strands that cannot stand behind a common problem: none, not accepted ones, those of another."""
    if not strands:
        raise Refusal("common.no_strands", gettext_noop("请至少选一组已采用的同类问题。"))
    if any(strand.state != StrandState.ACCEPTED for strand in strands):
        raise Refusal("common.not_accepted", gettext_noop("选中的同类问题里有的还没有采用或已停用，请先采用。"))
    own = common.pk if common else None
    if any(strand.common_id not in {None, own} for strand in strands):
        raise Refusal("common.taken", gettext_noop("选中的同类问题里有的已属于另一个共性问题，请刷新后再选。"))


def refuse_not_ready(common: CommonProblem) -> None:
    """Refuse to settle what says too little."""
    missing = [
        words
        for value, words in (
            (common.definition, gettext_noop("定义")),
            (common.causes, gettext_noop("原因")),
            (common.suggestions, gettext_noop("建议")),
        )
        if not value.strip()
    ]
    if missing:
        raise Refusal(
            "common.not_ready", gettext_noop("还没有写：%(what)s。请先补齐，再审定。"), what="、".join(missing)
        )


def refuse_not_common(*, common: bool, reason: str, units: int, sectors: int) -> None:
    """Refuse to settle, without a reason, what the site's rule does not call common."""
    if not common and not reason.strip():
        raise Refusal(
            "common.not_common",
            gettext_noop("只涉及 %(units)s 个单位、%(sectors)s 个板块，达不到共性的条件。确需审定的，请写明理由。"),
            units=units,
            sectors=sectors,
        )


def refuse_lines(chosen: Sequence[CommonProblem], wanted: Collection[int]) -> None:
    """Refuse to issue nothing, or what is not settled any more."""
    if not wanted:
        raise Refusal("catalogue.empty", gettext_noop("请至少选一个已审定的共性问题。"))
    settled = [row for row in chosen if row.state == CommonState.NAMED]
    if len(settled) != len(set(wanted)):
        raise Refusal("catalogue.changed", gettext_noop("选中的共性问题里有的刚刚退回修改或停用，请刷新后再选。"))
