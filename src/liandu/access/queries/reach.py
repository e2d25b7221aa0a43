"""The two questions that every page asks: which rows, and may this person."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, TypeVar

from django.db.models import BooleanField, F, Func, Model, Q, QuerySet
from django.utils import timezone

from liandu.access.queries.rows import Lie, read_lie
from liandu.access.queries.standings import Ground, Standing, standings_of
from liandu.access.roles import Act, Scope
from liandu.orgs.models import Unit

M = TypeVar("M", bound=Model)

NOTHING = Q(pk__in=[])
EVERYTHING = Q()


def acts_of(user: Any, *, day: date | None = None) -> frozenset[Act]:
    """Return every act that some standing of ``user`` carries, wherever it reaches."""
    return frozenset(act for standing in standings_of(user, day=day) for act in standing.acts)


def reached(user: Any, *, day: date | None = None) -> dict[str, frozenset[int] | None]:
    """Return the keys of the units that each standing reaches, by the standing's key; None is every unit.

    One query for all standings, kept on the user object: a city has some hundred units, and a list of keys lets the
    database answer from the indexes of unit and order.
    """
    day = day or timezone.localdate()
    if not hasattr(user, "reached_by_day"):
        user.reached_by_day = {}
    if day not in user.reached_by_day:
        user.reached_by_day[day] = _resolved(standings_of(user, day=day), day)
    return user.reached_by_day[day]


def _resolved(standings: list[Standing], day: date) -> dict[str, frozenset[int] | None]:
    if all(map(_is_everywhere, standings)):
        return {standing.key: None for standing in standings}
    lie = read_lie(
        day,
        offices=[one.unit.path for one in standings if one.role.scope == Scope.OVERSEEN],
        teams=[one.team for one in standings if one.team is not None],
    )
    return {
        standing.key: None if _is_everywhere(standing) else frozenset(_covered(standing, lie)) for standing in standings
    }


def _is_everywhere(standing: Standing) -> bool:
    return standing.role.scope == Scope.CITY and not standing.sectors


def _covered(standing: Standing, lie: Lie) -> Iterator[int]:
    """Yield the keys of the units that a standing reaches, one or another twice."""
    if standing.role.scope == Scope.TEAM:
        for team, path, sector in lie.areas:
            if team == standing.team:
                yield from lie.tree.below(path, (sector,) if sector else ())
        return
    for path in _ways(standing, lie):
        yield from lie.tree.below(path, standing.sectors)


def _ways(standing: Standing, lie: Lie) -> list[str]:
    """Return the paths below which a standing reaches."""
    if standing.role.scope == Scope.CITY:
        return ["/"]
    if standing.role.scope == Scope.TREE:
        return [standing.unit.path]
    return [path for office, path in lie.overseen if office.startswith(standing.unit.path)]


def unit_keys_within(user: Any, act: Act, *, day: date | None = None) -> frozenset[int] | None:
    """Return the keys of the units over which a standing of ``user`` carries ``act``; None means every unit."""
    carrying = [standing for standing in standings_of(user, day=day) if act in standing.acts]
    if any(_is_everywhere(standing) for standing in carrying):
        return None
    if not carrying:
        return frozenset()
    by_standing = reached(user, day=day)
    return frozenset().union(*(by_standing[standing.key] or () for standing in carrying))


def units_within(user: Any, act: Act, *, day: date | None = None) -> QuerySet[Unit] | None:
    """Return the units over which a standing of ``user`` carries ``act``; None means every unit."""
    keys = unit_keys_within(user, act, day=day)
    return None if keys is None else Unit.objects.filter(AmongKeys("pk", keys))


def written_out(keys: Iterable[int]) -> str:
    """Return keys as SQL's IN takes them; NULL, which nothing equals, where there is none."""
    return ", ".join(str(int(key)) for key in sorted(keys)) or "NULL"


class AmongKeys(Func):
    """``column IN (1, 2, 3)`` with the keys written out: a lookup with hundreds of parameters costs milliseconds."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, column: str, keys: Iterable[int]) -> None:
        super().__init__(F(column))
        self.keys = written_out(keys)

    def as_sql(self, compiler: Any, connection: Any, *_unused: Any, **_more: Any) -> Any:  # noqa: ARG002 - as in Func
        """Return the comparison; the keys are numbers of ours."""
        column, parameters = compiler.compile(self.source_expressions[0])
        return f"{column} IN ({self.keys})", parameters


def reach(user: Any, act: Act, *, unit: str = "unit", day: date | None = None) -> Q:
    """Return the condition that a row's ``unit`` (a lookup path) lies where a standing of ``user`` carries ``act``."""
    keys = unit_keys_within(user, act, day=day)
    if keys is None:
        return EVERYTHING
    return Q(**{f"{unit}__in": sorted(keys)}) if "__" in unit else Q(AmongKeys(unit, keys))


def visible(rows: QuerySet[M], user: Any, act: Act, *, unit: str = "unit", day: date | None = None) -> QuerySet[M]:
    """Return those of ``rows`` that ``user`` may reach with ``act``."""
    return rows.filter(reach(user, act, unit=unit, day=day))


def own_offices(user: Any, act: Act, *, day: date | None = None) -> QuerySet[Unit]:
    """Return the units and offices in whose name ``user`` may do ``act``: those of the standings, and those below.

    Not the same as reach: an officer reaches the units that the office supervises, and acts for the office itself. A
    member of a joint team acts in it, not for the office they come from.
    """
    condition = NOTHING
    for standing in standings_of(user, day=day):
        if act in standing.acts and standing.ground != Ground.TEAM:
            condition |= Q(path__startswith=standing.unit.path)
    return Unit.objects.filter(condition)


def may(user: Any, act: Act, unit: Unit | None = None, *, day: date | None = None) -> bool:
    """Return whether some standing of ``user`` carries ``act``, and carries it over ``unit`` when one is given."""
    if act not in acts_of(user, day=day):
        return False
    if unit is None:
        return True
    keys = unit_keys_within(user, act, day=day)
    return keys is None or unit.pk in keys
