"""Automatic numbering of Word: the definitions of ``numbering.xml`` and the counters that run through a document.

A paragraph names a *num* and a level. A num points to an *abstract* definition and may override levels of it. Counters
belong to the abstract definition, so two nums over the same one go on counting together unless an override says start.
Sources: ECMA-376 part 1, 17.9; behaviour that it leaves open follows Word.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from lxml import etree

from liandu.papers.reading.number_formats import custom, written

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VAL = W + "val"
_LEVEL_REFERENCE = re.compile(r"%([1-9])")
_LARGEST_START = 32_767  # Word takes no more


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. ``pieces`` alternates literal text and the level (from 0) whose number stands there."""

    start: int
    number_format: str
    write: Callable[[int], str]
    pieces: tuple[str | int, ...]
    restarts_below: int | None  # this level starts again when a level below this bound was used; None: any higher one
    legal: bool  # all numbers in it are written in decimal
    style: str  # the paragraph style that stands for this level


@dataclass(slots=True)
class _Abstract:
    levels: dict[int, Level]
    style_link: str  # takes its levels from this list style


@dataclass(slots=True)
class _Num:
    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """What Word prints before a paragraph: "（一）", "1.1"; "" for a bullet or a number that is switched off."""

    text: str
    level: int


class Numbering:
    """The numbering definitions of one document. Build with :meth:`parse`."""

    def __init__(self, abstracts: dict[str, _Abstract], nums: dict[str, _Num], list_styles: Mapping[str, str]) -> None:
        """Take definitions by id; ``list_styles`` maps the id of a numbering style to its num."""
        self._abstracts = abstracts
        self._nums = nums
        self._list_styles = list_styles
        self._known: dict[tuple[str, int], Level | None] = {}

    @classmethod
    def parse(cls, root: etree._Element | None, list_styles: Mapping[str, str]) -> "Numbering":
        """Return the definitions of a ``w:numbering`` element; without one, no paragraph has a number."""
        abstracts: dict[str, _Abstract] = {}
        nums: dict[str, _Num] = {}
        for element in root if root is not None else ():
            if element.tag == W + "abstractNum":
                abstracts[element.get(W + "abstractNumId", "")] = _Abstract(
                    dict(map(_level, element.iterchildren(W + "lvl"))), _value(element, "numStyleLink")
                )
            elif element.tag == W + "num":
                nums[element.get(W + "numId", "")] = _num(element)
        return cls(abstracts, nums, list_styles)

    def abstract_of(self, num: str) -> str | None:
        """Return the id of the abstract definition of ``num``, None when there is no such num."""
        found = self._nums.get(num)
        return found.abstract if found else None

    def level(self, num: str, level: int) -> Level | None:
        """Return how ``num`` writes this level (from 0), its own override first; None when it has no such level."""
        key = (num, level)
        if key not in self._known:
            found = self._nums.get(num)
            own = found.levels.get(level) if found else None
            self._known[key] = own or (self._levels(found.abstract).get(level) if found else None)
        return self._known[key]

    def start_override(self, num: str, level: int) -> int | None:
        """Return the value at which ``num`` itself says that this level starts."""
        found = self._nums.get(num)
        return found.starts.get(level) if found else None

    def level_of_style(self, num: str, style: str) -> int | None:
        """Return the level of ``num`` that stands for a paragraph style (its id), None when none does."""
        found = self._nums.get(num)
        if found is None:
            return None
        levels = {**self._levels(found.abstract), **found.levels}
        return next((number for number, level in levels.items() if level.style == style), None)

    def _levels(self, abstract: str, seen: frozenset[str] = frozenset()) -> dict[int, Level]:
        definition = self._abstracts.get(abstract)
        if definition is None or abstract in seen:
            return {}
        if definition.levels or not definition.style_link:
            return definition.levels
        linked = self._nums.get(self._list_styles.get(definition.style_link, ""))
        return {**self._levels(linked.abstract, seen | {abstract}), **linked.levels} if linked else {}


class Counting:
    """The counters of one run through a document; call :meth:`next` for each numbered paragraph in order."""

    def __init__(self, numbering: Numbering) -> None:
        """Begin with nothing counted."""
        self._numbering = numbering
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def next(self, num: str, level: int) -> PrintedNumber | None:
        """Count a paragraph of list ``num`` at ``level`` (from 0); None when the list or the level does not exist."""
        here = self._numbering.level(num, level)
        abstract = self._numbering.abstract_of(num)
        if here is None or abstract is None:
            return None
        values = self._counters.setdefault(abstract, {})
        # Higher levels that were skipped stand at their first value, and count on from it.
        for upper in range(level):
            values.setdefault(upper, self._start(num, upper))
        values[level] = self._value(num, level, values)
        for deeper in [other for other in values if other > level]:
            definition = self._numbering.level(num, deeper)
            bound = definition.restarts_below if definition else None
            if bound is None or level < bound:
                del values[deeper]
        return PrintedNumber(self._printed(num, level, here, values), level)

    def _value(self, num: str, level: int, values: dict[int, int]) -> int:
        override = self._numbering.start_override(num, level)
        # An override restarts the count once, where its num first uses the level.
        if override is not None and (num, level) not in self._begun:
            self._begun.add((num, level))
            return override
        return values[level] + 1 if level in values else self._start(num, level)

    def _start(self, num: str, level: int) -> int:
        override = self._numbering.start_override(num, level)
        if override is not None:
            return override
        definition = self._numbering.level(num, level)
        return definition.start if definition else 1

    def _printed(self, num: str, level: int, here: Level, values: dict[int, int]) -> str:
        if here.number_format == "bullet":
            return ""
        out = ""
        for piece in here.pieces:
            if isinstance(piece, str):
                out += piece
            elif piece <= level:
                shown = here if piece == level else self._numbering.level(num, piece)
                out += str(values[piece]) if here.legal or shown is None else shown.write(values[piece])
        return out


def child_of(element: etree._Element, name: str) -> etree._Element | None:
    """Return the first child with this local name in Word's namespace; faster than ``find``."""
    return next(element.iterchildren(W + name), None)


def whole_number(text: str | None, otherwise: int | None = None) -> int | None:
    """Return an attribute as a number, ``otherwise`` when it is missing or none."""
    try:
        return int(text) if text is not None and len(text) < 12 else otherwise
    except ValueError:
        return otherwise


def _value(element: etree._Element, name: str) -> str:
    child = child_of(element, name)
    return child.get(VAL, "") if child is not None else ""


def _start_value(element: etree._Element, name: str) -> int | None:
    number = whole_number(_value(element, name))
    return None if number is None else min(max(number, 0), _LARGEST_START)


def _level(element: etree._Element) -> tuple[int, Level]:
    """Return the number (from 0) and the definition of a ``w:lvl``."""
    number_format, write = _format(element)
    start = _start_value(element, "start")
    restart = whole_number(_value(element, "lvlRestart"))
    legal = child_of(element, "isLgl")
    pieces = _LEVEL_REFERENCE.split(_value(element, "lvlText"))
    level = Level(
        # A level without w:start begins at 0 by the standard, and so Word does.
        start=0 if start is None else start,
        number_format=number_format,
        write=write,
        pieces=tuple(int(piece) - 1 if at % 2 else piece for at, piece in enumerate(pieces) if piece),
        restarts_below=restart,
        legal=legal is not None and is_on(legal),
        style=_value(element, "pStyle"),
    )
    return whole_number(element.get(W + "ilvl"), 0) or 0, level


def _format(element: etree._Element) -> tuple[str, Callable[[int], str]]:
    """Return the name and the writer of a level's number format, its custom pattern looked at first."""
    formats = list(element.iterchildren(W + "numFmt"))
    for choice in element.iterchildren(MC + "AlternateContent"):
        formats += choice.iter(W + "numFmt")
    for found in formats:
        name = found.get(VAL, "decimal")
        write = custom(found.get(W + "format", "")) if name == "custom" else partial(written, number_format=name)
        if write:
            return name, write
    return "decimal", str


def _num(element: etree._Element) -> _Num:
    levels: dict[int, Level] = {}
    starts: dict[int, int] = {}
    for override in element.iterchildren(W + "lvlOverride"):
        number = whole_number(override.get(W + "ilvl"), 0) or 0
        own = child_of(override, "lvl")
        if own is not None:
            levels[number] = _level(own)[1]
        start = _start_value(override, "startOverride")
        if start is not None:
            starts[number] = start
    return _Num(_value(element, "abstractNumId"), levels, starts)


def is_on(element: etree._Element) -> bool:
    """Return whether a switch such as ``w:b`` is on: present, and not 0, false or off."""
    return element.get(VAL, "1") not in ("0", "false", "off")
