"""A Word table as a grid: spans filled, merged cells repeated, rows made equally long."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from liandu.papers.blocks import Cell
from liandu.papers.reading.docx.inline import ALTERNATIVES, shown_of
from liandu.papers.reading.numbering import VAL, W, child_of, whole_number

_MOST_COLUMNS = 1_000  # Word itself takes 63; a written span of a milliard is an attack
_LOOKED_INTO = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))


@dataclass(slots=True)
class RowShape:
    """A ``w:tr`` and the columns that it leaves out at its left and right."""

    element: etree._Element
    before: int
    after: int


@dataclass(slots=True)
class CellShape:
    """A ``w:tc``, the columns that it spans, and whether it only continues the cell above it or at its left."""

    element: etree._Element
    span: int
    continues_above: bool
    continues_left: bool


@dataclass(slots=True)
class Grid:
    """Takes the cells of a table row by row; ``empty_block`` adds a block without text and returns its index."""

    empty_block: Callable[[], int]
    _rows: list[list[Cell]] = field(default_factory=list)
    _padding: Cell | None = None

    def begin_row(self, row: RowShape) -> None:
        """Start a row, with the columns that it leaves out at its left."""
        self._rows.append([])
        self._pad(self._rows[-1], row.before)

    def end_row(self, row: RowShape) -> int:
        """Finish a row, with the columns that it leaves out at its right; return its length."""
        self._pad(self._rows[-1], row.after)
        return len(self._rows[-1])

    def repeated(self, cell: CellShape) -> bool:
        """Fill the places of a cell that only continues another; return whether it was one."""
        row = self._rows[-1]
        if cell.continues_left and row:
            row.append(_covered(row[-1]))
            return True
        above = self._rows[-2][len(row) : len(row) + cell.span] if len(self._rows) > 1 else []
        if not cell.continues_above or not above:
            return False
        row.extend(map(_covered, above))
        return True

    def place(self, cell: CellShape, content: Cell) -> None:
        """Put a new cell at the next free place and fill the columns that it spans."""
        self._rows[-1].append(content)
        if cell.span > 1:
            self._rows[-1].extend([_covered(content)] * (cell.span - 1))

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
                self._padding = _covered(row[-1])
            else:
                row.append(self._padding)


def rows_of(table: etree._Element) -> Iterator[RowShape]:
    """Give the rows of a ``w:tbl`` that tracked changes have not deleted."""
    for row in _inside(table, W + "tr"):
        said = _said(row, "trPr")
        if W + "del" not in said:
            yield RowShape(row, _columns(said.get(W + "gridBefore"), 0), _columns(said.get(W + "gridAfter"), 0))


def cells_of(row: RowShape) -> Iterator[CellShape]:
    """Give the cells of a row that tracked changes have not deleted."""
    for cell in _inside(row.element, W + "tc"):
        said = _said(cell, "tcPr")
        if W + "cellDel" not in said:
            # Without a value a merged cell continues.
            above, left = (said[name] == "continue" if name in said else False for name in (W + "vMerge", W + "hMerge"))
            yield CellShape(cell, _columns(said.get(W + "gridSpan"), 1), above, left)


def _covered(cell: Cell) -> Cell:
    """Return a merged cell as it stands at the places after its first."""
    return Cell(cell.block, cell.text, first=False) if cell.first else cell


def _said(element: etree._Element, properties: str) -> dict[str, str]:
    """Return the properties of a row or cell by tag, with their values."""
    found = child_of(element, properties)
    return {child.tag: child.get(VAL, "continue") for child in found} if found is not None else {}


def _columns(written: str | None, least: int) -> int:
    return min(max(whole_number(written) or 0, least), _MOST_COLUMNS)


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
