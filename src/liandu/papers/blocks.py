"""What a reader makes of a document: blocks of text in reading order, each with its place.

Everything later in the house points into a paper by *passage*: the index of a block and a span of characters of its
``text``. So the text of a block is never changed after reading, and an index never moves.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class BlockKind(StrEnum):
    """Where a block stands in the document."""

    PARAGRAPH = "paragraph"
    CELL = "cell"  # one table cell, merged cells once
    HEADER = "header"  # page header; apart from the body
    FOOTER = "footer"
    NOTE = "note"  # footnote, endnote or comment
    FURNITURE = "furniture"  # what surrounds the text of a web page: menus, related links, counters


BODY_KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.CELL})


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of characters ``text[start:end]`` of the block with this index."""

    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page (from 1): left, top, right, bottom as fractions of the page, 0..1 from the top left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Block:
    r"""A paragraph or a cell.

    ``text`` is what a reader sees without the automatic number; line breaks inside it are ``\n``. ``number`` is the
    automatic number as Word would print it ("（一）", "1."), "" when there is none or it is typed in the text, and
    ``number_level`` its level from 0. ``outline`` is the heading level from 0 when a style says so. ``bold`` is the
    count of leading characters that are bold (a run-in heading often is). ``boxes`` say where it stands on pages.
    """

    index: int
    kind: BlockKind
    text: str
    number: str = ""
    number_level: int | None = None
    outline: int | None = None
    style: str = ""
    bold: int = 0
    centred: bool = False
    page: int | None = None
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands at one place of a table's grid.

    ``block`` is the index of the block that holds the text; a merged cell names the same block at each place it
    covers. ``text`` is that block's text (its number included). ``first`` is true at the top left place only.
    """

    block: int
    text: str
    first: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells, merged cells filled; every row has the same length. ``sheet`` is the name of its worksheet.

    ``top`` and ``left`` are how many empty rows and columns of the worksheet lie before the grid.
    """

    rows: tuple[tuple[Cell, ...], ...]
    sheet: str = ""
    hidden: bool = False
    top: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that has been read.

    ``blocks`` are in reading order and ``blocks[i].index == i``. ``pages`` is None where the format has none.
    ``title`` is what the file says of itself (document properties, <title>), often empty or wrong. ``remarks`` are
    sentences about the reading itself that a person should know (text came from OCR, a picture was left out …).
    """

    format: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()
    pages: int | None = None
    title: str = ""
    remarks: tuple[str, ...] = field(default=())

    def body(self) -> list[Block]:
        """Return the blocks of the running text: paragraphs and cells, without headers, notes and furniture."""
        return [block for block in self.blocks if block.kind in BODY_KINDS]

    def quote(self, passage: Passage) -> str:
        """Return the text that ``passage`` names."""
        return self.blocks[passage.block].text[passage.start : passage.end]
