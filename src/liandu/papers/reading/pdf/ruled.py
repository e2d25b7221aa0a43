"""Tables that are drawn with ruling lines: the grid, and which of its fields are one cell."""

import ctypes
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from liandu.papers.blocks import Box

_THIN = 3.0  # points: a path no thicker than this is a line, also when it was drawn as a filled rectangle
_NEAR = 3.0  # points: lines nearer than this are the same line
_SHORT = 8.0  # points: shorter strokes are parts of letters or marks
_MOST_OBJECTS = 20_000
_MOST_SEGMENTS = 6_000
_MOST_FIELDS = 20_000


class Segment(NamedTuple):
    """A straight ruling line in points: where it lies, and from where to where it runs."""

    upright: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Frame:
    """A ruled grid: x of its upright lines from the left, y of its level lines from the top, and its cells.

    ``areas`` are left, top, right, bottom of each cell; ``rows`` give, for every field of the grid, the place of its
    cell in ``areas`` and whether the field is the cell's first.
    """

    columns: tuple[float, ...]
    lines: tuple[float, ...]
    areas: tuple[tuple[float, float, float, float], ...]
    rows: tuple[tuple[tuple[int, bool], ...], ...]

    def holds(self, x: float, y: float) -> bool:
        """Say whether a point lies in the grid."""
        return self.columns[0] <= x <= self.columns[-1] and self.lines[-1] <= y <= self.lines[0]


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table with its texts: ``rows`` as in :class:`Frame`; ``edges`` and ``top`` are fractions of the page."""

    texts: tuple[str, ...]
    boxes: tuple[Box, ...]
    rows: tuple[tuple[tuple[int, bool], ...], ...]
    edges: tuple[float, ...]
    top: float


def segments_of(page: Any) -> tuple[list[Segment], bool]:
    """Return the ruling lines of a page, and whether it holds a picture."""
    segments: list[Segment] = []
    picture = False
    sides = [ctypes.c_float() for _ in range(4)]
    for index in range(min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        item = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            picture = True
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            picture = picture or _holds_picture(item)
        elif (
            kind == pdfium.FPDF_PAGEOBJ_PATH
            and len(segments) < _MOST_SEGMENTS
            and pdfium.FPDFPageObj_GetBounds(item, *sides)
        ):
            segments += _lines_of_path(item, *(side.value for side in sides))
    return segments, picture


def _holds_picture(form: Any) -> bool:
    count = min(pdfium.FPDFFormObj_CountObjects(form), 200)
    kinds = (pdfium.FPDFPageObj_GetType(pdfium.FPDFFormObj_GetObject(form, n)) for n in range(count))
    return pdfium.FPDF_PAGEOBJ_IMAGE in kinds


def _lines_of_path(path: Any, left: float, bottom: float, right: float, top: float) -> list[Segment]:
    """Return the ruling lines that a path draws: itself when thin, the four sides of a stroked rectangle."""
    if top - bottom <= _THIN:
        return [Segment(upright=False, at=(top + bottom) / 2, start=left, end=right)] if right - left >= _SHORT else []
    if right - left <= _THIN:
        return [Segment(upright=True, at=(left + right) / 2, start=bottom, end=top)] if top - bottom >= _SHORT else []
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, mode, stroke)
    if not stroke.value or right - left < _SHORT or top - bottom < _SHORT:
        return []
    return _stroked_lines(path)


def _stroked_lines(path: Any) -> list[Segment]:
    """Return the level and upright straight parts of a stroked path; none when it has slanted or bent parts."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    out: list[Segment] = []
    here = begin = (0.0, 0.0)
    for index in range(min(pdfium.FPDFPath_CountSegments(path), 400)):
        part = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(part)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            return []
        pdfium.FPDFPathSegment_GetPoint(part, x, y)
        there = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            begin = there
        else:
            out += _between(here, there)
        if pdfium.FPDFPathSegment_GetClose(part):
            out += _between(there, begin)
        here = there
    return out


def _between(one: tuple[float, float], two: tuple[float, float]) -> list[Segment]:
    if abs(one[1] - two[1]) < 0.5 and abs(one[0] - two[0]) >= _SHORT:
        return [Segment(upright=False, at=one[1], start=min(one[0], two[0]), end=max(one[0], two[0]))]
    if abs(one[0] - two[0]) < 0.5 and abs(one[1] - two[1]) >= _SHORT:
        return [Segment(upright=True, at=one[0], start=min(one[1], two[1]), end=max(one[1], two[1]))]
    return []


def frames_of(segments: list[Segment]) -> list[Frame]:
    """Return the grids of a page from top to bottom; a single box is a frame around text and no table."""
    frames = [frame for group in _groups(segments) if (frame := _frame(group)) is not None]
    return sorted(frames, key=lambda frame: -frame.lines[0])


def _groups(segments: list[Segment]) -> list[list[Segment]]:
    """Return segments that touch one another, as groups: upright lines gather the level lines that they meet."""
    uprights = [segment for segment in segments if segment.upright]
    levels = [segment for segment in segments if not segment.upright]
    groups: list[tuple[list[float], list[Segment]]] = []
    for upright in sorted(uprights, key=lambda segment: -segment.end):
        reach = [upright.at - _NEAR, upright.start - _NEAR, upright.at + _NEAR, upright.end + _NEAR]
        members = [upright]
        for level in levels:
            if reach[1] <= level.at <= reach[3] and level.start - _NEAR <= upright.at <= level.end + _NEAR:
                members.append(level)
                reach[0], reach[2] = min(reach[0], level.start), max(reach[2], level.end)
        touching = [group for group in groups if _overlap(group[0], reach)]
        for area, others in touching:
            members += others
            reach = [min(reach[0], area[0]), min(reach[1], area[1]), max(reach[2], area[2]), max(reach[3], area[3])]
        groups = [group for group in groups if group not in touching] + [(reach, members)]
        if len(groups) > 50:
            return []
    return [list(dict.fromkeys(members)) for _, members in groups]


def _overlap(one: list[float], two: list[float]) -> bool:
    return one[0] <= two[2] and two[0] <= one[2] and one[1] <= two[3] and two[1] <= one[3]


def _frame(group: list[Segment]) -> Frame | None:
    """Return the grid that these lines draw, None when they draw fewer than two cells."""
    columns = _distinct([segment.at for segment in group if segment.upright])
    lines = _distinct([segment.at for segment in group if not segment.upright])[::-1]
    across, down = len(columns) - 1, len(lines) - 1
    if across < 1 or down < 1 or across * down < 2 or across * down > _MOST_FIELDS:
        return None
    owner = _owners(_Borders(group), columns, lines)
    order: dict[tuple[int, int], int] = {}
    areas: list[list[float]] = []
    rows = []
    for row in range(down):
        fields = []
        for col in range(across):
            root = owner[row][col]
            first = root not in order
            place = order.setdefault(root, len(areas))
            if first:
                areas.append([columns[col], lines[row], columns[col + 1], lines[row + 1]])
            area = areas[place]
            area[2], area[3] = max(area[2], columns[col + 1]), min(area[3], lines[row + 1])
            fields.append((place, first))
        rows.append(tuple(fields))
    if len(areas) < 2:
        return None
    shapes = tuple((area[0], area[1], area[2], area[3]) for area in areas)
    return Frame(tuple(columns), tuple(lines), shapes, tuple(rows))


def _distinct(values: list[float]) -> list[float]:
    """Return the values in order, those that lie together once."""
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _NEAR:
            out.append(value)
    return out


class _Borders:
    """Answers whether a ruling line is drawn along one side of a field."""

    def __init__(self, group: list[Segment]) -> None:
        self._by_place: dict[tuple[bool, int], list[Segment]] = {}
        for segment in group:
            for place in {round(segment.at + shift) // 4 for shift in (-_NEAR, 0, _NEAR)}:
                self._by_place.setdefault((segment.upright, place), []).append(segment)

    def drawn(self, *, upright: bool, at: float, start: float, end: float) -> bool:
        """Say whether a line at ``at`` covers the middle of ``start`` to ``end``."""
        middle = (start + end) / 2
        found = self._by_place.get((upright, round(at) // 4), [])
        return any(abs(line.at - at) <= _NEAR and line.start <= middle <= line.end for line in found)


def _owners(borders: _Borders, columns: list[float], lines: list[float]) -> list[list[tuple[int, int]]]:
    """Return for every field the top left field of its cell: fields without a line between them are one cell."""
    owner = [[(row, col) for col in range(len(columns) - 1)] for row in range(len(lines) - 1)]
    for row in range(len(lines) - 1):
        for col in range(len(columns) - 1):
            bottom, top, left, right = lines[row + 1], lines[row], columns[col], columns[col + 1]
            if col and not borders.drawn(upright=True, at=left, start=bottom, end=top):
                owner[row][col] = owner[row][col - 1]
            elif row and not borders.drawn(upright=False, at=top, start=left, end=right):
                owner[row][col] = owner[row - 1][col]
    return owner
