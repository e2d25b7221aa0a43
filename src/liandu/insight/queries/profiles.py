"""The numbers of a picture, all within the reader's reach: ten queries, however many findings and items there are."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import Count, F, IntegerField, Q, Sum
from django.db.models.expressions import Func
from django.utils import timezone

from liandu.access.queries import visible
from liandu.access.roles import Act
from liandu.findings.queries import findings_for
from liandu.findings.states import State as FindingState
from liandu.insight.models import Membership, Recurrence, RecurrenceKind
from liandu.insight.queries.scope import Scope
from liandu.insight.states import CommonState, RecurrenceState
from liandu.inspections.models import Round
from liandu.inspections.taxonomies import taxonomy
from liandu.orgs.models import Sector
from liandu.rectification.models import Outcome, OutcomeKind, Request
from liandu.rectification.queries import institutions_in_place, items_for
from liandu.rectification.states import OPEN, RequestState, Result, State


class DaysBetween(Func):
    """Whole days from one moment to another, in SQL: the databases have no common word for it."""

    arity = 2
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Days by the Julian calendar, to the second, since the difference of two of them is not exact."""
        template = "CAST(ROUND((julianday(%(expressions)s)) * 86400) AS INTEGER) / 86400"
        return self.as_sql(compiler, connection, template=template, arg_joiner=") - julianday(", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Seconds between the two, by the day."""
        template = "FLOOR(EXTRACT(EPOCH FROM (%(expressions)s)) / 86400)::integer"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" - ", **more)


@dataclass(slots=True)
class Standing:
    """How the items of a group stand today. ``days`` counts the written-off ones by days from opening to write-off."""

    total: int = 0
    done: int = 0
    basically_done: int = 0
    open: int = 0
    overdue: int = 0
    extended: int = 0
    reopened: int = 0
    returned: int = 0
    days: Counter[int] = field(default_factory=Counter)

    @property
    def share(self) -> float | None:
        """Return done / total, None where there is nothing to be done."""
        return self.done / self.total if self.total else None

    @property
    def middle(self) -> float | None:
        """Return the median of the days; None where nothing is written off."""
        return middle_of(self.days)

    def add(self, other: "Standing") -> None:
        """Count ``other`` in."""
        for name in ("total", "done", "basically_done", "open", "overdue", "extended", "reopened", "returned"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.days.update(other.days)


def middle_of(counted: Mapping[int, int]) -> float | None:
    """Return the median of values that are given with how often each occurs; None for none."""
    many = sum(counted.values())
    if not many:
        return None
    places, so_far = ((many - 1) // 2, many // 2), 0
    found: list[int] = []
    for value in sorted(counted):
        so_far += counted[value]
        found += [value] * (sum(place < so_far for place in places) - len(found))
    return sum(found) / 2


@dataclass(frozen=True, slots=True)
class Group:
    """A sector of the whole or a unit of a sector, with its findings by class ("" for those without one)."""

    key: Any
    name: str
    classes: Counter[str]
    standing: Standing

    @property
    def findings(self) -> int:
        """Return how many findings it has."""
        return sum(self.classes.values())


@dataclass(frozen=True, slots=True)
class InRound:
    """What a round brought: its findings by class. ``mark`` is "" for a round of our own committee."""

    key: int
    name: str
    mark: str
    classes: Counter[str]

    @property
    def findings(self) -> int:
        """Return how many findings it has."""
        return sum(self.classes.values())


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of the items: the sum of a kind of outcome, and of how many items it was reported."""

    kind: str
    amount: Decimal
    items: int


@dataclass(frozen=True, slots=True)
class Shared:
    """A named common problem with its findings in the scope."""

    key: int
    name: str
    findings: int
    units: int


@dataclass(frozen=True, slots=True)
class Profile:
    """The numbers of a picture on a day. ``groups`` are the sectors of the whole, or the units of the sector."""

    scope: Scope
    day: date
    groups: list[Group]
    rounds: list[InRound]
    outcomes: list[Brought]
    institutions: Brought
    recurrences: dict[str, int]
    shared: list[Shared]

    @property
    def own(self) -> Group:
        """Return what the picture is of: the unit's group, or all groups together."""
        chosen = [g for g in self.groups if self.scope.unit is None or g.key == self.scope.unit.pk]
        whole = Group("", "", Counter(), Standing())
        for group in chosen:
            whole.classes.update(group.classes)
            whole.standing.add(group.standing)
        return whole

    @property
    def course(self) -> list[InRound]:
        """Return the rounds that follow one another: our own ones, since those of another committee are no later step.

        Where there is none of our own, all.
        """
        return [one for one in self.rounds if not one.mark] or self.rounds

    def median_share(self, code: str) -> float | None:
        """Return the median, over the groups with findings, of the share of a class (or of all with that beginning)."""
        return middle_value(share_of(group.classes, code) for group in self.groups)

    def median_rate(self) -> float | None:
        """Return the median of the groups' rates of completion."""
        return middle_value(group.standing.share for group in self.groups)

    def median_days(self) -> float | None:
        """Return the median of the groups' median days."""
        return middle_value(group.standing.middle for group in self.groups)


def middle_value(values: Iterable[float | None]) -> float | None:
    """Return the median of those values that are there; None for none."""
    there = [value for value in values if value is not None]
    return median(there) if there else None


def share_of(classes: Counter[str], code: str) -> float | None:
    """Return the share of a class or, for a first level, of all its classes; None where there are no findings."""
    whole = sum(classes.values())
    return count_of(classes, code) / whole if whole else None


def count_of(classes: Counter[str], code: str) -> int:
    """Return how many there are of a class or, for a first level, of all its classes; "" is what has none."""
    said = taxonomy()
    if code not in said.aspects:
        return classes[code]
    return sum(classes[leaf.code] for leaf in said.under(code))


def class_codes() -> list[str]:
    """Return the classes that are counted: those in use, and retired ones of which people must still decide."""
    said = taxonomy()
    return [*said.leaves, *said.unsettled]


def profile_of(reader: Any, scope: Scope) -> Profile:
    """Return the numbers of a picture: ten queries."""
    institutions = _institutions(reader, scope)
    return Profile(
        scope=scope,
        day=timezone.localdate(),
        groups=_groups(reader, scope),
        rounds=_rounds(reader, scope),
        outcomes=_outcomes(reader, scope),
        institutions=institutions,
        recurrences=_recurrences(reader, scope),
        shared=_shared(reader, scope),
    )


def _confirmed(reader: Any, scope: Scope) -> Any:
    return findings_for(reader).filter(scope.condition(), state=FindingState.CONFIRMED).order_by()


def _groups(reader: Any, scope: Scope) -> list[Group]:
    peers, by = scope.peers, scope.by
    name = "unit__short_name" if by == "unit" else by
    standings, names = _standings(reader, peers, by, name)
    classes: dict[Any, Counter[str]] = {}
    rows = _confirmed(reader, peers).values_list(by, name, "category").annotate(n=Count("pk"))
    for key, called, code, n in rows:
        names[key] = called
        classes.setdefault(key, Counter())[taxonomy().today(code)] += n
    labels = dict(Sector.choices)
    order = sorted(names) if by == "unit" else [sector for sector in Sector.values if sector in names]
    return [
        Group(key, str(labels.get(names[key], names[key])), classes.get(key, Counter()), standings.get(key, Standing()))
        for key in order
    ]


def _standings(reader: Any, peers: Scope, by: str, name: str) -> tuple[dict[Any, Standing], dict[Any, str]]:
    """Return how the items stand by group, and what the groups are called: three queries."""
    today = timezone.localdate()
    found: dict[Any, Standing] = {}
    names: dict[Any, str] = {}
    items = items_for(reader).filter(peers.condition()).exclude(state=State.CANCELLED).order_by()
    rows = items.values_list(by, name).annotate(
        total=Count("pk"),
        done=Count("pk", filter=Q(result=Result.DONE)),
        nearly=Count("pk", filter=Q(result=Result.BASICALLY_DONE)),
        open=Count("pk", filter=Q(state__in=OPEN)),
        late=Count("pk", filter=Q(state__in=OPEN, step_due_on__lt=today)),
        extended=Count("pk", filter=Q(extensions__gt=0)),
        reopened=Count("pk", filter=Q(reopenings__gt=0)),
    )
    for key, called, *numbers in rows:
        names[key], found[key] = called, Standing(*numbers)
    closed = items.filter(result=Result.DONE).values_list(by, DaysBetween(F("closed_at"), F("opened_at")))
    for key, days, n in closed.annotate(n=Count("pk")):
        found[key].days[days] += n
    asked = visible(Request.objects.filter(state=RequestState.RETURNED), reader, Act.ITEM_VIEW, unit="item__unit")
    asked = asked.filter(peers.condition("item__")).exclude(item__state=State.CANCELLED).order_by()
    for key, n in asked.values_list(f"item__{by}").annotate(n=Count("item", distinct=True)):
        found[key].returned = n
    return found, names


def _rounds(reader: Any, scope: Scope) -> list[InRound]:
    """Return the rounds of the scope in the order of time, with their findings by class: two queries.

    The rounds are looked up by themselves: joined to each finding they would double the time of the counting.
    """
    found: dict[int, Counter[str]] = {}
    for key, code, n in _confirmed(reader, scope).values_list("round", "category").annotate(n=Count("pk")):
        found.setdefault(key, Counter())[taxonomy().today(code)] += n
    rounds = Round.objects.filter(pk__in=list(found)).order_by("since", "number", "pk")
    rows = rounds.values_list("pk", "name", "term__mark")
    return [InRound(key, name, mark, found[key]) for key, name, mark in rows]


def _outcomes(reader: Any, scope: Scope) -> list[Brought]:
    """Return the outcomes reported and not corrected since, by kind in the order of kinds: one query."""
    rows = visible(Outcome.objects.all(), reader, Act.ITEM_VIEW, unit="item__unit").exclude(item__state=State.CANCELLED)
    rows = rows.filter(scope.condition("item__"), progress__corrected_by=None).order_by()
    summed: Any = rows.values_list("kind").annotate(sum=Sum("amount"), items=Count("item", distinct=True))
    found = {kind: Brought(kind, amount, items) for kind, amount, items in summed}
    return [found[kind] for kind in OutcomeKind.values if kind in found]


def _institutions(reader: Any, scope: Scope) -> Brought:
    """Return the institutions made or revised, and of how many items: one query."""
    rows = institutions_in_place(reader).filter(scope.condition("item__")).exclude(item__state=State.CANCELLED)
    sums = rows.aggregate(n=Count("pk"), items=Count("item", distinct=True))
    return Brought("institutions", Decimal(sums["n"]), sums["items"])


def _recurrences(reader: Any, scope: Scope) -> dict[str, int]:
    """Return how many findings came back, by the way in which they did, as people have said: one query."""
    rows = visible(Recurrence.objects.all(), reader, Act.FINDING_VIEW, unit="finding__unit")
    rows = rows.filter(
        scope.condition("finding__"), state=RecurrenceState.CONFIRMED, finding__state=FindingState.CONFIRMED
    )
    found = dict(rows.order_by().values_list("kind").annotate(n=Count("finding", distinct=True)))
    return {kind: found.get(kind, 0) for kind in RecurrenceKind.values}


def _shared(reader: Any, scope: Scope) -> list[Shared]:
    """Return the named common problems that have findings in the scope, those with most first: one query."""
    rows = visible(Membership.objects.all(), reader, Act.FINDING_VIEW, unit="finding__unit")
    rows = rows.filter(
        scope.condition("finding__"), strand__common__state=CommonState.NAMED, finding__state=FindingState.CONFIRMED
    )
    counted = rows.order_by().values_list("strand__common", "strand__common__name")
    many = counted.annotate(n=Count("pk"), units=Count("finding__unit", distinct=True)).order_by("-n", "strand__common")
    return [Shared(*row) for row in many]
