"""The spreadsheet that a unit fills in offline, one row an item that is worked on."""

import contextlib
import tempfile
from collections.abc import Iterable
from datetime import date
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.rectification.commands import note_sheet_taken
from liandu.rectification.exports.sheets import write_sheet
from liandu.rectification.models import Item
from liandu.rectification.progress_sheet import COLUMNS, OPEN_PLACES
from liandu.rectification.queries import items_worked_on
from liandu.ui.dates import moment


def export_sheet(*, by: Any) -> IO[bytes]:
    """Return the spreadsheet in an open temporary file at its beginning; that it was taken out is journaled."""
    require(by, Act.PROGRESS_REPORT)
    note = _("%(who)s 于 %(when)s 导出。只填浅黄的列，一行一项；填好后在“导入进展”上传，先核对、后提交。")
    told = {"who": by, "when": moment(timezone.now())}
    heads = [(column.words(), column.width) for column in COLUMNS]
    with contextlib.ExitStack() as closing:
        out = closing.enter_context(tempfile.TemporaryFile(suffix=".xlsx"))
        rows = _rows(items_worked_on(by).iterator(chunk_size=500))
        count = write_sheet(
            out, title=_("进展填报表"), note=note % told, heads=heads, rows=rows, open_columns=OPEN_PLACES
        )
        note_sheet_taken(rows=count, by=by)
        out.seek(0)
        closing.pop_all()  # from here on the caller closes it
    return out


def _rows(items: Iterable[Item]) -> Iterable[list[str | int | date | None]]:
    blank = [None] * (len(COLUMNS) - 4)
    for item in items:
        yield [item.number, item.finding.title, item.due_on, item.progress_on, *blank]
