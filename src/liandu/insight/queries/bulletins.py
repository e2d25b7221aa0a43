"""Bulletins within a reader's reach, and what one says: its words with figures, each with the address of its rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from liandu.access.queries import AmongKeys, acts_of, own_offices, unit_keys_within, visible
from liandu.access.roles import Act
from liandu.findings.models import Finding
from liandu.findings.queries import findings_for
from liandu.findings.states import State as FindingState
from liandu.insight.models import Bulletin, CommonProblem, Membership
from liandu.insight.queries.scope import Scope
from liandu.insight.states import BulletinState, CommonState
from liandu.inspections.models import Round
from liandu.orgs.models import Unit
from liandu.rectification.models import Item
from liandu.rectification.queries import items_for
from liandu.rectification.states import OPEN, Result, State

MOST = 200  # bulletins listed; a term has some dozens
Content = dict[str, Any]
Numbers = Mapping[str, int]
NO_NUMBERS: Numbers = {"total": 0, "done": 0, "overdue": 0}


def bulletins_for(reader: Any) -> QuerySet[Bulletin]:
    """Return the bulletins that the reader may see: issued ones, and drafts for who works on them."""
    acts = acts_of(reader)
    if Act.INSIGHT_VIEW not in acts:
        return Bulletin.objects.none()
    rows = Bulletin.objects.select_related("round", "made_by", "issued_by")
    return rows if Act.INSIGHT_JUDGE in acts else rows.filter(state=BulletinState.ISSUED)


def bulletins_listed(reader: Any) -> list[Bulletin]:
    """Return the bulletins for their list, newest first: one query."""
    return list(bulletins_for(reader).defer("frozen", "intro", "closing").order_by("-pk")[:MOST])


def opened_bulletin(reader: Any, pk: int) -> Bulletin | None:
    """Return one bulletin, None when the reader may not see it."""
    return bulletins_for(reader).filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class ToChoose:
    """What can stand in a bulletin."""

    rounds: QuerySet[Round]
    commons: QuerySet[CommonProblem]
    units: QuerySet[Unit]


def to_choose(reader: Any) -> ToChoose:
    """Return what the reader can choose for a bulletin: rounds, named common problems, inspected units within reach."""
    return ToChoose(
        Round.objects.order_by("term__mark", "-term__number", "-number"),
        CommonProblem.objects.filter(state=CommonState.NAMED).order_by("code", "pk"),
        visible(Unit.objects.exclude(sector=""), reader, Act.FINDING_VIEW, unit="pk").order_by("code"),
    )


def findings_numbered(reader: Any, numbers: Iterable[str]) -> dict[str, Finding]:
    """Return the confirmed findings within reach that have these numbers, by number: one query."""
    rows = findings_for(reader).filter(number__in=list(numbers), state=FindingState.CONFIRMED)
    return {row.number: row for row in rows.only("pk", "number", "title", "unit_id")}


def people_answering_for(findings: Iterable[Finding]) -> set[str]:
    """Return the names of who answers for the items of findings that the caller has opened: one query."""
    rows = Item.objects.filter(AmongKeys("finding", [row.pk for row in findings]))
    return {name for row in rows.values_list("first_person", "leader", "person") for name in row if name}


def content_of(reader: Any, bulletin: Bulletin) -> Content:
    """Return what a bulletin says now, to be shown, written or fixed: its figures within the reader's reach.

    A figure is {key, n, address}; its key says what it counts: "whole.done", "common.3.findings", "unit.7.total".
    """
    scope = Scope(round=str(bulletin.round_id or ""))
    return {
        "day": timezone.localdate().isoformat(),
        **{name: getattr(bulletin, name) for name in ("title", "addressees", "intro", "closing")},
        "round": str(bulletin.round or ""),
        "issuer": own_offices(reader, Act.INSIGHT_JUDGE).order_by("path").values_list("name", flat=True).first() or "",
        "whole": _whole(reader, scope),
        "commons": _commons(reader, bulletin, scope),
        "units": _units(reader, bulletin, scope),
        "cases": [
            {"number": case.finding.number, "finding": case.finding_id, "words": case.words}
            for case in bulletin.cases.select_related("finding")
        ],
    }


def said_by(reader: Any, bulletin: Bulletin) -> Content:
    """Return what a bulletin says: what was fixed when it was issued, else what it would say now."""
    return bulletin.frozen if bulletin.state == BulletinState.ISSUED else content_of(reader, bulletin)


def figures_in(content: Content) -> dict[str, int]:
    """Return the figures of a content by their keys."""
    groups = [content["whole"], *(row["figures"] for row in [*content["commons"], *content["units"]])]
    return {figure["key"]: figure["n"] for figures in groups for figure in figures}


def changed_since(reader: Any, bulletin: Bulletin) -> dict[str, int] | None:
    """Return today's numbers of an issued bulletin where they differ, by key; None for who does not reach every unit.

    Who sees a part of the city would hold that part against the whole.
    """
    if bulletin.state != BulletinState.ISSUED:
        return {}
    if any(unit_keys_within(reader, act) is not None for act in (Act.FINDING_VIEW, Act.ITEM_VIEW)):
        return None
    then, now = figures_in(bulletin.frozen), figures_in(content_of(reader, bulletin))
    return {key: now.get(key, 0) for key, n in then.items() if now.get(key, 0) != n}


def _figure(key: str, n: int, address: str) -> dict[str, Any]:
    return {"key": key, "n": n, "address": address}


def _work(name: str, numbers: Numbers, scope: Scope) -> list[dict[str, Any]]:
    """Return the figures of items: how many, how many done, how many overdue."""
    return [
        _figure(f"{name}.total", numbers["total"], scope.items()),
        _figure(f"{name}.done", numbers["done"], scope.items(result=Result.DONE.value)),
        _figure(f"{name}.overdue", numbers["overdue"], scope.items(deadline="overdue")),
    ]


def _counted(items: QuerySet[Item], *by: str) -> Any:
    return items.exclude(state=State.CANCELLED).order_by().values(*by).annotate(
        total=Count("pk"),
        done=Count("pk", filter=Q(result=Result.DONE)),
        overdue=Count("pk", filter=Q(state__in=OPEN, step_due_on__lt=timezone.localdate())),
    )  # fmt: skip


def _whole(reader: Any, scope: Scope) -> list[dict[str, Any]]:
    found = findings_for(reader).filter(scope.condition(), state=FindingState.CONFIRMED)
    sums = found.aggregate(n=Count("pk"), units=Count("unit", distinct=True))
    work = items_for(reader).filter(scope.condition())
    numbers = {name: 0 for name in NO_NUMBERS}  # noqa: C420 - a new one, to be counted up
    for row in _counted(work, "round"):
        for name in numbers:
            numbers[name] += row[name]
    return [
        _figure("whole.findings", sums["n"], scope.findings()),
        _figure("whole.units", sums["units"], scope.findings(group="unit")),
        *_work("whole", numbers, scope),
    ]


def _commons(reader: Any, bulletin: Bulletin, scope: Scope) -> list[dict[str, Any]]:
    """Return the common problems of a bulletin with how many findings and units have them: two queries."""
    chosen = list(bulletin.commons.order_by("code", "pk"))
    rows = visible(Membership.objects.all(), reader, Act.FINDING_VIEW, unit="finding__unit").filter(
        scope.condition("finding__"), strand__common__in=chosen, finding__state=FindingState.CONFIRMED
    )
    counted = (
        rows.order_by().values("strand__common").annotate(n=Count("pk"), units=Count("finding__unit", distinct=True))
    )
    found = {row["strand__common"]: (row["n"], row["units"]) for row in counted}
    told = []
    for common in chosen:
        n, units = found.get(common.pk, (0, 0))
        name = f"common.{common.pk}"
        figures = [
            _figure(f"{name}.findings", n, scope.findings(common=common.pk)),
            _figure(f"{name}.units", units, scope.findings(common=common.pk, group="unit")),
        ]
        words = {"name": common.name, "code": common.code, "definition": common.definition}
        told.append({**words, "causes": common.causes, "suggestions": common.suggestions, "figures": figures})
    return told


def _units(reader: Any, bulletin: Bulletin, scope: Scope) -> list[dict[str, Any]]:
    """Return the named units of a bulletin with their findings and items: three queries."""
    chosen = list(bulletin.units.order_by("code"))
    where = scope.condition() & Q(unit__in=chosen)
    rows = findings_for(reader).filter(where, state=FindingState.CONFIRMED).order_by().values("unit")
    findings = {row["unit"]: row["n"] for row in rows.annotate(n=Count("pk"))}
    work = {row["unit"]: row for row in _counted(items_for(reader).filter(where), "unit")}
    told = []
    for unit in chosen:
        its, name = Scope(round=scope.round, sector=unit.sector, unit=unit), f"unit.{unit.pk}"
        figures = [_figure(f"{name}.findings", findings.get(unit.pk, 0), its.findings())]
        told.append({"name": unit.name, "figures": figures + _work(name, work.get(unit.pk, NO_NUMBERS), its)})
    return told
