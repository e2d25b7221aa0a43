"""Plans as lists, and what an entry says in words: for pages, for comparing two versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from liandu.rectification.looks import Look, due_look
from liandu.rectification.models import Plan
from liandu.rectification.queries.plans import PlanLine, PlanRow, Standing
from liandu.rectification.rules.plan_content import EntryContent, MeasureContent
from liandu.rectification.states import EntryOutcome, EntryState, Kind, PlanState, State
from liandu.ui.dates import day
from liandu.ui.tables import Cell, Column, Table, table

PLAN_LOOKS = {
    PlanState.DRAFTING: ("plain", "○"),
    PlanState.SUBMITTED: ("now", "◑"),
    PlanState.REVIEWED: ("good", "●"),
}
ENTRY_LOOKS = {
    EntryState.DRAFTING: ("plain", "○"),
    EntryState.SUBMITTED: ("now", "◑"),
    EntryState.APPROVED: ("good", "●"),
    EntryState.RETURNED: ("look", "↺"),
}
OUTCOME_LOOKS = {
    EntryOutcome.TAKEN_BACK: ("plain", "⊘"),
    EntryOutcome.APPROVED: ("good", "●"),
    EntryOutcome.RETURNED: ("look", "↺"),
}
LABELS = {
    "goal": gettext_lazy("整改目标"),
    "kind": gettext_lazy("整改类型"),
    "due_on": gettext_lazy("完成时限"),
    "leader": gettext_lazy("牵头领导"),
    "department": gettext_lazy("责任部门"),
    "person": gettext_lazy("责任人"),
    "tasks": gettext_lazy("整改任务和措施"),
    "milestones": gettext_lazy("阶段目标"),
}


def look_of_line(line: PlanLine) -> Look:
    """Return how an item stands with its plan."""
    state = State(line.item.state)
    if line.entry is None or state in {State.REGISTERED, State.DISPUTED, State.CANCELLED}:
        writing = state == State.ACKNOWLEDGED
        return Look(_("未编制") if writing else str(state.label), "plain", "○")
    entry = EntryState(line.entry.state)
    if not line.seen and entry in {EntryState.DRAFTING, EntryState.RETURNED}:
        return Look(_("未报送"), "plain", "○")
    return Look(str(entry.label), *ENTRY_LOOKS[entry])


def measure_in_words(row: MeasureContent) -> str:
    """Return who does a measure from when to when, for a line below it."""
    span = f"{day(row.since)}—{day(row.due_on)}" if row.since else day(row.due_on)
    return " · ".join(part for part in (row.owner, span) if part)


def words_of(content: EntryContent, name: str) -> str:
    """Return one field of an entry in words, a line for each task, measure and milestone."""
    value: Any = getattr(content, name)
    if name == "kind":
        return str(Kind(value).label) if value in Kind.values else ""
    if isinstance(value, date):
        return day(value)
    if name == "tasks":
        lines = []
        for n, task in enumerate(content.tasks, 1):
            lines.append(f"{n}. {task.what}")
            lines += [
                f"　（{m}）{row.what}　{measure_in_words(row)}".rstrip() for m, row in enumerate(task.measures, 1)
            ]
        return "\n".join(lines)
    if name == "milestones":
        return "\n".join(f"{day(row.due_on)} {row.what}" for row in content.milestones)
    return value or ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two versions of an entry say differently."""

    label: str
    before: str
    after: str


def differences(before: EntryContent, after: EntryContent) -> list[Difference]:
    """Return what differs between two versions of an entry, in words."""
    return [
        Difference(str(label), words_of(before, name), words_of(after, name))
        for name, label in LABELS.items()
        if getattr(before, name) != getattr(after, name)
    ]


def _standing(row: PlanRow) -> Cell:
    standing = row.standing
    parts = [
        (standing.registered, _("待认领 %(n)s")),
        (standing.writing - standing.returned, _("编制中 %(n)s")),
        (standing.returned, _("退回 %(n)s")),
        (standing.waiting, _("待审 %(n)s")),
        (standing.approved, _("通过 %(n)s")),
    ]
    return Cell(" · ".join(words % {"n": n} for n, words in parts if n) or "—")


def _state(row: PlanRow) -> Cell:
    if row.plan is None:
        return Cell(_("未起草"), tone="plain", shape="○")
    tone, shape = PLAN_LOOKS[PlanState(row.plan.state)]
    return Cell(row.plan.get_state_display(), tone=tone, shape=shape)


def _due(standing: Standing) -> Cell:
    look = due_look(standing.due_on)
    return Cell(day(standing.due_on), sub=look.words) if look else Cell("—")


def _unit(row: PlanRow) -> Cell:
    url = reverse("rectification:plan", args=[row.plan.pk]) if row.plan else ""
    if row.plan is None and row.may_begin:
        return Cell(part="rectification/_begin_plan.html")
    return Cell(row.unit.name, url=url, sub=row.round.name)


PLANS = (
    Column(gettext_lazy("单位"), _unit),
    Column(gettext_lazy("整改事项"), lambda row: Cell(str(row.standing.items)), css="number"),
    Column(gettext_lazy("编制情况"), _standing),
    Column(gettext_lazy("报送时限"), lambda row: _due(row.standing)),
    Column(gettext_lazy("状态"), _state),
)


def plans_table(rows: Sequence[PlanRow]) -> Table:
    """Return plans as a table."""
    return table(PLANS, rows, caption=_("整改方案"))


TO_REVIEW = (
    Column(
        gettext_lazy("单位"),
        lambda row: Cell(row.unit.name, url=reverse("rectification:plan", args=[row.pk]), sub=row.round.name),
    ),
    Column(
        gettext_lazy("待审"),
        lambda row: Cell(ngettext("%(n)s 项", "%(n)s 项", row.waiting) % {"n": row.waiting}),
        css="number",
    ),
    Column(
        gettext_lazy("报送"),
        lambda row: Cell(day(row.submitted_at.date()), sub=str(row.submitted_by or "")),
        css="aside",
    ),
    Column(gettext_lazy("审核时限"), lambda row: _due(Standing(due_on=row.due))),
)


def to_review_table(rows: Sequence[Plan]) -> Table:
    """Return plans that wait for an opinion (with ``waiting`` and ``due``) as a table."""
    return table(TO_REVIEW, rows, caption=_("待审方案"))
