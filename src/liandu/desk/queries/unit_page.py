"""A unit at a glance: its problems as a tree with how each stands, what came of it, who answers, what was sent."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Count, Q, QuerySet, Sum
from django.db.models.functions import Cast
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
from liandu.rectification.models.progress import MONEY, PEOPLE
from liandu.rectification.queries import institutions_in_place, items_for
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

    Figures are those reported and not corrected since; institutions are those made or revised, by the register.
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
    """Return what the page of ``unit`` shows: six queries.

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
    counted = _counted(reader, unit, items, within)
    total = sum(counted.states.values(), Counter())
    return UnitPage(
        unit=unit,
        inspections=inspections,
        inspection=chosen,
        tree=tree_of(leaves[:MOST_LEAVES]),
        left_out=max(0, total["n"] + sum(leaf.item is None for leaf in leaves) - MOST_LEAVES),
        rate=Rate(total["done"], total["n"], timezone.localdate()),
        late=total["late"],
        open=sum(counted.states[state]["n"] for state in counted.states if state in OPEN),
        long_term=total["long_term"],
        reopened=total["reopened"],
        extensions=total["extended"],
        states=[(state, counted.states[state]["n"]) for state in State.values if state in counted.states],
        outcomes=summed(counted.outcomes, counted.institutions),
        people=counted.people,
        offices=counted.offices,
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


def summed(by_kind: dict[str, Decimal], institutions: int) -> Outcomes:
    """Return outcomes by kind as money and people, beside the institutions; with the kinds that have any."""

    def of(kinds: Iterable[OutcomeKind]) -> Decimal:
        return sum((by_kind.get(kind, Decimal(0)) for kind in kinds), Decimal(0))

    told = [kind for kind in OutcomeKind if kind in by_kind]
    return Outcomes(of(MONEY), int(of(PEOPLE)), institutions, [(str(kind.label), by_kind[kind]) for kind in told])


@dataclass(slots=True)
class _Counted:
    """What is counted of a unit's items: numbers by state, amounts by kind, and who answers, by duty."""

    states: dict[str, Counter[str]] = field(default_factory=dict)
    outcomes: dict[str, Decimal] = field(default_factory=dict)
    institutions: int = 0
    people: list[tuple[str, str, int]] = field(default_factory=list)
    offices: list[tuple[str, str, int]] = field(default_factory=list)


NAMES = ("first_person", "leader", "person")


def _counted(reader: Any, unit: Unit, items: QuerySet[Item], within: dict[str, Any]) -> _Counted:
    """Return everything on the page that is a number: one query."""
    of_items = {"item__unit": unit} | {f"item__{name}": value for name, value in within.items()}
    outcomes = visible(Outcome.objects.all(), reader, Act.ITEM_VIEW, unit="item__unit").filter(
        **of_items, progress__corrected_by=None
    )
    duties = ItemOffice.objects.filter(**of_items)
    names = [
        Source(columns(items.exclude(**{name: ""}), key=0, n=Count("pk"), text=name), lambda row: row) for name in NAMES
    ]
    standing, history, kinds, kept, offices, *people = asked([
        *_by_state(items),
        # An amount has two decimals, and what is asked of several sources at once is a whole number.
        Source(columns(outcomes, key=0, n=Cast(Sum("amount") * 100, BigIntegerField()), text="kind"), lambda row: row),
        Source(columns(institutions_in_place(reader).filter(**of_items), key=0, n=Count("pk")), lambda row: row),
        Source(columns(duties, key=0, n=Count("pk"), text="duty", more="office__short_name"), lambda row: row),
        *names,
    ])  # fmt: skip
    found = _Counted(institutions=sum(row.n for row in kept))
    for row in standing:
        found.states[row.text] = Counter(n=row.key, done=row.n, late=row.other)
    for row in history:
        found.states[row.text].update(long_term=row.key, reopened=row.n, extended=row.other)
    found.outcomes = {row.text: Decimal(row.n) / 100 for row in kinds}
    found.people = [
        (_(str(getattr(Item._meta.get_field(name), "verbose_name", name))), row.text, row.n)
        for name, rows in zip(NAMES, people, strict=True)
        for row in sorted(rows, key=lambda row: -row.n)
    ]
    found.offices = [
        (str(Signer(row.text).label), row.more, row.n) for row in sorted(offices, key=lambda row: (row.text, -row.n))
    ]
    return found


def _by_state(items: QuerySet[Item]) -> list[Source]:
    """Return what is counted by state, three numbers a row: how items stand, and what happened to them."""
    return [
        Source(columns(items, text="state", key=key, n=n, other=other), lambda row: row)
        for key, n, other in (
            (
                Count("pk"),
                Count("pk", filter=Q(result=Result.DONE)),
                Count("pk", filter=Q(state__in=OPEN, step_due_on__lt=timezone.localdate())),
            ),
            (Count("pk", filter=Q(kind=Kind.LONG_TERM)), Count("pk", filter=Q(reopenings__gt=0)), Sum("extensions")),
        )
    ]
