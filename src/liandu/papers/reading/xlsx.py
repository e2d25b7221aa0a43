"""Workbooks (.xlsx, .xls, .et, .ods): each sheet a table, merged cells filled, dates in ISO form.

Values come from calamine, which lays a sheet out in full; so the extent of each sheet is measured first, where a file
can claim a value in the last corner of an otherwise empty sheet.
"""

import datetime as dt
import io
import re
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import TypeAlias

import python_calamine as calamine
from lxml import etree

from liandu.kernel.words import gettext_noop
from liandu.papers.blocks import Block, BlockKind, Cell, Paper, Table
from liandu.papers.reading.numbering import whole_number
from liandu.papers.reading.ole import OLE_HEAD, compound, stream_head
from liandu.papers.reading.packages import (
    ZIP_HEAD,
    Package,
    broken,
    declares_type,
    open_package,
    part_names,
    protected,
    with_entities,
    with_macros,
)
from liandu.papers.reading.protocol import CannotRead, Limits, Source
from liandu.papers.reading.text import CLEANING, empty, too_long

_ENDINGS = frozenset({"xlsx", "xlsm", "xltx", "xls", "et", "ods"})
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_MIDNIGHT = dt.time()
_CHARACTERS_OF_CELL = {**CLEANING, ord("\r"): None}

_RECORD = struct.Struct("<HH")
_FILE_PASS = 0x2F
_GLOBALS = 4_096  # bytes; a password is said among the first records
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")

_Value: TypeAlias = object
_Area: TypeAlias = tuple[tuple[int, int], tuple[int, int]]  # first and last (row, column) of merged cells


class WorkbookReader:
    """Reads workbooks; refuses those with macros."""

    name = "xlsx"

    def score(self, source: Source) -> float:
        """Return 1 for a workbook by its content, a little for a ruin that is named like one."""
        named = 0.3 if source.ending in _ENDINGS else 0.0
        if source.head.startswith(OLE_HEAD):
            held = compound(source)
            return 1.0 if held.is_workbook and not held.is_word else 0.0 if held.names else named
        if not source.head.startswith(ZIP_HEAD):
            return 0.0
        names = part_names(source)
        if "xl/workbook.xml" in names or (_ODS in source.head[:200] and "content.xml" in names):
            return 1.0
        if any(name.startswith("xl/") for name in names):
            return 0.8
        return 0.0 if names else named

    def read(self, source: Source, limits: Limits) -> Paper:
        """Return one table for each sheet; raise CannotRead when the workbook is broken, dangerous or with macros."""
        hidden_rows = False
        if source.head.startswith(OLE_HEAD):
            _check_compound(source)
            kind = "xls"
        else:
            with open_package(source, limits) as package:
                kind, hidden_rows = _check_package(package, limits)
        pages = _Sheets(limits)
        for name, hidden, rows, merged, corner in _sheets(source, limits):
            pages.add(name, rows, merged, hidden=hidden, corner=corner)
        if not any(block.text for block in pages.blocks):
            raise empty()
        remarks = [gettext_noop("有隐藏的工作表，已标出。")] if any(table.hidden for table in pages.tables) else []
        if hidden_rows:
            remarks.append(gettext_noop("有隐藏的行，也一并读取了。"))
        return Paper(kind, tuple(pages.blocks), tuple(pages.tables), remarks=tuple(remarks))


READER = WorkbookReader()


class _Sheets:
    """Collects blocks and tables sheet by sheet."""

    def __init__(self, limits: Limits) -> None:
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self._limits = limits
        self._characters = 0

    def add(
        self,
        name: str,
        rows: Sequence[Sequence[_Value]],
        merged: list[_Area],
        *,
        hidden: bool,
        corner: tuple[int, int],
    ) -> None:
        """Add a sheet whose used area begins at ``corner``; each cell becomes a block, merged cells one."""
        if not rows:
            return
        owner = {place: area[0] for area in merged for place in _places(area, len(rows), len(rows[0]))}
        placed: dict[tuple[int, int], Cell] = {}
        grid = []
        for row, values in enumerate(rows):
            cells = []
            for column, value in enumerate(values):
                first = owner.get((row, column), (row, column))
                if first in placed:
                    known = placed[first]
                    cells.append(Cell(known.block, known.text, first=False))
                    continue
                cell = self._cell(value)
                if (row, column) in owner:
                    placed[first] = cell
                cells.append(cell)
            grid.append(tuple(cells))
        self.tables.append(Table(tuple(grid), sheet=name, hidden=hidden, top=corner[0], left=corner[1]))

    def _cell(self, value: _Value) -> Cell:
        text = shown(value)
        self._characters += len(text)
        if self._characters > self._limits.characters:
            raise too_long(self._limits)
        index = len(self.blocks)
        self.blocks.append(Block(index, BlockKind.CELL, text))
        return Cell(index, text)


def shown(value: _Value) -> str:
    """Return a cell's value as text: 3.0 -> 3, a date -> 2026-03-31, midnight dropped, line breaks kept."""
    match value:
        case str():
            return value.replace("_x000D_", "").translate(_CHARACTERS_OF_CELL).strip()
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return _number(value)
        case dt.datetime():
            return value.date().isoformat() if value.time() == _MIDNIGHT else value.isoformat(" ", "seconds")
        case dt.date() | dt.time():
            return value.isoformat()
    return str(value)


def _number(value: float) -> str:
    """Return a number with the fifteen digits that a spreadsheet keeps, never in scientific form."""
    short = f"{value:.15g}"
    return f"{Decimal(short):f}" if "e" in short else short


def _places(area: _Area, height: int, width: int) -> Iterator[tuple[int, int]]:
    (top, left), (bottom, right) = area
    for row in range(max(top, 0), min(bottom, height - 1) + 1):
        for column in range(max(left, 0), min(right, width - 1) + 1):
            yield row, column


_Sheet: TypeAlias = tuple[str, bool, Sequence[Sequence[_Value]], list[_Area], tuple[int, int]]


def _sheets(source: Source, limits: Limits) -> Iterator[_Sheet]:
    """Give name, hidden or not, values, merged areas and first used cell of each worksheet; areas count from it."""
    seen = 0
    with _as_refusals(), calamine.CalamineWorkbook.from_path(str(source.path)) as book:
        for sheet in book.sheets_metadata:
            if sheet.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            page = book.get_sheet_by_name(sheet.name)
            seen += page.height * page.width
            if seen > limits.cells:
                raise _too_many_cells(limits)
            top, left = page.start or (0, 0)
            merged = [((a - top, b - left), (c - top, d - left)) for (a, b), (c, d) in page.merged_cell_ranges or []]
            hidden = sheet.visible != calamine.SheetVisibleEnum.Visible
            yield sheet.name, hidden, page.to_python(skip_empty_area=True), merged, (top, left)


@contextmanager
def _as_refusals() -> Iterator[None]:
    """Turn what calamine raises on passwords and broken bytes into refusals."""
    try:
        yield
    except (CannotRead, GeneratorExit):
        raise
    except calamine.PasswordError:
        raise protected() from None
    except Exception as error:
        raise broken(str(error)) from error
    # Broken bytes reach calamine as Rust panics too, which are no Exception.
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise broken(str(error)) from error


def _too_many_cells(limits: Limits) -> CannotRead:
    return CannotRead("file.too_many_cells", gettext_noop("表格超过%(most)s格，请拆分后再上传。"), most=limits.cells)


def _check_compound(source: Source) -> None:
    """Refuse an .xls with macros or under a password ([MS-XLS] 2.4.117 FilePass, among the first records)."""
    held = compound(source)
    if held.has_macros:
        raise with_macros()
    head = stream_head(source, "Workbook" if "workbook" in held.names else "Book", _GLOBALS)
    at = 0
    while at + _RECORD.size <= len(head):
        kind, size = _RECORD.unpack_from(head, at)
        if kind == _FILE_PASS:
            raise protected()
        at += _RECORD.size + size


def _check_package(package: Package, limits: Limits) -> tuple[str, bool]:
    """Refuse macros and sheets that are too large; return the kind of workbook and whether it has hidden rows."""
    if any(name.lower().endswith("vbaproject.bin") or name.lower().startswith("basic/") for name in package.names):
        raise with_macros()
    if "[Content_Types].xml" in package and b"macroEnabled" in package.read("[Content_Types].xml"):
        raise with_macros()
    if "content.xml" in package:
        _measure(_rows_of_ods(package.read("content.xml")), limits)
        return "ods", False
    if "xl/workbook.xml" not in package:
        raise broken("no xl/workbook.xml")
    hidden = False
    # A package may keep its sheets under any name, so every part is looked at.
    for name in package.names:
        data = package.read(name)
        if declares_type(data):
            raise with_entities()
        if b"sheetData" in data:
            hidden = _measure(_rows_of_xlsx(data), limits) or hidden
    return "xlsx", hidden


def _measure(used: Iterator[tuple[int, int, bool]], limits: Limits) -> bool:
    """Refuse a sheet whose used area has too many cells; return whether one of its used rows is hidden.

    ``used`` gives for each place with a value its row and column from 1, and whether the row is hidden.
    """
    height = width = 0
    hidden = False
    try:
        for row, column, row_hidden in used:
            height, width, hidden = max(height, row), max(width, column), hidden or row_hidden
    except (etree.XMLSyntaxError, ValueError) as error:
        raise broken(str(error)) from error
    if height * width > limits.cells:
        raise _too_many_cells(limits)
    return hidden


def _rows_of_xlsx(data: bytes) -> Iterator[tuple[int, int, bool]]:
    row = column = 0
    hidden = False
    for event, element in _elements(data, "{*}row", "{*}c"):
        if element.tag.endswith("}row") or element.tag == "row":
            if event == "start":
                row, column = whole_number(element.get("r")) or row + 1, 0
                hidden = element.get("hidden") in ("1", "true")
            else:
                element.clear()
        elif event == "end":
            row, column = _position(element.get("r")) or (row, column + 1)
            if len(element):
                yield row, column, hidden


def _rows_of_ods(data: bytes) -> Iterator[tuple[int, int, bool]]:
    """Give the last used place of each row; repeated rows and cells are counted as often as they stand."""
    if declares_type(data):
        raise with_entities()
    row = 0
    for event, element in _elements(data, _TABLE + "table", _TABLE + "table-row"):
        if event == "start":
            row = 0 if element.tag == _TABLE + "table" else row
        elif element.tag == _TABLE + "table-row":
            row += whole_number(element.get(_TABLE + "number-rows-repeated")) or 1
            column = last = 0
            for cell in element:
                column += whole_number(cell.get(_TABLE + "number-columns-repeated")) or 1
                last = column if len(cell) else last
            element.clear()
            if last:
                yield row, last, False


def _elements(data: bytes, *tags: str) -> Iterator[tuple[str, etree._Element]]:
    found: Iterator[tuple[str, etree._Element]] = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return found


def _position(reference: str | None) -> tuple[int, int] | None:
    """Return row and column from 1 of a reference such as "AB12", None when it is none."""
    found = _REFERENCE.fullmatch(reference or "")
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column
