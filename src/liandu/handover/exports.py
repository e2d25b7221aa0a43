"""The count check as a spreadsheet."""

import contextlib
import tempfile
from typing import IO, Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.handover.commands import note_counts_taken
from liandu.handover.queries import CountCheck
from liandu.ui.dates import moment

LEVELS = {"term": 0, "round": 1, "meeting": 1, "package": 2}


def export_counts(*, check: CountCheck, by: Any) -> IO[bytes]:
    """Return the check as a spreadsheet in an open temporary file at its beginning; what was taken out is journaled."""
    require(by, Act.PACKAGE_VIEW)
    with contextlib.ExitStack() as closing:
        out = closing.enter_context(tempfile.TemporaryFile(suffix=".xlsx"))
        write_counts(out, check=check, note=_("%(who)s 于 %(when)s 导出") % {"who": by, "when": moment(timezone.now())})
        scope = str(check.scope.round or check.scope.term)
        note_counts_taken(scope=scope, rows=len(check.rows), by=by)
        out.seek(0)
        closing.pop_all()  # from here on the caller closes it
    return out


def write_counts(out: IO[bytes], *, check: CountCheck, note: str) -> None:
    """Write three sheets to ``out``: the lines by package, the totals, the differences. Texts stay texts."""
    book = xlsxwriter.Workbook(out)
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#e7f0ef", "text_wrap": True})
    sheet = book.add_worksheet(_("清点"))
    names = [
        _("范围"), _("清单份数"), _("发出"), pgettext("lines", "签收"), pgettext("lines", "拒收"), _("待签"),
        _("不符待定"), pgettext("lines", "退回"), _("差额"),
    ]  # fmt: skip
    sheet.write_string(0, 0, f"{_('清点核对')} {check.scope.round or check.scope.term}")
    sheet.write_string(1, 0, note)
    for place, name in enumerate(names):
        sheet.write_string(3, place, name, head)
    for at, row in enumerate(check.rows, 4):
        sheet.write_string(at, 0, "　" * LEVELS[row.level] + row.name)
        tally = row.tally
        numbers = (row.packages, tally.sent, tally.accepted, tally.refused, tally.open, tally.discrepancy)
        for place, number in enumerate((*numbers, tally.returned, tally.difference), 1):
            sheet.write_number(at, place, number)
    sheet.set_column(0, 0, 48)
    sheet.freeze_panes(4, 1)
    totals = book.add_worksheet(_("合计"))
    for at, total in enumerate(check.totals):
        totals.write_string(at, 0, total.name)
        totals.write_number(at, 1, total.number)
        totals.write_number(at, 2, total.of)
        totals.write_string(at, 3, total.of_name)
    differences = book.add_worksheet(_("不一致"))
    for place, name in enumerate((_("核对内容"), _("不一致之处"))):
        differences.write_string(0, place, name, head)
    told = [(comparison.about, one.words) for comparison in check.comparisons for one in comparison.differences]
    for at, (about, words) in enumerate(told, 1):
        differences.write_string(at, 0, about)
        differences.write_string(at, 1, words)
    differences.set_column(0, 1, 60)
    book.close()
