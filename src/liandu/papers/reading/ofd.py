"""OFD, the fixed-layout format of Chinese public offices (GB/T 33190-2016): text by its place on the page.

An OFD page says where each run of letters begins, in millimetres from the top left corner. Runs at one height make a
line; lines make paragraphs by :mod:`liandu.papers.reading.lines`. Template pages (letterheads, page marks) are read
apart as headers. Pictures and handwritten seals are not text and are left out.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import median

from lxml import etree

from liandu.kernel.words import gettext_noop
from liandu.papers.blocks import BlockKind, Box, Paper
from liandu.papers.reading import ocr
from liandu.papers.reading.lines import BARE_PAGE_MARK, PAGE_MARK, Line, Piece, column_of, flow, width_of
from liandu.papers.reading.packages import Package, broken, open_package, parse_xml, part_names
from liandu.papers.reading.protocol import CannotRead, Limits, Source
from liandu.papers.reading.text import CLEANING, blocks_of, empty, too_long

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,2})?")
_A4 = (210.0, 297.0)
_GAP = 0.6  # letters: a wider gap between two runs of a line is shown as a space
_FEW = 8  # lines; fewer do not show how the column is set
_EDGE = 0.1  # of the page: where page marks stand


class OfdReader:
    """Reads .ofd."""

    name = "ofd"

    def score(self, source: Source) -> float:
        """Return 1.0 for a zip package with OFD.xml at its root."""
        return 1.0 if "ofd.xml" in part_names(source) else 0.0

    def read(self, source: Source, limits: Limits) -> Paper:
        """Return the paper; raise CannotRead for a broken, encrypted or textless file."""
        with open_package(source, limits) as package:
            if "Encryptions.xml" in package:
                raise CannotRead("file.encrypted", gettext_noop("文件设有密码保护，不能读取。请取消密码后再上传。"))
            pages = list(_pages(package, limits))
        if not any(page.lines for page in pages):
            if any(page.picture for page in pages):
                raise ocr.not_installed() if not ocr.is_installed() else _picture_only()
            raise empty()
        return _paper(pages)


READER = OfdReader()


@dataclass(frozen=True, slots=True)
class _Document:
    """One document of the package: the folder of its parts, its templates by their id, and its page size."""

    package: Package
    base: str
    templates: dict[str | None, str | None]
    area: tuple[float, float]


@dataclass(slots=True)
class _Page:
    """The lines of one page from top to bottom, measured in letters from its left edge, and its running lines."""

    lines: list[Line]
    running: list[Piece]
    picture: bool
    width: float  # of the page, in millimetres


@dataclass(frozen=True, slots=True)
class _Run:
    """Letters in one row: text, left, baseline, right and size, in millimetres from the top left of the page."""

    text: str
    left: float
    baseline: float
    right: float
    size: float


def _picture_only() -> CannotRead:
    return CannotRead("file.scan", gettext_noop("OFD 里只有图片，没有可读的文字。请上传 PDF 扫描件或 Word 文件。"))


def _pages(package: Package, limits: Limits) -> Iterator[_Page]:
    """Yield the pages of all documents in the package, in page order."""
    root = parse_xml(package.read("OFD.xml"), limits)
    number = letters = 0
    for place in _texts(root, "DocRoot"):
        document_path = place.lstrip("/")
        document = parse_xml(package.read(document_path), limits)
        templates = {node.get("ID"): node.get("BaseLoc") for node in _all(document, "TemplatePage")}
        held = _Document(package, posixpath.dirname(document_path), templates, _area(document, _A4))
        for node in _all(document, "Page"):
            location = node.get("BaseLoc")
            if not location:
                continue
            if number >= limits.pages:
                raise CannotRead(
                    "file.too_many_pages", gettext_noop("文件超过%(most)s页，请拆分后再上传。"), most=limits.pages
                )
            page = _page(held, location, number, limits)
            letters += sum(len(line.text) for line in page.lines)
            if letters > limits.characters:
                raise too_long(limits)
            yield page
            number += 1
    if not number:
        raise broken("no page")


def _page(document: _Document, location: str, number: int, limits: Limits) -> _Page:
    """Read one page and the templates that it lies on."""
    content = parse_xml(document.package.read(_join(document.base, location)), limits)
    size = _area(content, document.area)
    running: list[Piece] = []
    for used in _all(content, "Template"):
        template = document.templates.get(used.get("TemplateID"))
        if template and _join(document.base, template) in document.package:
            below = parse_xml(document.package.read(_join(document.base, template)), limits)
            running += [
                Piece(BlockKind.HEADER if _top(line) < 0.5 else BlockKind.FOOTER, [line])
                for line in _lines(_runs(below), number, size)
            ]
    lines = []
    for line in _lines(_runs(content), number, size):
        if _is_page_mark(line):
            running.append(Piece(BlockKind.FOOTER if _top(line) > 0.5 else BlockKind.HEADER, [line]))
        else:
            lines.append(line)
    return _Page(lines, running, picture=next(_all(content, "ImageObject"), None) is not None, width=size[0])


def _join(base: str, location: str) -> str:
    """Return the part name of a location, which is absolute in the package or relative to the document."""
    return posixpath.normpath(location.lstrip("/") if location.startswith("/") else posixpath.join(base, location))


def _all(node: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the descendants of this local name, whichever namespace the maker wrote."""
    return node.iter(f"{{*}}{name}")


def _texts(node: etree._Element, name: str) -> list[str]:
    return [found.text.strip() for found in _all(node, name) if found.text and found.text.strip()]


def _numbers(text: str | None) -> list[float]:
    """Return the numbers of an attribute as "10 20 190 8"; nonsense is left out, gigantic values are cut."""
    return [max(-1e6, min(1e6, float(number))) for number in _NUMBER.findall((text or "")[:20_000])]


def _area(node: etree._Element, default: tuple[float, float]) -> tuple[float, float]:
    """Return width and height of the page in millimetres."""
    for text in _texts(node, "PhysicalBox"):
        box = _numbers(text)
        if len(box) == 4 and box[2] > 0 and box[3] > 0:
            return box[2], box[3]
    return default


def _runs(content: etree._Element) -> list[_Run]:
    """Return the runs of letters of a page, those with invisible or no letters left out."""
    out = []
    for node in _all(content, "TextObject"):
        if node.get("Visible") == "false":
            continue
        boundary = (_numbers(node.get("Boundary")) + [0.0] * 4)[:4]
        size = (_numbers(node.get("Size")) or [4.0])[0]
        matrix = _numbers(node.get("CTM"))
        for code in _all(node, "TextCode"):
            text = (code.text or "").translate(CLEANING)
            if text.strip():
                out.append(_run(code, text, boundary, size, matrix))
    return out


def _run(code: etree._Element, text: str, boundary: list[float], size: float, matrix: list[float]) -> _Run:
    """Place one TextCode: its start by X and Y, its width by DeltaX, both through the object's matrix."""
    x, y = ((_numbers(code.get(name)) or [0.0])[0] for name in ("X", "Y"))
    across = _shifts(code.get("DeltaX"), len(text) - 1) or width_of(text[:-1]) * size
    across += size * width_of(text[-1])
    if len(matrix) == 6:
        x, y = matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]
        across, size = across * abs(matrix[0]), size * (abs(matrix[3]) or 1.0)
    left, baseline = boundary[0] + x, boundary[1] + y
    return _Run(text, left, baseline, left + across, size)


def _shifts(text: str | None, count: int) -> float:
    """Return the sum of the first ``count`` shifts; "g 3 4.2" stands for three times 4.2."""
    total, done = 0.0, 0
    words = (text or "").split()[: 4 * count + 4]
    place = 0
    while place < len(words) and done < count:
        times = 1
        if words[place] == "g" and place + 2 < len(words):
            times = int((_numbers(words[place + 1]) or [1.0])[0])
            place += 2
        times = max(0, min(times, count - done))
        total += times * (_numbers(words[place]) or [0.0])[0]
        done, place = done + times, place + 1
    return total


def _lines(runs: list[_Run], number: int, size: tuple[float, float]) -> list[Line]:
    """Return the lines of a page from top to bottom; ``left`` and ``right`` in letters from the page's left edge."""
    rows: list[list[_Run]] = []
    for run in sorted(runs, key=lambda run: (run.baseline, run.left)):
        if rows and run.baseline - rows[-1][0].baseline < 0.4 * max(run.size, rows[-1][0].size):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [line for row in rows if (line := _line(sorted(row, key=lambda run: run.left), number, size)) is not None]


def _line(row: list[_Run], number: int, size: tuple[float, float]) -> Line | None:
    text, right = "", row[0].left
    for run in row:
        text += " " if text and run.left - right > _GAP * run.size else ""
        text += run.text
        right = run.right
    letter = median(run.size for run in row)
    bottom, top = row[0].baseline + 0.15 * letter, row[0].baseline - 0.85 * letter
    places = (row[0].left / size[0], top / size[1], right / size[0], bottom / size[1])
    box = Box(number + 1, *(min(1.0, max(0.0, place)) for place in places))
    if not text.strip():
        return None
    return Line(text.strip(), row[0].left, right, number, size=letter, box=box)


def _top(line: Line) -> float:
    return line.box.top if line.box else 0.0


def _is_page_mark(line: Line) -> bool:
    at_edge = not _EDGE < _top(line) < 1 - _EDGE
    return at_edge and bool(PAGE_MARK.fullmatch(line.text) or BARE_PAGE_MARK.fullmatch(line.text))


def _paper(pages: list[_Page]) -> Paper:
    """Return the paper: lines measured in letters of the text column, joined into paragraphs, running lines apart."""
    every = [line for page in pages for line in page.lines]
    letter = median(line.size for line in every) or 4.0
    left = min((line.left for line in every), default=0.0)
    far = max((line.right for line in every), default=0.0)
    bodies = []
    for page in pages:
        body = []
        for line in page.lines:
            begin, end = (line.left - left) / letter, (line.right - left) / letter
            centred = begin > 2.6 and abs(begin - (far - line.right) / letter) < 1.6
            body.append(replace(line, left=begin, right=end, centred=centred))
        bodies.append(body)
    column = column_of([line for body in bodies for line in body])
    if len(every) < _FEW:
        # Too few lines to see the right edge: take the margins for equal.
        column = replace(column, width=max(column.width, (pages[0].width - 2 * left) / letter))
    pieces = flow(bodies, column)
    for number, page in enumerate(pages):
        after = sum(piece.lines[0].page <= number for piece in pieces)
        pieces[after:after] = page.running
    return Paper("ofd", tuple(blocks_of(pieces, paged=True)), pages=len(pages))
