"""What an official paper is made of: a title, what stands around it, and blocks in their order."""

from dataclasses import dataclass, field
from typing import Literal

# body: indented two characters; heading1 一、黑体; heading2 （一）楷体; heading3 1. 仿宋; plain: flush left;
# right: two characters free on the right (a name below the text).
Style = Literal["body", "heading1", "heading2", "heading3", "plain", "centred", "right"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    r"""A paragraph in one of the styles of the standard; ``\n`` breaks the line without ending the paragraph."""

    text: str
    style: Style = "body"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with thin lines as wide as the type area.

    The head repeats on each page and rows do not split. ``widths`` are relative, equal when none are given; the
    columns in ``numeric`` (from 0) are right-aligned. Rows that are shorter than the head are filled with nothing.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    numeric: frozenset[int] = field(default=frozenset())

    @property
    def columns(self) -> int:
        """Return how many columns the table has: as many as its longest row."""
        return max((len(row) for row in (self.head, *self.rows)), default=0)

    def shares(self) -> list[float]:
        """Return the part of the whole width that each column takes; together they are 1."""
        given = [max(1, width) for width in self.widths[: self.columns]]
        given += [1] * (self.columns - len(given))
        return [width / sum(given) for width in given]


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign: (who, what is known already), each with a place for the name, the seal and the date."""

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows stands on a new page."""


Block = Paragraph | Table | Signatures | PageBreak


@dataclass(frozen=True, slots=True)
class OfficialPaper:
    """An official paper.

    ``issuer`` is the red mark at the head (发文机关标志, as it is printed: "…办公室文件"), with the red rule below it;
    "" for a paper without a red head. ``number`` is 发文字号, ``grade`` the classification, ``addressee`` 主送机关,
    ``date`` 成文日期. ``landscape`` turns the page for wide tables.
    """

    title: str
    blocks: tuple[Block, ...]
    issuer: str = ""
    number: str = ""
    grade: str = ""
    date: str = ""
    addressee: str = ""
    landscape: bool = False
