"""What the content rules propose to hand over of a round: who would get what, and why."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from liandu.findings.models import Finding
from liandu.findings.queries import findings_for
from liandu.findings.states import State as FindingState
from liandu.handover.models import Line, LineKind, Purpose
from liandu.handover.rules import HANDED_OVER_KINDS, ContentRule, To, names_of_lead, rule_for
from liandu.handover.states import LineState, PackageState
from liandu.inspections.models import Material, Round
from liandu.inspections.queries import material_for
from liandu.inspections.states import State as MaterialState
from liandu.inspections.taxonomies import taxonomy
from liandu.orgs.models import Oversight, Party, Sector, Unit
from liandu.orgs.queries import on_day


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """One thing that a rule proposes to hand over; ``thing`` is material or a finding."""

    kind: LineKind
    thing: Any
    rule: ContentRule


@dataclass(slots=True)
class ProposedPackage:
    """Lines for one recipient; where nobody could be named, ``hint`` says what sort of department it should be."""

    purpose: Purpose
    rule: ContentRule
    recipient: Unit | None
    hint: str
    lines: list[ProposedLine] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Return how a form names it: rule, recipient, and what sort of body it should be."""
        return f"{self.rule.key}:{self.recipient.pk if self.recipient else ''}:{self.hint}"


def proposed_packages(reader: Any, round: Round) -> list[ProposedPackage]:  # noqa: A002 - the field's term
    """Return the packages that the rules propose for ``round``, without what is in a package already: 6 queries."""
    findings, material = things_to_hand_over(reader, round)
    bodies = _Bodies([row.unit for row in findings] + [row.unit for row in material])
    handed = _handed_over(round)
    made: dict[tuple[str, int | None, str], ProposedPackage] = {}
    for purpose in (Purpose.HANDOVER, Purpose.FEEDBACK):
        for thing in (*material, *findings):
            kind = LineKind.MATERIAL if isinstance(thing, Material) else LineKind.FINDING
            rule = _rule_of(purpose, thing)
            if rule is None or (purpose, kind, thing.pk) in handed:
                continue
            recipient, hint = bodies.of(rule, thing)
            key = (rule.key, recipient.pk if recipient else None, hint)
            if key not in made:
                made[key] = ProposedPackage(purpose, rule, recipient, hint)
            made[key].lines.append(ProposedLine(kind, thing, rule))
    return list(made.values())


def things_to_hand_over(
    reader: Any,
    round: Round,  # noqa: A002 - the field's term
) -> tuple[list[Finding], list[Material]]:
    """Return the confirmed findings, and the material of the kinds that are handed over, within the reader's reach."""
    findings = findings_for(reader).filter(round=round, state=FindingState.CONFIRMED)
    material = material_for(reader).filter(round=round, state=MaterialState.KEPT, kind__in=HANDED_OVER_KINDS)
    return (
        list(findings.select_related("unit").order_by("number")),
        list(material.exclude(inspection=None).order_by("unit__path", "kind", "pk")),
    )


def _rule_of(purpose: Purpose, thing: Any) -> ContentRule | None:
    if isinstance(thing, Material):
        return rule_for(purpose, kind=thing.kind, title=thing.title)
    return rule_for(purpose, category=thing.category)


def _handed_over(round: Round) -> set[tuple[str, str, int]]:  # noqa: A002 - the field's term
    """Return what stands in a package that still counts: (purpose, kind, key of the thing)."""
    rows = Line.objects.filter(package__round=round).exclude(package__state=PackageState.WITHDRAWN)
    rows = rows.exclude(state__in=(LineState.REFUSED, LineState.RETURNED))
    found = rows.order_by().values_list("package__purpose", "kind", "material", "finding")
    return {(purpose, kind, material or finding or 0) for purpose, kind, material, finding in found}


class _Bodies:
    """Who receives what: the offices that oversee the units today, and the departments of the city by name."""

    def __init__(self, units: Iterable[Unit]) -> None:
        keys = {unit.pk for unit in units}
        rows = Oversight.objects.filter(on_day(timezone.localdate()), unit__in=keys)
        self.offices: dict[tuple[int, str], Unit] = {}
        for row in rows.select_related("office").order_by("office__code"):
            self.offices.setdefault((row.unit_id, row.office.party), row.office)
        departments = list(Unit.objects.filter(sector=Sector.DEPARTMENT).order_by("code"))
        leaves = taxonomy().leaves
        self.by_lead: dict[str, list[Unit]] = defaultdict(list)
        for lead in {lead for category in leaves.values() for lead in category.leads}:
            names = names_of_lead(lead)
            self.by_lead[lead] = [unit for unit in departments if any(name in unit.name for name in names)]

    def of(self, rule: ContentRule, thing: Any) -> tuple[Unit | None, str]:
        """Return who receives ``thing`` by ``rule``, or None and what sort of body it should be."""
        if rule.to == To.UNIT:
            return thing.unit, ""
        if rule.to in {To.DISCIPLINE, To.ORGANIZATION}:
            office = self.offices.get((thing.unit_id, rule.to.value))
            return office, "" if office else str(Party(rule.to.value).label)
        category = taxonomy().leaves.get(taxonomy().today(getattr(thing, "category", "")))
        leads = category.leads if category else ()
        for lead in leads:
            for unit in self.by_lead[lead]:
                if unit.pk != thing.unit_id:
                    return unit, ""
        return None, "/".join(leads)
