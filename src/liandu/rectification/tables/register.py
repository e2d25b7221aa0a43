"""The register of institutions as a list."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandu.rectification.models import Institution
from liandu.ui.dates import day
from liandu.ui.tables import Cell, Column, Table, table


def carried_out_in_words(carried_out: bool | None) -> str:  # noqa: FBT001 - three values of one column
    """Return what the newest review says, or that there is none."""
    if carried_out is None:
        return _("还没有检查")
    return _("得到执行") if carried_out else _("没有得到执行")


def _seen(row: Any) -> Cell:
    looks: dict[bool | None, tuple[str, str]] = {None: ("plain", "○"), True: ("good", "●"), False: ("look", "×")}
    tone, shape = looks[row.carried_out]
    return Cell(carried_out_in_words(row.carried_out), tone=tone, shape=shape, sub=day(row.reviewed_on))


INSTITUTIONS = (
    Column(
        gettext_lazy("制度"),
        lambda row: Cell(row.title, url=reverse("rectification:institution", args=[row.pk]), sub=row.number),
    ),
    Column(gettext_lazy("方式"), lambda row: Cell(row.get_work_display()), css="nowrap"),
    Column(gettext_lazy("单位"), lambda row: Cell(str(row.unit))),
    Column(
        gettext_lazy("印发"),
        lambda row: Cell(
            day(row.dated), sub=_("%(day)s 起施行") % {"day": day(row.in_force_on)} if row.in_force_on else ""
        ),
        css="nowrap",
    ),
    Column(
        gettext_lazy("整改事项"),
        lambda row: Cell(row.item.number, url=reverse("rectification:item", args=[row.item_id])),
        css="nowrap",
    ),
    Column(gettext_lazy("文本"), lambda row: Cell("●" if row.evidence_id else "—"), css="aside"),
    Column(gettext_lazy("执行检查"), _seen),
)


def register_table(rows: Sequence[Institution]) -> Table:
    """Return a page of the register as a table."""
    return table(INSTITUTIONS, rows, caption=_("制度台账"))
