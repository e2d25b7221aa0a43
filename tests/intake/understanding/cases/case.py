"""A case: a document written down in a small notation, and the problems that it states.

A line is a paragraph. ``{（一）}`` before it is its automatic number. Lines of ``|…|`` are the rows of a table: ``<``
is merged with the cell to the left, ``^`` with the cell above, ``⏎`` a line break.
"""

from dataclasses import dataclass

from liandu.papers.blocks import Block, BlockKind, Cell, Paper, Table


@dataclass(frozen=True)
class Case:
    """A document and the exact titles of its leaf problems, in order; ``paths`` are joined by "/"."""

    name: str
    text: str
    leaves: tuple[str, ...]
    paths: tuple[str, ...] | None = None


def paper_of(text: str) -> Paper:
    """Return the paper that ``text`` writes down."""
    blocks: list[Block] = []
    tables: list[Table] = []
    rows: list[tuple[Cell, ...]] = []
    for line in [*text.strip("\n").split("\n"), ""]:
        if line.startswith("|"):
            rows.append(_row(line, rows, blocks))
            continue
        if rows:
            tables.append(Table(tuple(rows)))
            rows = []
        number, words = line[1:].split("}", 1) if line.startswith("{") else ("", line)
        if words:
            blocks.append(Block(len(blocks), BlockKind.PARAGRAPH, words, number=number))
    return Paper("txt", tuple(blocks), tuple(tables))


def _row(line: str, above: list[tuple[Cell, ...]], blocks: list[Block]) -> tuple[Cell, ...]:
    row: list[Cell] = []
    for written in line[1:-1].split("|"):
        words = written.strip().replace("⏎", "\n")
        if words in ("<", "^"):
            other = row[-1] if words == "<" else above[-1][len(row)]
            row.append(Cell(other.block, other.text, first=False))
        else:
            blocks.append(Block(len(blocks), BlockKind.CELL, words))
            row.append(Cell(len(blocks) - 1, words))
    return tuple(row)
