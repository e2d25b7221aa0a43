"""The grid of an HTML table, filled as its cells come."""

import re
from dataclasses import dataclass, field

from lxml import etree

from liandu.papers.blocks import Cell

_WIDEST_SPAN = 200


@dataclass(slots=True)
class Grid:
    """A table as it grows: its rows, fields promised to rows below by rowspan, and the cell being filled."""

    element: etree._Element
    rows: list[dict[int, Cell]] = field(default_factory=list)
    promised: dict[int, tuple[int, Cell]] = field(default_factory=dict)

    def begin_row(self) -> None:
        """Start a row; cells from above that reach into it take their places."""
        row: dict[int, Cell] = {}
        for column, (left, cell) in list(self.promised.items()):
            row[column] = Cell(cell.block, cell.text, first=False)
            if left == 1:
                del self.promised[column]
            else:
                self.promised[column] = (left - 1, cell)
        self.rows.append(row)

    def add(self, cell: Cell, across: int, down: int) -> None:
        """Put a cell at the next free place, over as many columns and rows as it spans."""
        if not self.rows:
            self.rows.append({})
        row = self.rows[-1]
        column = 0
        while column in row:
            column += 1
        for shift in range(across):
            placed = cell if shift == 0 else Cell(cell.block, cell.text, first=False)
            row.setdefault(column + shift, placed)
            if down > 1:
                self.promised[column + shift] = (down - 1, cell)


def span_of(element: etree._Element, name: str) -> int:
    """Return colspan or rowspan as a browser takes it: at least 1, nonsense is 1."""
    written = (element.get(name) or "").strip()
    return min(max(1, int(written)), _WIDEST_SPAN) if re.fullmatch(r"[0-9]{1,9}", written) else 1
