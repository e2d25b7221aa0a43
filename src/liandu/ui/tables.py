"""A list as one list of columns: the same columns make the head, the cells and, on a phone, the labels of the cards."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place: ``text``, perhaps a link, a second line (``sub``), a badge by ``tone`` and ``shape``.

    ``part`` names a template for what needs more; it gets the row's thing as ``thing``.
    """

    text: str = ""
    url: str = ""
    sub: str = ""
    tone: str = ""
    shape: str = ""
    part: str = ""

    @property
    def shown(self) -> bool:
        """Return whether anything stands here; an empty cell needs no label on a phone."""
        return bool(self.text or self.part)


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, how to make the cell of a thing, and a class: ``number`` (to the right), ``aside`` (not on phones)."""

    label: Any  # a lazy translation
    cell: Callable[[Any], Cell]
    css: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its thing, its cells beside their columns, and its name in the page (so that focus survives a swap)."""

    thing: Any
    cells: tuple[tuple[Column, Cell], ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together under a heading; ``label`` is "" for a list without groups."""

    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A list ready for ``ui/_table.html``. ``caption`` is read aloud, not shown."""

    caption: str
    columns: Sequence[Column]
    groups: tuple[Group, ...] = field(default=())

    def __len__(self) -> int:
        """Return the number of lines."""
        return sum(len(group.rows) for group in self.groups)


def by_part(template: str) -> Callable[[Any], Cell]:
    """Return a maker of cells that leave everything to ``template``."""
    cell = Cell(part=template)
    return lambda _thing: cell


def table(
    columns: Sequence[Column],
    things: Iterable[Any],
    *,
    caption: str,
    group: Callable[[Any], str] | None = None,
    name: Callable[[Any], str] | None = None,
) -> Table:
    """Return ``things`` as a table; with ``group``, things with the same label stand together, in order of coming.

    ``name`` gives each line a name that is unique in the page; a list that is loaded anew by itself needs it.
    """
    groups: dict[str, list[Row]] = {}
    for thing in things:
        cells = tuple((column, column.cell(thing)) for column in columns)
        row = Row(thing, cells, name(thing) if name else "")
        groups.setdefault(group(thing) if group else "", []).append(row)
    return Table(caption, columns, tuple(Group(label, tuple(rows)) for label, rows in groups.items()))
