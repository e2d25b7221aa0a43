"""A plan as a spreadsheet: the three lists (problems, tasks, responsibilities) and the milestones, a sheet each."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.rectification.commands import note_plan_taken
from liandu.rectification.models import Plan
from liandu.rectification.plan_sheets import SHEETS
from liandu.rectification.queries.plans import PlanLine
from liandu.rectification.states import Kind
from liandu.rectification.writings import kind_in_chinese, state_in_chinese

TITLE_ROW, HEAD_ROW, FIRST_ROW = 0, 1, 2
WIDTHS = {
    "编号": 16, "方面": 24, "问题": 44, "类别": 8, "状态": 12, "整改目标": 36, "任务序号": 9, "整改任务": 32,
    "整改措施": 44, "措施责任人": 12, "开始": 12, "措施完成时限": 14, "牵头领导": 12, "责任部门": 18, "责任人": 12,
    "整改类型": 12, "完成时限": 14, "阶段目标": 44, "阶段时限": 14,
}  # fmt: skip
Value = str | int | date | None


def export_plan(*, plan: Plan, lines: Sequence[PlanLine], by: Any) -> bytes:
    """Return the plan as a spreadsheet; that it was taken out is journaled. ``lines`` are what the reader sees."""
    require(by, Act.LEDGER_EXPORT, unit=plan.unit, subject=plan)
    content = write_plan(plan, lines)
    note_plan_taken(plan=plan, form="xlsx", rows=len(lines), by=by)
    return content


def write_plan(plan: Plan, lines: Sequence[PlanLine]) -> bytes:
    """Return the workbook's bytes. Texts stay texts, days are days, what belongs together is one merged cell."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    looks = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "border": 1, "bg_color": "#e7f0ef", "text_wrap": True}),
        "text": book.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
        "day": book.add_format({"border": 1, "valign": "top", "num_format": "yyyy-mm-dd"}),
    }
    blocks = {
        "问题清单": [[_problem(line)] for line in lines],
        "任务清单": [_tasks(line) for line in lines],
        "责任清单": [[_responsibility(line)] for line in lines],
        "阶段目标": [_steps(line) for line in lines if line.content.milestones],
    }
    for name, head in SHEETS.items():
        sheet = book.add_worksheet(name)
        sheet.write_string(TITLE_ROW, 0, f"{plan.unit.name}整改方案（{plan.round.name}）{name}", looks["title"])
        for column, heading in enumerate(head):
            sheet.write_string(HEAD_ROW, column, heading, looks["head"])
            sheet.set_column(column, column, WIDTHS[heading])
        at = FIRST_ROW
        for block in blocks[name]:
            _write_block(sheet, at, block, looks)
            at += len(block)
        sheet.freeze_panes(FIRST_ROW, 1)
    book.close()
    return out.getvalue()


# A cell of a block: its value, and over how many rows it stands (0: covered by the one above).
Spanned = tuple[Value, int]


def _problem(line: PlanLine) -> list[Spanned]:
    finding = line.item.finding
    values = (line.item.number, finding.aspect, finding.title, line.item.category, state_in_chinese(line.item))
    return [(value, 1) for value in values]


def _responsibility(line: PlanLine) -> list[Spanned]:
    content = line.content
    kind = kind_in_chinese(content.kind) if content.kind in Kind.values else ""
    people = (content.leader, content.department, content.person)
    values = (line.item.number, line.item.finding.title, *people, kind, content.due_on)
    return [(value, 1) for value in values]


def _tasks(line: PlanLine) -> list[list[Spanned]]:
    """Return a row for each measure; number, problem and goal stand over all rows of the item, a task over its own."""
    rows: list[list[Spanned]] = []
    for serial, task in enumerate(line.content.tasks, 1):
        measures: Sequence[Any] = task.measures or (None,)
        for place, row in enumerate(measures):
            span = 0 if place else len(measures)
            said: tuple[Value, ...] = (row.what, row.owner, row.since, row.due_on) if row else ("", "", None, None)
            rows.append([(serial, span), (task.what, span), *((value, 1) for value in said)])
    rows = rows or [[("", 1)] * 6]
    item = (line.item.number, line.item.finding.title, line.content.goal)
    return [[*((value, 0 if n else len(rows)) for value in item), *row] for n, row in enumerate(rows)]


def _steps(line: PlanLine) -> list[list[Spanned]]:
    rows = line.content.milestones
    return [
        [
            (line.item.number, 0 if n else len(rows)),
            (line.item.finding.title, 0 if n else len(rows)),
            (row.what, 1),
            (row.due_on, 1),
        ]
        for n, row in enumerate(rows)
    ]


def _write_block(sheet: Any, at: int, block: Sequence[Sequence[Spanned]], looks: dict[str, Any]) -> None:
    for down, row in enumerate(block):
        for column, (value, span) in enumerate(row):
            if span > 1:
                sheet.merge_range(at + down, column, at + down + span - 1, column, "", looks["text"])
            if span:
                _write_cell(sheet, at + down, column, value, looks)


def _write_cell(sheet: Any, row: int, column: int, value: Value, looks: dict[str, Any]) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), looks["day"])  # noqa: DTZ001 - a day
    elif isinstance(value, int):
        sheet.write_number(row, column, value, looks["text"])
    elif value:
        sheet.write_string(row, column, value, looks["text"])
    else:
        sheet.write_blank(row, column, None, looks["text"])
