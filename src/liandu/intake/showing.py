"""A document's text as its page shows it: paragraphs with their numbers, tables as tables, one passage marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from liandu.intake.models import DocumentText
from liandu.papers.blocks import BlockKind, Passage

ROWS_TOGETHER = 100  # of a table; a longer one is shown in pieces
COLUMNS_ON_PAPER = 6
BLOCKS_ON_A_PAGE = 3_000  # more would make a browser slow


@dataclass(frozen=True, slots=True)
class Run:
    """A run of letters that look the same; ``first`` is true where the marked passage begins."""

    text: str
    bold: bool
    marked: bool
    first: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or the text of a cell. ``page`` is given where another page of the original begins."""

    index: int
    number: str
    runs: tuple[Run, ...]
    page: int | None = None
    centred: bool = False
    outline: int | None = None


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table with how far it spans."""

    line: Line
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, or up to ROWS_TOGETHER rows of one. ``sheet`` names its worksheet where it begins."""

    rows: tuple[tuple[GridCell, ...], ...]
    sheet: str = ""
    hidden: bool = False
    is_grid: bool = True

    @property
    def size(self) -> int:
        """Return the number of cells."""
        return sum(len(row) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page shows: the body in parts, and what stands beside it."""

    body: tuple[Line | Grid, ...]
    part: int
    parts: int
    margins: tuple[Line, ...]  # headers and footers
    notes: tuple[Line, ...]
    surroundings: tuple[Line, ...]  # what surrounds the text of a web page

    @property
    def wide(self) -> bool:
        """Return whether a table has more columns than a sheet of paper holds."""
        grids = [piece for piece in self.body if isinstance(piece, Grid)]
        return any(sum(cell.columns for cell in row) > COLUMNS_ON_PAPER for grid in grids for row in grid.rows)


def sheet_of(text: DocumentText, *, passage: Passage | None = None, part: int | None = None) -> Sheet:
    """Return ``text`` as a page, with ``passage`` marked; without ``part``, the part in which the passage stands."""
    parts = _parts(list(_body(text, passage)))
    chosen = _part_with(parts, passage) if part is None else min(max(part, 1), len(parts)) - 1
    return Sheet(
        body=tuple(parts[chosen]),
        part=chosen + 1,
        parts=len(parts),
        margins=_of_kind(text, passage, BlockKind.HEADER, BlockKind.FOOTER),
        notes=_of_kind(text, passage, BlockKind.NOTE),
        surroundings=_of_kind(text, passage, BlockKind.FURNITURE),
    )


def _of_kind(text: DocumentText, passage: Passage | None, *kinds: BlockKind) -> tuple[Line, ...]:
    return tuple(_line(i, row, passage) for i, row in enumerate(text.blocks) if row["kind"] in kinds and row["text"])


def _body(text: DocumentText, passage: Passage | None) -> Iterator[Line | Grid]:
    """Yield paragraphs and tables in reading order; a table stands where its first cell stands."""
    tables = {min(i for row in table["rows"] for i in row): table for table in text.tables if any(table["rows"])}
    inside = {i for table in text.tables for row in table["rows"] for i in row}
    page = None
    for index, row in enumerate(text.blocks):
        if index in tables:
            yield from _grids(tables[index], text.blocks, passage)
        elif index not in inside and row["kind"] in {BlockKind.PARAGRAPH, BlockKind.CELL}:
            here = row.get("page")
            yield _line(index, row, passage, page=here if here != page else None)
            page = here


def _line(index: int, row: dict[str, Any], passage: Passage | None, *, page: int | None = None) -> Line:
    text, bold = row["text"], row.get("bold", 0)
    start, end = (passage.start, passage.end) if passage and passage.block == index else (0, 0)
    edges = sorted({min(max(edge, 0), len(text)) for edge in (0, bold, start, end, len(text))})
    runs = tuple(
        Run(text[a:b], bold=a < bold, marked=start <= a < end, first=a == start and start < end)
        for a, b in pairwise(edges)
    )
    return Line(index, row.get("number", ""), runs, page, bool(row.get("centred")), row.get("outline"))


def _grids(table: dict[str, Any], blocks: Sequence[dict[str, Any]], passage: Passage | None) -> Iterator[Grid]:
    rows = table["rows"]
    for at in range(0, len(rows), ROWS_TOGETHER):
        yield Grid(
            _cells(rows[at : at + ROWS_TOGETHER], blocks, passage),
            sheet=table.get("sheet", "") if at == 0 else "",
            hidden=bool(table.get("hidden")),
        )


def _cells(
    rows: Sequence[Sequence[int]], blocks: Sequence[dict[str, Any]], passage: Passage | None
) -> tuple[tuple[GridCell, ...], ...]:
    """Return the cells of ``rows``; a merged cell, which names its block at each place it covers, once."""
    seen: set[int] = set()
    out = []
    for at, row in enumerate(rows):
        cells = []
        for column, index in enumerate(row):
            if index not in seen:
                seen.add(index)
                down = _run_length([line[column] for line in rows[at:]], index)
                cells.append(GridCell(_line(index, blocks[index], passage), down, _run_length(row[column:], index)))
        out.append(tuple(cells))
    return tuple(out)


def _run_length(indexes: Sequence[int], index: int) -> int:
    return next((n for n, other in enumerate(indexes) if other != index), len(indexes))


def _parts(pieces: list[Line | Grid]) -> list[list[Line | Grid]]:
    parts: list[list[Line | Grid]] = [[]]
    room = BLOCKS_ON_A_PAGE
    for piece in pieces:
        size = piece.size if isinstance(piece, Grid) else 1
        if size > room and parts[-1]:
            parts.append([])
            room = BLOCKS_ON_A_PAGE
        parts[-1].append(piece)
        room -= size
    return parts


def _part_with(parts: list[list[Line | Grid]], passage: Passage | None) -> int:
    """Return the place of the part that holds the passage's block, 0 when none does."""
    if passage is None:
        return 0
    return next((n for n, part in enumerate(parts) if any(_holds(piece, passage.block) for piece in part)), 0)


def _holds(piece: Line | Grid, index: int) -> bool:
    if isinstance(piece, Line):
        return piece.index == index
    return any(cell.line.index == index for row in piece.rows for cell in row)
