"""A Word table as a grid: spans filled, merged cells repeated, rows made equally long."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from liandu.papers.blocks import Cell
from liandu.papers.reading.docx.inline import ALTERNATIVES, shown_of
from liandu.papers.reading.numbering import VAL, W, whole_number

_MOST_COLUMNS = 1_000  # Word itself takes 63; a written span of a milliard is an attack
_LOOKED_INTO = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))


@dataclass(slots=True)
class Grid:
    """Takes the cells of a table row by row; ``empty_block`` adds a block without text and returns its index."""

    empty_block: Callable[[], int]
    _rows: list[list[Cell]] = field(default_factory=list)
    _padding: Cell | None = None

    def begin_row(self, row: etree._Element) -> None:
        """Start a row, with the columns that it leaves out at its left."""
        self._rows.append([])
        self._pad(self._rows[-1], _number(row, "trPr", "gridBefore", 0))

    def end_row(self, row: etree._Element) -> None:
        """Finish a row, with the columns that it leaves out at its right."""
        self._pad(self._rows[-1], _number(row, "trPr", "gridAfter", 0))

    def goes_on(self, cell: etree._Element) -> bool:
        """Return whether a cell only continues the one above it or, as old files say it, the one at its left."""
        row = self._rows[-1]
        if _merge(cell, "hMerge") == "continue" and row:
            return True
        return _merge(cell, "vMerge") == "continue" and len(self._rows) > 1 and len(row) < len(self._rows[-2])

    def repeat(self, cell: etree._Element) -> None:
        """Fill the places of a cell that continues another."""
        row = self._rows[-1]
        if _merge(cell, "hMerge") == "continue" and row:
            row.append(replace(row[-1], first=False))
            return
        above = self._rows[-2][len(row) : len(row) + _span(cell)]
        row.extend(replace(one, first=False) for one in above)

    def place(self, cell: etree._Element, content: Cell) -> None:
        """Put a new cell at the next free place and fill the columns that it spans."""
        covered = replace(content, first=False)
        self._rows[-1].extend([content, *([covered] * (_span(cell) - 1))])

    @property
    def latest_width(self) -> int:
        """Return the number of columns of the last row."""
        return len(self._rows[-1])

    def filled(self) -> tuple[tuple[Cell, ...], ...]:
        """Return the rows, all as long as the longest; rows without any cell are left out."""
        rows = [row for row in self._rows if row]
        width = max(map(len, rows), default=0)
        for row in rows:
            self._pad(row, width - len(row))
        return tuple(map(tuple, rows))

    def _pad(self, row: list[Cell], columns: int) -> None:
        for _ in range(columns):
            if self._padding is None:
                row.append(Cell(self.empty_block(), ""))
                self._padding = replace(row[-1], first=False)
            else:
                row.append(self._padding)


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """Give the rows of a ``w:tbl`` that tracked changes have not deleted."""
    for row in _inside(table, W + "tr"):
        properties = row.find(W + "trPr")
        if properties is None or properties.find(W + "del") is None:
            yield row


def cells_of(row: etree._Element) -> Iterator[etree._Element]:
    """Give the cells of a ``w:tr`` that tracked changes have not deleted."""
    for cell in _inside(row, W + "tc"):
        properties = cell.find(W + "tcPr")
        if properties is None or properties.find(W + "cellDel") is None:
            yield cell


def _inside(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    for child in parent:
        tag = child.tag
        if tag == wanted:
            yield child
        elif tag in _LOOKED_INTO:
            yield from _inside(child, wanted)
        elif tag == ALTERNATIVES:
            for shown in shown_of(child):
                yield from _inside(shown, wanted)


def _number(element: etree._Element, properties: str, name: str, otherwise: int) -> int:
    found = element.find(f"{W}{properties}/{W}{name}")
    number = whole_number(found.get(VAL), otherwise) if found is not None else otherwise
    return min(max(number if number is not None else otherwise, otherwise), _MOST_COLUMNS)


def _span(cell: etree._Element) -> int:
    return _number(cell, "tcPr", "gridSpan", 1)


def _merge(cell: etree._Element, name: str) -> str | None:
    """Return "restart" or "continue" of a merged cell, None of a plain one; without a value it continues."""
    found = cell.find(f"{W}tcPr/{W}{name}")
    return None if found is None else found.get(VAL, "continue")
