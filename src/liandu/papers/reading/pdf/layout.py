"""The layout of a whole PDF: lines that run through its pages, and the text column that the others are set in."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from liandu.papers.blocks import BlockKind
from liandu.papers.reading.lines import BARE_PAGE_MARK, PAGE_MARK, Column, Line, Piece, column_of
from liandu.papers.reading.pdf.page import PageText

_EDGE = 0.12  # of the page: where headers and footers stand
_EDGE_LINES = 2
_DIGITS = re.compile(r"[\d\s]+")
_FEW = 8  # lines; fewer do not show how the column is set
_LARGE = 1.15  # a line whose letters are so much larger than the text is a title


def without_running_lines(pages: Sequence[PageText]) -> tuple[list[list[Line]], list[list[Piece]]]:
    """Return the body lines of each page, and its headers and footers.

    Page marks count wherever they stand at the very top or foot; other lines when the same words (digits apart) stand
    there on three pages or more, and on three of ten at least.
    """
    edges = [_edge_lines(page.lines) for page in pages]
    seen = Counter((kind, key) for edge in edges for kind, key in {(k, _key(line)) for k, line in edge})
    enough = max(3, (3 * len(pages) + 9) // 10)
    bodies, running = [], []
    for page, edge in zip(pages, edges, strict=True):
        out = {id(line): kind for kind, line in edge if _is_mark(line) or seen[kind, _key(line)] >= enough}
        bodies.append([line for line in page.lines if id(line) not in out])
        running.append([Piece(out[id(line)], [line]) for line in page.lines if id(line) in out])
    return bodies, running


def _edge_lines(lines: Sequence[Line]) -> list[tuple[BlockKind, Line]]:
    """Return the lines that stand at the very top or foot of a page."""
    top = [line for line in lines[:_EDGE_LINES] if line.box and line.box.bottom <= _EDGE]
    foot = [line for line in lines[-_EDGE_LINES:] if line.box and line.box.top >= 1 - _EDGE]
    return [(BlockKind.HEADER, line) for line in top] + [(BlockKind.FOOTER, line) for line in foot]


def _key(line: Line) -> str:
    return _DIGITS.sub("#", line.text)


def _is_mark(line: Line) -> bool:
    return bool(PAGE_MARK.fullmatch(line.text) or BARE_PAGE_MARK.fullmatch(line.text))


def set_in_column(pages: Sequence[PageText], bodies: list[list[Line]]) -> Column:
    """Measure the lines of ``bodies`` in characters from the left edge of their column, in place; return the column."""
    letter = _letter_size(bodies)
    left, right = _edges([line for body in bodies for line in body], pages, letter)
    pitch = _line_pitch(bodies)
    for number, body in enumerate(bodies):
        page_left, page_right = left, right
        if len(body) >= _FEW:
            page_left, page_right = _edges(body, pages, letter)
        bodies[number] = [
            _set(
                line,
                body[place - 1] if place else None,
                edges=(page_left, page_right),
                width=pages[number].width,
                letter=letter,
                pitch=pitch,
            )
            for place, line in enumerate(body)
        ]
    column = column_of([line for body in bodies for line in body])
    if sum(map(len, bodies)) < _FEW and pages:
        # Too few lines to see the right edge: take the margins for equal.
        column = replace(column, width=max(column.width, (pages[0].width - 2 * left) / letter))
    return column


def _letter_size(bodies: Sequence[Sequence[Line]]) -> float:
    """Return the letter size of the running text in points."""
    sizes = [line.size for body in bodies for line in body if line.size > 0]
    return median(sizes) if sizes else 12.0


def _line_pitch(bodies: Sequence[Sequence[Line]]) -> float:
    """Return the usual distance of two lines as a fraction of the page."""
    steps = [
        below.box.top - above.box.top
        for body in bodies
        for above, below in pairwise(body)
        if above.box and below.box and below.box.top > above.box.top
    ]
    return median(steps) if steps else 0.0


def _edges(lines: Sequence[Line], pages: Sequence[PageText], letter: float) -> tuple[float, float]:
    """Return the left and right edge of the text column in points: the outermost that several lines share."""
    lefts = Counter(round(2 * line.box.left * pages[line.page].width / letter) for line in lines if line.box)
    rights = Counter(round(2 * line.box.right * pages[line.page].width / letter) for line in lines if line.box)
    few = max(2, len(lines) // 12)
    left = min((x for x in lefts if lefts[x] + lefts[x + 1] >= few), default=min(lefts, default=0))
    right = max((x for x in rights if rights[x] + rights[x - 1] >= few), default=max(rights, default=0))
    return left * letter / 2, right * letter / 2


def _set(
    line: Line, above: Line | None, *, edges: tuple[float, float], width: float, letter: float, pitch: float
) -> Line:
    """Return ``line`` measured in its column, with its gap and whether it is centred."""
    if line.box is None:
        return line
    left, right = (line.box.left * width - edges[0]) / letter, (line.box.right * width - edges[0]) / letter
    room = (edges[1] - edges[0]) / letter - right
    even = abs(left - room) <= 1.6
    centred = even and (left > 2.6 or (line.size > _LARGE * letter and left > -2))
    gap = bool(above and above.box and pitch and line.box.top - above.box.top > 1.75 * pitch)
    return replace(line, left=left, right=right, centred=centred, after_gap=gap)
