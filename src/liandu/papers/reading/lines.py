"""Paragraphs rebuilt from lines that a page or a converter has cut at its right edge.

A line knows where it begins and ends, counted in full-width characters from the left edge of the text column; that is
all that is needed, so plain text (spaces counted) and pages (boxes measured) share these rules:

- a line goes on in the next one when the first word of the next one would no longer have fitted;
- where the document indents first lines, an indented line begins a paragraph;
- where it does not, a line that begins with an ordinal does, if the one before has come to its end;
- page marks and footnotes at the foot of a page do not end the paragraph that runs past them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from liandu.papers.blocks import BlockKind, Box

ORDINAL = re.compile(
    r"第[一二三四五六七八九十百零〇\d]{1,4}[章节条部]|[一二三四五六七八九十百]{1,4}[、.．]|[（(][一二三四五六七八九十百\d]{1,4}[）)]"
    r"|\d{1,3}[.．、](?!\d)|[①-⑳]|[一二三四五六七八九十]{1,2}是"
)
"""How a numbered heading or list item begins."""

_BEGINNING = re.compile(rf"{ORDINAL.pattern}|[\u4e00-\u9fff]{{2,8}}[：:]")
"""How a paragraph may begin: with an ordinal or with a label."""

_LABEL = re.compile(r"(?:整改|反馈|责任|完成|牵头)[\u4e00-\u9fff]{0,6}[：:]")
"""A label of a problem's record; the text after it is a paragraph of its own."""

_DASH = r"[-‐-―－─━~～·•]"
PAGE_MARK = re.compile(
    rf"{_DASH}+\s*\d{{1,4}}\s*{_DASH}+|第\s*[\d一二三四五六七八九十百]{{1,5}}\s*页(?:\s*[,，/／（(]?\s*共\s*\S{{1,5}}\s*页\s*[）)]?)?"
    r"|[Pp]age\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?"
)
"""A page mark that is one wherever it stands on a line of its own."""
BARE_PAGE_MARK = re.compile(r"(\d{1,4})(?:\s*[/／]\s*\d{1,4})?")
"""A number alone: a page mark only at the foot or head of a page, or as one of a rising row of such lines."""

_NOTE_MARK = re.compile(r"[①-⑳]|\[\d{1,2}\]|［\d{1,2}］|〔\d{1,2}〕|[*＊※]|注[：:]")
_HALF_WIDTH = re.compile(r"[\x20-\x7e\xa0-\xb6\xb8-\xd6\xd8-\u02ff｡-ﾟ]")
_WORD = re.compile(r"[0-9A-Za-z.,%:/+\-@_#&=?~]+|.", re.DOTALL)
_NOT_FIRST = "，。、；：！？）》”’】〕％%)]},.;:!?〉」』…"
_NOT_LAST = "（《“‘【〔([{〈「『"
_ENDS = "。！？；：…!?;:"
_UNFINISHED = "的、，和及与"
_CLOSERS = "”’）》】〕)」』"
_LETTERS = re.compile(r"[A-Za-z]")

_FIRST_LINE_INDENT = 1.2  # two characters as a rule; converters shrink it
_EXACT, _RAGGED = 0.75, 2.0  # characters that may be missing at the end of a full line
_NARROW = 10  # characters; lines that never reach further are a list of short items
_NOTE_LINES = 12  # a foot of a page with more lines than this is not a footnote


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its text without outer white space; ``left`` and ``right`` in characters of the text column.

    ``page`` counts from 0. ``after_gap`` says that a blank line or a clear gap precedes it; ``size`` is the height of
    its letters in points (0: unknown).
    """

    text: str
    left: float
    right: float
    page: int = 0
    after_gap: bool = False
    size: float = 0.0
    centred: bool = False
    bold: int = 0
    box: Box | None = None


@dataclass(slots=True)
class Piece:
    """What becomes one block: its kind, its lines, and its text in one row."""

    kind: BlockKind
    lines: list[Line]
    text: str = field(default="")

    def __post_init__(self) -> None:
        """Join the lines into ``text`` unless it was given."""
        if not self.text:
            self.text = joined(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Column:
    """How the text column is set: its width in characters, and whether first lines of paragraphs are indented."""

    width: float
    indented: bool


def width_of(text: str) -> float:
    """Return the printed width of ``text`` in full-width characters: 汉字 -> 2.0, 2025 -> 2.0."""
    return len(text) - 0.5 * len(_HALF_WIDTH.findall(text))


def joined(texts: Iterable[str]) -> str:
    """Return cut lines as one: no space between Chinese or inside a number, one between two words of letters."""
    out: list[str] = []
    for text in texts:
        if out and text and out[-1] and _LETTERS.match(out[-1][-1]) and _LETTERS.match(text[0]):
            out.append(" ")
        out.append(text)
    return "".join(out)


def column_of(lines: Sequence[Line]) -> Column:
    """Return how these lines are set; the width is where the fullest lines commonly end."""
    ends = Counter(round(line.right) for line in lines)
    if not ends:
        return Column(0.0, indented=False)
    crowd = max(2, len(lines) // 12)
    common = [end for end in ends if ends[end] + ends[end - 1] + ends[end + 1] >= crowd]
    # Closing marks may hang over the edge, so the widest line alone would set the measure too wide.
    width = max((line.right for line in lines if round(line.right) in common), default=max(ends))
    plain = [line for line in lines if not line.centred]
    indents = sum(_FIRST_LINE_INDENT <= line.left <= 4.5 for line in plain)
    flush = sum(line.left < _FIRST_LINE_INDENT for line in plain)
    return Column(width, indented=indents >= 2 and flush >= 1 and indents * 20 >= len(plain))


def is_hard_wrapped(lines: Sequence[Line]) -> bool:
    """Say whether these lines of a text file were cut at a constant width rather than at the ends of paragraphs."""
    if len(lines) < 4:
        return False
    column = column_of(lines)
    if not 14 <= column.width <= 90:
        return False
    full = [line for line in lines if abs(line.right - column.width) <= 2.0]
    longer = sum(line.right > column.width + 2.0 for line in lines)
    # A heading of that width says nothing: it ends without a full stop wherever its line ends.
    inner = [line for line in full if not ORDINAL.match(line.text)]
    cut = sum(not has_ended(line.text) for line in inner)
    return len(full) * 4 >= len(lines) and longer * 50 <= len(lines) and cut >= 2 and cut * 2 >= len(inner)


def has_ended(text: str) -> bool:
    """Say whether ``text`` ends as a sentence or a lead-in does (closing quotes and brackets looked through)."""
    return text.rstrip(_CLOSERS)[-1:] in _ENDS and bool(text)


def goes_on(line: Line, following: Line, column: Column) -> bool:
    """Say whether ``following`` is the same paragraph as ``line``."""
    if line.centred or following.centred:
        return line.centred and following.centred and _is_one_title(line, following)
    other_size = line.size and following.size and abs(line.size - following.size) > 0.2 * line.size
    if other_size or column.width < _NARROW or (following.after_gap and following.page == line.page):
        return False
    begins = _BEGINNING.match(following.text)
    if column.indented and following.left >= _FIRST_LINE_INDENT:
        return False
    after_end = has_ended(line.text) and not column.indented and ORDINAL.match(following.text)
    if after_end or (_LABEL.match(following.text) and line.text[-1] not in _UNFINISHED):
        return False
    return _is_full(line, following, column, slack=_EXACT if begins else _RAGGED)


def _is_one_title(line: Line, following: Line) -> bool:
    """Say whether two centred lines are one title: same letters, and the second is no date, bracket or byline."""
    same_size = abs(line.size - following.size) <= 0.08 * max(line.size, 1.0)
    return same_size and not following.after_gap and following.text[:1] not in "（(—-〔[" and not has_ended(line.text)


def _is_full(line: Line, following: Line, column: Column, *, slack: float) -> bool:
    """Say whether the first word of ``following`` had no room left at the end of ``line``.

    Letters and digits of some fonts are narrower than half a character, so lines end ragged by ``slack`` characters;
    a line that stops in the middle of a sentence may be ragged by an eighth.
    """
    if line.text[-1:] in _NOT_LAST:
        return True
    if slack > _EXACT and not has_ended(line.text):
        slack = max(slack, 0.12 * column.width)
    words = _WORD.findall(following.text[:40])
    need = width_of(words[0]) if words else 0.0
    for word in words[1:]:
        if word not in _NOT_FIRST:
            break
        need += width_of(word)
    return line.right + min(need, 12.0) > column.width - slack


def flow(pages: Sequence[Sequence[Line]], column: Column) -> list[Piece]:
    """Return the paragraphs of ``pages`` in order; footnotes follow the paragraph they interrupt.

    Page marks must have been taken out (:func:`without_page_marks`), unless they are to be paragraphs.
    """
    out: list[Piece] = []
    current: list[Line] = []
    waiting: list[Piece] = []

    def close() -> None:
        if current:
            out.append(Piece(BlockKind.PARAGRAPH, list(current)))
        out.extend(waiting)
        current.clear()
        waiting.clear()

    for number, page in enumerate(pages):
        after = pages[number + 1][0] if number + 1 < len(pages) and pages[number + 1] else None
        body, notes = split_notes(page, after, column)
        for line in body:
            if current and not goes_on(current[-1], line, column):
                close()
            current.append(line)
        waiting.extend(notes)
    close()
    return out


def split_notes(page: Sequence[Line], after: Line | None, column: Column) -> tuple[list[Line], list[Piece]]:
    """Part the lines of a page from the footnotes at its foot; ``after`` is the first line of the next page.

    A footnote begins with ①, [1], * or 注： and runs to the foot. It is told from a list of the text by smaller
    letters, or by standing flush in a column of indented first lines, or by cutting a sentence that goes on overleaf.
    """
    lines = list(page)
    start = len(lines)
    for index in range(len(lines) - 1, max(0, len(lines) - _NOTE_LINES) - 1, -1):
        if _NOTE_MARK.match(lines[index].text) and index > 0 and _is_note(lines, index, after, column):
            start = index
    notes: list[Piece] = []
    for line in lines[start:]:
        if notes and not _NOTE_MARK.match(line.text):
            notes[-1] = Piece(BlockKind.NOTE, [*notes[-1].lines, line])
        else:
            notes.append(Piece(BlockKind.NOTE, [line]))
    return lines[:start], notes


def _is_note(lines: Sequence[Line], index: int, after: Line | None, column: Column) -> bool:
    here, before = lines[index], lines[index - 1]
    rest = lines[index + 1 :]
    if any(line.left >= _FIRST_LINE_INDENT and not _NOTE_MARK.match(line.text) for line in rest):
        return False
    if here.size and before.size:
        return here.size < 0.92 * before.size or bool(_NOTE_MARK.match(before.text) and here.size == before.size)
    if column.indented and here.left < _FIRST_LINE_INDENT and has_ended(before.text) is False:
        return True
    if column.indented:
        return here.left < _FIRST_LINE_INDENT and after is not None
    cut = not has_ended(before.text) or bool(_NOTE_MARK.match(before.text))
    return cut and after is not None and not ORDINAL.match(after.text)


def without_page_marks(lines: Sequence[Line]) -> tuple[list[list[Line]], list[Line]]:
    """Part a text file's lines into pages at its page marks; return the pages and the marks.

    The mark is taken to stand at the foot of its page. ``page`` of each line is set anew.
    """
    bare = {id(line) for line in _rising(lines)}
    pages: list[list[Line]] = [[]]
    marks: list[Line] = []
    for line in lines:
        if PAGE_MARK.fullmatch(line.text) or id(line) in bare:
            marks.append(_on_page(line, len(pages) - 1))
            pages.append([])
        else:
            pages[-1].append(_on_page(line, len(pages) - 1))
    if len(pages) > 1 and not pages[-1]:
        pages.pop()
    return pages, marks


def _rising(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that are bare numbers, if there are three or more and they rise by one each."""
    found = [(line, int(match[1])) for line in lines if (match := BARE_PAGE_MARK.fullmatch(line.text))]
    steps = [second[1] - first[1] for first, second in pairwise(found)]
    return [line for line, _ in found] if len(found) >= 3 and set(steps) == {1} else []


def _on_page(line: Line, page: int) -> Line:
    return Line(line.text, line.left, line.right, page, line.after_gap, line.size, line.centred, line.bold, line.box)
