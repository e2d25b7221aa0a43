"""The papers of this stage. Always in Chinese: they are documents, not pages."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone, translation

from liandu.kernel.numerals import to_chinese
from liandu.papers.writing import OfficialPaper, Paragraph, Table, write_docx, write_pdf
from liandu.papers.writing.blocks import Block
from liandu.rectification.models import Item, Plan
from liandu.rectification.plan_sheets import RESPONSIBILITIES, TASKS
from liandu.rectification.queries.plans import PlanLine
from liandu.rectification.rules.plan_content import MeasureContent
from liandu.rectification.states import Kind, State

WRITERS = {"docx": write_docx, "pdf": write_pdf}
LONG_NAME = 16  # characters; a longer name of a unit stands on a line of its own in the title


def kind_in_chinese(kind: str) -> str:
    """Return a kind of rectification as documents write it, "" for none."""
    with translation.override("zh-hans"):
        return str(Kind(kind).label) if kind in Kind.values else ""


def state_in_chinese(item: Item) -> str:
    """Return the state of an item as documents write it."""
    with translation.override("zh-hans"):
        return str(State(item.state).label)


def day_in_words(day: date | None) -> str:
    """Return a day as papers write it (2026年3月31日), "" for None."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def plan_paper(plan: Plan, lines: Sequence[PlanLine]) -> OfficialPaper:
    """Return a unit's plan as an official paper: problems in words, tasks and responsibilities as tables."""
    submitted = timezone.localtime(plan.submitted_at).date() if plan.submitted_at else None
    name = plan.unit.name
    return OfficialPaper(
        title=f"{name}\n整改方案" if len(name) > LONG_NAME else f"{name}整改方案",
        blocks=tuple(_blocks(plan, lines)),
        number=f"（第{to_chinese(plan.submissions)}次报送）" if plan.submissions else "（未报送）",
        date=day_in_words(submitted),
        landscape=True,
    )


def _blocks(plan: Plan, lines: Sequence[PlanLine]) -> list[Block]:
    blocks = _problems(plan, lines)
    blocks += [Paragraph("二、任务清单", "heading1"), _table_of_tasks(lines)]
    blocks += [Paragraph("三、责任清单", "heading1"), _table_of_responsibilities(lines)]
    steps = [(line, row) for line in lines for row in line.content.milestones]
    if steps:
        rows = tuple((line.item.number, row.what, day_in_words(row.due_on)) for line, row in steps)
        blocks += [
            Paragraph("四、长期坚持事项的阶段目标", "heading1"),
            Table(("编号", "阶段目标", "阶段时限"), rows, widths=(8, 24, 8)),
        ]
    return blocks


def _problems(plan: Plan, lines: Sequence[PlanLine]) -> list[Block]:
    blocks = [
        Paragraph(f"根据{plan.round.name}反馈意见，现就{len(lines)}项问题制定整改方案如下。"),
        Paragraph("一、问题清单", "heading1"),
    ]
    for aspect, group in _by_aspect(lines):
        if aspect:
            blocks.append(Paragraph(aspect, "heading2"))
        blocks += [Paragraph(f"{line.item.number}　{line.item.finding.title}") for line in group]
    return [*blocks]


def _by_aspect(lines: Sequence[PlanLine]) -> list[tuple[str, list[PlanLine]]]:
    """Return the lines under the aspects of their document, in the order of numbers."""
    groups: dict[str, list[PlanLine]] = {}
    for line in lines:
        groups.setdefault(line.item.finding.aspect, []).append(line)
    return list(groups.items())


def _table_of_tasks(lines: Sequence[PlanLine]) -> Table:
    """Return the list of tasks: problem, goal and task stand once, the number in each row (a page may end anywhere)."""
    rows: list[tuple[str, ...]] = []
    for line in lines:
        said = [line.item.finding.title, line.content.goal]
        for serial, task in enumerate(line.content.tasks, 1):
            told = [str(serial), task.what]
            for row in task.measures or (MeasureContent(),):
                work = (row.what, row.owner, day_in_words(row.since), day_in_words(row.due_on))
                rows.append((line.item.number, *said, *told, *work))
                said, told = ["", ""], ["", ""]
        if not line.content.tasks:
            rows.append((line.item.number, *said, "", "", "", "", "", ""))
    return Table(TASKS, tuple(rows), widths=(9, 13, 10, 4, 10, 14, 5, 6, 6))


def _table_of_responsibilities(lines: Sequence[PlanLine]) -> Table:
    rows = tuple(
        (
            line.item.number,
            line.item.finding.title,
            line.content.leader,
            line.content.department,
            line.content.person,
            kind_in_chinese(line.content.kind),
            day_in_words(line.content.due_on),
        )
        for line in lines
    )
    return Table(RESPONSIBILITIES, rows, widths=(9, 20, 6, 8, 6, 6, 7))


def plan_document(plan: Plan, lines: Sequence[PlanLine], *, form: str) -> bytes:
    """Return the plan as "docx" or "pdf"; the same plan gives the same bytes."""
    return WRITERS[form](plan_paper(plan, lines))
