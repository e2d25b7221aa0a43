"""What a process of its own does for strands: votes new findings into accepted ones, groups the rest into proposals.

Plain data in, plain data out; the same rows give the same result in any order (docs/design/algorithms/strands.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from liandu.texts.classifying import Classifier
from liandu.texts.grouping import Theme, join
from liandu.texts.keywords import Category
from liandu.texts.statements import Statement

LONGEST = 120  # characters of a label


@dataclass(frozen=True, slots=True)
class Known:
    """A finding to place: its key, its words, its class."""

    key: int
    text: str
    code: str


@dataclass(frozen=True, slots=True)
class Home:
    """An accepted strand with the words of its members."""

    key: int
    code: str
    members: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A group that a person may accept."""

    code: str
    label: str
    words: tuple[str, ...]
    medoid: int
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What came of grouping: (finding, strand) for who was voted in, and the proposals."""

    joined: tuple[tuple[int, int], ...]
    proposed: tuple[Proposed, ...]


def group_findings(
    waiting: Sequence[Known], homes: Sequence[Home], units: Sequence[str], known: Mapping[str, Category]
) -> Made:
    """Return where ``waiting`` findings belong. ``units`` are names that say nothing, ``known`` the classes in force.

    A finding without a class of the taxonomy stays in the queue, and so does what is alone in its class.
    """
    placed = [one for one in waiting if one.code in known]
    if not placed:
        return Made((), ())
    settled = [(home, key, text) for home in homes if home.code in known for key, text in home.members]
    classes = {_id(one.key): one.code for one in placed} | {_id(key): home.code for home, key, _text in settled}
    classifier = Classifier(known, units=units)
    statements = [Statement(_id(one.key), one.text) for one in placed]
    statements += [Statement(_id(key), text) for _home, key, text in settled]
    earlier = [
        Theme(f"{home.code}-{home.key}", home.code, "", tuple(_id(key) for key, _text in home.members), "")
        for home in sorted(homes, key=lambda home: home.key)
        if home.code in known and home.members
    ]
    grouping, candidates = join(earlier, statements, classifier, classes=classes)
    joined = [
        (int(member), int(theme.id.rpartition("-")[2]))
        for before, theme in zip(earlier, grouping.themes, strict=True)
        for member in theme.members[len(before.members) :]
    ]
    return Made(tuple(sorted(joined)), tuple(_proposed(theme, known[theme.code].name) for theme in candidates))


def _id(key: int) -> str:
    """Return a key so that its order as text is its order as a number."""
    return f"{key:012d}"


def _proposed(theme: Theme, name: str) -> Proposed:
    told = theme.label.removeprefix(name).removeprefix("：")
    return Proposed(
        theme.code,
        theme.label[:LONGEST],
        tuple(told.split("、")) if told else (),
        int(theme.medoid),
        tuple(map(int, theme.members)),
    )
