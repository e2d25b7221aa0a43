"""Workbooks: a title row, a line about the maker, one or two header rows, merged cells, real dates."""

from datetime import date, datetime
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from liandu.demo.papers.lines import Grid, Sheet

MADE = datetime(2026, 6, 1)  # noqa: DTZ001 -- a document property has no zone; fixed, so that the bytes are


def print_xlsx(sheet: Sheet) -> bytes:
    """Return the sheet as a workbook; its instructions, when there are any, on a second worksheet."""
    if sheet.grid is None:
        raise ValueError(f"no table in {sheet.title}")
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": sheet.title, "created": MADE})
    styles = {
        "title": book.add_format({"bold": True, "font_size": 18, "align": "center", "valign": "vcenter"}),
        "head": book.add_format({"bold": True, "border": 1, "align": "center", "valign": "vcenter"}),
        "cell": book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"}),
        "day": book.add_format({"border": 1, "num_format": 'yyyy"年"m"月"d"日"', "valign": "vcenter"}),
    }
    page = book.add_worksheet("问题清单")
    last_column = len(sheet.grid.header[0]) - 1
    title, *notes = sheet.before
    page.merge_range(0, 0, 0, last_column, title.text, styles["title"])
    for n, note in enumerate(notes, 1):
        page.merge_range(n, 0, n, last_column, note.text)
    top = len(sheet.before)
    _write_grid(page, sheet.grid, top, styles)
    below = top + len(sheet.grid.header) + len(sheet.grid.body)
    for n, note in enumerate(sheet.after):
        page.merge_range(below + n, 0, below + n, last_column, note.text)
    if sheet.instructions:
        book.add_worksheet("填报说明").write_column(0, 0, sheet.instructions)
    book.close()
    return out.getvalue()


def _write_grid(page: Worksheet, grid: Grid, top: int, styles: dict[str, Format]) -> None:
    for column, width in enumerate(grid.widths):
        page.set_column(column, column, width)
    merged = {(row, column): (last_row, last_column) for row, column, last_row, last_column in grid.merges}
    for n, row in enumerate(grid.rows()):
        style = styles["head"] if n < len(grid.header) else styles["cell"]
        for column, value in enumerate(row):
            if (n, column) in merged:
                last_row, last_column = merged[n, column]
                page.merge_range(top + n, column, top + last_row, last_column, value, style)
            elif isinstance(value, date):
                page.write_datetime(top + n, column, value, styles["day"])
            elif value != "" or not _covered(grid, n, column):
                page.write(top + n, column, value, style)
    page.freeze_panes(top + len(grid.header), 0)


def _covered(grid: Grid, row: int, column: int) -> bool:
    return any(r <= row <= lr and c <= column <= lc for r, c, lr, lc in grid.merges)
