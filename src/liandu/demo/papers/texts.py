"""The texts of the papers as dataclasses, read from the YAML files beside this module.

A problem is written ``CLASS[.theme] title｜what was seen``: the class is a code of the default taxonomy, the theme a
word of ours for faults that several units share. A group of problems is a mapping ``title: [problems]``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
SECTOR_FILES = ("districts.yaml", "departments.yaml", "enterprises.yaml", "universities.yaml")
ROUND_NINE = "5-9"


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem, or with ``children`` a group of them; ``seen`` is what the inspectors saw, "" when not told."""

    title: str
    code: str = ""
    theme: str = ""
    seen: str = ""
    children: tuple["Problem", ...] = ()

    def leaves(self) -> Iterator["Problem"]:
        """Yield the problems without children below this one, itself when it has none; in document order."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one inspection found and how its paper is to look.

    ``shape`` names how problems are put (see shapes.py), ``format`` the file (see printing). ``chapters``: the
    problems stand in the second of three chapters. ``marks``: how ordinals are written (see lines.MARKS; automatic and
    styles are computed by Word). ``layout``: how a table or a run-in heading is laid out. ``tracked`` and ``textbox``
    ask for tracked changes and a text box in a .docx.
    """

    unit: str
    round: str
    kind: str
    shape: str
    format: str
    praise: str
    problems: tuple[Problem, ...]
    advice: tuple[str, ...]
    chapters: bool
    marks: str
    layout: str
    tracked: bool
    textbox: bool
    classification: str

    def leaves(self) -> list[Problem]:
        """Return the problems that are to be written off one by one, in document order."""
        return [leaf for problem in self.problems for leaf in problem.leaves()]


@dataclass(frozen=True, slots=True)
class Progress:
    """What a unit says it did: ``done`` maps a leaf title of its opinion to the text of the rectification."""

    unit: str
    shape: str
    format: str
    dated: date
    counts: dict[str, float]
    figures: str
    duty: tuple[tuple[str, str], ...]
    done: dict[str, str]


@cache
def opinions() -> tuple[Opinion, ...]:
    """Return the 22 opinions of round nine, sector by sector."""
    return tuple(_opinion(row) for name in SECTOR_FILES for row in load(name))


@cache
def earlier_opinions() -> tuple[Opinion, ...]:
    """Return the opinions and reports of the rounds before."""
    return tuple(_opinion(row) for row in load("earlier.yaml"))


@cache
def county_opinions() -> tuple[Opinion, ...]:
    """Return the opinions of the county's round."""
    return tuple(_opinion(row) for row in load("county.yaml"))


def opinion_of(unit: str) -> Opinion:
    """Return the round-nine opinion to a unit; StopIteration cannot happen for an inspected unit."""
    return next(opinion for opinion in opinions() if opinion.unit == unit)


@cache
def progress_notices() -> tuple[Progress, ...]:
    """Return the progress notices; each ``done`` is keyed by the full title of the leaf that it answers."""
    return tuple(_progress(row) for row in load("progress.yaml"))


@cache
def load(name: str) -> Any:
    """Return what the YAML file of this name beside this module holds."""
    return yaml.safe_load((FOLDER / name).read_bytes())


def _opinion(row: dict[str, Any]) -> Opinion:
    return Opinion(
        unit=row["unit"],
        round=row.get("round", ROUND_NINE),
        kind=row.get("kind", "feedback_opinion"),
        shape=row["shape"],
        format=row["format"],
        praise=row["praise"],
        problems=tuple(_problem(item) for item in row["problems"]),
        advice=tuple(row.get("advice", ())),
        chapters=row.get("chapters", False),
        marks=row.get("marks", "typed"),
        layout=row.get("layout", ""),
        tracked=row.get("tracked", False),
        textbox=row.get("textbox", False),
        classification=row.get("classification", "internal"),
    )


def _problem(item: str | dict[str, list[Any]]) -> Problem:
    if isinstance(item, dict):
        ((title, children),) = item.items()
        return Problem(title, children=tuple(_problem(child) for child in children))
    mark, _, rest = item.partition(" ")
    code, _, theme = mark.partition(".")
    title, _, seen = rest.partition("｜")
    return Problem(title, code, theme, seen)


def _progress(row: dict[str, Any]) -> Progress:
    titles = [leaf.title for leaf in opinion_of(row["unit"]).leaves()]
    return Progress(
        unit=row["unit"],
        shape=row["shape"],
        format=row["format"],
        dated=row["dated"],
        counts=row["counts"],
        figures=row["figures"],
        duty=tuple(_pair(item) for item in row["duty"]),
        done={_only(titles, start): text for start, text in row["done"].items()},
    )


def _pair(item: str) -> tuple[str, str]:
    head, _, rest = item.partition("｜")
    return head, rest


def _only(titles: list[str], start: str) -> str:
    (title,) = [title for title in titles if title.startswith(start)]
    return title
