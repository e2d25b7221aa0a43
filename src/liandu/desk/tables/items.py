"""How items look in lists of the desk: state by word, shape and tone; the day that counts; a row of the tree."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from liandu.desk.queries.unit_page import Leaf, is_late
from liandu.rectification.looks import STATE_LOOKS
from liandu.rectification.models import Item
from liandu.rectification.states import OPEN, Result, State
from liandu.ui.dates import day, distance
from liandu.ui.tables import Cell, Column, Table, table


def state_cell(item: Item | None, *, today: date | None = None) -> Cell:
    """Return how an item stands, "late" where its step is overdue; of a finding without account that it has none."""
    if item is None:
        return Cell(_("未立账"), tone="plain", shape="·")
    tone, shape = STATE_LOOKS[State(item.state)]
    result = str(Result(item.result).label) if item.state not in OPEN else ""
    if is_late(item, today or timezone.localdate()):
        return Cell(item.get_state_display(), tone="late", shape="!", sub=_("已逾期"))
    return Cell(item.get_state_display(), tone=tone, shape=shape, sub=result)


def due_cell(item: Item | None) -> Cell:
    """Return the day of the present step of an open item, or when a closed one was closed."""
    if item is None:
        return Cell()
    if item.closed_at is not None:
        return Cell(day(timezone.localdate(item.closed_at)))
    return Cell(day(item.step_due_on), sub=distance(item.step_due_on))


def _problem(leaf: Leaf) -> Cell:
    if leaf.item is None:
        return Cell(
            leaf.finding.title, url=reverse("findings:finding", args=[leaf.finding.pk]), sub=leaf.finding.number
        )
    kind = "" if leaf.item.kind == "by_date" else f" · {leaf.item.get_kind_display()}"
    url = reverse("rectification:item", args=[leaf.item.pk])
    return Cell(leaf.finding.title, url=url, sub=f"{leaf.item.number}{kind}")


def _answers(leaf: Leaf) -> Cell:
    if leaf.item is None:
        return Cell()
    names = [name for name in (leaf.item.leader, leaf.item.person) if name]
    return Cell(" · ".join(names), sub=leaf.item.department)


LEAVES = (
    Column(gettext_lazy("具体表现"), _problem),
    Column(gettext_lazy("状态"), lambda leaf: state_cell(leaf.item)),
    Column(gettext_lazy("时限"), lambda leaf: due_cell(leaf.item), css="nowrap"),
    Column(gettext_lazy("责任人"), _answers, css="aside"),
)


def leaves_table(leaves: Sequence[Leaf], *, caption: str) -> Table:
    """Return problems with how they stand as a table."""
    return table(LEAVES, leaves, caption=caption)


DUE_ITEMS = (
    Column(
        pgettext_lazy("an item", "事项"),
        lambda item: Cell(item.finding.title, url=reverse("rectification:item", args=[item.pk]), sub=item.number),
    ),
    Column(gettext_lazy("单位"), lambda item: Cell(str(item.unit))),
    Column(gettext_lazy("状态"), state_cell),
    Column(gettext_lazy("时限"), due_cell, css="nowrap"),
)


def due_items_table(items: Sequence[Item]) -> Table:
    """Return items that are due as a table."""
    return table(DUE_ITEMS, items, caption=_("到期的整改事项"))
