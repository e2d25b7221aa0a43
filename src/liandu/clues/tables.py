"""The lists of this stage: one list of columns each. They show numbers, states, people in charge; no word of a clue."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from liandu.clues.models import Clue, Recusal, SealedList
from liandu.clues.queries import Named
from liandu.clues.states import ListState, State
from liandu.ui.dates import day, moment
from liandu.ui.tables import Cell, Column, Table, by_part, table

SHAPES = {
    State.REGISTERED: ("○", "now"), State.REVIEWED: ("◔", "now"), State.PROPOSED: ("◑", "look"),
    State.IN_FORCE: ("◕", "now"), State.HELD: ("□", "plain"), State.FOLLOW_UP: ("◕", "look"),
    State.CONCLUDED: ("●", "good"),
}  # fmt: skip
LIST_SHAPES = {
    ListState.DRAFTING: ("○", "plain"), ListState.SENT: ("◔", "look"), ListState.SIGNED: ("◑", "now"),
    ListState.SETTLED: ("●", "good"),
}  # fmt: skip


def state_cell(clue: Clue) -> Cell:
    """Return the state by word and shape; below it what it waits for and until when."""
    shape, tone = SHAPES[State(clue.state)]
    return Cell(clue.get_state_display(), tone=tone, shape=shape, sub=_kind_words(clue))


def _kind_words(clue: Clue) -> str:
    """Return the disposition in force; being on hold is told by the state already."""
    return clue.get_kind_display() if clue.kind and clue.state != State.HELD else ""


def due_cell(clue: Clue) -> Cell:
    """Return the day that counts now, in red when it has passed."""
    due = {State.REGISTERED: clue.due_on, State.REVIEWED: clue.due_on, State.HELD: clue.restart_on}.get(
        State(clue.state)
    )
    if due is None:
        return Cell("—")
    return Cell(day(due), tone="late") if due < timezone.localdate() else Cell(day(due))


CLUES = (
    Column(gettext_lazy("编号"), lambda c: Cell(c.number, url=reverse("clues:clue", args=[c.pk])), css="nowrap"),
    Column(gettext_lazy("涉及单位"), lambda c: Cell(str(c.unit))),
    Column(gettext_lazy("性质"), lambda c: Cell(c.get_nature_display(), sub=c.get_source_display()), css="aside"),
    Column(gettext_lazy("密级"), lambda c: Cell(c.get_grade_display()), css="aside nowrap"),
    Column(gettext_lazy("状态"), state_cell),
    Column(gettext_lazy("期限"), due_cell, css="nowrap"),
    Column(gettext_lazy("保管人"), lambda c: Cell(str(c.keeper)), css="aside nowrap"),
)


def clues_table(rows: Sequence[Clue]) -> Table:
    """Return clues (with unit and keeper) as a table."""
    return table(CLUES, rows, caption=_("问题线索"))


def _list_state(row: SealedList) -> Cell:
    shape, tone = LIST_SHAPES[ListState(row.state)]
    return Cell(row.get_state_display(), tone=tone, shape=shape)


def _signature(row: SealedList) -> Cell:
    return Cell(str(row.signed_by), sub=moment(row.signed_at)) if row.signed_by else Cell("—")


LISTS = (
    Column(gettext_lazy("编号"), lambda r: Cell(r.number, url=reverse("clues:list", args=[r.pk])), css="nowrap"),
    Column(gettext_lazy("移送机构"), lambda r: Cell(r.sent_from, sub=r.sent_by)),
    Column(gettext_lazy("接收机构"), lambda r: Cell(str(r.recipient)), css="aside"),
    Column(gettext_lazy("信封号"), lambda r: Cell(r.envelope), css="aside"),
    Column(pgettext_lazy("lines of a list", "条数"), lambda r: Cell(str(r.count)), css="number"),
    Column(gettext_lazy("状态"), _list_state),
    Column(gettext_lazy("签收"), _signature, css="aside"),
)


def lists_table(rows: Sequence[SealedList]) -> Table:
    """Return sealed lists (with ``count``) as a table."""
    return table(LISTS, rows, caption=_("密封线索清单"))


def _away_from(row: Any) -> Cell:
    return Cell(row.clue.number) if row.clue_id else Cell(str(row.unit), sub=_("及其下属单位"))


RECUSALS = (
    Column(gettext_lazy("应当回避的人"), lambda r: Cell(str(r.person))),
    Column(gettext_lazy("对什么回避"), _away_from),
    Column(gettext_lazy("从"), lambda r: Cell(day(r.since)), css="nowrap"),
    Column(gettext_lazy("到"), lambda r: Cell(day(r.until) or _("一直")), css="nowrap"),
    Column(gettext_lazy("办理"), by_part("clues/_recusal_end.html")),
)


def recusals_table(rows: Sequence[Recusal]) -> Table:
    """Return recusals as a table, each with the form that ends it."""
    return table(RECUSALS, rows, caption=_("回避名单"))


RECUSED = RECUSALS[:-1]


def recused_table(rows: Sequence[Recusal]) -> Table:
    """Return the recusals from one clue as a table."""
    return table(RECUSED, rows, caption=_("应当回避"))


PARTS = {
    "registrar": gettext_lazy("登记人"), "keeper": gettext_lazy("保管人"), "approver": gettext_lazy("审批人"),
    "decided": gettext_lazy("审批过处置意见"), "register": gettext_lazy("统一管理登记册"),
}  # fmt: skip


def _why_named(named: Named) -> Cell:
    if named.assignment is None:
        return Cell(str(PARTS[named.part]))
    facts = {"way": named.assignment.get_way_display(), "office": named.assignment.office}
    return Cell(
        _("承办人（%(way)s，%(office)s）") % facts,
        sub=f"{named.assignment.get_state_display()} · {day(timezone.localdate(named.assignment.given_at))}",
    )


NAMED = (
    Column(gettext_lazy("人员"), lambda named: Cell(str(named.person), sub=str(named.office))),
    Column(gettext_lazy("岗位"), lambda named: Cell(named.witness.path.standing.role_name)),
    Column(gettext_lazy("为什么能看到"), _why_named),
)


def named_table(rows: Sequence[Named]) -> Table:
    """Return who is named in a clue as a table."""
    return table(NAMED, rows, caption=_("谁能看到"))
