"""A paper as lines: what stands on one printed line or in one heading, with its ordinal and its label."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from liandu.intake.understanding.labels import Label, Part, label_at
from liandu.intake.understanding.ordinals import Ordinal, automatic_ordinal, ordinal_at
from liandu.intake.understanding.sentences import trim
from liandu.papers.blocks import Block, Paper, Passage

_MARKUP = re.compile(r"(?:\*\*|#{1,6}\s+)")
_WRAPPED_LINE = 22  # characters; a shorter line is a heading or an entry of its own
_BULLET = re.compile(r"(?:[—–-]{1,2}(?=[\u4e00-\u9fff“])|[●○■□◆◇★☆▲△•·▪◎※►➢✓✔])[\s　]*")
_NEWLINE = re.compile(r"[\n\r\v]+")


@dataclass(slots=True)
class Line:
    """``text[start:end]`` of block ``block``; ``content`` is where the text begins behind ordinal or label.

    ``value`` is set for a row of a table of labels and values: the passage of the value, in another block.
    """

    block: int
    text: str
    start: int
    end: int
    ordinal: Ordinal | None = None
    label: Label | None = None
    value: Passage | None = None
    centred: bool = False
    outline: int | None = None
    bold: int = 0
    content: int = field(default=0)
    bullet: bool = False  # a mark without a number opens it (——, ●)

    def words(self) -> str:
        """Return the text behind ordinal and label."""
        return self.text[self.content : self.end]

    def whole(self) -> str:
        """Return all of the line."""
        return self.text[self.start : self.end]

    def passage(self, start: int | None = None, end: int | None = None) -> Passage:
        """Return the passage of the line, or of a span of it."""
        return Passage(self.block, self.start if start is None else start, self.end if end is None else end)


def make_line(block: Block, start: int, end: int, *, first: bool) -> Line | None:
    """Return the line at ``block.text[start:end]`` with ordinal and label read, None when nothing is there.

    ``first`` says that it is the first of its block, so that an automatic number belongs to it.
    """
    text = block.text
    start, end = trim(text, start, end, tail=" \t\r\n\u3000\u00a0\u200b\u200c\u200d\ufeff")
    markup = _MARKUP.match(text, start, end)
    if markup:
        start = markup.end()
    if start >= end:
        return None
    bold = max(0, block.bold - start) if first else 0
    line = Line(block.index, text, start, end, centred=block.centred, outline=block.outline, bold=bold)
    line.ordinal = (automatic_ordinal(block.number) if first and block.number else None) or ordinal_at(text, start, end)
    line.content = start
    if line.ordinal is not None:
        line.content = max(start, line.ordinal.end)
        while line.content < end and text[line.content] in " \t\u3000\u00a0*":
            line.content += 1
    bullet = _BULLET.match(text, start, end) if line.ordinal is None else None
    if bullet is not None and bullet.end() < end:
        line.content, line.bullet = bullet.end(), True
    elif first and block.number and line.ordinal is None:
        line.bullet = True
    line.label = label_at(text, line.content, end)
    return line


def block_lines(block: Block) -> Iterator[Line]:
    """Yield the lines of ``block``: one, or more where it holds line breaks."""
    text = block.text
    if "\n" not in text and "\r" not in text and "\v" not in text:
        line = make_line(block, 0, len(text), first=True)
        if line is not None:
            yield line
        return
    start, first = 0, True
    for match in [*_NEWLINE.finditer(text), None]:
        end = match.start() if match else len(text)
        if match and _runs_on(text, start, match):
            continue
        line = make_line(block, start, end, first=first)
        if line is not None:
            first = False
            yield line
        start = match.end() if match else end


def _runs_on(text: str, start: int, newline: re.Match[str]) -> bool:
    """Return whether a line break stands in the middle of a sentence, as a hard wrap does."""
    if newline.start() - start < _WRAPPED_LINE or text[newline.start() - 1] in "。；：！？;:!?）)”】":
        return False
    after = newline.end()
    return after < len(text) and ordinal_at(text, after) is None and label_at(text, after, len(text)) is None


def label_line(paper: Paper, stem: Passage, part: Part, value: Passage) -> Line:
    """Return the line of a table row of label and value: ``stem`` is the label's passage, ``value`` what it says."""
    text = paper.blocks[value.block].text
    start, end = trim(text, value.start, value.end, tail=" \t\r\n\u3000")
    label = Label(part, paper.quote(stem).strip(), start, start)
    return Line(value.block, text, start, end, label=label, value=value, content=start)


def read_lines(paper: Paper, skip: frozenset[int], rows: dict[int, Line | None]) -> list[Line]:
    """Return the lines of the body of ``paper`` in reading order.

    ``skip`` are blocks that a ledger already took; ``rows`` maps blocks of tables of labels and values to their line
    (None for the label's own block, which gives no line).
    """
    lines: list[Line] = []
    for block in paper.body():
        if block.index in skip or not block.text:
            continue
        if block.index in rows:
            line = rows[block.index]
            if line is not None:
                lines.append(line)
            continue
        lines.extend(block_lines(block))
    return lines
