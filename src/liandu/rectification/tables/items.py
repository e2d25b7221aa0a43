"""The lists of this stage: findings that wait for an item, items chosen for one act on many."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandu.findings.models import Finding
from liandu.rectification.looks import due_look, state_look
from liandu.rectification.models import Item
from liandu.rectification.queries import NewDeadline, Waiting, Way
from liandu.ui.dates import day
from liandu.ui.tables import Cell, Column, Table, by_part, table


def _state(item: Item) -> Cell:
    look = state_look(item.state)
    return Cell(look.words, tone=look.tone, shape=look.shape)


def _due(item: Item) -> Cell:
    look = due_look(item.step_due_on)
    return Cell(look.words, sub=day(item.step_due_on), tone=look.tone, shape=look.shape) if look else Cell()


CHOSEN = (
    Column(gettext_lazy("选择"), by_part("rectification/_tick.html"), "tick"),
    Column(gettext_lazy("编号"), lambda item: Cell(item.number, url=reverse("rectification:item", args=[item.pk]))),
    Column(gettext_lazy("问题"), lambda item: Cell(item.finding.title)),
    Column(gettext_lazy("责任单位"), lambda item: Cell(str(item.unit)), "aside"),
    Column(gettext_lazy("状态"), _state),
    Column(gettext_lazy("本步时限"), _due),
)


def chosen_table(items: Sequence[Item], *, caption: str) -> Table:
    """Return items to be ticked for one act."""
    return table(CHOSEN, items, caption=caption, name=lambda item: f"item-{item.pk}")


def due_table(items: Sequence[Item]) -> Table:
    """Return items by the day their next step is due."""
    return table(CHOSEN[1:], items, caption=_("到期事项"), name=lambda item: f"item-{item.pk}")


WAITING = (
    Column(gettext_lazy("编号"), lambda row: Cell(row.number, url=reverse("findings:finding", args=[row.pk]))),
    Column(gettext_lazy("问题"), lambda row: Cell(row.title)),
    Column(gettext_lazy("单位"), lambda row: Cell(str(row.unit))),
)


def waiting_table(findings: Sequence[Finding], *, caption: str) -> Table:
    """Return findings that wait for an item."""
    return table(WAITING, findings, caption=caption, name=lambda row: f"finding-{row.pk}")


def ticked_table(findings: Sequence[Finding], *, caption: str) -> Table:
    """Return findings to be ticked, to open items for them."""
    tick = Column(gettext_lazy("选择"), by_part("rectification/_tick_finding.html"), "tick")
    return table((tick, *WAITING), findings, caption=caption, name=lambda row: f"finding-{row.pk}")


def _of_round(row: Waiting) -> Cell:
    return Cell(row.round.name, url=reverse("rectification:opening", args=[row.round.pk]))


ROUNDS = (
    Column(gettext_lazy("轮次"), _of_round),
    Column(gettext_lazy("已签收待立账"), lambda row: Cell(str(row.signed)), "number"),
    Column(gettext_lazy("未签收"), lambda row: Cell(str(row.unsigned)), "number"),
    Column(gettext_lazy("已立账"), lambda row: Cell(str(row.opened)), "number"),
    Column(gettext_lazy("其中撤账"), lambda row: Cell(str(row.cancelled)), "number"),
)


def rounds_table(rows: Sequence[Waiting]) -> Table:
    """Return the rounds, each with how many of its findings have their item."""
    return table(ROUNDS, rows, caption=_("各轮立账情况"))


WAYS = {
    Way.EARLIER: (gettext_lazy("提前"), "look", "←"),
    Way.LATER: (gettext_lazy("推后"), "now", "→"),
    Way.SAME: (gettext_lazy("不变"), "plain", "="),
}


def _way(turn: NewDeadline) -> Cell:
    words, tone, shape = WAYS[turn.way]
    return Cell(str(words), tone=tone, shape=shape)


def _number(turn: NewDeadline) -> Cell:
    item = turn.item
    return Cell(item.number, url=reverse("rectification:item", args=[item.pk]), sub=str(item.unit))


NEW_DEADLINES = (
    Column(gettext_lazy("编号"), _number),
    Column(gettext_lazy("状态"), lambda turn: _state(turn.item)),
    Column(gettext_lazy("变化"), _way),
    Column(gettext_lazy("本步时限"), lambda turn: Cell(_moved(turn.item.step_due_on, turn.step_due_on))),
    Column(gettext_lazy("完成时限"), lambda turn: Cell(_moved(turn.item.due_on, turn.due_on))),
)  # fmt: skip


def _moved(before: date | None, after: date | None) -> str:
    """Return a deadline that moves: "2026年7月15日 → 7月8日" in full days; one that stays alone; "—" for none."""
    old, new = day(before) or "—", day(after) or "—"
    return new if before == after else f"{old} → {new}"


def new_deadlines_table(turns: Sequence[NewDeadline]) -> Table:
    """Return the deadlines that items would get."""
    return table(NEW_DEADLINES, turns, caption=_("改用口径后的时限"), name=lambda turn: f"item-{turn.item.pk}")
