"""What a person can reach, and by which standing: acts and names of units, never what lies in them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from liandu.access.queries import Standing, acts_of, holders_of, reached, standings_of
from liandu.access.roles import ACT_NAMES, CLUE_ACTS, Act
from liandu.accounts.models import User
from liandu.orgs.models import Unit

MOST_UNITS = 30  # named on the page; a city has some hundred


@dataclass(frozen=True, slots=True)
class Reached:
    """One standing: the acts it carries in words, how many inspected units it reaches (None: every one), and which."""

    standing: Standing
    acts: list[str]
    count: int | None
    units: list[str]
    by_name: bool  # clues are reached by being named in them, not by unit


@dataclass(frozen=True, slots=True)
class Reach:
    """All that a person stands for on a day, and the acts that nothing of it carries, each with who does."""

    standings: list[Reached]
    without: list[tuple[str, str]]


def people_to_explain(reader: Any) -> QuerySet[User]:
    """Return the people whose reach the reader may look at: everybody to who manages posts, else oneself."""
    rows = User.objects.order_by("username")
    return rows if Act.POST_MANAGE in acts_of(reader) else rows.filter(pk=reader.pk)


def reach_of(person: Any, day: date) -> Reach:
    """Return what ``person`` could reach on ``day``: three queries."""
    standings = standings_of(person, day=day)
    by_standing = reached(person, day=day)
    keys = {key for units in by_standing.values() if units for key in units}
    names = dict(Unit.objects.filter(pk__in=keys).exclude(sector="").order_by("path").values_list("pk", "short_name"))
    held = acts_of(person, day=day)
    return Reach(
        [_reached(standing, by_standing[standing.key], names) for standing in standings],
        [(str(ACT_NAMES[act]), holders_of(act)) for act in Act if act not in held],
    )


def _reached(standing: Standing, keys: frozenset[int] | None, names: dict[int, str]) -> Reached:
    inside = [name for key, name in names.items() if keys and key in keys]
    by_name = standing.acts <= CLUE_ACTS
    acts = [str(ACT_NAMES[act]) for act in Act if act in standing.acts]
    return Reached(standing, acts, None if keys is None else len(inside), inside[:MOST_UNITS], by_name)
