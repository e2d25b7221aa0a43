"""The headings of the three lists of a plan, as they go out and as other people's ledgers write them.

Papers and spreadsheets are documents, so their headings are always Chinese. What goes out must come back: exports and
imports read this one table.
"""

import re

NUMBER, PROBLEM, GOAL = "编号", "问题", "整改目标"
TASK_SERIAL, TASK, MEASURE = "任务序号", "整改任务", "整改措施"
OWNER, SINCE, MEASURE_DUE = "措施责任人", "开始", "措施完成时限"
LEADER, DEPARTMENT, PERSON, KIND, DUE = "牵头领导", "责任部门", "责任人", "整改类型", "完成时限"
STEP, STEP_DUE = "阶段目标", "阶段时限"

PROBLEMS = (NUMBER, "方面", PROBLEM, "类别", "状态")
TASKS = (NUMBER, PROBLEM, GOAL, TASK_SERIAL, TASK, MEASURE, OWNER, SINCE, MEASURE_DUE)
RESPONSIBILITIES = (NUMBER, PROBLEM, LEADER, DEPARTMENT, PERSON, KIND, DUE)
STEPS = (NUMBER, PROBLEM, STEP, STEP_DUE)
SHEETS = {"问题清单": PROBLEMS, "任务清单": TASKS, "责任清单": RESPONSIBILITIES, "阶段目标": STEPS}

# How a cell of the head is read (brackets and spaces left out): our heading, and what others write for it.
_ALSO = {
    NUMBER: ("问题编号", "事项编号", "台账编号"),
    PROBLEM: (
        "具体问题",
        "反馈问题",
        "问题表现",
        "问题清单",
        "具体表现",
        "存在问题",
        "反馈意见",
        "问题描述",
        "整改问题",
    ),
    GOAL: ("目标", "整改要求", "预期目标"),
    TASK: ("任务", "任务清单", "整改任务清单"),
    MEASURE: ("措施", "具体措施", "整改举措", "支撑措施", "整改具体措施"),
    OWNER: (),
    SINCE: ("开始时间", "开始日期", "启动时间", "起始时间"),
    MEASURE_DUE: ("措施时限",),
    LEADER: ("责任领导", "牵头校领导", "分管领导", "牵头责任领导", "牵头人"),
    DEPARTMENT: ("牵头部门", "责任单位", "牵头责任部门", "责任处室", "牵头单位"),
    PERSON: ("具体责任人", "直接责任人", "负责人"),
    KIND: ("类型", "整改类别", "整改分类", "整改方式"),
    DUE: ("整改时限", "时限", "整改期限", "完成时间", "完成日期"),
    STEP: (),
    STEP_DUE: ("时限要求",),
    TASK_SERIAL: (),
}
HEADINGS = {word: heading for heading, others in _ALSO.items() for word in (heading, *others)}
KIND_WORDS = {
    "at_once": ("立行立改", "立查立改", "即知即改", "立即整改"),
    "by_date": ("限期整改", "限期", "集中整改"),
    "long_term": ("长期坚持", "长期整改", "持续坚持", "持续整改", "长期"),
}
_ASIDE = re.compile(r"[\s　]|[（(][^）)]*[）)]|[:：*]")


def heading_of(text: str) -> str | None:
    """Return our heading for a cell of somebody's head, None for a column that we do not read."""
    return HEADINGS.get(_ASIDE.sub("", text))


def kind_of(text: str) -> str | None:
    """Return the kind of rectification that ``text`` names, None when it names none."""
    return next((kind for kind, words in KIND_WORDS.items() if any(word in text for word in words)), None)
