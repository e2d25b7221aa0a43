"""From lines to a tree of numbered sections.

Which ordinals are really numbering is decided by sequences that count up: an ordinal opens a section when it continues
a list that is open (its value follows) or begins a new one (its value is 1). Which of two new lists lies inside the
other is decided by which one goes on afterwards; the usual rank of a style only helps where the sequences say nothing.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from liandu.intake.understanding.labels import Part
from liandu.intake.understanding.lexicon import has_deficiency
from liandu.intake.understanding.ordinals import Ordinal, ordinal_at
from liandu.intake.understanding.script import Line
from liandu.intake.understanding.sentences import shields
from liandu.intake.understanding.shapes.counted_runs import counted
from liandu.intake.understanding.units import heading_unit
from liandu.intake.understanding.unnumbered import headings, is_chapter, is_sentence, opens_problem, states_first

_ANNEX = re.compile(r"附\s?(?:件|表|录|注)?\s?(?:\d{1,2}|[一二三四五六七八九十])?\s?(?:[：:]|$)")
_CLOSING_STYLES = frozenset({"shi", "yao", "qi", "turn"})
_GLUED = re.compile(
    r"(?<=[。！？!?”）)\s])(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[)）])|"
    r"(?<![、，,：:；;第（(按据至到和及])[（(][一二三四五六七八九十]{1,3}[)）]"
)
_AREA_TO_THE_END = re.compile(r"[^，。；：]{4,36}方面[：:]?$")
_WRAPPED = re.compile(r"(?:关于|针对|对|在)?[“\"]|关于|针对")


@dataclass(slots=True)
class Section:
    """A numbered heading with all that stands under it, in order: plain lines and further sections."""

    head: Line | None
    parts: "list[Line | Section]" = field(default_factory=list)
    annex: bool = False
    unnumbered: bool = False

    @property
    def ordinal(self) -> Ordinal | None:
        """Return the section's ordinal; None for the whole document and for an unnumbered annex."""
        return self.head.ordinal if self.head else None

    def sections(self) -> "list[Section]":
        """Return the sections directly under this one."""
        return [part for part in self.parts if isinstance(part, Section)]

    def lines(self) -> list[Line]:
        """Return the plain lines directly under this section, wherever they stand among its sections."""
        return [part for part in self.parts if isinstance(part, Line)]

    def opening(self) -> list[Line]:
        """Return the plain lines before the first section under this one."""
        out: list[Line] = []
        for part in self.parts:
            if isinstance(part, Section):
                break
            out.append(part)
        return out

    def all_lines(self) -> Iterator[Line]:
        """Yield every line under this section in reading order, headings included, its own heading left out."""
        for part in self.parts:
            if isinstance(part, Line):
                yield part
            else:
                if part.head is not None:
                    yield part.head
                yield from part.all_lines()


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place where a heading may begin: at the start of line ``line`` (``glued`` false) or inside it."""

    line: int
    ordinal: Ordinal
    glued: bool


def split_glued(lines: list[Line]) -> list[Line]:
    """Return ``lines`` with headings cut off that were glued to the end of the paragraph before them.

    A heading inside a paragraph is taken only when it continues an open list, or begins one that goes on; Arabic
    numerals count in running text too: theirs must also open a wrapped title, or a list that goes on at a line's start.
    """
    spots = list(_spots(lines))
    if not any(spot.glued for spot in spots):
        return lines
    following = _following(spots)
    last: dict[str, int] = {}
    refused: dict[str, tuple[int, int]] = {}
    cuts: dict[int, list[Ordinal]] = {}
    for at, spot in enumerate(spots):
        style, value = spot.ordinal.style, spot.ordinal.value
        if not spot.glued:
            last[style] = value
            continue
        after = following[at]
        goes_on = after is not None and after.ordinal.value == value + 1
        sure = (
            style in ("cn", "(cn)")
            or _WRAPPED.match(lines[spot.line].text, spot.ordinal.end) is not None
            or (goes_on and after is not None and not after.glued)
        )
        inside = refused.get(style) == (spot.line, value - 1)
        if sure and not inside and (last.get(style) == value - 1 if value > 1 else goes_on):
            cuts.setdefault(spot.line, []).append(spot.ordinal)
            last[style] = value
        else:
            refused[style] = (spot.line, value)
    return [piece for at, line in enumerate(lines) for piece in _pieces(line, cuts.get(at, []))]


def _pieces(line: Line, ordinals: list[Ordinal]) -> Iterator[Line]:
    rest = line
    for ordinal in ordinals:
        head, rest = _cut(rest, ordinal)
        yield head
    yield rest


def _following(spots: list[_Spot]) -> list["_Spot | None"]:
    """Return for each spot the next one of the same style."""
    out: list[_Spot | None] = [None] * len(spots)
    seen: dict[str, _Spot] = {}
    for at in range(len(spots) - 1, -1, -1):
        style = spots[at].ordinal.style
        out[at] = seen.get(style)
        seen[style] = spots[at]
    return out


def _spots(lines: list[Line]) -> Iterator[_Spot]:
    """Yield the places where headings may begin, in reading order."""
    for at, line in enumerate(lines):
        if line.ordinal is not None:
            yield _Spot(at, line.ordinal, glued=False)
        hidden = None
        for match in _GLUED.finditer(line.text, line.content, line.end):
            ordinal = ordinal_at(line.text, match.start(), line.end)
            if ordinal is None or match.start() <= line.content:
                continue
            if line.label is not None and _AREA_TO_THE_END.match(line.text, ordinal.end, line.end) is None:
                continue  # steps of what a label says
            if hidden is None:
                hidden = shields(line.text)
            if not any(start < match.start() < end for start, end in hidden):
                yield _Spot(at, ordinal, glued=True)


def _cut(line: Line, ordinal: Ordinal) -> tuple[Line, Line]:
    """Return ``line`` cut in two before ``ordinal``."""
    place = ordinal.end - len(ordinal.text)
    while line.text[place : place + len(ordinal.text)] != ordinal.text and place > line.start:
        place -= 1
    head = Line(line.block, line.text, line.start, place, line.ordinal, line.label, None, line.centred, line.outline)
    head.content = line.content
    rest = Line(line.block, line.text, place, line.end, ordinal=ordinal, content=ordinal.end)
    return head, rest


def _unit_headings(lines: list[Line]) -> set[int]:
    """Return the ids of the lines that are bare names of units with problems under them, when there are several.

    A list or a sentence must stand under each; under half of them it must judge.
    """
    found: dict[int, bool] = {}
    for line, below in pairwise(lines):
        if line.ordinal is not None or line.end - line.start >= 44 or line.words().endswith(("。", "；")):
            continue
        states = below.ordinal.value == 1 if below.ordinal is not None else has_deficiency(below.words())
        if (states or below.words().endswith(("。", "："))) and heading_unit(line.words()) is not None:
            found[id(line)] = states
    return set(found) if len(found) >= 2 and sum(found.values()) * 2 >= len(found) else set()


class _Builder:
    """Puts lines into the tree one after the other."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.root = Section(None)
        self.stack = [self.root]
        self.in_value = False
        self.units = _unit_headings(lines)
        self.headings = headings(lines)
        self.waiting = False  # the last label stands alone on its line
        self.inner: dict[str, int] = {}
        self.places: dict[str, list[int]] = {}
        for at, line in enumerate(lines):
            if line.ordinal is not None:
                self.places.setdefault(line.ordinal.style, []).append(at)

    def build(self) -> Section:
        for at, line in enumerate(self.lines):
            if line.ordinal is None:
                self._plain(line)
            else:
                self._numbered(at, line, line.ordinal)
        return self.root

    def _plain(self, line: Line) -> None:
        if _ANNEX.match(line.text, line.start, line.end) and line.end - line.start < 40:
            annex = Section(line, annex=True)
            self.root.parts.append(annex)
            self.stack = [self.root, annex]
            self.in_value = False
            return
        if id(line) in self.units or id(line) in self.headings:
            self._unnumbered(line)
            return
        if line.label is not None:
            self.in_value = line.label.part not in (Part.PROBLEM, Part.ITEM)
            self.inner = {}
            self.waiting = line.value is None and line.label.end >= line.end
            if line.value is None and line.label.end < line.end:
                first = ordinal_at(line.text, line.label.end, line.end)
                if first is not None:
                    self.inner[first.style] = first.value
        self._owner().parts.append(line)

    def _unnumbered(self, line: Line) -> None:
        """Open a section without ordinal: under the chapter that is open, a unit outermost."""
        section = Section(line, unnumbered=id(line) not in self.units)
        depth = len(self.stack) - 1
        while depth > 0:
            ordinal = self.stack[depth].ordinal
            if ordinal is not None and ordinal.style in ("part", "cn") and id(line) not in self.units:
                break
            depth -= 1
        del self.stack[depth + 1 :]
        self.stack[-1].parts.append(section)
        self.stack.append(section)
        self.in_value = False

    def _owner(self) -> Section:
        """Return the section that a plain line belongs to: not an item of a run (一是…), but what the run stands in."""
        for section in reversed(self.stack):
            if section.ordinal is None or section.ordinal.style not in _CLOSING_STYLES:
                return section
        return self.root

    def _numbered(self, at: int, line: Line, ordinal: Ordinal) -> None:
        open_at = self._open(ordinal.style)
        if self.in_value and self._is_step(at, line, ordinal, open_at):
            self.inner[ordinal.style] = ordinal.value
            self.waiting = False
            self.stack[-1].parts.append(line)
            return
        placed = self._begin(at, line, ordinal) if open_at is None else self._continue(at, line, ordinal, open_at)
        if placed:
            self.in_value = line.label is not None and line.label.part not in (Part.PROBLEM, Part.ITEM)
            self.inner = {}
        else:
            self.stack[-1].parts.append(line)

    def _open(self, style: str) -> int | None:
        for depth in range(len(self.stack) - 1, 0, -1):
            ordinal = self.stack[depth].ordinal
            if ordinal is not None and ordinal.style == style:
                return depth
        return None

    def _is_step(self, at: int, line: Line, ordinal: Ordinal, open_at: int | None) -> bool:
        """Return whether a numbered line inside a labelled text is a step of it and not the next heading."""
        wrapped = _WRAPPED.match(line.text, line.content) is not None
        heads = wrapped or (self._heads_label(at) and not self.waiting) or self._states(at, ordinal)
        follows_inner = self.inner.get(ordinal.style) == ordinal.value - 1
        follows_open = open_at is not None and self.stack[open_at].ordinal.value == ordinal.value - 1  # type: ignore[union-attr]  # an open section has an ordinal
        if follows_open:
            return follows_inner and not wrapped and not self._heads_label(at)
        if follows_inner:
            return not wrapped
        if ordinal.style in _CLOSING_STYLES:
            return not heads
        return ordinal.value == 1 and not heads and (open_at is None or not self._goes_up(ordinal))

    def _states(self, at: int, ordinal: Ordinal) -> bool:
        """Return whether this line and the next of its list open with a problem and then tell what was done."""
        places = self.places[ordinal.style]
        following = bisect_right(places, at)
        lines = [self.lines[at], *(self.lines[place] for place in places[following : following + 1])]
        return len(lines) == 2 and all(states_first(line) for line in lines)

    def _goes_up(self, ordinal: Ordinal) -> bool:
        top = self.stack[-1].ordinal
        return top is not None and ordinal.rank < top.rank

    def _heads_label(self, at: int) -> bool:
        """Return whether the line after the one at ``at`` is a label line, as after a problem's heading."""
        following = self.lines[at + 1] if at + 1 < len(self.lines) else None
        return following is not None and following.ordinal is None and following.label is not None

    def _push(self, depth: int, line: Line) -> bool:
        """Put a new section under the section at ``depth`` of the stack."""
        section = Section(line)
        del self.stack[depth + 1 :]
        self.stack[-1].parts.append(section)
        self.stack.append(section)
        return True

    def _continue(self, at: int, line: Line, ordinal: Ordinal, depth: int) -> bool:
        before = self.stack[depth].ordinal
        step = ordinal.value - (before.value if before else 0)
        if 1 <= step <= 3 or (step > 0 and ordinal.style in ("named", "n", "(cn)")):
            return self._push(depth - 1, line)
        if ordinal.value == 1:
            # A list of the same style begins again: inside the deeper section that is open, or beside the old list.
            top = self.stack[-1].ordinal
            if depth < len(self.stack) - 1 and top is not None and self._resumes(at, top):
                return self._push(len(self.stack) - 1, line)
            self._raise_lead(depth)
            return self._push(depth - 1, line)
        return step == 0 and self._push(depth - 1, line)

    def _raise_lead(self, depth: int) -> None:
        """Move a line that announces the list now beginning (…如下：) out of the section it was put in."""
        owner = self._owner()
        last = owner.parts[-1] if owner.parts else None
        if (
            owner is not self.stack[depth - 1]
            and isinstance(last, Line)
            and (last.text[: last.end].endswith(("：", ":")) or is_chapter(last))
        ):
            owner.parts.pop()
            self.stack[depth - 1].parts.append(last)

    def _resumes(self, at: int, outer: Ordinal) -> bool:
        """Return whether ``outer``'s list goes on after line ``at``: then a list that begins there lies inside it."""
        places = self.places.get(outer.style, [])
        following = bisect_right(places, at)
        if following >= len(places):
            return False
        ordinal = self.lines[places[following]].ordinal
        return ordinal is not None and ordinal.value == outer.value + 1

    def _begin(self, at: int, line: Line, ordinal: Ordinal) -> bool:
        depth = len(self.stack) - 1
        if ordinal.value == 1:
            while depth > 0:
                top = self.stack[depth].ordinal
                if top is None or ordinal.rank > top.rank or self._resumes(at, top):
                    break
                depth -= 1
            return self._push(depth, line)
        # The list's beginning is missing: take it only where the usual rank finds it a place.
        if ordinal.style in _CLOSING_STYLES:
            return False
        while depth > 0:
            top = self.stack[depth].ordinal
            if top is None or top.rank < ordinal.rank:
                break
            depth -= 1
        return self._push(depth, line)


def _settle_run(line: Line) -> None:
    """Take the ordinal off a paragraph that holds a whole run (一是…；二是…): it is no first item."""
    ordinal = line.ordinal
    if ordinal is None or ordinal.end == 0 or ordinal.style not in _CLOSING_STYLES or ordinal.value != 1:
        return
    if len(counted(line.text, line.start, line.end)) >= 2:
        line.ordinal, line.content = None, line.start


def _with_paragraphs(section: Section) -> None:
    """Make sections of the paragraphs under unnumbered headings, where half of them open a problem."""
    for child in section.sections():
        _with_paragraphs(child)
    if not section.unnumbered or section.sections():
        return
    lines = section.lines()
    opening = [opens_problem(line, below) for line, below in zip(lines, [*lines[1:], None], strict=True)]
    candidates = sum(line.label is None for line in lines)
    if not lines or sum(opening) * 2 < candidates or not opening[0]:
        return
    if all(is_sentence(line) for line in lines):
        opening = [True] * len(lines)
    section.parts = []
    for line, opens in zip(lines, opening, strict=True):
        if opens:
            section.parts.append(Section(line))
        else:
            last = section.parts[-1]
            (last if isinstance(last, Section) else section).parts.append(line)


def build_outline(lines: list[Line]) -> Section:
    """Return the tree of sections that ``lines`` make; the root has no heading."""
    for line in lines:
        _settle_run(line)
    root = _Builder(split_glued(lines)).build()
    _with_paragraphs(root)
    return root
