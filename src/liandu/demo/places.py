"""What a demonstration place is made of: units and offices, who oversees whom, terms, rounds, inspections, people.

Keys are short ASCII words; rows name each other by key. Days are plain dates. Nobody and nothing of it is real.
"""

from dataclasses import dataclass, field
from datetime import date

DISTRICT, DEPARTMENT, SOE, UNIVERSITY = "district", "department", "soe", "university"


@dataclass(frozen=True, slots=True)
class Unit:
    """A Party organisation of the tree or a group of them.

    ``name`` is its full name, ``party`` how documents call its Party organisation, ``sector`` one of the four or ""
    (for the root and the groups), ``parent`` the key of the unit above it, "" for the root.
    """

    key: str
    name: str
    party: str
    sector: str
    parent: str


@dataclass(frozen=True, slots=True)
class Office:
    """An office of one of the three parties: ``party`` is inspection, discipline or organization."""

    key: str
    name: str
    party: str
    parent: str


@dataclass(frozen=True, slots=True)
class Oversight:
    """``office`` has the daily supervision of ``unit`` from a day on, to a day included or still (None)."""

    office: str
    unit: str
    begins: date
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A term 届 of the place's Party committee."""

    key: str
    number: int
    name: str
    begins: date
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """A round 轮次: ``kind`` is regular, special, mobile or look_back; ``theme`` is what a special one looks at."""

    key: str
    term: str
    number: int
    name: str
    kind: str
    begins: date
    ends: date
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Inspection:
    """The inspection of one unit in one round; ``feedback`` is the day on which the feedback was given."""

    unit: str
    round: str
    team: str
    head: str
    begins: date
    ends: date
    feedback: date


@dataclass(frozen=True, slots=True)
class Post:
    """A role held at a unit or an office (its key)."""

    role: str
    place: str


@dataclass(frozen=True, slots=True)
class Person:
    """Someone with an account: sign-in name, name as shown, the same in Latin letters, and the posts held."""

    login: str
    name: str
    latin: str
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A city or a county with an installation of its own.

    ``committee`` is how its papers call the committee (市委, 县委); ``office`` the key of the inspection office;
    ``director`` and ``clerk`` the sign-in names of those who open rounds and take material in; ``waiting`` the keys of
    the units whose opinions stay unchecked; ``divisions`` which division of the organization department looks after
    which sectors, besides the first, which looks after all; ``personnel`` the units whose inspection in the newest
    round carries the special check on personnel selection; ``round_themes`` the theme that a round carries; ``policy``
    the profile, of those that come along, that its rounds go by.
    """

    key: str
    root: str
    committee: str
    office: str
    director: str
    clerk: str
    units: tuple[Unit, ...]
    offices: tuple[Office, ...]
    oversight: tuple[Oversight, ...]
    terms: tuple[Term, ...]
    rounds: tuple[Round, ...]
    inspections: tuple[Inspection, ...]
    people: tuple[Person, ...]
    waiting: frozenset[str] = frozenset()
    divisions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    personnel: tuple[str, ...] = ()
    round_themes: dict[str, str] = field(default_factory=dict)
    policy: str = "six_months"

    def unit(self, key: str) -> Unit:
        """Return the unit with this key; StopIteration cannot happen for a key of the place."""
        return next(row for row in self.units if row.key == key)

    def inspected(self, round_key: str) -> list[Unit]:
        """Return the units inspected in a round, in the order of the tree."""
        keys = {inspection.unit for inspection in self.inspections if inspection.round == round_key}
        return [row for row in self.units if row.key in keys]

    def inspection(self, unit_key: str, round_key: str) -> Inspection:
        """Return the inspection of a unit in a round; StopIteration when there was none."""
        return next(row for row in self.inspections if (row.unit, row.round) == (unit_key, round_key))

    def name_of(self, key: str) -> str:
        """Return what a unit or an office is called in short."""
        names = {unit.key: unit.party or unit.name for unit in self.units} | {o.key: o.name for o in self.offices}
        return names[key]


def person(login: str, name: str, latin: str, *posts: tuple[str, str]) -> Person:
    """Return a person with the posts given as (role, place)."""
    return Person(login, name, latin, tuple(Post(role, place) for role, place in posts))
