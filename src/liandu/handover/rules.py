"""What goes to whom, as a table; numbers, clocks and the digest of a list; what stands against an act."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from liandu.findings.states import State as FindingState
from liandu.handover.models import Line, LineKind, Meeting, Package, Purpose
from liandu.handover.states import LineState, MeetingState, PackageState
from liandu.inspections.models import MaterialKind, Round
from liandu.inspections.policies import ClockCode
from liandu.inspections.queries import policy_of
from liandu.inspections.rules import refuse_above_ceiling
from liandu.inspections.states import State as MaterialState
from liandu.inspections.taxonomies import taxonomy
from liandu.kernel.days import add_months
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Party

UNDO_MINUTES = 10
NEAR_DAYS = 20  # a clock is called near from this many days on


class To(StrEnum):
    """What sort of body a rule hands over to."""

    DISCIPLINE = Party.DISCIPLINE.value
    ORGANIZATION = Party.ORGANIZATION.value
    COMPETENT = "competent"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class ContentRule:
    """Findings of ``classes`` and material of ``kinds`` (its title holding one of ``words``, when given) go to ``to``.

    An empty ``classes`` takes every class that no rule before it took. ``why`` and ``basis`` are shown beside each
    line that the rule proposes.
    """

    key: str
    to: To
    purpose: Purpose
    classes: frozenset[str]
    kinds: frozenset[str]
    words: tuple[str, ...]
    why: str
    basis: str


# The regulations on inspection of 2015, amended in 2017, article 28: (1) suspected violations of discipline and serious
# problems of conduct to the discipline commission; (2) democratic centralism and appointments to the organization
# department; (3) all else to the bodies concerned. Article 26: the inspected organisation gets its feedback. Rules are
# tried from the top, and the first that takes a thing decides; feedback takes the unit's findings once more. Which
# classes of our taxonomy mean "conduct" or "appointments" is our own reading, and the person who sends may differ.
CONTENT_RULES = (
    ContentRule(
        "discipline",
        To.DISCIPLINE,
        Purpose.HANDOVER,
        frozenset({"B1", "B2", "B3", "B4", "B9"}),
        frozenset({MaterialKind.INSPECTION_REPORT}),
        (),
        gettext_noop("作风和履行全面从严治党责任方面的问题、巡视报告，移交联系该单位的纪检监察室"),
        gettext_noop("《巡视工作条例》第二十八条第一项"),
    ),
    ContentRule(
        "organization",
        To.ORGANIZATION,
        Purpose.HANDOVER,
        frozenset({"C1", "C2", "C3", "C4"}),
        frozenset({MaterialKind.SPECIAL_REPORT}),
        ("选人用人", "民主集中制", "干部", "组织建设"),
        gettext_noop("执行民主集中制、干部选拔任用方面的问题和专题报告，移交组织部门"),
        gettext_noop("《巡视工作条例》第二十八条第二项"),
    ),
    ContentRule(
        "competent",
        To.COMPETENT,
        Purpose.HANDOVER,
        frozenset(),
        frozenset({MaterialKind.SPECIAL_REPORT}),
        (),
        gettext_noop("其他问题按类别移交有关主管部门"),
        gettext_noop("《巡视工作条例》第二十八条第三项"),
    ),
    ContentRule(
        "feedback",
        To.UNIT,
        Purpose.FEEDBACK,
        frozenset(),
        frozenset({MaterialKind.FEEDBACK_OPINION}),
        (),
        gettext_noop("反馈意见及其全部问题，反馈被巡视党组织"),
        gettext_noop("《巡视工作条例》第二十六条"),
    ),
)
RULES_BY_KEY = {rule.key: rule for rule in CONTENT_RULES}
HANDED_OVER_KINDS = frozenset(kind for rule in CONTENT_RULES for kind in rule.kinds)
# How departments are called in full where the taxonomy uses a short word.
LEADS = {
    "国资": ("国有资产",),
    "国资监管部门": ("国有资产",),
    "发改": ("发展和改革", "发展改革"),
    "粮储": ("粮食和物资", "粮食"),
    "人社": ("人力资源和社会保障", "人力资源社会保障"),
    "住建": ("住房和城乡建设", "住房城乡建设"),
    "卫健": ("卫生健康",),
    "编办": ("机构编制",),
    "机关工委": ("直属机关工作委员会", "直属机关工委"),
    "优化营商部门": ("营商环境",),
    "信访": ("信访",),
    "宣传部门": ("宣传部",),
    "审计": ("审计局",),
}


def names_of_lead(short: str) -> tuple[str, ...]:
    """Return what the name of a department holds that the taxonomy calls ``short``."""
    return LEADS.get(short, (short.removesuffix("部门"),))


def rule_for(purpose: Purpose, *, category: str = "", kind: str = "", title: str = "") -> ContentRule | None:
    """Return the first rule of ``purpose`` that takes a finding of ``category``, or material of ``kind``; or None."""
    for rule in CONTENT_RULES:
        if rule.purpose != purpose:
            continue
        if not kind and (not rule.classes or taxonomy().falls_under(category, rule.classes)):
            return rule
        if kind in rule.kinds and (not rule.words or any(word in title for word in rule.words)):
            return rule
    return None


def answer_due(line: Line, accepted_on: date) -> date | None:
    """Return when an answer is due for a line accepted on that day: only what is handed over asks for one.

    Bodies report what came of it within the time that the policy of the round sets; in a round without a policy within
    three months (regulations of 2015/2017, art. 29; ``Round.answer_months``).
    Feedback to the inspected unit has the clock of its rectification instead, and a change of owner is done at once.
    """
    package = line.package
    asks = package.purpose == Purpose.HANDOVER and line.kind != LineKind.OVERSIGHT
    if not asks:
        return None
    if package.round.policy_id is None:
        return add_months(accepted_on, package.round.answer_months)
    return policy_of(package.round).clock(ClockCode.ANSWER).due(accepted_on)


def scope_of(round: Round, *, year: int) -> str:  # noqa: A002 - the field's term
    """Return the name of the series that numbers the packages of ``round`` in ``year``."""
    return f"package:{year}:{round.number}"


def number_of(round: Round, *, mark: str, year: int, serial: int) -> str:  # noqa: A002 - the field's term
    """Return the number of a package as papers carry it: 云巡移〔2026〕9-03."""
    return f"{mark}〔{year}〕{round.number}-{serial:02d}"


def digest_of(lines: Iterable[Line]) -> str:
    """Return the SHA-256 of a list as sent: every column of every line, in order."""
    rows = [
        [n, line.kind, line.number, line.title, line.pages, line.copies, line.grade, line.sha256, line.sm3]
        for n, line in enumerate(lines, 1)
    ]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def refuse_unless_drafting(package: Package) -> None:
    """Raise Refusal when the list of ``package`` can no longer be changed."""
    if package.state != PackageState.DRAFTING:
        raise Refusal(
            "package.not_drafting",
            gettext_noop("这份移交%(state)s，清单不能再改。需要更正的，请补充移交。"),
            state=PackageState(package.state).label,
        )


def refuse_unless_sendable(package: Package, lines: list[Line]) -> None:
    """Raise Refusal when ``package`` cannot be handed over: nobody to receive it, nothing in it, or a thing is gone."""
    if package.recipient_id is None:
        raise Refusal("package.no_recipient", gettext_noop("还没有选定接收单位，不能发出。"))
    if package.recipient_id == package.sender_id:
        raise Refusal("package.to_oneself", gettext_noop("移交单位和接收单位不能是同一个。"))
    if not lines:
        raise Refusal("package.empty", gettext_noop("清单是空的，不能发出。"))
    for line in lines:
        refuse_above_ceiling(Grade(line.grade), name=line.title)
        if line.material is not None and line.material.state != MaterialState.KEPT:
            raise Refusal("line.material_gone", gettext_noop("《%(title)s》已不在库，请从清单删去。"), title=line.title)
        if line.finding is not None and line.finding.state != FindingState.CONFIRMED:
            raise Refusal(
                "line.finding_gone", gettext_noop("问题 %(number)s 已撤回，请从清单删去。"), number=line.number
            )
        if line.kind == LineKind.OVERSIGHT and line.office_to_id != package.recipient_id:
            raise Refusal(
                "line.other_recipient",
                gettext_noop("“%(title)s”不是交给接收单位的，请从清单删去或另拟一份。"),
                title=line.title,
            )


def refuse_clue_list(kind: str) -> None:
    """Raise Refusal for a list of clues: they go their own sealed way."""
    if kind == MaterialKind.CLUE_LIST:
        raise Refusal("line.clue_list", gettext_noop("问题线索清单不在这里移交，请走线索的密封移送。"))


def refuse_unless_open_to_sign(package: Package) -> None:
    """Raise Refusal when ``package`` waits for no signature."""
    if package.state != PackageState.HANDED_OVER:
        raise Refusal(
            "package.not_waiting",
            gettext_noop("这份移交%(state)s，现在不能签。"),
            state=PackageState(package.state).label,
        )


def refuse_signed_meanwhile(line: Line) -> None:
    """Raise Refusal that says who signed ``line``, and how, while this person looked at it as waiting."""
    raise Refusal(
        "line.signed_meanwhile",
        gettext_noop("第 %(position)s 行刚由%(who)s办理为“%(state)s”，您的没有写入。"),
        position=line.position,
        who=str(line.signed_by or ""),
        state=LineState(line.state).label,
    )


def refuse_unless_preparing(meeting: Meeting) -> None:
    """Raise Refusal when a meeting is cancelled or its minutes are settled, so that nothing of it changes any more."""
    if meeting.state in {MeetingState.MINUTED, MeetingState.CANCELLED}:
        raise Refusal(
            "meeting.closed",
            gettext_noop("这次会议%(state)s，不能再改。"),
            state=MeetingState(meeting.state).label,
        )


def refuse_unless_copied_whole(*, source: str, number: str, state: str, lines: Sequence[Mapping[str, Any]]) -> None:
    """Raise Refusal for a list from elsewhere that is not one: nobody's, without number, still drafted, or empty."""
    if not source or not number or state == PackageState.DRAFTING or not lines:
        raise Refusal(
            "foreign_list.not_whole",
            gettext_noop("这份清单没有来源、编号或者内容，不能作为其他单位的清单接收。"),
        )


def refuse_without_reason(reason: str) -> None:
    """Raise Refusal when no reason is written."""
    if not reason.strip():
        raise Refusal("handover.reason_missing", gettext_noop("请写明理由。"))


def may_be_returned(line: Line, *, today: date) -> Refusal | None:
    """Return why an accepted line cannot be returned now, None when it can: only within the round, and unanswered."""
    until = line.package.round.until
    if line.kind == LineKind.OVERSIGHT:
        return Refusal("line.oversight_in_effect", gettext_noop("变更承办签收时已经生效，请再办一次变更承办。"))
    if until is not None and today > until:
        return Refusal("line.round_over", gettext_noop("本轮已经结束，不能退回。"))
    if line.answer_id is not None:
        return Refusal("line.answered", gettext_noop("这一行已经答复，不能退回，也不能撤销签收。"))
    return None
