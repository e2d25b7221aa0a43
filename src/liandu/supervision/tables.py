"""The queue of the review as a table."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from liandu.rectification.closing_words import shown
from liandu.rectification.models import Request
from liandu.supervision.looks import Line, lines_of
from liandu.supervision.queries import Waiting
from liandu.supervision.rules import blocking
from liandu.ui.dates import day, distance
from liandu.ui.tables import Cell, Column, Table, by_part, table


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the queue with the marks of its signatures, and whether its box is ticked."""

    waiting: Waiting
    marks: list[Line]
    ticked: bool

    @property
    def request(self) -> Request:
        """Return the request."""
        return self.waiting.request


def queue_table(rows: Iterable[Waiting], *, choosing: bool, ticked: Collection[str] = ()) -> Table:
    """Return what waits: what and where, until when, what is missing, what is new since the last return, who signed.

    With ``choosing`` each line has a box to tick; ``ticked`` are the keys of those that were.
    """
    lines = [Shown(row, lines_of(row.case), str(row.request.pk) in ticked) for row in rows]
    columns = [
        Column(pgettext("an item", "事项"), _what),
        Column(_("单位"), lambda row: Cell(str(row.request.item.unit))),
        Column(_("签字时限"), _due, css="nowrap"),
        Column(_("申请"), _asked),
        Column(_("还缺什么"), _missing),
        Column(_("签字情况"), by_part("supervision/_marks.html")),
    ]
    if choosing:
        columns.insert(0, Column(_("选"), by_part("supervision/_tick.html"), css="tick"))
    return table(columns, lines, caption=_("待审核的销号申请"), name=lambda row: f"request-{row.request.pk}")


def _what(row: Shown) -> Cell:
    item = row.request.item
    url = reverse("supervision:review", args=[row.request.pk])
    return Cell(item.number, url=url, sub=item.finding.title)


def _due(row: Shown) -> Cell:
    due = row.request.item.step_due_on
    if due is None:
        return Cell("")
    left = (due - timezone.localdate()).days
    if left < 0:
        words = ngettext("逾期 %(n)s 天", "逾期 %(n)s 天", -left) % {"n": -left}
        return Cell(words, tone="late", shape="!", sub=day(due))
    return Cell(distance(due), tone="look" if left <= 3 else "plain", shape="◷", sub=day(due))


def _asked(shown_row: Shown) -> Cell:
    row = shown_row.waiting
    words = _("第 %(n)s 次") % {"n": row.request.serial}
    if not row.returned:
        return Cell(words, sub=day(timezone.localdate(row.request.asked_at)))
    facts = {"progress": row.new_progress, "evidence": row.new_evidence}
    new = _("退回后补充：进展 %(progress)s 条，佐证 %(evidence)s 份") % facts
    return Cell(words, sub=new)


def _missing(shown_row: Shown) -> Cell:
    row = shown_row.waiting
    stopping = blocking(row.checklist)
    hints = [check for check in row.checklist if not check.met and check not in stopping]
    words = [shown(check.spelled()).words for check in (*stopping, *hints)]
    if stopping:
        return Cell(_("还缺"), tone="late", shape="×", sub=" ".join(words))
    if hints:
        return Cell(_("请注意"), tone="look", shape="△", sub=" ".join(words))
    return Cell(_("齐全"), tone="good", shape="●")
