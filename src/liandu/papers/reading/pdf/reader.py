"""Open a PDF, read its pages, and put the paper together."""

from dataclasses import dataclass, field

from liandu.kernel.words import Sentence, gettext_noop
from liandu.papers.blocks import Block, BlockKind, Cell, Paper, Table
from liandu.papers.reading import ocr
from liandu.papers.reading.lines import Column, Line, Piece, flow
from liandu.papers.reading.pdf.apart import contents_of
from liandu.papers.reading.pdf.layout import set_in_column, without_running_lines
from liandu.papers.reading.pdf.page import PageText, broken
from liandu.papers.reading.pdf.ruled import RuledTable
from liandu.papers.reading.protocol import CannotRead, Limits, Source
from liandu.papers.reading.text import blocks_of, check_size, empty

PAGES_BROKEN = gettext_noop("第%(pages)s页已损坏，没有读出。")
PAGES_OF_PICTURES = gettext_noop("第%(pages)s页是图片，其中的文字没有读出。")
_SCAN_LETTERS = 12  # a page with fewer letters and a picture is a scanned one: stamps and page marks are still text


class PdfReader:
    """Reads .pdf by PDFium; a scan goes to :mod:`liandu.papers.reading.ocr` when that can run."""

    name = "pdf"

    def score(self, source: Source) -> float:
        """Return 1.0 when the file begins as a PDF, 0.8 when the signature comes a little later, as viewers accept."""
        if source.head.startswith(b"%PDF-"):
            return 1.0
        return 0.8 if b"%PDF-" in source.head[:1024] and not source.head.startswith(b"PK") else 0.0

    def read(self, source: Source, limits: Limits) -> Paper:
        """Return the paper; raise CannotRead for an encrypted, broken, too long or scanned file."""
        check_size(source, limits)
        found = contents_of(source.path, limits)
        pages = found.pages
        if len(found.unread) == len(pages):
            raise broken()
        if is_scan(pages):
            return ocr.read_pdf(source.path, limits)
        if not any(page.lines or page.tables for page in pages):
            raise empty()
        _refuse_garbled(pages)
        remarks = [Sentence(PAGES_BROKEN, pages=_list(found.unread))] if found.unread else []
        return _paper(pages, found.title, tuple(remarks + _picture_pages(pages)))


READER = PdfReader()


def _list(numbers: list[int]) -> str:
    """Return page numbers as "1, 2, 3", which reads the same in every language, cut after ten."""
    return ", ".join(map(str, numbers[:10])) + ("…" if len(numbers) > 10 else "")


def is_scan(pages: list[PageText]) -> bool:
    """Say whether the document is pictures of pages: at least half of its pages are a picture with hardly a letter."""
    pictures = sum(page.picture and page.characters < _SCAN_LETTERS for page in pages)
    return pictures * 2 > len(pages) or (pictures > 0 and all(page.characters < _SCAN_LETTERS for page in pages))


def _picture_pages(pages: list[PageText]) -> list[Sentence]:
    """Return a remark when some pages hold a picture and no text."""
    numbers = [n for n, page in enumerate(pages, 1) if page.picture and page.characters < _SCAN_LETTERS]
    return [Sentence(PAGES_OF_PICTURES, pages=_list(numbers))] if numbers else []


def _refuse_garbled(pages: list[PageText]) -> None:
    """Raise CannotRead when the fonts do not say which characters their shapes are."""
    text = "".join(line.text for page in pages for line in page.lines)
    lost = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in text)
    if lost * 3 > len(text) > 0:
        raise CannotRead(
            "file.garbled",
            gettext_noop("PDF 的字体没有带文字编码，读出来是乱码；请上传 Word 文件，或重新导出 PDF。"),
        )


def _paper(pages: list[PageText], title: str, remarks: tuple[str, ...]) -> Paper:
    """Return the paper of ``pages``: running lines apart, lines set in their column, paragraphs between tables."""
    bodies, running = without_running_lines(pages)
    column = set_in_column(pages, bodies)
    assembly = _Assembly(column)
    for number, page in enumerate(pages):
        for piece in (piece for piece in running[number] if piece.kind is BlockKind.HEADER):
            assembly.apart.append(piece)
        assembly.add_page(bodies[number], page.tables)
        for piece in (piece for piece in running[number] if piece.kind is BlockKind.FOOTER):
            assembly.apart.append(piece)
    assembly.close()
    return Paper("pdf", tuple(assembly.blocks), tuple(assembly.tables), len(pages), title, remarks)


@dataclass(slots=True)
class _Assembly:
    """Blocks and tables as they grow page by page; running lines wait until the paragraph that they cut is whole."""

    column: Column
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    apart: list[Piece] = field(default_factory=list)
    waiting: list[list[Line]] = field(default_factory=list)
    last_edges: tuple[float, ...] = ()

    def add_page(self, lines: list[Line], tables: list[RuledTable]) -> None:
        """Take the lines and tables of one page, from top to bottom."""
        rest = lines
        for table in tables:
            above = [line for line in rest if line.box is not None and line.box.top < table.top]
            rest = rest[len(above) :]
            self._take(above)
            self._take_table(table)
        self._take(rest)

    def close(self) -> None:
        """Make blocks of the lines that wait, then of the running lines."""
        pieces = flow(self.waiting, self.column) if self.waiting else []
        self.waiting = []
        pages = [piece.lines[0].page for piece in pieces]
        for piece in self.apart:
            after = sum(page <= piece.lines[0].page for page in pages)
            if piece.kind is BlockKind.HEADER:
                after = sum(page < piece.lines[0].page for page in pages)
            pages.insert(after, piece.lines[0].page)
            pieces.insert(after, piece)
        self.apart = []
        for block in blocks_of(pieces, paged=True, start=len(self.blocks)):
            self.blocks.append(block)

    def _take(self, lines: list[Line]) -> None:
        if lines:
            self.waiting.append(lines)
            self.last_edges = ()

    def _take_table(self, table: RuledTable) -> None:
        """Add a table; one that goes on from the page before with the same columns becomes part of it."""
        goes_on = bool(self.last_edges) and len(self.last_edges) == len(table.edges) and not self.waiting
        goes_on = goes_on and all(abs(a - b) < 0.01 for a, b in zip(self.last_edges, table.edges, strict=False))
        self.close()
        start = len(self.blocks)
        for text, box in zip(table.texts, table.boxes, strict=True):
            self.blocks.append(Block(len(self.blocks), BlockKind.CELL, text, page=box.page, boxes=(box,)))
        rows = tuple(
            tuple(Cell(start + place, table.texts[place], first=first) for place, first in row) for row in table.rows
        )
        if goes_on:
            self.tables[-1] = Table(self.tables[-1].rows + rows)
        else:
            self.tables.append(Table(rows))
        self.last_edges = table.edges
