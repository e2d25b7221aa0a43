"""Writes a .xlsx from printed lines: a line is a row, ``│`` parts cells, ``⏎`` breaks a line inside a cell.

``{sheet NAME}`` begins a sheet and ``{merge A1:F1}`` joins cells of it; a cell ``=d2026-03-31`` is a real date,
``=n46112`` a number.
"""

import datetime as dt
import re
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_cell_to_rowcol
from xlsxwriter.worksheet import Worksheet

CREATED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_MERGE = re.compile(r"^\{merge (\w+:\w+)\}$")
_SHEET = re.compile(r"^\{sheet (.+)\}$")


def write_sheet(lines: list[str], path: Path, hidden: str | None = None) -> None:
    """Write ``lines`` as the sheets of a workbook to ``path``; the sheet called ``hidden`` is not shown."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": CREATED})
    wrapped = book.add_format({"text_wrap": True, "border": 1})
    dated = book.add_format({"num_format": "yyyy/m/d", "border": 1})
    for name, rows, merges in _sheets(lines):
        sheet = book.add_worksheet(name)
        if name == hidden:
            sheet.hide()
        for number, cells in enumerate(rows):
            _write_row(sheet, number, cells, wrapped, dated)
        for area in merges:
            row, column = xl_cell_to_rowcol(area.split(":")[0])
            sheet.merge_range(area, rows[row][column], wrapped)
    book.close()


def _sheets(lines: list[str]) -> list[tuple[str, list[list[str]], list[str]]]:
    sheets: list[tuple[str, list[list[str]], list[str]]] = []
    for line in lines:
        if named := _SHEET.match(line):
            sheets.append((named.group(1), [], []))
        elif merged := _MERGE.match(line):
            sheets[-1][2].append(merged.group(1))
        else:
            sheets[-1][1].append(line.replace("⏎", "\n").split("│"))
    return sheets


def _write_row(sheet: Worksheet, row: int, cells: list[str], wrapped: Format, dated: Format) -> None:
    for column, cell in enumerate(cells):
        if cell.startswith("=d"):
            sheet.write_datetime(row, column, dt.datetime.fromisoformat(cell[2:]), dated)
        elif cell.startswith("=n"):
            sheet.write_number(row, column, float(cell[2:]), wrapped)
        elif cell:
            sheet.write_string(row, column, cell, wrapped)
