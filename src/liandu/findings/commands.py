"""Changing findings. Every function is one act: may, change, journal."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.findings.models import ClearItem, Finding, Series
from liandu.findings.queries import checklists_of, standing_findings
from liandu.findings.rules import (
    number_of,
    proposed_theme,
    reasons_against,
    refuse_no_such_item,
    refuse_not_clear,
    right_to_check,
)
from liandu.findings.states import MACHINE, Act, State
from liandu.inspections.models import Inspection, InspectionTheme, Round, Theme
from liandu.intake.commands import recognise_proposal, release_proposal, restore_proposal, settle_proposals
from liandu.intake.models import Document, Level, Proposal
from liandu.intake.rules import folded
from liandu.intake.states import State as ProposalState
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.texts.keywords import category_of
from liandu.texts.themes import ChecklistItem

if TYPE_CHECKING:
    from liandu.orgs.models import Unit

UNDO_MINUTES = 10


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
        number=number_of(round=material.round, unit=unit, serial=_next_serial(series[material.round_id, unit.pk])),
        round=material.round,
        unit=unit,
        confirmed_at=timezone.now(),
        confirmed_by=by,
        inspection=inspection,
        aspect=aspect[:300],
        problem=problem[:500],
        title=proposal.title,
        category=category_of(f"{problem}{proposal.title}") or "",
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


def _next_serial(series: Series) -> int:
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


@transaction.atomic
def confirm_category(*, finding: Finding, category: str, by: Any) -> Finding:
    """Say which class of the taxonomy the finding belongs to and return it."""
    require(by, Right.FINDING_RAISE, unit=finding.unit, subject=finding)
    before, finding.category, finding.category_confirmed = finding.category, category, True
    finding.save(update_fields=["category", "category_confirmed"])
    record(act="finding.category_confirmed", subject=finding, by=by, facts={"before": before, "category": category})
    return finding


@transaction.atomic
def confirm_theme(*, finding: Finding, theme: Theme | None, item: int, by: Any) -> Finding:
    """Say which theme and which item of its checklist the finding belongs to (None and 0 for none) and return it."""
    require(by, Right.FINDING_RAISE, unit=finding.unit, subject=finding)
    refuse_no_such_item(finding, theme, item)
    before = _theme_in_words(finding.theme, finding.item)
    finding.theme, finding.item, finding.theme_confirmed = theme, item if theme else 0, True
    finding.save(update_fields=["theme", "item", "theme_confirmed"])
    now = _theme_in_words(finding.theme, finding.item)
    record(act="finding.theme_confirmed", subject=finding, by=by, facts={"before": before, "theme": now})
    return finding


def _theme_in_words(theme: Theme | None, item: int) -> str:
    return f"{theme.name} {theme.item_code(item)}".strip() if theme else ""


@transaction.atomic
def propose_themes(*, carried: InspectionTheme, by: Any) -> int:
    """Propose this theme for the findings of its inspection that have none yet, by keywords; return how many fit.

    What a person has said of a finding's theme, also that it has none, is left alone.
    """
    inspection, theme = carried.inspection, carried.theme
    require(by, Right.FINDING_RAISE, unit=inspection.unit, subject=inspection)
    checklists = {theme.pk: carried.version.checklist}
    rows = Finding.objects.select_for_update().filter(
        inspection=inspection, theme=None, theme_confirmed=False, state=State.CONFIRMED
    )
    fitting = []
    for finding in rows.order_by("pk"):
        _found, finding.item = proposed_theme(f"{finding.problem}{finding.title}", checklists, about=None)
        if finding.item:
            finding.theme = theme
            fitting.append(finding)
    Finding.objects.bulk_update(fitting, ["theme", "item"], batch_size=500)
    if fitting:
        facts = {"theme": theme.name, "findings": len(fitting)}
        record(act="theme.proposed", subject=inspection, by=by, facts=facts)
    return len(fitting)


@transaction.atomic
def state_clear(*, carried: InspectionTheme, item: int, by: Any, note: str = "") -> ClearItem:
    """State that the item was checked and no problem found, and return the statement.

    Refused while a finding stands under the item, or when somebody has stated it already.
    """
    require(by, right_to_check(carried.theme), unit=carried.inspection.unit, subject=carried.inspection)
    place = {"inspection": carried.inspection, "theme": carried.theme, "item": item}
    refuse_not_clear(carried, item, Finding.objects.filter(**place, state=State.CONFIRMED).count())
    row, made = ClearItem.objects.get_or_create(
        **place, defaults={"note": note.strip()[:200], "checked_at": timezone.now(), "checked_by": by}
    )
    if not made:
        raise Refusal("theme.stated_already", gettext_noop("这一项已经有人说明未发现问题，请刷新后再看。"))
    record(act="theme.item_clear", subject=carried.inspection, by=by, facts=_item_in_words(carried, item), reason=note)
    return row


@transaction.atomic
def take_back_clear(*, carried: InspectionTheme, item: int, by: Any) -> None:
    """Take the statement back that the item is without problems; the journal keeps both."""
    require(by, right_to_check(carried.theme), unit=carried.inspection.unit, subject=carried.inspection)
    rows = ClearItem.objects.filter(inspection=carried.inspection, theme=carried.theme, item=item)
    if not rows.delete()[0]:
        raise Refusal("theme.not_stated", gettext_noop("这一项没有“未发现问题”的说明，请刷新后再看。"))
    record(act="theme.clear_taken_back", subject=carried.inspection, by=by, facts=_item_in_words(carried, item))


def _item_in_words(carried: InspectionTheme, item: int) -> dict[str, str]:
    name = next((row.name for row in carried.version.checklist if row.number == item), "")
    return {"theme": carried.theme.name, "item": f"{carried.theme.item_code(item)} {name}".strip()}


@transaction.atomic
def withdraw_finding(*, finding: Finding, reason: str, by: Any) -> Finding:
    """Withdraw a finding that should not have been confirmed; its number is not given again. Return it."""
    require(by, Right.FINDING_WITHDRAW, unit=finding.unit, subject=finding)
    if not reason.strip():
        raise Refusal("finding.reason_missing", gettext_noop("请写明撤回的理由。"))
    return _withdraw(finding, reason=reason, by=by)


def _withdraw(finding: Finding, *, reason: str, by: Any) -> Finding:
    state = MACHINE.after(state=finding.state, act=Act.WITHDRAW)
    if not Finding.objects.filter(pk=finding.pk, state=finding.state).update(state=state):
        raise Refusal("finding.changed_meanwhile", gettext_noop("这一条刚被别人改过，请刷新后再办。"))
    finding.state = state
    if finding.proposal is not None and finding.proposal.state == ProposalState.ACCEPTED:
        release_proposal(proposal=finding.proposal, by=by)
    record(act="finding.withdrawn", subject=finding, by=by, facts={"number": finding.number}, reason=reason)
    return finding


@transaction.atomic
def undo_accept(*, proposal: Proposal, by: Any) -> Finding:
    """Take back an acceptance that the same person made just now: the finding is withdrawn, the proposal open again.

    Within ten minutes and by the one who accepted; later it is a withdrawal, which needs its own right and a reason.
    """
    rows = Finding.objects.select_related("unit", "proposal__same_as")
    finding = rows.filter(proposal=proposal, state=State.CONFIRMED).first()
    if finding is None or _took_over_a_number(finding):
        raise Refusal(
            "finding.cannot_undo",
            gettext_noop("这一条更正了台账原有的问题，不能撤销；请再次更正，或由负责人撤回。"),
        )
    require(by, Right.FINDING_RAISE, unit=finding.unit, subject=finding)
    minutes = (timezone.now() - finding.confirmed_at).total_seconds() / 60
    if finding.confirmed_by_id != by.pk or minutes > UNDO_MINUTES:
        raise Refusal(
            "finding.undo_too_late",
            gettext_noop("只有本人在 %(minutes)s 分钟内可以撤销确认；之后请由负责人写明理由撤回。"),
            minutes=UNDO_MINUTES,
        )
    return _withdraw(finding, reason=gettext_noop("确认后立即撤销"), by=by)


def _took_over_a_number(finding: Finding) -> bool:
    """Return whether the finding was raised from an earlier version of its document and amended since."""
    earlier = finding.proposal.same_as if finding.proposal else None
    return earlier is not None and earlier.state in {ProposalState.ACCEPTED, ProposalState.KNOWN}


@transaction.atomic
def undo_judgements(*, proposals: Iterable[Proposal], by: Any) -> list[Proposal]:
    """Open judged proposals again: acceptances as undo_accept() allows, dismissals and recognitions always."""
    opened = []
    for proposal in proposals:
        if proposal.state == ProposalState.ACCEPTED:
            undo_accept(proposal=proposal, by=by)
        else:
            restore_proposal(proposal=proposal, by=by)
        opened.append(proposal)
    return opened


@transaction.atomic
def bring_in_finding(
    *,
    finding: Finding | None,
    round: Round,  # noqa: A002 - the field's term
    unit: "Unit",
    document: Document | None,
    passage: tuple[int, int, int] | None,
    by: Any,
    **facts: Any,
) -> Finding:
    """Take over a finding that another installation confirmed, or amend the one taken over before, and return it.

    It gets the next number of its unit in the round and keeps its source; ``facts`` are its other fields.
    """
    require(by, Right.FINDING_RAISE, unit=unit, subject=finding)
    row = finding or Finding(
        round=round,
        unit=unit,
        inspection=Inspection.objects.filter(round=round, unit=unit).first(),
        confirmed_at=timezone.now(),
        confirmed_by=by,
    )
    if (row.round_id, row.unit_id) != (round.pk, unit.pk):
        raise Refusal("finding.moved", gettext_noop("台账里的问题不能改到别的轮次或单位。"))
    if finding is None:
        row.number = _number_brought_in(round=round, unit=unit)
    for name in _BROUGHT_IN:
        setattr(row, name, facts[name])
    row.document = document
    row.block, row.start, row.end = passage or (None, None, None)
    row.save()
    said = {"number": row.number, "title": row.title, "source": row.source, "source_number": row.source_number}
    record(act="finding.brought_in" if finding is None else "finding.amended_at_source", subject=row, by=by, facts=said)
    return row


_BROUGHT_IN = (
    "aspect", "problem", "title", "category", "category_confirmed", "stated", "rectification", "quote", "feedback_on",
    "source", "source_number",
)  # fmt: skip


def _number_brought_in(*, round: Round, unit: "Unit") -> str:  # noqa: A002 - the field's term
    Series.objects.get_or_create(round=round, unit=unit)
    series = Series.objects.select_for_update().get(round=round, unit=unit)
    number = number_of(round=round, unit=unit, serial=_next_serial(series))
    most = Finding._meta.get_field("number").max_length or 0
    if len(number) > most:
        raise Refusal("finding.number_too_long", gettext_noop("编号 %(number)s 太长，请缩短单位编码。"), number=number)
    return number
