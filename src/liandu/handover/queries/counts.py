"""The count check: what was sent against what became of it, and what was never sent. A constant number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from liandu.findings.models import Finding
from liandu.findings.queries import findings_for
from liandu.findings.states import State as FindingState
from liandu.handover.counts import Comparison, Difference, Scope, comparisons_of_later_stages
from liandu.handover.models import Line, LineKind, Package, Purpose
from liandu.handover.queries.packages import Tally, digits
from liandu.handover.queries.reach import meetings_for, packages_for, sees_every_package
from liandu.handover.rules import HANDED_OVER_KINDS
from liandu.handover.states import SENT, LineState, MeetingState
from liandu.inspections.models import Material, Round, Term
from liandu.inspections.queries import material_for, sees_material
from liandu.inspections.states import State as MaterialState

MOST = 50  # differences shown of one comparison; all are counted


@dataclass(frozen=True, slots=True)
class CountRow:
    """One line of the check: a package, a meeting, a round or the term, and how its lines stand."""

    level: str
    name: str
    url: str
    lines_url: str
    tally: Tally
    packages: int


@dataclass(frozen=True, slots=True)
class Total:
    """A number for reports with what it is a part of, and the page that opens its rows."""

    name: str
    number: int
    of: int
    of_name: str
    url: str


@dataclass(frozen=True, slots=True)
class CountCheck:
    """Everything the page shows of one scope."""

    scope: Scope
    totals: list[Total]
    rows: list[CountRow]
    comparisons: list[Comparison]

    @property
    def differing(self) -> int:
        """Return how many differences there are in all."""
        return sum(row.tally.difference != 0 for row in self.rows if row.level == "package") + sum(
            comparison.differing for comparison in self.comparisons
        )


def scopes_for(reader: Any) -> list[Round]:
    """Return the rounds with packages or meetings within reach, our own first, newest on top, each with its term."""
    of_packages = packages_for(reader).order_by().values("round")
    of_meetings = meetings_for(reader).exclude(round=None).order_by().values("round")
    rows = Round.objects.filter(Q(pk__in=of_packages) | Q(pk__in=of_meetings)).select_related("term")
    return list(rows.order_by("term__mark", "-term__number", "-number"))


def scope_asked_for(rounds: list[Round], asked: Mapping[str, Any]) -> Scope | None:
    """Return the scope of an address among ``rounds`` (those within reach): a round, a term, else the newest term."""
    chosen = digits(asked.get("round"))
    for row in rounds:
        if str(row.pk) == chosen:
            return Scope(row.term, row)
    term = digits(asked.get("term"))
    terms: list[Term] = [row.term for row in rounds]
    found = next((row for row in terms if str(row.pk) == term), terms[0] if terms else None)
    return Scope(found, None) if found else None


def count_check(reader: Any, scope: Scope) -> CountCheck:
    """Return the check of ``scope`` as far as the reader sees it: 9 queries, whatever the number of rows."""
    packages = list(_within(packages_for(reader), scope).filter(state__in=SENT).order_by("handed_over_at", "pk"))
    tallies, by_kind = _tallies(reader, scope, packages)
    return CountCheck(
        scope=scope,
        totals=_totals(reader, scope, tallies, by_kind),
        rows=_rows(packages, tallies, scope),
        comparisons=_comparisons(reader, scope) if sees_every_package(reader) else [],
    )


def _comparisons(reader: Any, scope: Scope) -> list[Comparison]:
    """Return both sides held together; only for readers who see every package: others would see gaps that are none."""
    found = [_feedback_against_findings(reader, scope)]
    if sees_material(reader):
        found.append(_material_against_packages(reader, scope))
    return found + comparisons_of_later_stages(reader, scope)


def _within(rows: QuerySet[Any], scope: Scope, *, name: str = "round") -> QuerySet[Any]:
    if scope.round is not None:
        return rows.filter(**{name: scope.round})
    return rows.filter(**{f"{name}__term": scope.term})


def _tallies(reader: Any, scope: Scope, packages: list[Package]) -> tuple[dict[int, Tally], dict[tuple[str, str], int]]:
    """Return the tallies by package, and counts by (kind, state): one query."""
    seen = _within(packages_for(reader), scope).filter(state__in=SENT).order_by().values("pk")
    counted: dict[int, dict[str, int]] = {package.pk: {} for package in packages}
    by_kind: dict[tuple[str, str], int] = {}
    rows = Line.objects.filter(package__in=seen).order_by()
    for pk, kind, state, n in rows.values_list("package", "kind", "state").annotate(n=Count("pk")):
        counted[pk][state] = counted[pk].get(state, 0) + n
        by_kind[kind, state] = by_kind.get((kind, state), 0) + n
    return {row.pk: Tally(sent=row.lines_sent or 0, **counted[row.pk]) for row in packages}, by_kind


def _rows(packages: list[Package], tallies: Mapping[int, Tally], scope: Scope) -> list[CountRow]:
    """Return the rows from the widest to the single package; packages only of one round, or they would be too many."""
    at = {"round": scope.round.pk} if scope.round else {"term": scope.term.pk}
    rows = [_row("term" if scope.round is None else "round", str(scope.round or scope.term), at, packages, tallies)]
    if scope.round is None:
        for round_ in {package.round_id: package.round for package in packages}.values():
            part = [package for package in packages if package.round_id == round_.pk]
            rows.append(_row("round", round_.name, {"round": round_.pk}, part, tallies))
    for meeting in {package.meeting_id: package.meeting for package in packages if package.meeting}.values():
        part = [package for package in packages if package.meeting_id == meeting.pk]
        rows.append(_row("meeting", meeting.name, {"meeting": meeting.pk, **at}, part, tallies))
    shown = packages if scope.round else [package for package in packages if tallies[package.pk].difference]
    rows += [_row("package", f"{p.number} {p.title}", {"package": p.pk}, [p], tallies) for p in shown]
    return rows


def _row(
    level: str, name: str, at: Mapping[str, int], packages: list[Package], tallies: Mapping[int, Tally]
) -> CountRow:
    query = urlencode(at)
    pages = {
        "term": f"{reverse('handover:counts')}?{query}",
        "round": f"{reverse('handover:packages')}?{query}",
        "meeting": f"{reverse('handover:packages')}?{query}",
    }
    url = reverse("handover:package", args=[packages[0].pk]) if level == "package" else pages[level]
    total = sum((tallies[package.pk] for package in packages), Tally())
    return CountRow(level, name, url, f"{reverse('handover:lines')}?{query}", total, len(packages))


def _totals(
    reader: Any, scope: Scope, tallies: Mapping[int, Tally], by_kind: Mapping[tuple[str, str], int]
) -> list[Total]:
    """Return the numbers that reports ask for ("8 meetings, 2,000 documents")."""
    meetings = meetings_for(reader).filter(term=scope.term)
    if scope.round is not None:
        meetings = meetings.filter(round=scope.round)
    states = dict(meetings.order_by().values_list("state").annotate(n=Count("pk")))
    held = states.get(MeetingState.HELD, 0) + states.get(MeetingState.MINUTED, 0)
    called = held + states.get(MeetingState.CALLED, 0)
    at = urlencode({"round": scope.round.pk} if scope.round else {"term": scope.term.pk})
    whole = sum(tallies.values(), Tally())

    def of_kind(*kinds: str, state: str = "") -> int:
        return sum(n for (kind, its), n in by_kind.items() if kind in kinds and state in {"", its})

    lines = f"{reverse('handover:lines')}?{at}"
    papers = (LineKind.MATERIAL, LineKind.PAPER)
    return [
        Total(_("联席会议"), held, called, _("已召开 / 已召集"), f"{reverse('handover:meetings')}?{at}"),
        Total(_("移交材料"), of_kind(*papers, state=LineState.ACCEPTED), of_kind(*papers), _("已签收 / 发出"), lines),
        Total(
            _("移交问题"),
            of_kind(LineKind.FINDING, state=LineState.ACCEPTED),
            of_kind(LineKind.FINDING),
            _("已签收 / 发出"),
            f"{lines}&kind=finding",
        ),
        Total(_("清单各行"), whole.signed, whole.sent, _("已签 / 发出"), lines),
    ]


def _feedback_against_findings(reader: Any, scope: Scope) -> Comparison:
    """Hold the findings confirmed against those that their own unit has signed for."""
    confirmed = _within(findings_for(reader), scope).filter(state=FindingState.CONFIRMED)
    accepted = _accepted_by_their_unit(reader, scope)
    signed = accepted.order_by().values("finding")
    missing = confirmed.exclude(pk__in=signed).select_related("unit", "round").order_by("number")
    gone = accepted.filter(finding__state=FindingState.WITHDRAWN).select_related("finding", "package")
    lost, surplus = list(missing[: MOST + 1]), list(gone.order_by("finding__number")[: MOST + 1])
    counts = accepted.aggregate(n=Count("finding", distinct=True))["n"], confirmed.count()
    at = urlencode({"round": scope.round.pk} if scope.round else {"term": scope.term.pk})
    differing = len(lost) + len(surplus) if max(len(lost), len(surplus)) <= MOST else missing.count() + gone.count()
    return Comparison(
        about=_("反馈本单位的问题"),
        left_name=_("台账中已确认"),
        left=counts[1],
        left_url=f"{_ledger()}?{at if scope.round else ''}",
        right_name=_("本单位已签收"),
        right=counts[0],
        right_url=f"{reverse('handover:lines')}?{at}&kind=finding&purpose=feedback&state=accepted",
        differing=differing,
        differences=tuple(
            [_of_finding(row, _("本单位没有签收")) for row in lost[:MOST]]
            + [_of_line(line, _("签收以后问题已撤回")) for line in surplus[:MOST]]
        ),
    )


def _ledger() -> str:
    return reverse("ledgers:findings") + "?sort=number"  # all of it, whatever view opens first for the reader


def _accepted_by_their_unit(reader: Any, scope: Scope) -> QuerySet[Line]:
    seen = _within(packages_for(reader), scope).filter(state__in=SENT, purpose=Purpose.FEEDBACK)
    return Line.objects.filter(
        package__in=seen.order_by().values("pk"), kind=LineKind.FINDING, state=LineState.ACCEPTED
    )


def _of_finding(row: Finding, words: str) -> Difference:
    page = reverse("handover:packages") + f"?round={row.round_id}&purpose=feedback"
    return Difference(
        f"{row.number} {row.title[:40]} · {row.unit} · {words}", reverse("findings:finding", args=[row.pk]), page
    )


def _of_line(line: Line, words: str) -> Difference:
    here = reverse("findings:finding", args=[line.finding_id])
    there = reverse("handover:package", args=[line.package_id])
    return Difference(f"{line.number} {line.title[:40]} · {line.package} · {words}", here, there)


def _material_against_packages(reader: Any, scope: Scope) -> Comparison:
    """Hold the material received, of the kinds that are handed over, against what was handed over to anybody."""
    received = _within(material_for(reader), scope).filter(state=MaterialState.KEPT, kind__in=HANDED_OVER_KINDS)
    handed = Line.objects.filter(kind=LineKind.MATERIAL).exclude(state__in=(LineState.REFUSED, LineState.RETURNED))
    handed = handed.filter(package__state__in=SENT).order_by()
    loose = received.exclude(pk__in=handed.values("material")).order_by("unit__path", "pk")
    lost = list(loose[: MOST + 1])
    all_of_it = received.count()
    differing = len(lost) if len(lost) <= MOST else loose.count()
    at = urlencode({"round": scope.round.pk} if scope.round else {"term": scope.term.pk})
    page = reverse("handover:propose", args=[scope.round.pk]) if scope.round else reverse("handover:packages")
    rounds = reverse("inspections:rounds")
    return Comparison(
        about=_("收到的材料"),
        left_name=_("已接收"),
        left=all_of_it,
        left_url=reverse("inspections:round", args=[scope.round.pk]) if scope.round else rounds,
        right_name=_("已移交"),
        right=all_of_it - differing,
        right_url=f"{reverse('handover:lines')}?{at}&kind=material",
        differing=differing,
        differences=tuple(_of_material(row, page) for row in lost[:MOST]),
    )


def _of_material(row: Material, page: str) -> Difference:
    words = f"《{row.title[:60]}》 · {row.unit} · {row.get_kind_display()} · " + _("还没有移交任何单位")
    return Difference(words, reverse("inspections:material", args=[row.pk]), page)
