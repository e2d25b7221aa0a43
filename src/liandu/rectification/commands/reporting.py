"""Reporting progress, for one item or for many at once; calling a stage complete."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.rectification.commands.posting import post_entry
from liandu.rectification.models import Item, Measure, Outcome, Progress
from liandu.rectification.queries.proofs import proof_of
from liandu.rectification.rules.reporting import (
    Report,
    SomeRefused,
    against_report,
    against_stage,
    raise_first,
)
from liandu.rectification.states import Act, Result


@transaction.atomic
def report_progress(*, report: Report, by: Any) -> Progress:
    """Keep a report of progress with its outcomes and return it; the first one puts the item under way.

    A correction states everything anew: the outcomes of the corrected report no longer count.
    """
    require(by, Right.PROGRESS_REPORT, unit=report.item.unit, subject=report.item)
    raise_first(against_report(report, today=timezone.localdate()))
    return _report(report, by)


@transaction.atomic
def report_several(*, reports: Sequence[Report], by: Any) -> list[Progress]:
    """Keep several reports, all or none, and return them; SomeRefused holds what stands against which of them."""
    for report in reports:
        require(by, Right.PROGRESS_REPORT, unit=report.item.unit, subject=report.item)
    today = timezone.localdate()
    against = {at: against_report(report, today=today) for at, report in enumerate(reports)}
    refused = {at: reasons[0] for at, reasons in against.items() if reasons}
    if refused:
        raise SomeRefused(refused)
    made = []
    for at, report in enumerate(reports):
        try:
            made.append(_report(report, by))
        except Refusal as refusal:
            raise SomeRefused({at: refusal}) from refusal
    return made


def _report(report: Report, by: Any) -> Progress:
    item = report.item
    _settle_measures(report)
    progress = Progress.objects.create(
        item=item,
        on=report.on,
        text=report.text.strip(),
        share=report.share,
        during_inspection=report.during_inspection,
        corrects=report.corrects,
        source=report.source[-200:],
        made_at=timezone.now(),
        made_by=by,
    )
    Outcome.objects.bulk_create(
        Outcome(item=item, progress=progress, kind=one.kind, amount=one.amount, note=one.note[:200])
        for one in report.outcomes
    )
    facts: dict[str, Any] = {
        "on": report.on.isoformat(),
        "share": report.share,
        "outcomes": {one.kind: str(one.amount) for one in report.outcomes},
        "measures": len(report.done),
        "corrects": report.corrects.on.isoformat() if report.corrects else "",
        "source": report.source,
        "progress": progress.pk,
    }
    changes: dict[str, Any] = {"progress_on": max(filter(None, (item.progress_on, report.on)))}
    if item.result == Result.NOT_DONE:
        changes["result"] = Result.UNDER_WAY.value
    post_entry(item=item, act=Act.REPORT, by=by, facts=facts, **changes)
    return progress


def _settle_measures(report: Report) -> None:
    """Note the day on the measures that are done, take it off those that were not; they must be the item's own."""
    own = Measure.objects.filter(task__entry__item=report.item)
    done, undone = {one.pk for one in report.done}, {one.pk for one in report.undone}
    if (done or undone) and own.filter(pk__in=done | undone).count() != len(done | undone):
        raise Refusal("progress.foreign_measure", gettext_noop("只能填报这一事项的措施。"))
    if done:
        own.filter(pk__in=done, done_on=None).update(done_on=report.on)
    if undone:
        own.filter(pk__in=undone).update(done_on=None)


@transaction.atomic
def complete_stage(*, item: Item, reason: str, by: Any) -> Item:
    """Call what was reached basically done, and return the item; it goes on and never counts as done.

    ``reason`` says what was reached. Asks for evidence since the last report.
    """
    require(by, Right.PROGRESS_REPORT, unit=item.unit, subject=item)
    raise_first(against_stage(item, proof_of(item)))
    if not reason.strip():
        raise Refusal("stage.no_reason", gettext_noop("请写明已经取得的阶段性成效。"))
    result = Result.BASICALLY_DONE.value
    return post_entry(item=item, act=Act.COMPLETE_STAGE, by=by, reason=reason.strip(), result=result)


@transaction.atomic
def note_sheet_taken(*, rows: int, by: Any) -> None:
    """Journal that ``by`` took the spreadsheet for filling in offline out."""
    record(act="progress_sheet.exported", subject="rectification.progress_sheet:", by=by, facts={"rows": rows})


@transaction.atomic
def note_refused_document(*, name: str, refusal: Refusal, by: Any) -> None:
    """Journal that a document with progress was turned away, by name and reason; no copy is kept."""
    facts = {"name": name, "code": refusal.code}
    record(act="progress_document.refused", subject="rectification.progress_sheet:", by=by, facts=facts)
