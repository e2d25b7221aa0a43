"""How the spreadsheets of this stage look: a title, who took them out when, a head, rows of text and days."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

# A spreadsheet's date is the number of days since the last day of 1899, for every day after February 1900.
DAY_ZERO = date(1899, 12, 30).toordinal()
TITLE_ROW, NOTE_ROW, HEAD_ROW, FIRST_ROW = 0, 1, 2, 3


def write_sheet(
    out: IO[bytes],
    *,
    title: str,
    note: str,
    heads: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[str | int | date | None]],
    open_columns: frozenset[int] | None = None,
) -> int:
    """Write one worksheet to ``out`` in constant memory and return the number of rows.

    ``heads`` are words and widths. Texts stay texts, also those that begin with "=". With ``open_columns`` only these
    places can be typed in; the others are locked, without a password: a guard against slips, not against people.
    """
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet(title[:31])
    look = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#bfc4c0", "font_size": 10.5}
    day = {"num_format": "yyyy-mm-dd", "align": "center"}
    head = book.add_format({**look, "bold": True, "align": "center", "bg_color": "#e7f0ef"})
    formats = {
        (is_day, is_open): book.add_format(
            {**look, **(day if is_day else {}), "locked": not is_open, **({"bg_color": "#fffdf6"} if is_open else {})}
        )
        for is_day in (False, True)
        for is_open in (False, True)
    }
    for place, (_words, width) in enumerate(heads):
        sheet.set_column(place, place, width)
    sheet.write_string(TITLE_ROW, 0, title, book.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(NOTE_ROW, 0, note, book.add_format({"font_size": 9, "font_color": "#5f6b72"}))
    for place, (words, _width) in enumerate(heads):
        sheet.write_string(HEAD_ROW, place, words, head)
    at = FIRST_ROW - 1
    for at, row in enumerate(rows, FIRST_ROW):
        for place, value in enumerate(row):
            is_open = open_columns is not None and place in open_columns
            _write(sheet, at, place, value, formats[isinstance(value, date), is_open])
    _set_up(sheet, at, len(heads), protected=open_columns is not None)
    book.close()
    return at - FIRST_ROW + 1


def _write(sheet: Any, at: int, place: int, value: str | int | date | None, look: Any) -> None:
    if isinstance(value, date):
        sheet.write_number(at, place, value.toordinal() - DAY_ZERO, look)
    elif isinstance(value, int):
        sheet.write_number(at, place, value, look)
    elif value:
        sheet.write_string(at, place, value, look)
    else:
        sheet.write_blank(at, place, None, look)


def _set_up(sheet: Any, last: int, columns: int, *, protected: bool) -> None:
    sheet.freeze_panes(FIRST_ROW, 1)
    sheet.autofilter(HEAD_ROW, 0, max(last, HEAD_ROW), columns - 1)
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.repeat_rows(HEAD_ROW)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(_("&L&D&C第 &P 页，共 &N 页"))
    if protected:
        sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True})
