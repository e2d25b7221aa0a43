"""What can be found: each stage with texts registers its kinds here, in its ``presenters`` room. Never a clue."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one thing as it stands now: what it belongs to, since when it is there, what is found in it."""

    key: int
    unit: int | None
    round: int | None
    at: datetime
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Shown:
    """How a thing reads in a list of what was found: its title, its number, its unit, its address."""

    title: str
    number: str
    unit: str
    url: str


Keys = Collection[int]


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of thing that can be found.

    ``concerns`` says whose entries in the journal change its texts: a label ("findings.finding") and, for keys of that,
    the keys of this kind. ``texts`` gives the texts of these keys; what it leaves out is found no more. ``reach``
    returns the units whose texts a reader sees (None: all of them, the unit does not matter), ``shown`` how things read
    to them, of those that they see.
    """

    name: str
    words: Any
    concerns: Mapping[str, Callable[[Keys], Iterable[int]]]
    texts: Callable[[Keys], Iterable[Source]]
    reach: Callable[[Any], frozenset[int] | None]
    shown: Callable[[Any, Keys], Mapping[int, Shown]]


_kinds: dict[str, Kind] = {}


def let_find(kind: Kind) -> Kind:
    """Register a kind."""
    if not kind.name.isascii() or not kind.name.isalpha() or kind.name in _kinds:
        msg = f"{kind.name} is no name for a kind, or one that is taken"
        raise ValueError(msg)
    _kinds[kind.name] = kind
    return kind


def kinds() -> dict[str, Kind]:
    """Return all kinds by their names, in the order of the work."""
    return dict(_kinds)


def itself(keys: Keys) -> Keys:
    """Return the keys: the entries are about the thing itself."""
    return keys


def concerned(subjects: Iterable[str]) -> dict[str, set[int]]:
    """Return, by kind, the keys of what the journal's ``subjects`` ("findings.finding:12") concern."""
    by_label: dict[str, set[int]] = {}
    for subject in subjects:
        label, _colon, key = subject.partition(":")
        if key.isdecimal():
            by_label.setdefault(label, set()).add(int(key))
    found: dict[str, set[int]] = {}
    for kind in _kinds.values():
        for label, keys_of in kind.concerns.items():
            if label in by_label:
                found.setdefault(kind.name, set()).update(keys_of(by_label[label]))
    return found
