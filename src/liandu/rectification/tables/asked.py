"""Lists of what was asked for."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandu.rectification.models import Extension
from liandu.ui.dates import day, moment
from liandu.ui.tables import Cell, Column, Table, table

EXTENSIONS = (
    Column(
        gettext_lazy("整改事项"),
        lambda row: Cell(
            row.item.number,
            url=reverse("rectification:decide_extension", args=[row.pk]),
            sub=row.item.finding.title,
        ),
    ),
    Column(gettext_lazy("单位"), lambda row: Cell(str(row.item.unit))),
    Column(
        gettext_lazy("延期"),
        lambda row: Cell(
            _("延至 %(day)s") % {"day": day(row.until)}, sub=_("原时限 %(day)s") % {"day": day(row.due_before)}
        ),
        css="nowrap",
    ),
    Column(gettext_lazy("理由"), lambda row: Cell(row.reason)),
    Column(gettext_lazy("申请"), lambda row: Cell(str(row.asked_by), sub=moment(row.asked_at)), css="aside nowrap"),
    Column(gettext_lazy("已延期"), lambda row: Cell(str(row.item.extensions)), css="number"),
)


def extensions_table(rows: Sequence[Extension]) -> Table:
    """Return what waits for an answer as a table."""
    return table(EXTENSIONS, rows, caption=_("待审批的延期"))
