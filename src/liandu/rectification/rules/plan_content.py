"""What a plan says about one item, as a value: forms, imports and exports make it, rules read it, versions keep it.

``spelled`` and ``read_content`` are each other's inverse, so what was submitted can be shown and compared for ever.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from liandu.rectification.models import PlanEntry

LONGEST_TEXT, LONGEST_NAME, LONGEST_DEPARTMENT, LONGEST_MILESTONE = 2_000, 60, 80, 300
MOST_TASKS, MOST_MEASURES, MOST_MILESTONES = 30, 30, 30  # of an entry, of a task, of an entry


@dataclass(frozen=True, slots=True)
class MeasureContent:
    """A measure: what, by whom, from when to when."""

    what: str = ""
    owner: str = ""
    since: date | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class TaskContent:
    """A task with its measures."""

    what: str = ""
    measures: tuple[MeasureContent, ...] = ()


@dataclass(frozen=True, slots=True)
class MilestoneContent:
    """A step of the long term: what is to be reached by when."""

    what: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class EntryContent:
    """All that a plan says about one item."""

    goal: str = ""
    kind: str = ""
    due_on: date | None = None
    leader: str = ""
    department: str = ""
    person: str = ""
    tasks: tuple[TaskContent, ...] = ()
    milestones: tuple[MilestoneContent, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Return whether nothing has been written yet."""
        return self == EMPTY


EMPTY = EntryContent()
# What stands in the list of responsibilities; the rest is goal and work.
RESPONSIBILITIES = ("leader", "department", "person", "kind", "due_on")


def content_of(entry: PlanEntry | None) -> EntryContent:
    """Return what ``entry`` says (tasks with measures and the item's milestones prefetched); EMPTY for none."""
    if entry is None:
        return EMPTY
    return EntryContent(
        goal=entry.goal,
        kind=entry.kind,
        due_on=entry.due_on,
        leader=entry.leader,
        department=entry.department,
        person=entry.person,
        tasks=tuple(
            TaskContent(
                task.what,
                tuple(MeasureContent(row.what, row.owner, row.since, row.due_on) for row in task.measures.all()),
            )
            for task in entry.tasks.all()
        ),
        milestones=tuple(MilestoneContent(row.what, row.due_on) for row in entry.item.milestones.all()),
    )


def spelled(content: EntryContent) -> dict[str, Any]:
    """Return ``content`` as data that survives JSON."""
    return {
        "goal": content.goal,
        "kind": content.kind,
        "due_on": _day_out(content.due_on),
        "leader": content.leader,
        "department": content.department,
        "person": content.person,
        "tasks": [
            {
                "what": task.what,
                "measures": [
                    {
                        "what": row.what,
                        "owner": row.owner,
                        "since": _day_out(row.since),
                        "due_on": _day_out(row.due_on),
                    }
                    for row in task.measures
                ],
            }
            for task in content.tasks
        ],
        "milestones": [{"what": row.what, "due_on": _day_out(row.due_on)} for row in content.milestones],
    }


def read_content(data: Mapping[str, Any]) -> EntryContent:
    """Return the content that spelled() made ``data`` of."""
    return EntryContent(
        goal=data["goal"],
        kind=data["kind"],
        due_on=_day_in(data["due_on"]),
        leader=data["leader"],
        department=data["department"],
        person=data["person"],
        tasks=tuple(
            TaskContent(
                task["what"],
                tuple(
                    MeasureContent(row["what"], row["owner"], _day_in(row["since"]), _day_in(row["due_on"]))
                    for row in task["measures"]
                ),
            )
            for task in data["tasks"]
        ),
        milestones=tuple(MilestoneContent(row["what"], _day_in(row["due_on"])) for row in data["milestones"]),
    )


def changed_fields(before: EntryContent, after: EntryContent) -> list[str]:
    """Return the names of what differs, in the order of EntryContent."""
    return [one.name for one in fields(EntryContent) if getattr(before, one.name) != getattr(after, one.name)]


def without_blanks(content: EntryContent) -> EntryContent:
    """Return ``content`` as it is kept: no empty rows, no space around texts, milestones by day."""
    tasks = (TaskContent(task.what.strip(), tuple(_measures(task.measures))) for task in content.tasks)
    milestones = (MilestoneContent(row.what.strip(), row.due_on) for row in content.milestones)
    return EntryContent(
        goal=content.goal.strip(),
        kind=content.kind,
        due_on=content.due_on,
        leader=content.leader.strip(),
        department=content.department.strip(),
        person=content.person.strip(),
        tasks=tuple(task for task in tasks if task.what or task.measures),
        milestones=tuple(
            sorted((row for row in milestones if row.what or row.due_on), key=lambda row: row.due_on or date.max)
        ),
    )


def _measures(rows: Iterable[MeasureContent]) -> Iterable[MeasureContent]:
    bare = (MeasureContent(row.what.strip(), row.owner.strip(), row.since, row.due_on) for row in rows)
    return (row for row in bare if row != MeasureContent())


def _day_out(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day_in(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
