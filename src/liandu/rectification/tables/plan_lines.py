"""The lines of a plan as its pages show them: words made here, and what the reader may do with each."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from liandu.rectification.looks import Look
from liandu.rectification.models import EntryVersion
from liandu.rectification.queries.plans import PlanLine
from liandu.rectification.rules.plan_content import read_content
from liandu.rectification.states import EntryOutcome, Kind
from liandu.rectification.tables.plans import (
    OUTCOME_LOOKS,
    Difference,
    differences,
    look_of_line,
    measure_in_words,
)
from liandu.ui.dates import day, moment
from liandu.ui.errors import in_words


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure in words."""

    what: str
    who_when: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task in words with its measures."""

    what: str
    measures: list[MeasureRow]


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """An opinion on an earlier or the present submission: how it came out, its words, by whom, when."""

    submission: int
    look: Look
    opinion: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class FaultRow:
    """A cell that is missing or wrong: why, and the address of the cell."""

    words: str
    url: str
    cell: str


@dataclass(frozen=True, slots=True)
class PlanLineRow:
    """A line of a plan for the page."""

    position: int
    line: PlanLine
    look: Look
    kind: str
    due_on: str
    tasks: list[TaskRow]
    milestones: list[tuple[str, str]]
    opinions: list[OpinionRow]
    faults: list[FaultRow]
    changes: list[Difference]
    edit_url: str
    why_not_edit: str
    can_review: bool


def rows_of(lines: Sequence[PlanLine], *, files: bool, begin: int = 0) -> list[PlanLineRow]:
    """Return ``lines`` for a page, numbered from ``begin`` + 1; ``files`` is whether the reader writes the plan."""
    return [_row(n, line, files=files) for n, line in enumerate(lines, begin + 1)]


def _row(position: int, line: PlanLine, *, files: bool) -> PlanLineRow:
    content, url = line.content, reverse("rectification:plan_entry", args=[line.item.pk])
    return PlanLineRow(
        position=position,
        line=line,
        look=look_of_line(line),
        kind=str(Kind(content.kind).label) if content.kind in Kind.values else "",
        due_on=day(content.due_on),
        tasks=[
            TaskRow(task.what, [MeasureRow(row.what, measure_in_words(row)) for row in task.measures])
            for task in content.tasks
        ],
        milestones=[(day(row.due_on), row.what) for row in content.milestones],
        opinions=[opinion_row(version) for version in line.opinions],
        faults=[FaultRow(in_words(fault.why), f"{url}#id_{fault.cell}", fault.cell) for fault in line.faults],
        changes=changes_since_return(line),
        edit_url=url if files else "",
        why_not_edit=in_words(line.against_editing) if files and line.against_editing else "",
        can_review=line.may_review,
    )


def _is_waiting(line: PlanLine) -> bool:
    return bool(line.versions) and not line.versions[0].outcome


def opinion_row(version: EntryVersion) -> OpinionRow:
    """Return the opinion on a submission in words."""
    outcome = EntryOutcome(version.outcome)
    office = _("（%(what)s）") % {"what": version.reviewed_for} if version.reviewed_for else ""
    return OpinionRow(
        version.submission,
        Look(str(outcome.label), *OUTCOME_LOOKS[outcome]),
        version.opinion,
        f"{version.reviewed_by}{office}",
        moment(version.reviewed_at),
    )


def changes_since_return(line: PlanLine) -> list[Difference]:
    """Return what the submission that waits says differently from the last one that was returned."""
    if not _is_waiting(line):
        return []
    returned = next((row for row in line.versions if row.outcome == EntryOutcome.RETURNED), None)
    return differences(read_content(returned.content), line.content) if returned else []
