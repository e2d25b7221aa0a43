"""Open a PDF, read its pages, and put the paper together."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from liandu.kernel.words import gettext_noop
from liandu.papers.blocks import Block, BlockKind, Cell, Paper, Table
from liandu.papers.reading import ocr
from liandu.papers.reading.lines import Column, Line, Piece, column_of, flow
from liandu.papers.reading.pdf.layout import set_in_column, without_running_lines
from liandu.papers.reading.pdf.page import PageText, RuledTable, page_text
from liandu.papers.reading.packages import protected
from liandu.papers.reading.protocol import CannotRead, Limits, Source
from liandu.papers.reading.text import blocks_of, bytes_of, empty, too_long

ONE_AT_A_TIME = threading.Lock()
"""PDFium keeps global state and must not be entered by two threads."""

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
        data = bytes_of(source, limits)
        with ONE_AT_A_TIME:
            pages, title, remarks = _read_pages(data, limits)
        if _is_scan(pages):
            return ocr.read_pdf(data, limits)
        if not any(page.lines or page.tables for page in pages):
            raise empty()
        _refuse_garbled(pages)
        remarks += _picture_pages(pages)
        return _paper(pages, title, tuple(remarks))


READER = PdfReader()


@contextmanager
def opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Open ``data`` as a PDF; raise CannotRead when it is protected by a password or broken."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
            raise protected() from None
        raise broken() from None
    try:
        yield document
    finally:
        document.close()


def broken() -> CannotRead:
    """Return the refusal of a PDF that cannot be opened."""
    return CannotRead("file.broken", gettext_noop("PDF 文件已损坏或不完整，请用原文件重新导出后再上传。"))


def _read_pages(data: bytes, limits: Limits) -> tuple[list[PageText], str, list[str]]:
    """Return what stands on each page, the title that the file gives itself, and remarks."""
    with opened(data) as document:
        count = len(document)
        if count == 0:
            raise broken()
        if count > limits.pages:
            raise CannotRead(
                "file.too_many_pages", gettext_noop("文件超过%(most)s页，请拆分后再上传。"), most=limits.pages
            )
        pages: list[PageText] = []
        unread: list[int] = []
        characters = cells = 0
        for number in range(count):
            page = page_text(document.raw, number, limits)
            if page is None:
                unread.append(number + 1)
                page = PageText()
            characters += page.characters
            cells += sum(len(table.rows) * len(table.rows[0]) for table in page.tables)
            if characters > limits.characters or cells > limits.cells:
                raise too_long(limits)
            pages.append(page)
        if len(unread) == count:
            raise broken()
        title = document.get_metadata_value("Title").strip("\0 ")
    return pages, title, [f"第{_list(unread)}页已损坏，没有读出。"] if unread else []


def _list(numbers: list[int]) -> str:
    """Return page numbers as 1、2、3, cut after ten."""
    return "、".join(map(str, numbers[:10])) + ("等" if len(numbers) > 10 else "")


def _is_scan(pages: list[PageText]) -> bool:
    """Say whether the document is pictures of pages: at least half of its pages are a picture with hardly a letter."""
    pictures = sum(page.picture and page.characters < _SCAN_LETTERS for page in pages)
    return pictures * 2 > len(pages) or (pictures > 0 and all(page.characters < _SCAN_LETTERS for page in pages))


def _picture_pages(pages: list[PageText]) -> list[str]:
    """Return a remark when some pages hold a picture and no text."""
    numbers = [n for n, page in enumerate(pages, 1) if page.picture and page.characters < _SCAN_LETTERS]
    return [f"第{_list(numbers)}页是图片，其中的文字没有读出。"] if numbers else []


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
