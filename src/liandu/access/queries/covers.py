"""The other way round: over which unit, by which row, since when. Nothing here asks the database for units."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import Q
from django.utils import timezone

from liandu.access.queries.standings import OPENINGS, Ground, Standing, read_standings, standings_of, was_open
from liandu.access.roles import Act, Scope
from liandu.accounts.models import User
from liandu.journal.queries import moments_of
from liandu.journal.subjects import subject_of
from liandu.orgs.models import Oversight, TeamArea, Unit
from liandu.orgs.queries import above, on_day


@dataclass(frozen=True, slots=True)
class Path:
    """How a standing comes to a unit: through the unit ``over`` (that one or one above it), from when to when.

    ``over`` is None where the standing reaches every unit.
    """

    standing: Standing
    over: Unit | None
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Witness:
    """A person who could reach something on a day, and by which way."""

    person: User
    path: Path


@dataclass(frozen=True, slots=True)
class Covers:
    """What leads to one unit: rows of oversight and of teams' areas over it or over what lies above it."""

    unit: Unit
    oversight: list[Oversight]
    areas: list[TeamArea]

    def paths(self, standing: Standing) -> Iterator[Path]:
        """Yield how ``standing`` comes to the unit; nothing when it does not."""
        if standing.sectors and self.unit.sector not in standing.sectors:
            return
        scope = standing.role.scope
        if scope == Scope.CITY:
            yield Path(standing, None, standing.since, standing.until)
        elif scope == Scope.TREE and self.unit.path.startswith(standing.unit.path):
            yield Path(standing, standing.unit, standing.since, standing.until)
        elif scope == Scope.OVERSEEN:
            rows = (row for row in self.oversight if row.office.path.startswith(standing.unit.path))
            yield from (_together(standing, row) for row in rows)
        elif scope == Scope.TEAM:
            yield from (_together(standing, row) for row in self.areas if row.team_id == standing.team)


def _together(standing: Standing, row: Oversight | TeamArea) -> Path:
    """Return the days on which both the standing and the row hold."""
    lasts = [last for last in (standing.until, row.until) if last]
    return Path(standing, row.unit, max(standing.since, row.since), min(lasts) if lasts else None)


def covers_of(unit: Unit, held: Q) -> Covers:
    """Return what leads to ``unit`` among the rows for which ``held`` holds: two queries."""
    over = Q(unit__in=above(unit))
    sector = Q(sector="") | Q(sector=unit.sector) if unit.sector else Q(sector="")
    return Covers(
        unit,
        list(Oversight.objects.filter(held, over).select_related("office", "unit").order_by("since", "pk")),
        list(TeamArea.objects.filter(held, over, sector).select_related("unit").order_by("since", "pk")),
    )


def paths_to(user: Any, act: Act, unit: Unit, *, day: date | None = None) -> list[Path]:
    """Return by which ways ``user`` may do ``act`` over ``unit`` on ``day`` (today when None)."""
    day = day or timezone.localdate()
    carrying = [standing for standing in standings_of(user, day=day) if act in standing.acts]
    if not carrying:
        return []
    covers = covers_of(unit, on_day(day))
    return [path for standing in carrying for path in covers.paths(standing)]


def who_could_see(act: Act, unit: Unit, day: date) -> list[Witness]:
    """Return who could do ``act`` over ``unit`` on ``day``, by name, each way once: five queries at most.

    Who had a closed account then could not; the days of closing and of opening it again count as open. What is asked of
    today is what holds now.
    """
    return _witnesses((act,), day, covers_of(unit, on_day(day)).paths)


def who_acted_for(act: Act, units: Sequence[Unit], day: date) -> list[Witness]:
    """Return who could do ``act`` in the name of one of ``units`` on ``day``, and who could all over the city.

    By name, each standing once: three queries at most. The other way round of own_offices().
    """

    def paths(standing: Standing) -> Iterator[Path]:
        if standing.role.scope == Scope.CITY and not standing.sectors:
            yield Path(standing, None, standing.since, standing.until)
        elif standing.ground != Ground.TEAM:
            own = (unit for unit in units if unit.path.startswith(standing.unit.path))
            yield from (Path(standing, unit, standing.since, standing.until) for unit in islice(own, 1))

    return _witnesses((act,), day, paths)


def who_carried(acts: Collection[Act], day: date) -> list[Witness]:
    """Return who carried one of ``acts`` on ``day``, wherever it reached: by name, each standing once, three queries.

    The other way round of acts_of(), for what is reached by being named.
    """
    return _witnesses(acts, day, lambda standing: [Path(standing, standing.unit, standing.since, standing.until)])


def _witnesses(acts: Collection[Act], day: date, paths: Callable[[Standing], Iterable[Path]]) -> list[Witness]:
    found = [
        (user, path)
        for user, standing in read_standings(day=day)
        if not standing.acts.isdisjoint(acts)
        for path in paths(standing)
    ]
    people = User.objects.in_bulk({user for user, _path in found})
    today = timezone.localdate()
    moments = moments_of(OPENINGS) if day < today else {}

    def could(person: User) -> bool:
        return was_open(moments.get(subject_of(person), []), day) if day < today else person.is_active

    witnesses = [Witness(people[user], path) for user, path in found if could(people[user])]
    return sorted(witnesses, key=lambda one: (str(one.person), one.person.pk, one.path.standing.key))
