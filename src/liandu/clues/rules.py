"""Decisions about clues: the grade a rank asks for, numbers, clocks with their basis, what a disposition needs."""

from dataclasses import dataclass
from datetime import date

from liandu.clues.models import Assignment, Clue, Kind, Outcome, Rank, Verdict, Way
from liandu.clues.states import OPEN_ASSIGNMENTS, DispositionState, State
from liandu.inspections.rules import ceiling
from liandu.kernel.days import add_months
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import GRADE_WORDS, Grade
from liandu.kernel.words import gettext_noop

# A clue about a State leader is 绝密, about a provincial cadre 机密, about a prefecture cadre 秘密 (scope rules of
# 1995); below that it is a work secret (Law on Guarding State Secrets 2024, art. 64), here: internal.
LEAST_GRADE = {
    Rank.NATIONAL: Grade.TOP_SECRET,
    Rank.PROVINCIAL: Grade.CONFIDENTIAL,
    Rank.PREFECTURE: Grade.SECRET,
    Rank.COUNTY: Grade.INTERNAL,
    Rank.TOWNSHIP: Grade.INTERNAL,
}


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit: how many months, from what, and the rule that says so (quoted in the source language)."""

    months: int
    since: str
    basis: str


# The clocks of the register. Policy profiles may replace them one day; until then this table is the policy.
CLOCKS = {
    "disposition": Clock(
        1,
        gettext_noop("收到线索之日"),
        gettext_noop(
            "《中国共产党纪律检查机关监督执纪工作规则》第二十一条：应当自收到问题线索之日起一个月内提出处置意见"
        ),
    ),
    "answer": Clock(
        3,
        gettext_noop("交办之日"),
        gettext_noop("《中国共产党巡视工作条例》：有关机关、部门对巡视移交的问题和线索，应当在三个月内反馈办理情况"),
    ),
    "report": Clock(
        1,
        gettext_noop("谈话结束或者收到函询回复之日"),
        gettext_noop("《中国共产党纪律检查机关监督执纪工作规则》：谈话结束或者收到函询回复后一个月内写出情况报告"),
    ),
}
PRINCIPAL = frozenset({Way.OWN, Way.TRANSFER, Way.ASSIGN})  # whose result decides the clue
AFTER = {Kind.CLOSE_TALK: Kind.TALK, Kind.CLOSE_VERIFY: Kind.VERIFY}
NEEDS_DISPOSITION = frozenset({Outcome.CASE, Outcome.CLEARED})  # results after which the case office proposes anew


def disposition_due(received_on: date) -> date:
    """Return until when a disposition is to be proposed."""
    return add_months(received_on, CLOCKS["disposition"].months)


def clue_number_of(*, year: int, serial: int) -> str:
    """Return the central number: 案管〔2026〕0012."""
    return f"案管〔{year}〕{serial:04d}"


def list_number_of(*, year: int, serial: int) -> str:
    """Return the number of a sealed list in its sender's own series: 密送〔2026〕003."""
    return f"密送〔{year}〕{serial:03d}"


def refuse_above_ceiling(grade: Grade, rank: Rank | None = None) -> None:
    """Raise Refusal when a record of this grade, or about a person of this rank, may not stand in this system."""
    least = LEAST_GRADE[rank] if rank else grade
    needed = max(grade, least, key=lambda g: g.rank)
    if not needed.exceeds(ceiling()):
        return
    raise Refusal(
        "clue.above_ceiling",
        gettext_noop(
            "这条线索应定为“%(grade)s”，高于本系统允许的最高密级“%(ceiling)s”，没有登记，也没有留存任何内容。"
            "请按涉密载体管理规定线下办理。"
        ),
        grade=GRADE_WORDS[needed],
        ceiling=GRADE_WORDS[ceiling()],
    )


def refuse_below_least(grade: Grade, rank: Rank) -> None:
    """Raise Refusal when ``grade`` is below what the rank of the person asks for."""
    if LEAST_GRADE[rank].exceeds(grade):
        raise Refusal(
            "clue.grade_too_low",
            gettext_noop("反映%(rank)s干部的线索至少定为“%(grade)s”。"),
            rank=rank.label,
            grade=GRADE_WORDS[LEAST_GRADE[rank]],
        )


def refuse_blank(text: str, sentence: str) -> str:
    """Return ``text`` without what surrounds it; raise Refusal with ``sentence`` when nothing is left."""
    text = text.replace("\x00", "").strip()
    if not text:
        raise Refusal("clue.words_missing", sentence)
    return text


def refuse_kind(clue: Clue, kind: Kind) -> None:
    """Raise Refusal when ``kind`` does not fit what was decided about the clue before."""
    before = set(clue.dispositions.filter(state=DispositionState.APPROVED).values_list("kind", flat=True))
    if kind in AFTER and AFTER[kind] not in before:
        sentence = gettext_noop("“%(kind)s”要以批准过的“%(before)s”为前提。")
        raise Refusal("disposition.too_early", sentence, kind=kind.label, before=AFTER[kind].label)
    if kind == Kind.CLOSE and before & {Kind.TALK, Kind.VERIFY, Kind.FILE}:
        sentence = gettext_noop("已经函询、初核或者立案的线索不能直接了结，请选函询了结或者初核了结。")
        raise Refusal("disposition.not_direct", sentence)


def reasons_against_correcting(clue: Clue) -> list[Refusal]:
    """Return why the words of a clue may not be corrected in its state; none while it is worked on."""
    if clue.state == State.CONCLUDED:
        return [Refusal("clue.concluded", gettext_noop("线索已经办结，文字不再更正。"))]
    if clue.state == State.PROPOSED:
        sentence = gettext_noop("处置意见正在审批，审批人看到的文字不能变；要更正的，请审批人先退回。")
        return [Refusal("clue.before_approver", sentence)]
    return []


def refuse_while_handled(clue: Clue) -> None:
    """Raise Refusal while an assignment of the clue is open."""
    if clue.assignments.filter(state__in=OPEN_ASSIGNMENTS).exists():
        raise Refusal("clue.still_handled", gettext_noop("还有没办完的交办；请先办结或者收回，再重新研判。"))


def refuse_outcome(assignment: Assignment, outcome: Outcome) -> None:
    """Raise Refusal when ``outcome`` does not fit the way the clue was handed on."""
    supports = Way(assignment.way) not in PRINCIPAL
    if supports != (outcome == Outcome.SUPPORTED):
        sentence = gettext_noop("督办、协办只报告“督办、协办完成”；自办、转办、交办要报告办理结果。")
        raise Refusal("assignment.outcome_of_another_way", sentence)


def refuse_verdict(verdict: str, remark: str) -> None:
    """Raise Refusal when a line is left open, or refused, or taken as different, without saying why or how."""
    if verdict == Verdict.OPEN:
        raise Refusal("list.line_open", gettext_noop("每一条都要签：收下、收下但与清单不符，或者拒收。"))
    if verdict in {Verdict.REFUSED, Verdict.DISCREPANCY} and not remark.strip():
        raise Refusal("list.remark_missing", gettext_noop("拒收的要写明理由，与清单不符的要写明实收情况。"))


def missing_in(clue: Clue) -> list[str]:
    """Return what the clue still needs, in words of the source language; empty when it is concluded."""
    words = {
        State.REGISTERED: gettext_noop("集体研判"),
        State.REVIEWED: gettext_noop("提出处置意见"),
        State.PROPOSED: gettext_noop("审批处置意见"),
        State.HELD: gettext_noop("到期再次启动"),
        State.FOLLOW_UP: gettext_noop("书面反馈、说明和澄清的记录"),
    }
    if clue.state == State.IN_FORCE:
        open_ways = {row.way for row in clue.assignments.all() if row.state in OPEN_ASSIGNMENTS}
        return [gettext_noop("办理结果")] if open_ways & PRINCIPAL else [gettext_noop("分类交办")]
    return [words[State(clue.state)]] if State(clue.state) in words else []
