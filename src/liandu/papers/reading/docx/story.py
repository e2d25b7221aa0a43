"""From the elements of a body, cell, header or note to blocks and tables."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from liandu.kernel.words import gettext_noop
from liandu.papers.blocks import Block, BlockKind, Cell, Table
from liandu.papers.reading.docx.grid import CellShape, Grid, cells_of, rows_of
from liandu.papers.reading.docx.inline import ALTERNATIVES, Inline, shown_of
from liandu.papers.reading.docx.styles import Styles, number_of, outline_of
from liandu.papers.reading.numbering import VAL, Counting, Numbering, PrintedNumber, W, child_of, is_on
from liandu.papers.reading.protocol import CannotRead, Limits
from liandu.papers.reading.text import too_long

_PARAGRAPH = W + "p"
_TABLE = W + "tbl"
_FOREIGN = W + "altChunk"
_LOOKED_INTO = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))


@dataclass(slots=True)
class Piece:
    """A paragraph that has been read, before it becomes a block or part of a cell."""

    text: str
    number: PrintedNumber | None
    outline: int | None
    style: str
    bold: int
    centred: bool

    @property
    def printed(self) -> str:
        """Return the text with its automatic number before it."""
        return (self.number.text if self.number else "") + self.text


@dataclass(slots=True)
class _Properties:
    """What a ``w:pPr`` says itself."""

    style: str = ""
    num: str | None = None
    level: int | None = None
    outline: int | None = None
    says_outline: bool = False
    centred: bool | None = None
    mark_deleted: bool = False
    mark_hidden: bool = False


@dataclass(slots=True)
class Story:
    """Reads the parts of one document one after the other into ``blocks`` and ``tables``."""

    styles: Styles
    numbering: Numbering
    limits: Limits
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    pictures: bool = False
    foreign: bool = False
    _characters: int = 0
    _cells: int = 0

    def body(self, container: etree._Element, counting: Counting) -> None:
        """Read running text: paragraphs and text boxes become paragraphs, tables become cells."""
        for item in self._items(container, counting):
            if isinstance(item, Piece):
                self._add(BlockKind.PARAGRAPH, item)
            elif item.tag == _TABLE:
                self._table(item, counting)
            else:
                self.body(item, counting)

    def apart(self, container: etree._Element, kind: BlockKind) -> None:
        """Read a header, footer or note: each paragraph becomes a block of ``kind``, also those in tables."""
        for item in self._items(container, Counting(self.numbering)):
            if isinstance(item, Piece):
                self._add(kind, item)
            elif item.tag == _TABLE:
                for row in rows_of(item):
                    for cell in cells_of(row):
                        self.apart(cell.element, kind)
            else:
                self.apart(item, kind)

    def _items(self, container: etree._Element, counting: Counting) -> Iterator[Piece | etree._Element]:
        """Give the paragraphs of ``container``, and its tables and text boxes as elements, in order."""
        # Paragraphs whose mark is deleted or hidden run on into the next; `lead` is the first of a hidden row.
        inline, lead, last = None, None, _Properties()
        for element in _flat(container):
            if element.tag == _FOREIGN:
                self.foreign = True
                continue
            if element.tag == _TABLE:
                if inline is not None:
                    yield from self._finished(inline, lead or last, counting)
                    inline = lead = None
                yield element
                continue
            last = _properties(child_of(element, "pPr"))
            inline = inline or Inline(self.styles)
            inline.add(element, self.styles[last.style])
            if last.mark_hidden and any(inline.pieces):
                lead = lead or last
            if not (last.mark_deleted or last.mark_hidden):
                yield from self._finished(inline, lead or last, counting)
                inline = lead = None
        if inline is not None and (inline.pieces or inline.boxes):
            yield from self._finished(inline, lead or last, counting)

    def _finished(self, inline: Inline, said: _Properties, counting: Counting) -> Iterator[Piece | etree._Element]:
        style = self.styles[said.style]
        text, bold = inline.text()
        number = self._number(said, counting)
        self._characters += len(text)
        if self._characters > self.limits.characters:
            raise too_long(self.limits)
        self.pictures = self.pictures or inline.pictures
        yield Piece(
            text,
            number,
            outline=said.outline if said.says_outline else style.outline,
            style=style.name,
            bold=bold,
            centred=style.centred if said.centred is None else said.centred,
        )
        yield from inline.boxes

    def _number(self, said: _Properties, counting: Counting) -> PrintedNumber | None:
        style = self.styles[said.style]
        num = style.num if said.num is None else said.num
        if not num or num == "0":
            return None
        level = said.level
        if level is None and said.num is not None:
            level = self.numbering.level_of_style(num, said.style)
        return counting.next(num, style.level if level is None else level)

    def _add(self, kind: BlockKind, piece: Piece) -> None:
        """Add a block; an empty paragraph leaves none, though its number has been counted."""
        if piece.text:
            self.blocks.append(_block(len(self.blocks), kind, piece, piece.text))

    def _table(self, element: etree._Element, counting: Counting) -> None:
        place = len(self.tables)
        self.tables.append(Table(()))
        grid = Grid(self._empty_block)
        for row in rows_of(element):
            grid.begin_row(row)
            for cell in cells_of(row):
                if not grid.repeated(cell):
                    self._after_cell(self._cell(cell, grid, counting), counting)
            self._count_cells(grid.end_row(row))
        self.tables[place] = Table(grid.filled())

    def _after_cell(self, inner: list[etree._Element], counting: Counting) -> None:
        for element in inner:
            if element.tag == _TABLE:
                self._table(element, counting)
            else:
                self.body(element, counting)

    def _cell(self, cell: CellShape, grid: Grid, counting: Counting) -> list[etree._Element]:
        """Add a cell's block and its place in the grid; return the tables and text boxes in it, to be read next."""
        items = list(self._items(cell.element, counting))
        pieces = [item for item in items if isinstance(item, Piece) and item.printed]
        index = len(self.blocks)
        if pieces:
            first, *others = pieces
            text = "\n".join([first.text, *(piece.printed for piece in others)])
            self.blocks.append(_block(index, BlockKind.CELL, first, text))
            grid.place(cell, Cell(index, first.printed + text[len(first.text) :]))
        else:
            grid.place(cell, Cell(self._empty_block(), ""))
        return [item for item in items if not isinstance(item, Piece)]

    def _empty_block(self) -> int:
        self.blocks.append(Block(len(self.blocks), BlockKind.CELL, ""))
        return len(self.blocks) - 1

    def _count_cells(self, more: int) -> None:
        self._cells += more
        if self._cells > self.limits.cells:
            raise CannotRead(
                "file.too_many_cells",
                gettext_noop("表格超过%(most)s格，请拆分后再上传。"),
                most=self.limits.cells,
            )


def _block(index: int, kind: BlockKind, piece: Piece, text: str) -> Block:
    number = piece.number
    return Block(
        index,
        kind,
        text,
        number=number.text if number else "",
        number_level=number.level if number else None,
        outline=piece.outline,
        style=piece.style,
        bold=piece.bold,
        centred=piece.centred,
    )


def _flat(container: etree._Element) -> Iterator[etree._Element]:
    """Give the paragraphs, tables and foreign chunks below ``container``, looking into controls and insertions."""
    for child in container:
        tag = child.tag
        if tag in (_PARAGRAPH, _TABLE, _FOREIGN):
            yield child
        elif tag in _LOOKED_INTO:
            yield from _flat(child)
        elif tag == ALTERNATIVES:
            for shown in shown_of(child):
                yield from _flat(shown)


def _properties(element: etree._Element | None) -> _Properties:
    said = _Properties()
    for child in element if element is not None else ():
        tag = child.tag
        if tag == W + "pStyle":
            said.style = child.get(VAL, "")
        elif tag == W + "numPr":
            said.num, said.level = number_of(child)
        elif tag == W + "outlineLvl":
            said.outline, said.says_outline = outline_of(child), True
        elif tag == W + "jc":
            said.centred = child.get(VAL) == "center"
        elif tag == W + "rPr":
            for mark in child:
                if mark.tag in (W + "del", W + "moveFrom"):
                    said.mark_deleted = True
                elif mark.tag == W + "vanish":
                    said.mark_hidden = is_on(mark)
    return said
