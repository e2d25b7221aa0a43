"""The table of a picture as a spreadsheet."""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import IO, Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.insight.commands.profiles import note_profile_taken
from liandu.ui.dates import moment

LONGEST_SHEET = 31  # characters of the name of a worksheet, without these
_BAD_IN_SHEET = re.compile(r"[\[\]:*?/\\']")


def export_table(
    *, key: str, title: str, headings: Sequence[str], rows: Iterable[Sequence[str | int]], address: str, by: Any
) -> IO[bytes]:
    """Return a table as a spreadsheet, with its title and by whom and when it was taken out; journaled."""
    require(by, Act.LEDGER_EXPORT)
    lines = list(rows)
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_BAD_IN_SHEET.sub("", title)[:LONGEST_SHEET])
        _write(book, sheet, title=title, headings=headings, rows=lines, who=str(by))
    note_profile_taken(key=key, address=address, rows=len(lines), by=by)
    out.seek(0)
    return out


def _write(
    book: Any, sheet: Any, *, title: str, headings: Sequence[str], rows: Sequence[Sequence[str | int]], who: str
) -> None:
    cell = {"border": 1, "border_color": "#bfc4c0", "font_size": 10.5}
    text, head = book.add_format(cell), book.add_format({**cell, "bold": True, "bg_color": "#e7f0ef"})
    note = _("%(who)s 于 %(when)s 导出") % {"who": who, "when": moment(timezone.now())}
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 16}))
    sheet.write_string(1, 0, note, book.add_format({"font_size": 9, "font_color": "#5f6b72"}))
    for place, words in enumerate(headings):
        sheet.set_column(place, place, 36 if place == 0 else 14)
        sheet.write_string(2, place, words, head)
    for at, row in enumerate(rows, 3):
        for place, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(at, place, value, text)
            else:
                sheet.write_string(at, place, value, text)
    sheet.freeze_panes(3, 1)
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
