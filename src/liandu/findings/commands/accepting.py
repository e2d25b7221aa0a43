"""Making findings of proposals, and taking over the wording of a corrected document."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.findings.models import Finding, Series
from liandu.findings.queries import checklists_of, standing_findings
from liandu.findings.rules import number_of, proposed_theme, reasons_against
from liandu.findings.states import State
from liandu.inspections.models import Inspection
from liandu.inspections.taxonomies import taxonomy
from liandu.intake.commands import recognise_proposal, settle_proposals
from liandu.intake.models import Level, Proposal
from liandu.intake.rules import folded
from liandu.intake.states import State as ProposalState
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.texts.keywords import category_of
from liandu.texts.themes import ChecklistItem

if TYPE_CHECKING:
    from liandu.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of accepting: findings made or amended, proposals in the ledger already, those refused with why."""

    findings: list[Finding]
    known: list[Proposal]
    refused: list[tuple[Proposal, Refusal]]
    amended: list[Finding] = field(default_factory=list)


@transaction.atomic
def accept_proposals(*, proposals: Iterable[Proposal], by: Any) -> Accepted:
    """Make a finding of each leaf, in document order, and say what could not be accepted and why.

    A problem of the same unit and round that stands in the ledger already, word for word, is recognised and not
    doubled; one that a corrected document words differently amends the finding that its earlier version became.
    """
    result = Accepted([], [], [])
    ready = []
    for proposal in sorted(proposals, key=lambda p: (p.document_id, p.position, p.pk)):
        against = reasons_against(proposal)
        if against:
            result.refused.append((proposal, against[0]))
            continue
        require(by, Right.FINDING_RAISE, unit=proposal.unit, subject=proposal)
        ready.append(proposal)
    series = _locked_series(ready)  # first: what another person makes meanwhile must be known before we look
    known = _already_known(ready)
    standing = standing_findings(ready)
    themes = checklists_of({(p.document.material.round_id, p.unit_id) for p in ready})
    for proposal in ready:
        key = (proposal.unit_id, folded(proposal.title))
        if key in known:
            result.known.append(recognise_proposal(proposal=proposal, known_as=known[key], by=by))
            continue
        earlier = standing.get(proposal.pk)
        if earlier is not None and earlier.unit_id == proposal.unit_id:
            finding = amend_finding(finding=earlier, proposal=proposal, by=by)
            result.amended.append(finding)
        else:
            finding = _raise_from(proposal, series=series, themes=themes, by=by)
            result.findings.append(finding)
        known[key] = finding.number
    return result


def _locked_series(proposals: list[Proposal]) -> dict[tuple[int, int], Series]:
    """Return the series of the rounds and units concerned, locked to the end of the transaction, in the order of keys.

    The lock makes two people who accept for one unit follow each other: no number is skipped, no problem doubled.
    """
    pairs = {(p.document.material.round_id, p.unit_id) for p in proposals if p.unit_id is not None}
    for round_id, unit_id in sorted(pairs):
        Series.objects.get_or_create(round_id=round_id, unit_id=unit_id)
    places = Q(pk__in=[])
    for round_id, unit_id in pairs:
        places |= Q(round=round_id, unit=unit_id)
    locked = Series.objects.select_for_update().filter(places).order_by("pk")
    return {(row.round_id, row.unit_id): row for row in locked}


def _already_known(proposals: list[Proposal]) -> dict[tuple[int | None, str], str]:
    """Return (unit, folded title) -> number for the findings of the rounds and units concerned."""
    if not proposals:
        return {}
    rows = Finding.objects.filter(
        round__in={p.document.material.round_id for p in proposals},
        unit__in={p.unit_id for p in proposals},
        state=State.CONFIRMED,
    ).values_list("unit_id", "title", "number")
    return {(unit, folded(title)): number for unit, title, number in rows}


def _raise_from(
    proposal: Proposal,
    *,
    series: dict[tuple[int, int], Series],
    themes: dict[tuple[int, int], dict[int, tuple[ChecklistItem, ...]]],
    by: Any,
) -> Finding:
    settle_proposals(proposals=[proposal], by=by)
    unit = cast("Unit", proposal.unit)  # reasons_against() lets none through without
    material = proposal.document.material
    aspect, problem = _headings(proposal)
    inspection = material.inspection or Inspection.objects.filter(round=material.round, unit=unit).first()
    text = proposal.document.text.blocks[proposal.block]["text"]
    carried = themes.get((material.round_id, unit.pk), {})
    theme, item = proposed_theme(f"{problem}{proposal.title}", carried, about=material.theme_id)
    finding = Finding.objects.create(
        number=number_of(round=material.round, unit=unit, serial=next_serial(series[material.round_id, unit.pk])),
        round=material.round,
        unit=unit,
        confirmed_at=timezone.now(),
        confirmed_by=by,
        inspection=inspection,
        aspect=aspect[:300],
        problem=problem[:500],
        title=proposal.title,
        category=category_of(f"{problem}{proposal.title}", taxonomy().leaves) or "",
        theme_id=theme,
        item=item,
        stated=proposal.labels,
        rectification=proposal.rectification,
        document=proposal.document,
        proposal=proposal,
        block=proposal.block,
        start=proposal.start,
        end=proposal.end,
        quote=text[proposal.start : proposal.end],
        feedback_on=inspection.feedback_on if inspection else None,
    )
    record(
        act="finding.raised",
        subject=finding,
        by=by,
        facts={"number": finding.number, "title": finding.title, "proposal": proposal.pk},
    )
    return finding


def _headings(proposal: Proposal) -> tuple[str, str]:
    """Return the titles of the aspect and of the problem that the proposal stands under, "" where there is none."""
    aspect = problem = ""
    parent = proposal.parent
    while parent is not None:
        if parent.level == Level.ASPECT:
            aspect = parent.title
        else:
            problem = problem or parent.title
        parent = parent.parent
    return aspect, problem or str(proposal.labels.get("problem", ""))


def next_serial(series: Series) -> int:
    """Take the next serial of a series that this transaction holds locked."""
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


@transaction.atomic
def amend_finding(*, finding: Finding, proposal: Proposal, by: Any) -> Finding:
    """Take over the wording of a corrected version of the document; the number stays. Return the finding."""
    require(by, Right.FINDING_RAISE, unit=finding.unit, subject=finding)
    if proposal.unit_id != finding.unit_id or proposal.state != ProposalState.OPEN:
        raise Refusal("finding.cannot_amend", gettext_noop("这一条不能用来更正 %(number)s。"), number=finding.number)
    before = finding.title
    settle_proposals(proposals=[proposal], by=by)
    finding.title = proposal.title
    finding.document, finding.proposal = proposal.document, proposal
    finding.block, finding.start, finding.end = proposal.block, proposal.start, proposal.end
    finding.quote = proposal.document.text.blocks[proposal.block]["text"][proposal.start : proposal.end]
    finding.save(update_fields=["title", "document", "proposal", "block", "start", "end", "quote"])
    record(act="finding.amended", subject=finding, by=by, facts={"before": before, "title": finding.title})
    return finding
