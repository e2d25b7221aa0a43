"""Lists of packages and of lines, page by page, through the reader's eyes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from liandu.access.queries import own_offices
from liandu.access.roles import Act
from liandu.findings.queries import findings_for
from liandu.handover.models import Line, LineKind, Package, Purpose
from liandu.handover.queries.reach import lines_for, packages_for
from liandu.handover.rules import NEAR_DAYS
from liandu.handover.states import SENT, SIGNED, WAITING, LineState, PackageState

PAGE = 50
LINES_PAGE = 100  # lines of one list on a page; a list of 2,000 is 20 pages
LONGEST_KEY = 18  # digits


def digits(value: Any) -> str:
    """Return ``value`` when it is a number in plain digits that can be a key, "" for all else."""
    text = str(value or "")
    return text if text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY else ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How the lines of a list stand; ``sent`` is how many were sent, the others what there is now."""

    sent: int = 0
    accepted: int = 0
    refused: int = 0
    open: int = 0
    discrepancy: int = 0
    returned: int = 0

    @property
    def signed(self) -> int:
        """Return how many lines have their final signature."""
        return self.accepted + self.refused + self.returned

    @property
    def accounted(self) -> int:
        """Return how many lines there are, in whatever state: what ``sent`` must equal."""
        return self.signed + self.open + self.discrepancy

    @property
    def difference(self) -> int:
        """Return how many of the lines sent are not accounted for (below zero: there are more)."""
        return self.sent - self.accounted

    @property
    def waiting(self) -> int:
        """Return how many lines still wait for a final signature."""
        return self.open + self.discrepancy

    def __add__(self, other: "Tally") -> "Tally":
        """Return both together."""
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


def tallies_of(reader: Any, packages: Iterable[Package]) -> dict[int, Tally]:
    """Return how the lines of ``packages`` stand, by key of the package: one query."""
    known = {package.pk: package for package in packages}
    counted: dict[int, dict[str, int]] = {pk: {} for pk in known}
    rows = lines_for(reader).select_related(None).filter(package__in=known)
    for pk, state, n in rows.order_by().values_list("package", "state").annotate(n=Count("pk")):
        counted[pk][state] = n
    return {pk: Tally(sent=known[pk].lines_sent or sum(states.values()), **states) for pk, states in counted.items()}


@dataclass(frozen=True, slots=True)
class PackagesView:
    """Which packages the address asks for."""

    round: str = ""
    meeting: str = ""
    state: str = ""
    purpose: str = ""
    box: str = ""
    before: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "PackagesView":
        """Return the view of an address; what it asks wrongly is left out."""

        def among(name: str, values: Sequence[str]) -> str:
            return str(asked.get(name, "")) if asked.get(name, "") in values else ""

        return cls(
            round=digits(asked.get("round")),
            meeting=digits(asked.get("meeting")),
            state=among("state", PackageState.values),
            purpose=among("purpose", Purpose.values),
            box=among("box", ["to_sign", "refused"]),
            before=digits(asked.get("before")),
        )

    def address(self, **changes: Any) -> str:
        """Return the query string of this view with ``changes``; a change leads back to the first page."""
        view = replace(self, **{"before": "", **changes})
        return urlencode({name: value for name, value in asdict(view).items() if value})

    @property
    def is_narrowed(self) -> bool:
        """Return whether any filter is set."""
        return any((self.round, self.meeting, self.state, self.purpose, self.box))


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a list, newest first, and the address of the next page ("" when there is none)."""

    rows: list[Any]
    older: str


def package_page(reader: Any, view: PackagesView) -> Slice:
    """Return the page of packages that the view asks for: one query."""
    rows = packages_for(reader)
    exact = {"round": view.round, "meeting": view.meeting, "state": view.state, "purpose": view.purpose}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if view.box == "to_sign":
        rows = rows.filter(state=PackageState.HANDED_OVER).filter(_for_their_offices(reader))
    if view.box == "refused":
        rows = rows.filter(pk__in=unsettled_lines(reader).order_by().values("package"))
    if view.before:
        rows = rows.filter(pk__lt=int(view.before))
    found = list(rows.order_by("-pk")[: PAGE + 1])
    older = view.address(before=str(found[PAGE - 1].pk)) if len(found) > PAGE else ""
    return Slice(found[:PAGE], older)


def _for_their_offices(reader: Any) -> Q:
    mine = own_offices(reader, Act.PACKAGE_SIGN).values("pk")
    return Q(recipient__in=mine) & ~Q(sender__in=mine) & ~Q(handed_over_by=reader)


def packages_to_sign(reader: Any) -> QuerySet[Package]:
    """Return the packages that wait for a signature the reader may give, oldest first, with ``waiting`` lines."""
    rows = packages_for(reader).filter(_for_their_offices(reader), state=PackageState.HANDED_OVER)
    return rows.annotate(waiting=Count("lines", filter=Q(lines__state__in=WAITING))).order_by("handed_over_at", "pk")


def unsettled_lines(reader: Any) -> QuerySet[Line]:
    """Return the refused and returned lines the reader may see that were neither sent again nor dropped."""
    again = Line.objects.filter(resends__isnull=False).exclude(package__state=PackageState.WITHDRAWN)
    rows = lines_for(reader).filter(state__in=(LineState.REFUSED, LineState.RETURNED), dropped_reason="")
    return rows.exclude(pk__in=again.order_by().values("resends"))


@dataclass(frozen=True, slots=True)
class LinesView:
    """Which lines of all packages the address asks for; every number of the count check opens such a view."""

    term: str = ""
    round: str = ""
    meeting: str = ""
    package: str = ""
    state: str = ""
    kind: str = ""
    purpose: str = ""
    due: str = ""
    before: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "LinesView":
        """Return the view of an address; what it asks wrongly is left out."""

        def among(name: str, values: Sequence[str]) -> str:
            return str(asked.get(name, "")) if asked.get(name, "") in values else ""

        return cls(
            **{name: digits(asked.get(name)) for name in ("term", "round", "meeting", "package", "before")},
            state=among("state", [*LineState.values, "unsettled"]),
            kind=among("kind", LineKind.values),
            purpose=among("purpose", Purpose.values),
            due=among("due", ["running", "near", "overdue", "answered"]),
        )

    def address(self, **changes: Any) -> str:
        """Return the query string of this view with ``changes``; a change leads back to the first page."""
        view = replace(self, **{"before": "", **changes})
        return urlencode({name: value for name, value in asdict(view).items() if value})


def lines_asked_for(reader: Any, view: LinesView) -> QuerySet[Line]:
    """Return the lines of sent packages that the view asks for, unordered."""
    rows = unsettled_lines(reader) if view.state == "unsettled" else lines_for(reader)
    rows = rows.filter(package__state__in=SENT)
    exact = {
        "package__round__term": view.term,
        "package__round": view.round,
        "package__meeting": view.meeting,
        "package": view.package,
        "state": "" if view.state == "unsettled" else view.state,
        "kind": view.kind,
        "package__purpose": view.purpose,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    return rows.filter(due_condition(view.due)) if view.due else rows


def due_condition(due: str, *, today: date | None = None) -> Q:
    """Return the condition on lines whose clock is "running", "near" (20 days or less), "overdue" or "answered"."""
    day = today or timezone.localdate()
    running = Q(state=LineState.ACCEPTED, answer=None, answer_due_on__isnull=False)
    conditions = {
        "running": running,
        "near": running & Q(answer_due_on__gte=day, answer_due_on__lte=day + timedelta(days=NEAR_DAYS)),
        "overdue": running & Q(answer_due_on__lt=day),
        "answered": Q(answer__isnull=False),
    }
    return conditions[due]


def line_page(reader: Any, view: LinesView) -> Slice:
    """Return the page of lines that the view asks for, newest first: one query."""
    rows = lines_asked_for(reader, view)
    if view.before:
        rows = rows.filter(pk__lt=int(view.before))
    found = list(rows.order_by("-pk")[: PAGE + 1])
    older = view.address(before=str(found[PAGE - 1].pk)) if len(found) > PAGE else ""
    return Slice(found[:PAGE], older)


@dataclass(frozen=True, slots=True)
class ListPage:
    """A stretch of one package's list: its lines, the positions where the neighbouring stretches begin (0: none)."""

    lines: list[Line]
    earlier: int
    later: int


def list_page(reader: Any, package: Package, *, begin: int) -> ListPage:
    """Return the lines of ``package`` from position ``begin`` on: one query, the same cost wherever it begins."""
    rows = lines_for(reader).filter(package=package, position__gte=begin).order_by("position", "pk")
    found = list(rows[: LINES_PAGE + 1])
    later = found[LINES_PAGE].position if len(found) > LINES_PAGE else 0
    earlier = max(1, begin - LINES_PAGE) if begin > 1 else 0
    return ListPage(found[:LINES_PAGE], earlier, later)


def whole_list(reader: Any, package: Package) -> list[Line]:
    """Return every line of ``package`` in its order, for papers."""
    return list(lines_for(reader).filter(package=package).order_by("position", "pk"))


def findings_seen(reader: Any, lines: Iterable[Line]) -> set[int]:
    """Return the keys of those findings of ``lines`` that the reader may open: one query, none without findings."""
    keys = {line.finding_id for line in lines if line.finding_id is not None}
    return set(findings_for(reader).filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()


def sent_again_as(reader: Any, lines: Iterable[Line]) -> dict[int, Line]:
    """Return the line that each of ``lines`` was sent again as, by key, as far as the reader may see it: one query."""
    keys = [line.pk for line in lines if line.state in SIGNED]
    if not keys:
        return {}
    rows = lines_for(reader).filter(resends__in=keys).exclude(package__state=PackageState.WITHDRAWN)
    return {line.resends_id: line for line in rows if line.resends_id is not None}
