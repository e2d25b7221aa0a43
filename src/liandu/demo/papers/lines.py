"""What shapes hand to prints: lines of running text, and grids for tables."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from liandu.kernel.numerals import to_chinese

# How offices write the ordinals of the four levels.
MARKS = {
    "typed": ("{chinese}、", "（{chinese}）", "{number}.", "（{number}）"),
    "typed-half": ("{chinese}、", "({chinese})", "{number}.", "({number})"),
    "typed-wide": ("{chinese}、", "（{chinese}）", "{number}．", "（{number}）"),
    "typed-comma": ("{chinese}、", "（{chinese}）", "{number}、", "（{number}）"),
}
COMPUTED = frozenset({"automatic", "styles"})  # by Word, not typed


class Role(StrEnum):
    """What a line is in the paper."""

    TITLE = "title"
    ADDRESSEE = "addressee"
    TEXT = "text"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph. ``level`` from 0 makes it a heading with the ordinal ``mark``; ``bold`` counts leading characters.

    ``automatic`` asks a print that can to compute the ordinal instead of typing it.
    """

    text: str
    role: Role = Role.TEXT
    level: int | None = None
    mark: str = ""
    bold: int = 0
    automatic: bool = False

    @property
    def printed(self) -> str:
        """Return the text with its ordinal in front."""
        return self.mark + self.text


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: header rows, then body rows of the same length; "" where a merged cell is covered.

    ``merges`` are (first row, first column, last row, last column), rows counted over header and body together.
    """

    header: tuple[tuple[str, ...], ...]
    body: tuple[tuple[object, ...], ...]
    merges: tuple[tuple[int, int, int, int], ...] = ()
    widths: tuple[int, ...] = ()

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Yield header rows and then body rows."""
        yield from self.header
        yield from self.body


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper ready to print: lines before the grid, the grid if there is one, lines after it."""

    title: str
    before: tuple[Line, ...]
    grid: Grid | None = None
    after: tuple[Line, ...] = ()
    header: str = ""
    tracked: bool = False
    textbox: str = ""
    styled: bool = False
    instructions: tuple[str, ...] = field(default=())

    def lines(self) -> tuple[Line, ...]:
        """Return all lines of running text."""
        return self.before + self.after


def ordinal(level: int, number: int, marks: str = "typed") -> str:
    """Return the ordinal of a level from 0 in the manner that ``marks`` names; automatic ones look like typed ones."""
    patterns = MARKS.get(marks, MARKS["typed"])
    return patterns[min(level, len(patterns) - 1)].format(chinese=to_chinese(number), number=number)
