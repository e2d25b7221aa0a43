"""A unit at a glance: its problems as a tree with how each stands, what came of it, who answers, what was sent."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from liandu.access.queries import visible
from liandu.access.queries.tasks import Source, asked, columns
from liandu.access.roles import Act
from liandu.findings.models import Finding
from liandu.findings.queries import findings_for
from liandu.findings.states import State as FindingState
from liandu.handover.models import Package
from liandu.handover.queries import packages_for
from liandu.inspections.models import Inspection, Material, Signer
from liandu.inspections.queries import inspections_for, material_for
from liandu.inspections.states import State as MaterialState
from liandu.ledgers.queries import rate_of as ledger_rate
from liandu.orgs.models import Unit
from liandu.rectification.models import Item, ItemOffice, Outcome, OutcomeKind
from liandu.rectification.models.progress import INSTITUTIONS, MONEY, PEOPLE
from liandu.rectification.queries import institutions_for, items_for
from liandu.rectification.states import OPEN, Kind, Result, State

MOST_LEAVES = 500  # of one unit in one round; a unit with more is read in the ledger
MOST_PAPERS = 20


def unit_for(reader: Any, pk: int) -> Unit | None:
    """Return an inspected unit whose items the reader may see, None for every other."""
    return visible(Unit.objects.exclude(sector=""), reader, Act.ITEM_VIEW, unit="pk").filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class Leaf:
    """A problem of the tree: its account, or the finding alone while none is opened."""

    finding: Finding
    item: Item | None


@dataclass(slots=True)
class Branch:
    """An aspect or a problem with what stands below it."""

    title: str
    branches: list["Branch"] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)

    def all_leaves(self) -> Iterable[Leaf]:
        """Yield the leaves below, at any depth."""
        yield from self.leaves
        for branch in self.branches:
            yield from branch.all_leaves()

    @property
    def rate(self) -> "Rate":
        """Return how far what stands below is done."""
        return rate_of([leaf.item for leaf in self.all_leaves() if leaf.item is not None])


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of how many are done on a day; only "done" counts as done, what was cancelled does not count."""

    done: int
    total: int
    day: date

    @property
    def percent(self) -> str:
        """Return the rate in words of the ledger ("98.71%"), "" where there is nothing to be done."""
        return ledger_rate(self.done, self.total)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What came of the items: yuan, people, institutions, and each kind by itself.

    Figures are those reported and not corrected since; institutions are those of the register that were not struck.
    """

    money: Decimal
    people: int
    institutions: int
    by_kind: list[tuple[str, Decimal]]


@dataclass(frozen=True, slots=True)
class UnitPage:
    """What the page of a unit shows for one round (None: for all)."""

    unit: Unit
    inspections: list[Inspection]
    inspection: Inspection | None
    tree: list[Branch]
    left_out: int
    rate: Rate
    late: int
    open: int
    long_term: int
    reopened: int
    extensions: int
    states: list[tuple[str, int]]
    outcomes: Outcomes
    people: list[tuple[str, str, int]]
    offices: list[tuple[str, str, int]]
    material: list[Material]
    packages: list[Package]


def unit_page(reader: Any, unit: Unit, *, round_key: str = "") -> UnitPage:
    """Return what the page of ``unit`` shows: eleven queries.

    ``round_key`` names a round in which the unit was inspected; for every other word the newest counts, and "all" takes
    them together.
    """
    inspections = list(
        inspections_for(reader)
        .filter(unit=unit)
        .order_by("round__term__mark", "-round__term__number", "-round__number")
    )
    chosen = _chosen(inspections, round_key)
    within = {"round": chosen.round_id} if chosen else {}
    items = items_for(reader).filter(unit=unit, **within).exclude(state=State.CANCELLED)
    findings = findings_for(reader).filter(unit=unit, state=FindingState.CONFIRMED, **within)
    leaves = _leaves(items, findings.exclude(pk__in=items.values("finding")))
    kept = material_for(reader).filter(unit=unit, state=MaterialState.KEPT, **within)
    states = _states(items)
    total = sum(states.values(), Counter())
    return UnitPage(
        unit=unit,
        inspections=inspections,
        inspection=chosen,
        tree=tree_of(leaves[:MOST_LEAVES]),
        left_out=max(0, total["n"] + sum(leaf.item is None for leaf in leaves) - MOST_LEAVES),
        rate=Rate(total["done"], total["n"], timezone.localdate()),
        late=total["late"],
        open=sum(states[state]["n"] for state in states if state in OPEN),
        long_term=total["long_term"],
        reopened=total["reopened"],
        extensions=total["extended"],
        states=[(state, states[state]["n"]) for state in State.values if state in states],
        outcomes=outcomes_of(reader, unit, within),
        people=_people(items),
        offices=_offices(unit, within),
        material=list(kept.order_by("-dated", "-pk")[:MOST_PAPERS]),
        packages=list(packages_for(reader).filter(recipient=unit, **within).order_by("-pk")[:MOST_PAPERS]),
    )


def _leaves(items: QuerySet[Item], findings: QuerySet[Finding]) -> list[Leaf]:
    """Return the first items and the first findings without one, together in the order of numbers."""
    whole = ("quote", "stated", "rectification")  # long, and not shown
    leaves = [
        Leaf(item.finding, item)
        for item in items.select_related("finding")
        .defer(*(f"finding__{name}" for name in whole))
        .order_by("number")[: MOST_LEAVES + 1]
    ]
    leaves += [Leaf(finding, None) for finding in findings.defer(*whole).order_by("number")[: MOST_LEAVES + 1]]
    return sorted(leaves, key=lambda leaf: leaf.item.number if leaf.item else leaf.finding.number)


def _states(items: QuerySet[Item]) -> dict[str, Counter[str]]:
    """Return what is counted of ``items``, by state: one query."""
    rows = items.order_by().values("state").annotate(
        n=Count("pk"),
        done=Count("pk", filter=Q(result=Result.DONE)),
        late=Count("pk", filter=Q(state__in=OPEN, step_due_on__lt=timezone.localdate())),
        long_term=Count("pk", filter=Q(kind=Kind.LONG_TERM)),
        reopened=Count("pk", filter=Q(reopenings__gt=0)),
        extended=Sum("extensions"),
    )  # fmt: skip
    return {row["state"]: Counter({key: n for key, n in row.items() if key != "state"}) for row in rows}


def _chosen(inspections: list[Inspection], round_key: str) -> Inspection | None:
    if round_key == "all" or not inspections:
        return None
    return next((one for one in inspections if str(one.round_id) == round_key), inspections[0])


def is_late(item: Item, today: date) -> bool:
    """Return whether the present step of an open item is overdue."""
    return item.state in OPEN and item.step_due_on is not None and item.step_due_on < today


def rate_of(items: Iterable[Item]) -> Rate:
    """Return how many of ``items`` (none of them cancelled) are done today."""
    counted = list(items)
    return Rate(sum(item.result == Result.DONE for item in counted), len(counted), timezone.localdate())


def tree_of(leaves: Iterable[Leaf]) -> list[Branch]:
    """Return ``leaves`` under their aspects and problems, in the order in which these come."""
    aspects: dict[str, Branch] = {}
    problems: dict[tuple[str, str], Branch] = {}
    for leaf in leaves:
        aspect = aspects.setdefault(leaf.finding.aspect, Branch(leaf.finding.aspect))
        key = (leaf.finding.aspect, leaf.finding.problem)
        if not leaf.finding.problem:
            aspect.leaves.append(leaf)
            continue
        if key not in problems:
            problems[key] = Branch(leaf.finding.problem)
            aspect.branches.append(problems[key])
        problems[key].leaves.append(leaf)
    return list(aspects.values())


def outcomes_of(reader: Any, unit: Unit, within: dict[str, Any]) -> Outcomes:
    """Return what came of the unit's items, as reported."""
    rows = visible(Outcome.objects.all(), reader, Act.ITEM_VIEW, unit="item__unit").filter(
        item__unit=unit, **{f"item__{name}": value for name, value in within.items()}
    )
    rows = rows.filter(progress__corrected_by=None)
    kept = institutions_for(reader).filter(
        item__unit=unit, struck_at=None, **{f"item__{name}": value for name, value in within.items()}
    )
    return summed(dict(rows.order_by().values_list("kind").annotate(n=Sum("amount"))), kept.count())


def summed(by_kind: dict[str, Decimal], institutions: int) -> Outcomes:
    """Return outcomes by kind as money and people, beside the institutions; with the kinds that have any."""

    def of(kinds: Iterable[OutcomeKind]) -> Decimal:
        return sum((by_kind.get(kind, Decimal(0)) for kind in kinds), Decimal(0))

    told = [kind for kind in OutcomeKind if kind in by_kind and kind not in INSTITUTIONS]
    return Outcomes(of(MONEY), int(of(PEOPLE)), institutions, [(str(kind.label), by_kind[kind]) for kind in told])


def _people(items: QuerySet[Item]) -> list[tuple[str, str, int]]:
    """Return who answers for the items: (what they are, name, how many items), those with most first: one query."""
    names = ("first_person", "leader", "person")
    lists = asked(
        [
            Source(columns(items.exclude(**{name: ""}), key=0, n=Count("pk"), text=name), lambda row: row)
            for name in names
        ]
    )
    found = [
        (_(str(getattr(Item._meta.get_field(name), "verbose_name", name))), row.text, row.n)
        for name, rows in zip(names, lists, strict=True)
        for row in rows
    ]
    return sorted(found, key=lambda one: -one[2])


def _offices(unit: Unit, within: dict[str, Any]) -> list[tuple[str, str, int]]:
    """Return the offices with a duty on the unit's items: (duty in words, name, how many items)."""
    rows = ItemOffice.objects.filter(
        item__unit=unit, **{f"item__{name}": value for name, value in within.items()}
    ).order_by()  # fmt: skip
    counted = rows.values_list("duty", "office__short_name").annotate(n=Count("pk")).order_by("duty", "-n")
    return [(str(Signer(duty).label), name, n) for duty, name, n in counted]
