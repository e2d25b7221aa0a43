"""The forms of a plan: one entry with its tasks and measures, many responsibilities, an opinion, a file."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liandu.inspections.forms import DayInput
from liandu.rectification.commands import Edit
from liandu.rectification.queries.plans import PlanLine
from liandu.rectification.rules.plan_content import (
    LONGEST_DEPARTMENT,
    LONGEST_MILESTONE,
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_MEASURES,
    MOST_MILESTONES,
    MOST_TASKS,
    RESPONSIBILITIES,
    EntryContent,
    MeasureContent,
    MilestoneContent,
    TaskContent,
)
from liandu.rectification.states import EntryAct, Kind

_CELL = re.compile(r"^(?:task-(\d{1,2})-(?:measure-(\d{1,2})-)?|milestone-(\d{1,2})-)")
KINDS = [("", _("请选择")), *Kind.choices]


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), required=False)


def _line(label: Any, most: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=False)


def _text(label: Any, rows: int) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST_TEXT, widget=area, required=False)


def _responsibilities() -> dict[str, forms.Field]:
    """Return the fields of the list of responsibilities, in its order."""
    return {
        "leader": _line(_("牵头领导"), LONGEST_NAME),
        "department": _line(_("责任部门"), LONGEST_DEPARTMENT),
        "person": _line(_("责任人"), LONGEST_NAME),
        "kind": forms.ChoiceField(label=_("整改类型"), choices=KINDS, required=False),
        "due_on": _day(_("完成时限")),
    }


@dataclass(frozen=True, slots=True)
class Shape:
    """How many rows a form has: measures by task, milestones."""

    measures: tuple[int, ...]
    milestones: int

    @classmethod
    def of(cls, content: EntryContent) -> "Shape":
        """Return the rows that ``content`` needs."""
        return cls(tuple(len(task.measures) for task in content.tasks), len(content.milestones))

    @classmethod
    def sent(cls, data: Iterable[str]) -> "Shape":
        """Return the rows that a sent form names; beyond the most there may be they are left out."""
        tasks: dict[int, int] = {}
        steps = 0
        for name in data:
            found = _CELL.match(name)
            if found is None:
                continue
            if found[3] is not None:
                steps = max(steps, int(found[3]) + 1)
            else:
                at = int(found[1])
                tasks[at] = max(tasks.get(at, 0), int(found[2]) + 1 if found[2] else 0)
        count = min(max(tasks, default=-1) + 1, MOST_TASKS)
        return cls(tuple(min(tasks.get(at, 0), MOST_MEASURES) for at in range(count)), min(steps, MOST_MILESTONES))

    def with_spare_rows(self) -> "Shape":
        """Return the shape with an empty row at the end of each list, so that it can be filled in without script."""
        more = tuple(min(count + 1, MOST_MEASURES) for count in self.measures)
        return Shape((*more, 2)[:MOST_TASKS], min(self.milestones + 1, MOST_MILESTONES))


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task of the form with its measures: bound fields."""

    number: int
    what: Any
    measures: list[dict[str, Any]]


class WriteEntry(forms.Form):
    """What the plan says about one item. Nothing is asked for: a draft is saved as it is."""

    edition = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    goal = _text(_("整改目标"), 2)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, content: EntryContent, edition: int, more: bool = False
    ) -> None:
        super().__init__(data, initial=_initial(content, edition))
        self.shape = Shape.sent(data) if data is not None else Shape.of(content).with_spare_rows()
        if more:
            self.shape = self.shape.with_spare_rows()
        self.fields |= _responsibilities()
        for at, measures in enumerate(self.shape.measures):
            self.fields[f"task-{at}-what"] = _text(_("整改任务"), 2)
            for place in range(measures):
                cell = f"task-{at}-measure-{place}"
                self.fields[f"{cell}-what"] = _text(_("整改措施"), 2)
                self.fields[f"{cell}-owner"] = _line(_("责任人"), LONGEST_NAME)
                self.fields[f"{cell}-since"] = _day(_("开始"))
                self.fields[f"{cell}-due_on"] = _day(_("完成时限"))
        for at in range(self.shape.milestones):
            self.fields[f"milestone-{at}-what"] = _line(_("阶段目标"), LONGEST_MILESTONE)
            self.fields[f"milestone-{at}-due_on"] = _day(_("时限"))

    def tasks(self) -> list[TaskRow]:
        """Return the tasks with their measures, for the page."""
        return [
            TaskRow(at + 1, self[f"task-{at}-what"], [self._measure(f"task-{at}-measure-{n}") for n in range(count)])
            for at, count in enumerate(self.shape.measures)
        ]

    def _measure(self, cell: str) -> dict[str, Any]:
        return {name: self[f"{cell}-{name}"] for name in ("what", "owner", "since", "due_on")}

    def milestones(self) -> list[dict[str, Any]]:
        """Return the milestones, for the page."""
        return [
            {name: self[f"milestone-{at}-{name}"] for name in ("what", "due_on")} for at in range(self.shape.milestones)
        ]

    def responsibilities(self) -> list[Any]:
        """Return the fields of the list of responsibilities, for the page."""
        return [self[name] for name in RESPONSIBILITIES]

    def clean(self) -> dict[str, Any]:
        """Ask for the day of a milestone: without one it has no place in the order."""
        given = super().clean() or self.cleaned_data
        for at in range(self.shape.milestones):
            if given.get(f"milestone-{at}-what") and not given.get(f"milestone-{at}-due_on"):
                self.add_error(f"milestone-{at}-due_on", _("阶段目标要填时限才能保存。"))
        return given

    def content(self) -> EntryContent:
        """Return what was typed."""
        given = self.cleaned_data
        return EntryContent(
            goal=given["goal"],
            **{name: given[name] for name in RESPONSIBILITIES},
            tasks=tuple(
                TaskContent(
                    given[f"task-{at}-what"], tuple(self._typed(f"task-{at}-measure-{n}") for n in range(count))
                )
                for at, count in enumerate(self.shape.measures)
            ),
            milestones=tuple(
                MilestoneContent(given[f"milestone-{at}-what"], given[f"milestone-{at}-due_on"])
                for at in range(self.shape.milestones)
            ),
        )

    def _typed(self, cell: str) -> MeasureContent:
        given = self.cleaned_data
        return MeasureContent(
            given[f"{cell}-what"], given[f"{cell}-owner"], given[f"{cell}-since"], given[f"{cell}-due_on"]
        )


def _initial(content: EntryContent, edition: int) -> dict[str, Any]:
    found: dict[str, Any] = {"edition": edition, "goal": content.goal}
    found |= {name: getattr(content, name) for name in RESPONSIBILITIES}
    for at, task in enumerate(content.tasks):
        found[f"task-{at}-what"] = task.what
        for place, row in enumerate(task.measures):
            cell = f"task-{at}-measure-{place}"
            found |= {
                f"{cell}-what": row.what,
                f"{cell}-owner": row.owner,
                f"{cell}-since": row.since,
                f"{cell}-due_on": row.due_on,
            }
    for at, step in enumerate(content.milestones):
        found |= {f"milestone-{at}-what": step.what, f"milestone-{at}-due_on": step.due_on}
    return found


@dataclass(frozen=True, slots=True)
class ResponsibilityRow:
    """A row of the list of responsibilities: the line, its bound fields, its hidden edition."""

    line: PlanLine
    edition: Any
    cells: list[Any]

    @property
    def is_wrong(self) -> bool:
        """Return whether a cell of the row is refused."""
        return any(cell.errors for cell in self.cells)


class FillResponsibilities(forms.Form):
    """Leader, department, person, kind and deadline of many items at once, one row an item."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, lines: Sequence[PlanLine]) -> None:
        super().__init__(data)
        self.lines = lines
        for line in lines:
            key = line.item.pk
            self.fields[f"{key}-edition"] = forms.IntegerField(
                min_value=0, widget=forms.HiddenInput, initial=line.edition
            )
            for name, field in _responsibilities().items():
                field.initial = getattr(line.content, name)
                field.widget.attrs["aria-label"] = f"{field.label} {line.item.number}"
                self.fields[f"{key}-{name}"] = field

    def rows(self) -> Iterator[ResponsibilityRow]:
        """Return the rows for the page."""
        for line in self.lines:
            key = line.item.pk
            yield ResponsibilityRow(line, self[f"{key}-edition"], [self[f"{key}-{name}"] for name in RESPONSIBILITIES])

    def edits(self) -> list[Edit]:
        """Return what was typed in the rows that differ from what their writer saw."""
        given = self.cleaned_data
        found = []
        for line in self.lines:
            key = line.item.pk
            typed = {name: given[f"{key}-{name}"] for name in RESPONSIBILITIES}
            content = replace(line.content, **typed)
            if content != line.content or given[f"{key}-edition"] != line.edition:
                found.append(Edit(key, given[f"{key}-edition"], content))
        return found


class ReviewEntries(forms.Form):
    """An opinion on the chosen entries."""

    outcome = forms.ChoiceField(choices=[(EntryAct.APPROVE.value, _("通过")), (EntryAct.RETURN.value, _("退回"))])
    opinion = forms.CharField(
        label=_("审核意见"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("退回必须写明意见；多选时，所选事项都得到这一意见。"),
    )  # fmt: skip


class TakeBackPlan(forms.Form):
    """Why a submission is taken back."""

    reason = forms.CharField(label=_("收回理由"), max_length=300, required=False)


class ImportPlan(forms.Form):
    """A spreadsheet or document with a plan."""

    file = forms.FileField(
        label=_("文件"),
        help_text=_("Excel 台账或 Word 方案。先核对，再由您确认写入；文件本身不保存。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.et,.docx,.doc,.wps"}),
    )


def chosen_items(data: Any) -> list[int]:
    """Return the keys of the items that were ticked; what is no key is left out."""
    return [int(key) for key in data.getlist("item") if key.isascii() and key.isdigit() and len(key) < 19]
