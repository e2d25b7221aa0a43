"""What a plan still lacks, cell by cell, and what stands against submitting, taking back and reviewing it."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.rectification.models import Item, ItemOffice, Plan, PlanEntry
from liandu.rectification.rules.deadlines import days_of, due_of, policy_for
from liandu.rectification.rules.plan_content import EntryContent, MeasureContent
from liandu.rectification.states import EntryState, Kind, PlanState, State

# In whose name an opinion on a plan may be given (inspections.models.Signer): the office that supervises the unit, or
# the inspection office.
REVIEWING_DUTIES = ("supervising", "inspection")

# A body answers for nothing (DOMAIN: responsibility blurred, no named person). What begins like a body or a crowd, or
# ends like one, is none; a post with a name ("办公室主任王某") is. Whether a name is somebody's only a person can tell.
_COLLECTIVE = re.compile(
    r"^(?:各|有关|相关|全体|所有|分管|主要|责任|牵头)"
    r"|(?:部门|单位|人员|班子|班子成员|小组|办公室|党委|党组|党工委|支部|总支|委员会|学院|中心|公司|集团|机关|科室|处室|各室"
    r"|负责人|责任人|领导|领导同志|同志们|职工|师生|干部|党员)$"
    r"|(?:财务|人事|组织|宣传|统战|纪检|纪委|监察|审计|后勤|资产|教务|学生|学工|科研|基建|采购|招生|保卫|党政|综合|法务|信息|国资"
    r"|外事|安全|工程|计划|规划|经营|生产|运营|人力资源|物资|发展|研究生|组织人事|党建|行政)(?:处|科|部|局|室|办)$"
)
_BETWEEN_NAMES = re.compile(r"[、,，;；/\s]+")


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that is missing or wrong: its name in the form of the entry, and why in words."""

    cell: str
    why: Refusal


def latest_day(item: Item, kind: str, *, now: datetime) -> date | None:
    """Return the last day that the policy would allow an item of ``kind`` if its plan were approved at ``now``."""
    if not kind:
        return None
    return due_of(policy_for(item.policy_id), kind, days_of(item, state=State.RECTIFYING, now=now))


def is_collective(name: str) -> bool:
    """Return whether ``name``, or one of several names in it, is a body or a crowd and not a person."""
    return any(_COLLECTIVE.search(part) for part in _BETWEEN_NAMES.split(name) if part)


def faults_of(content: EntryContent, *, latest: date | None) -> list[Fault]:
    """Return what ``content`` lacks or says wrongly, in the order of the form; ``latest`` is latest_day() of its kind.

    Sources: PRODUCT.md, rules of the domain (five roles, kinds, proof), DOMAIN.md §4 (columns of the three lists) and
    §6 no. 8, 17, 22, 25 (no measure, blurred responsibility, impossible dates, long term without milestones).
    """
    return [*_of_goal_and_kind(content, latest), *_of_people(content), *_of_tasks(content, latest), *_of_steps(content)]


def _fault(cell: str, code: str, sentence: str, **facts: Any) -> Fault:
    return Fault(cell, Refusal(f"plan.{code}", sentence, **facts))


def _of_goal_and_kind(content: EntryContent, latest: date | None) -> Iterator[Fault]:
    if not content.goal:
        yield _fault("goal", "no_goal", gettext_noop("没有写整改目标。"))
    if not content.kind:
        yield _fault("kind", "no_kind", gettext_noop("没有选整改类型。"))
    elif content.kind != Kind.LONG_TERM and content.due_on is None:
        yield _fault("due_on", "no_due", gettext_noop("没有填完成时限。"))
    if content.due_on and latest and content.due_on > latest:
        yield _fault(
            "due_on",
            "too_late",
            gettext_noop("完成时限 %(day)s 晚于规定的最迟日期 %(latest)s。"),
            day=content.due_on.isoformat(),
            latest=latest.isoformat(),
        )


def _of_people(content: EntryContent) -> Iterator[Fault]:
    if not content.leader:
        yield _fault("leader", "no_leader", gettext_noop("没有写牵头领导。"))
    elif is_collective(content.leader):
        sentence = gettext_noop("牵头领导要写到人，“%(name)s”不是一个人。")
        yield _fault("leader", "leader_is_nobody", sentence, name=content.leader)
    if not content.department:
        yield _fault("department", "no_department", gettext_noop("没有写责任部门。"))
    if not content.person:
        yield _fault("person", "no_person", gettext_noop("没有写责任人。"))
    elif is_collective(content.person):
        sentence = gettext_noop("责任人要写到人，“%(name)s”不是一个人。")
        yield _fault("person", "person_is_nobody", sentence, name=content.person)


def _of_tasks(content: EntryContent, latest: date | None) -> Iterator[Fault]:
    if not any(task.measures for task in content.tasks):
        cell = "task-0-measure-0-what" if content.tasks else "task-0-what"
        yield _fault(cell, "no_measure", gettext_noop("至少要有一项任务，并写明整改措施。"))
    long_term = content.kind == Kind.LONG_TERM
    bounds = [day for day in (content.due_on, None if long_term else latest) if day]
    for place, task in enumerate(content.tasks):
        if not task.what:
            sentence = gettext_noop("第 %(task)s 项任务没有写内容。")
            yield _fault(f"task-{place}-what", "task_is_empty", sentence, task=place + 1)
        for at, measure in enumerate(task.measures):
            yield from _of_measure(measure, place, at, min(bounds, default=None))


def _of_measure(measure: MeasureContent, place: int, at: int, bound: date | None) -> Iterator[Fault]:
    cell, where = f"task-{place}-measure-{at}", {"task": place + 1, "measure": at + 1}
    if not measure.what:
        yield _fault(
            f"{cell}-what", "measure_is_empty", gettext_noop("任务 %(task)s 的措施 %(measure)s 没有写内容。"), **where
        )
    if not measure.owner:
        sentence = gettext_noop("任务 %(task)s 的措施 %(measure)s 没有写责任人。")
        yield _fault(f"{cell}-owner", "measure_has_no_owner", sentence, **where)
    elif is_collective(measure.owner):
        sentence = gettext_noop("任务 %(task)s 的措施 %(measure)s 的责任人要写到人，“%(name)s”不是一个人。")
        yield _fault(f"{cell}-owner", "measure_owner_is_nobody", sentence, name=measure.owner, **where)
    if measure.due_on is None:
        sentence = gettext_noop("任务 %(task)s 的措施 %(measure)s 没有填完成时限。")
        yield _fault(f"{cell}-due_on", "measure_has_no_due", sentence, **where)
        return
    if measure.since and measure.since > measure.due_on:
        sentence = gettext_noop("任务 %(task)s 的措施 %(measure)s 开始日期晚于完成时限。")
        yield _fault(f"{cell}-since", "measure_days_crossed", sentence, **where)
    if bound and measure.due_on > bound:
        sentence = gettext_noop("任务 %(task)s 的措施 %(measure)s 的完成时限晚于这一事项的完成时限 %(latest)s。")
        yield _fault(f"{cell}-due_on", "measure_too_late", sentence, latest=bound.isoformat(), **where)


def _of_steps(content: EntryContent) -> Iterator[Fault]:
    if content.kind != Kind.LONG_TERM:
        return
    if not content.milestones:
        sentence = gettext_noop("长期坚持的事项要有阶段目标和时限。")
        yield _fault("milestone-0-what", "no_milestone", sentence)
    for place, row in enumerate(content.milestones):
        if not row.what:
            sentence = gettext_noop("第 %(step)s 个阶段目标没有写内容。")
            yield _fault(f"milestone-{place}-what", "milestone_is_empty", sentence, step=place + 1)
        if row.due_on is None:
            sentence = gettext_noop("第 %(step)s 个阶段目标没有填时限。")
            yield _fault(f"milestone-{place}-due_on", "milestone_has_no_due", sentence, step=place + 1)


def against_editing(item: Item) -> Refusal | None:
    """Return why what the plan says about ``item`` cannot be changed now, None when it can."""
    if item.state == State.ACKNOWLEDGED:
        return None
    sentences = {
        State.REGISTERED: gettext_noop("%(number)s 还没有认领，认领以后才编制方案。"),
        State.DISPUTED: gettext_noop("%(number)s 有异议待答复，维持以后才编制方案。"),
        State.PLAN_REVIEW: gettext_noop("%(number)s 的方案正在审核，收回或退回以后才能改。"),
        State.CANCELLED: gettext_noop("%(number)s 已撤账，不再需要方案。"),
    }
    sentence = sentences.get(State(item.state), gettext_noop("%(number)s 的方案已经通过，不能再改。"))
    return Refusal("plan.entry_closed", sentence, number=item.number)


def against_submitting(plan: Plan, *, waiting: bool) -> Refusal | None:
    """Return why ``plan`` cannot be submitted now; ``waiting`` is whether entries of it still wait for an opinion."""
    if plan.state == PlanState.SUBMITTED and waiting:
        return Refusal(
            "plan.in_review",
            gettext_noop("上一次报送的还没有审完。审完以后，退回的和新编的一并再报；急需修改的可以先收回。"),
        )
    return None


def against_taking_back(plan: Plan, *, reviewed: bool) -> Refusal | None:
    """Return why ``plan`` cannot be taken back; ``reviewed`` is whether an opinion on this submission was given."""
    if plan.state != PlanState.SUBMITTED:
        return Refusal("plan.not_in_review", gettext_noop("方案没有在审核，不用收回。"))
    if reviewed:
        return Refusal("plan.opinion_given", gettext_noop("已经有审核意见，不能再收回。被退回的事项改好以后再报。"))
    return None


def against_reviewing(
    entry: PlanEntry, *, plan: Plan, by: Any, offices: Collection[int], duties: Collection[ItemOffice]
) -> Refusal | None:
    """Return why ``by`` cannot give an opinion on ``entry`` now, None when they can.

    ``offices`` are the keys of those in whose name ``by`` reviews, ``duties`` who has a duty on the entry's item.
    """
    number = entry.item.number
    if entry.state != EntryState.SUBMITTED or entry.item.state != State.PLAN_REVIEW:
        return Refusal("plan.not_waiting", gettext_noop("%(number)s 现在不在待审，可能已有人审过。"), number=number)
    if plan.submitted_by_id == by.pk:
        return Refusal("plan.own", gettext_noop("%(number)s 是您报送的，要由别人审核。"), number=number)
    if office_for(offices, duties) is None:
        sentence = gettext_noop("%(number)s 由负责督促的室（处）或者巡视办审核，您不在其中。")
        return Refusal("plan.other_office", sentence, number=number)
    return None


def office_for(offices: Collection[int], duties: Collection[ItemOffice]) -> int | None:
    """Return for which of ``offices`` an opinion is given: the supervising one first, then the inspection office."""
    held = {row.duty: row.office_id for row in duties if row.office_id in offices}
    return next((held[duty] for duty in REVIEWING_DUTIES if duty in held), None)


def refuse_without_opinion(opinion: str) -> None:
    """Raise Refusal for a return without a word why."""
    if not opinion.strip():
        raise Refusal("plan.no_opinion", gettext_noop("退回要写明意见，让单位知道改什么。"))
