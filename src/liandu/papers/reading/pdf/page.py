"""One page of a PDF: its lines with their places, from few calls into PDFium, and what its drawing tells.

The text of a page comes in one call; only the first and last character of each line are asked for their place.
"""

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from liandu.kernel.words import gettext_noop
from liandu.papers.blocks import Box
from liandu.papers.reading.lines import ORDINAL, Line, has_ended, joined, width_of
from liandu.papers.reading.packages import protected
from liandu.papers.reading.pdf.ruled import Frame, RuledTable, frames_of, segments_of
from liandu.papers.reading.protocol import CannotRead, Limits
from liandu.papers.reading.text import CLEANING

_LINE_END = re.compile(r"[\r\n\f\v\u2028\u2029]+")
_RUN = re.compile(r"[\u3400-\u9fff，。；：、]+|[!-~]+|[^\s]")
"""Letters that a font draws in one go; quotes and brackets often come from another font, and so at another time."""
_CHINESE_GAP = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef]) +(?=[\u2e80-\u9fff\uff00-\uffef])")


@dataclass(slots=True)
class PageText:
    """What stands on a page: lines in reading order (``left`` and ``right`` not yet set), tables, any picture."""

    lines: list[Line] = field(default_factory=list)
    tables: list[RuledTable] = field(default_factory=list)
    width: float = 0.0
    characters: int = 0
    picture: bool = False


@dataclass(frozen=True, slots=True)
class _View:
    """The visible part of a page in points, and its quarter turns."""

    number: int
    left: float
    bottom: float
    right: float
    top: float
    turns: int

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Return a place given in points (y upwards) as fractions of the page as it is seen."""
        width, height = max(self.right - self.left, 1.0), max(self.top - self.bottom, 1.0)
        x0, x1 = (left - self.left) / width, (right - self.left) / width
        y0, y1 = (self.top - top) / height, (self.top - bottom) / height
        for _ in range(self.turns):
            x0, x1, y0, y1 = 1 - y1, 1 - y0, x0, x1
        return Box(self.number + 1, *(min(1.0, max(0.0, value)) for value in (x0, y0, x1, y1)))


def broken() -> CannotRead:
    """Return the refusal of a PDF that cannot be opened."""
    return CannotRead("file.broken", gettext_noop("PDF 文件已损坏或不完整，请用原文件重新导出后再上传。"))


@contextmanager
def opened(path: Path, limits: Limits) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF; raise CannotRead when it wants a password, is broken, or has no page or too many."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        # PDFium keeps the error of an earlier file when it gives no reason for this one.
        locked = error.err_code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}
        locked = locked and b"/Encrypt" in path.read_bytes()
        raise (protected() if locked else broken()) from None
    try:
        if len(document) == 0:
            raise broken()
        if len(document) > limits.pages:
            raise CannotRead(
                "file.too_many_pages", gettext_noop("文件超过%(most)s页，请拆分后再上传。"), most=limits.pages
            )
        yield document
    finally:
        document.close()


def page_text(document: Any, number: int, limits: Limits) -> PageText | None:
    """Return page ``number`` (from 0) of a raw PDFium document, None when the page cannot be loaded."""
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        return None
    try:
        text_page = pdfium.FPDFText_LoadPage(page)
        if not text_page:
            return None
        try:
            return _read(page, text_page, number, limits)
        finally:
            pdfium.FPDFText_ClosePage(text_page)
    finally:
        pdfium.FPDF_ClosePage(page)


def _read(page: Any, text_page: Any, number: int, limits: Limits) -> PageText:
    view = _view(page, number)
    count = max(0, pdfium.FPDFText_CountChars(text_page))
    count = min(count, limits.characters + 1)
    raw = _text(text_page, count)
    out = PageText(width=_seen_width(view), characters=len(raw) - raw.count("\r") - raw.count("\n") - raw.count(" "))
    segments, out.picture = segments_of(page)
    frames = frames_of(segments) if len(segments) >= 4 else []
    for frame in frames:
        out.tables.append(_table(text_page, frame, view))
    out.lines = _in_order(_lines(text_page, raw, count, view, frames))
    out.tables.sort(key=lambda table: table.top)
    return out


def _seen_width(view: _View) -> float:
    return view.top - view.bottom if view.turns % 2 else view.right - view.left


def _view(page: Any, number: int) -> _View:
    rect = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, rect)
    return _View(number, rect.left, rect.bottom, rect.right, rect.top, pdfium.FPDFPage_GetRotation(page) % 4)


def _text(text_page: Any, count: int) -> str:
    """Return the text of the page; its positions count the way PDFium counts characters, when the lengths agree."""
    if not count:
        return ""
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    written = pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    return bytes(memoryview(buffer)[: max(0, written - 1)]).decode("utf-16-le", errors="replace")


class _Places:
    """Asks PDFium for the place of a character; one rectangle is used again and again."""

    def __init__(self, text_page: Any, *, exact: bool) -> None:
        self._page = text_page
        self._exact = exact
        self._rect = pdfium.FS_RECTF()

    def of(self, position: int) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom in points of the character at this position of the text."""
        if not self._exact:
            position = max(0, pdfium.FPDFText_GetCharIndexFromTextIndex(self._page, position))
        rect = self._rect
        if not pdfium.FPDFText_GetLooseCharBox(self._page, position, rect):
            return 0.0, 0.0, 0.0, 0.0
        return rect.left, rect.top, rect.right, rect.bottom

    def is_made_up(self, position: int) -> bool:
        """Say whether PDFium put this character in by itself, because of a gap."""
        if not self._exact:
            position = max(0, pdfium.FPDFText_GetCharIndexFromTextIndex(self._page, position))
        return bool(pdfium.FPDFText_IsGenerated(self._page, position) == 1)


def _lines(text_page: Any, raw: str, count: int, view: _View, frames: list[Frame]) -> list[Line]:
    """Return the lines of the page outside the tables, in the order of the file."""
    places = _Places(text_page, exact=len(raw) == count)
    out: list[Line] = []
    start = 0
    for whole in _LINE_END.split(raw):
        begin = raw.index(whole, start) if whole else start
        start = begin + len(whole)
        bare = whole.strip()
        if not bare:
            continue
        first = begin + len(whole) - len(whole.lstrip())
        left, top, _, bottom = places.of(first)
        _, last_top, right, last_bottom = places.of(first + len(bare) - 1)
        if any(frame.holds((left + right) / 2, (top + bottom) / 2) for frame in frames):
            continue
        text, edges = _in_place(bare, first, places)
        left, right = min(left, right, *edges), max(left, right, *edges)
        box = view.box(left, max(top, last_top), right, min(bottom, last_bottom))
        text = text.translate(CLEANING).strip()
        if text:
            letters = width_of(text)
            pitch = (box.right - box.left) * _seen_width(view) / letters if letters >= 4 else 0.0
            out.append(Line(text, 0.0, 0.0, view.number, size=pitch, box=box))
    return out


def _in_place(text: str, first: int, places: _Places) -> tuple[str, tuple[float, ...]]:
    """Return the text of a line as it is seen, and its edges when its letters were not drawn from left to right."""
    before = float("-inf")
    for run in _RUN.finditer(text):
        left, top, _, bottom = places.of(first + run.start())
        if left < before - 0.2 * abs(top - bottom):
            break
        before = left if run.end() - run.start() == 1 else places.of(first + run.end() - 1)[0]
    else:
        return _without_set_gaps(text, first, places), ()
    letters = [(places.of(first + place), letter) for place, letter in enumerate(text) if not letter.isspace()]
    letters.sort(key=lambda pair: pair[0][0])
    edges = (letters[0][0][0], max(place[2] for place, _ in letters))
    return "".join(letter for _, letter in letters), edges


def _without_set_gaps(text: str, first: int, places: _Places) -> str:
    """Drop the spaces that PDFium reads into loosely set Chinese; a gap of half a character or more stays."""
    if " " not in text:
        return text
    out, done = [], 0
    for match in _CHINESE_GAP.finditer(text):
        if not places.is_made_up(first + match.start()):
            continue
        _, top, before, bottom = places.of(first + match.start() - 1)
        after = places.of(first + match.end())[0]
        if abs(after - before) < 0.5 * abs(top - bottom):
            out.append(text[done : match.start()])
            done = match.end()
    return "".join(out) + text[done:]


def _in_order(lines: list[Line]) -> list[Line]:
    """Return the lines from top to bottom when the page has one column, else in the order of the file."""
    placed = sorted(lines, key=lambda line: line.box.top if line.box else 0.0)
    for above, below in pairwise(placed):
        if above.box and below.box and below.box.top < (above.box.top + above.box.bottom) / 2 - 0.002:
            return lines
    return placed


def _table(text_page: Any, frame: Frame, view: _View) -> RuledTable:
    """Return the cells of ``frame`` with the text that stands in each."""
    texts, boxes = [], []
    for left, top, right, bottom in frame.areas:
        texts.append(_bounded(text_page, left, top, right, bottom))
        boxes.append(view.box(left, top, right, bottom))
    edges = tuple((x - view.left) / max(view.right - view.left, 1.0) for x in frame.columns)
    whole = view.box(frame.columns[0], frame.lines[0], frame.columns[-1], frame.lines[-1])
    return RuledTable(tuple(texts), tuple(boxes), frame.rows, edges, whole.top)


def _bounded(text_page: Any, left: float, top: float, right: float, bottom: float) -> str:
    """Return the text inside a rectangle, its lines joined as one cell's text."""
    length = pdfium.FPDFText_GetBoundedText(text_page, left, top, right, bottom, None, 0)
    if length <= 0:
        return ""
    buffer = (ctypes.c_ushort * (length + 1))()
    length = pdfium.FPDFText_GetBoundedText(text_page, left, top, right, bottom, buffer, length)
    text = bytes(memoryview(buffer)[:length]).decode("utf-16-le", errors="replace")
    return _cell_text([line.strip() for line in _LINE_END.split(text.translate(CLEANING)) if line.strip()])


def _cell_text(lines: list[str]) -> str:
    """Join the lines of a cell that its right edge has cut; a clearly shorter line ends a paragraph."""
    widest = max(map(width_of, lines), default=0.0)
    out = ""
    for place, line in enumerate(lines):
        before = lines[place - 1] if place else ""
        room = widest - width_of(before)
        ends = has_ended(before) and (room > 1.5 or ORDINAL.match(line))
        if place and (ends or room > widest / 2):
            out += "\n" + line
        else:
            out = joined([out, line])
    return out
