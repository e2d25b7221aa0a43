"""How many findings, units, sectors and rounds stand behind strands and common problems, within a reader's reach."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum

from liandu.access.queries import visible
from liandu.access.roles import Act
from liandu.insight.models import Membership
from liandu.insight.rules.strands import is_common
from liandu.rectification.models import Outcome
from liandu.rectification.models.progress import MONEY
from liandu.rectification.queries import items_for
from liandu.rectification.states import State as ItemState

STRAND, COMMON = "strand", "strand__common"


@dataclass(frozen=True, slots=True)
class RoundCount:
    """How many findings are of one round; ``name`` is its name, ``order`` its place in time."""

    key: int
    name: str
    short: str
    order: tuple[date, int, int]
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted. ``trend`` is in the order of time; ``sectors`` are keys of orgs.Sector, in order."""

    findings: int = 0
    units: int = 0
    sectors: tuple[str, ...] = ()
    trend: tuple[RoundCount, ...] = field(default=())

    @property
    def rounds(self) -> int:
        """Return of how many rounds the findings are."""
        return len(self.trend)

    @property
    def common(self) -> bool:
        """Return whether so many units or sectors make it a common problem, by the site's rule."""
        return is_common(
            units=self.units,
            sectors=len(self.sectors),
            least_units=settings.LIANDU_COMMON_UNITS,
            least_sectors=settings.LIANDU_COMMON_SECTORS,
        )


def members_for(reader: Any) -> QuerySet[Membership]:
    """Return the memberships of the findings within the reader's reach."""
    return visible(Membership.objects.all(), reader, Act.FINDING_VIEW, unit="finding__unit")


def figures_of(members: QuerySet[Membership], *, by: str, keys: Collection[int]) -> dict[int, Figures]:
    """Return the figures of strands (``by`` STRAND) or common problems (COMMON) by key: one query for all."""
    told = members.filter(**{f"{by}__in": keys}).order_by().values_list(
        by, "finding__unit", "finding__unit__sector", "finding__round", "finding__round__name",
        "finding__round__term__number", "finding__round__number", "finding__round__term__mark",
        "finding__round__since",
    ).annotate(n=Count("pk"))  # fmt: skip
    rows: dict[int, list[Any]] = {}
    for key, *row in told:
        rows.setdefault(key, []).append(row)
    return {key: _figures(rows.get(key, ())) for key in keys}


def _figures(rows: Iterable[Any]) -> Figures:
    units, sectors, total = set(), set(), 0
    rounds: dict[int, list[Any]] = {}
    for unit, sector, round_, name, term, number, mark, since, n in rows:
        units.add(unit)
        sectors |= {sector} - {""}
        total += n
        one = rounds.setdefault(round_, [name, f"{mark}{term}-{number:02d}", (since, number, round_), 0])
        one[3] += n
    trend = sorted((RoundCount(key, *one) for key, one in rounds.items()), key=lambda one: one.order)
    return Figures(total, len(units), tuple(sorted(sectors)), tuple(trend))


def of_many(members: QuerySet[Membership]) -> QuerySet[Any]:
    """Return, as a subquery, the strands whose members among ``members`` make a common problem by the site's rule."""
    units = Count("finding__unit", distinct=True)
    sectors = Count("finding__unit__sector", distinct=True, filter=~Q(finding__unit__sector=""))
    counted = members.order_by().values("strand").annotate(units=units, sectors=sectors)
    enough = Q(units__gte=settings.LIANDU_COMMON_UNITS) | Q(sectors__gte=settings.LIANDU_COMMON_SECTORS)
    return counted.filter(enough).values("strand")


def money_of(reader: Any, *, by: str, keys: Collection[int]) -> dict[int, Decimal]:
    """Return the money that units report as recovered, returned or saved for the items of the findings: one query.

    Items that were struck off do not count, nor figures that were corrected since.
    """
    name = f"item__finding__strand_membership__{by}"
    items = items_for(reader).exclude(state=ItemState.CANCELLED).order_by().values("pk")
    rows = Outcome.objects.filter(kind__in=MONEY, progress__corrected_by=None, item__in=items, **{f"{name}__in": keys})
    return dict(rows.order_by().values_list(name).annotate(total=Sum("amount")))
