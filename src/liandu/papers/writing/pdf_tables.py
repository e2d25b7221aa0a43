"""Tables of a PDF: cells with wrapped text, rows that stay together, a head on every page."""

from dataclasses import dataclass

from liandu.papers.writing import measures as m
from liandu.papers.writing.blocks import Table
from liandu.papers.writing.breaking import broken
from liandu.papers.writing.fonts import Face, Faces
from liandu.papers.writing.pdf_pages import ASCENT, Pen, widths
from liandu.papers.writing.wording import printable

SIDE, ABOVE = 3.5, 2.5  # points between the lines of the table and the text
THIN = 0.5
AFTER = 8.0


@dataclass(frozen=True, slots=True)
class _Look:
    face: Face
    size: float
    columns: list[float]
    right: frozenset[int]
    centred: bool = False

    @property
    def leading(self) -> float:
        return m.cell_line(self.size)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with its cells in lines."""

    cells: list[list[str]]
    look: _Look

    @property
    def lines(self) -> int:
        return max(map(len, self.cells))

    @property
    def height(self) -> float:
        return self.lines * self.look.leading + 2 * ABOVE

    def split(self, lines: int) -> tuple["_Row", "_Row"]:
        """Return the first lines of every cell, and the rest."""
        return (
            _Row([cell[:lines] for cell in self.cells], self.look),
            _Row([cell[lines:] for cell in self.cells], self.look),
        )


def draw_table(pen: Pen, table: Table, known: Faces) -> None:
    """Draw the table from where the pen is; a row that is higher than a page is the only one that splits."""
    if not table.columns:
        return
    columns = [share * pen.width for share in table.shares()]
    size = m.cell_size(table.columns)
    plain = _Look(known.text, size, columns, table.numeric)
    head = _row(table.head, _Look(known.heading, size, columns, frozenset(), centred=True)) if table.head else None
    above = head.height if head else 0
    if table.rows:
        pen.keep(above + min(_row(table.rows[0], plain).height, pen.height / 3))
    if head:
        _draw(pen, head)
    for cells in table.rows:
        row = _row(cells, plain)
        if row.height > pen.room and row.height <= pen.height - above:
            _turn(pen, head)
        while row.height > pen.room:
            fit = int((pen.room - 2 * ABOVE) // plain.leading)
            if fit > 0:
                part, row = row.split(fit)
                _draw(pen, part)
            if _turn(pen, head):
                break
        _draw(pen, row)
    pen.down(AFTER)


def _turn(pen: Pen, head: _Row | None) -> bool:
    """Begin a page with the head of the table; return whether a head leaves no room for even one line below it."""
    pen.end_page()
    if head is None or head.height > pen.height / 2:
        return False
    _draw(pen, head)
    return False


def _row(cells: tuple[str, ...], look: _Look) -> _Row:
    width = widths(look.face.name, look.size)
    texts = [printable(cell) for cell in cells] + [""] * (len(look.columns) - len(cells))
    return _Row(
        [broken(text, width, room - 2 * SIDE, room - 2 * SIDE) for text, room in zip(texts, look.columns, strict=True)],
        look,
    )


def _draw(pen: Pen, row: _Row) -> None:
    look, canvas = row.look, pen.canvas
    top, x = pen.top - pen.used, pen.left
    canvas.setStrokeColorRGB(0, 0, 0)
    for place, (lines, column) in enumerate(zip(row.cells, look.columns, strict=True)):
        canvas.setLineWidth(THIN)
        canvas.rect(x, top - row.height, column, row.height)
        down = (row.height - len(lines) * look.leading) / 2
        for n, words in enumerate(lines):
            y = top - down - (n + 0.5) * look.leading - look.size * (ASCENT - 0.5)
            pen.put(words, (x + _shift(words, place, column, look), y), look.face, look.size)
        x += column
    pen.used += row.height


def _shift(words: str, place: int, column: float, look: _Look) -> float:
    """Return how far from the left line of the cell the words begin."""
    if not look.centred and place not in look.right:
        return SIDE
    free = column - sum(map(widths(look.face.name, look.size), words))
    return free / 2 if look.centred else free - SIDE
