"""What a unit does while it rectifies, in words, and its parts of the item's page; loaded by ``presenters``."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandu.access.queries import may
from liandu.access.roles import Act
from liandu.inspections.models import Signer
from liandu.journal.sentences import tell
from liandu.rectification.models import Evidence, InstitutionWork, Progress
from liandu.rectification.page_parts import Context, Part, Step, offer_steps, show_part
from liandu.rectification.queries import (
    Proof,
    acts_for_office,
    evidence_of,
    extensions_of,
    institutions_of,
    milestones_of,
    proof_of,
    reports_of,
    same_files_elsewhere,
)
from liandu.rectification.rules import policy_for
from liandu.rectification.rules.extending import against_asking
from liandu.rectification.rules.reporting import against_long_term, against_stage, is_older_than_feedback
from liandu.rectification.states import AskedState, Kind, State
from liandu.rectification.wording import ASKED_LOOKS, amount_in_words, reasons_in_words, sums_in_words
from liandu.ui.dates import day, distance, moment, size

REPORTS_SHOWN = 20
# Before that there is nothing to show, and nothing to be done here.
BEFORE_WORK = (State.REGISTERED, State.DISPUTED, State.ACKNOWLEDGED, State.PLAN_REVIEW, State.CANCELLED)


def _recorded(entry: Any) -> str:
    work = entry.facts["work"]
    label = InstitutionWork(work).label if work in InstitutionWork.values else work
    return _("登记%(work)s的制度《%(title)s》") % {"work": label, "title": entry.facts["title"]}


tell("item.evidence_attached", lambda e: _("上传佐证“%(title)s”，校验码 %(sha256).12s") % e.facts)
tell("item.evidence_refused", lambda e: _("没有接收佐证“%(name)s”：%(code)s") % e.facts)
tell("item.evidence_withdrawn", lambda e: _("撤回佐证“%(title)s”") % e.facts)
tell("item.evidence_taken", lambda e: _("下载佐证“%(title)s”") % e.facts)
tell("item.institution_recorded", _recorded)
tell("item.institution_struck", lambda e: _("注销制度《%(title)s》的登记") % e.facts)
tell(
    "item.institution_reviewed",
    lambda e: (
        (_("检查制度《%(title)s》：得到执行") if e.facts["carried_out"] else _("检查制度《%(title)s》：没有得到执行"))
        % e.facts
    ),
)
tell("institutions.exported", lambda e: _("导出制度台账，共 %(rows)s 项") % e.facts)
tell("item.extension_asked", lambda e: _("申请延期到 %(until)s") % e.facts)
tell("item.extension_refused", lambda e: _("不同意延期到 %(until)s") % e.facts)
tell("item.extension_taken_back", lambda e: _("收回延期到 %(until)s 的申请") % e.facts)
tell("item.milestone_added", lambda e: _("设阶段目标“%(what)s”，时限 %(due_on)s") % e.facts)
tell("item.milestone_finished", lambda e: _("阶段目标“%(what)s”于 %(done_on)s 完成") % e.facts)
tell("item.milestone_dropped", lambda e: _("删去阶段目标“%(what)s”") % e.facts)
tell("progress_sheet.exported", lambda e: _("导出进展填报表，共 %(rows)s 项") % e.facts)
tell("progress_document.refused", lambda e: _("没有读取进展文件“%(name)s”：%(code)s") % e.facts)


# Parts of the page


def _fills(reader: Any, item: Any) -> bool:
    """Return whether the reader fills in the work on this item now: here alone, where it is kept here."""
    return not item.kept_at and item.state == State.RECTIFYING and may(reader, Act.PROGRESS_REPORT, item.unit)


def _report_line(report: Progress, *, correct: str) -> Context:
    corrected = getattr(report, "corrected_by", None)
    return {
        "report": report,
        "on": day(report.on),
        "made": f"{report.writer} · {moment(report.written_at)}",
        "outcomes": [
            (one.get_kind_display(), amount_in_words(one.kind, one.amount), one.note) for one in report.outcomes.all()
        ],
        "corrects": day(report.corrects.on) if report.corrects else "",
        "corrected": corrected,
        "correct_url": f"{correct}?corrects={report.pk}" if correct and corrected is None else "",
    }


def _progress_part(reader: Any, item: Any) -> Context | None:
    """Show the reports with their outcomes, newest first; a correction stands above what it corrects."""
    reports = reports_of(item, most=REPORTS_SHOWN + 1)
    if not reports and item.state in BEFORE_WORK:
        return None
    proof = _proof(item)
    fills = _fills(reader, item)
    correct = reverse("rectification:report", args=[item.pk]) if fills else ""
    return {
        "item": item,
        "sums": sums_in_words(proof.outcomes, proof.institutions),
        "proof": proof,
        "reports": [_report_line(report, correct=correct) for report in reports[:REPORTS_SHOWN]],
        "more": len(reports) > REPORTS_SHOWN,
    }


def _proof(item: Any) -> Proof:
    """Return what there is about the item, read once for a page."""
    if not hasattr(item, "proof_found"):
        item.proof_found = proof_of(item)
    return item.proof_found


def _evidence_line(piece: Evidence, item: Any, elsewhere: dict[int, list[Any]]) -> Context:
    older = is_older_than_feedback(item, piece.effective_on, during_inspection=piece.during_inspection)
    return {
        "piece": piece,
        "effective": day(piece.effective_on),
        "made": f"{piece.writer} · {moment(piece.written_at)}",
        "size": size(piece.file.size),
        "older": older,
        "elsewhere": elsewhere.get(piece.file_id, ()),
        "measures": piece.told_measures or [measure.what for measure in piece.measures.all()],
    }


def _evidence_part(reader: Any, item: Any) -> Context | None:
    """Show the evidence with its digest and what it proves; withdrawn pieces stay, with the reason."""
    pieces = list(evidence_of(item))
    if not pieces and item.state in BEFORE_WORK:
        return None
    elsewhere = same_files_elsewhere(reader, pieces)
    fills = _fills(reader, item)
    lines = [_evidence_line(piece, item, elsewhere) for piece in pieces]
    return {
        "item": item,
        "lines": [line for line in lines if line["piece"].withdrawn_at is None],
        "withdrawn": [line for line in lines if line["piece"].withdrawn_at is not None],
        "fills": fills,
    }


def _institutions_part(reader: Any, item: Any) -> Context | None:
    """Show the institutions that came of the item, with how they are carried out."""
    rows = institutions_of(reader, item)
    if not rows:
        return None
    return {
        "rows": [
            {
                "row": row,
                "dated": day(row.dated),
                "in_force": day(row.in_force_on),
                "reviewed": day(row.reviewed_on),  # type: ignore[attr-defined]
                "carried_out": row.carried_out,  # type: ignore[attr-defined]
            }
            for row in rows
        ]
    }


def _milestones_part(reader: Any, item: Any) -> Context | None:
    """Show the steps of a long-term item, or those that are set for one that may become it."""
    rows = milestones_of(item)
    if not rows and item.kind != Kind.LONG_TERM:
        return None
    today = timezone.localdate()
    fills = _fills(reader, item)
    lines = []
    for row in rows:
        late = row.done_on is None and row.due_on < today
        words = _("%(day)s 完成") % {"day": day(row.done_on)} if row.done_on else distance(row.due_on, today=today)
        tone, shape = ("good", "●") if row.done_on else ("late", "!") if late else ("now", "○")
        lines.append({"row": row, "due": day(row.due_on), "words": words, "tone": tone, "shape": shape})
    return {"lines": lines, "fills": fills, "agreed": item.kind == Kind.LONG_TERM}


def _extensions_part(reader: Any, item: Any) -> Context | None:
    """Show what was asked for and answered; who may answer or take back finds the way to it."""
    rows = extensions_of(item)
    if not rows:
        return None
    asks = may(reader, Act.EXTENSION_ASK, item.unit)
    decides = any(row.state == AskedState.ASKED for row in rows) and _decides(reader, item)
    lines = []
    for row in rows:
        tone, shape = ASKED_LOOKS[AskedState(row.state)]
        waits = row.state == AskedState.ASKED
        lines.append(
            {
                "row": row,
                "tone": tone,
                "shape": shape,
                "before": day(row.due_before),
                "until": day(row.until),
                "asked": f"{row.asked_by} · {moment(row.asked_at)}",
                "answered": f"{row.answered_by} · {moment(row.answered_at)}" if row.answered_by else "",
                "takes_back": waits and asks,
                "decides": waits and decides and row.asked_by_id != reader.pk,
            }
        )
    return {"lines": lines}


def _decides(reader: Any, item: Any) -> bool:
    approver = policy_for(item.policy_id).extension.approver
    return may(reader, Act.EXTENSION_DECIDE, item.unit) and acts_for_office(
        reader, item, duty=approver, right=Act.EXTENSION_DECIDE
    )


# Steps


def steps_of_work(reader: Any, item: Any) -> list[Step]:
    """Offer what the unit, and the offices that answer it, can do while the item is worked on."""
    if item.state != State.RECTIFYING:
        return []
    return [*_steps_of_unit(reader, item), *_steps_of_asking(reader, item), *_steps_of_office(reader, item)]


def _steps_of_unit(reader: Any, item: Any) -> list[Step]:
    if not may(reader, Act.PROGRESS_REPORT, item.unit):
        return []
    proof = _proof(item)
    steps = [
        Step(_("填报进展"), reverse("rectification:report", args=[item.pk]), primary=True),
        Step(_("上传佐证"), reverse("rectification:attach", args=[item.pk])),
        Step(_("登记制度"), reverse("rectification:record_institution", args=[item.pk])),
        Step(_("设阶段目标"), reverse("rectification:add_milestone", args=[item.pk])),
    ]
    if proof.reports:
        against = reasons_in_words(against_stage(item, proof))
        steps.append(Step(_("阶段性完成"), reverse("rectification:complete_stage", args=[item.pk]), against))
    return steps


def _steps_of_asking(reader: Any, item: Any) -> list[Step]:
    if item.due_on is None or not may(reader, Act.EXTENSION_ASK, item.unit):
        return []
    rule = policy_for(item.policy_id).extension
    is_open = any(row.state == AskedState.ASKED for row in extensions_of(item))
    against = against_asking(item, rule, today=timezone.localdate(), is_open=is_open)
    return [Step(_("申请延期"), reverse("rectification:ask_extension", args=[item.pk]), reasons_in_words(against))]


def _steps_of_office(reader: Any, item: Any) -> list[Step]:
    if item.kind == Kind.LONG_TERM or not may(reader, Act.PLAN_REVIEW, item.unit):
        return []
    if not acts_for_office(reader, item, duty=Signer.SUPERVISING.value, right=Act.PLAN_REVIEW):
        return []
    steps = [row for row in milestones_of(item) if row.done_on is None]
    against = reasons_in_words(against_long_term(item, open_milestones=len(steps)))
    return [Step(_("转为长期坚持"), reverse("rectification:turn_long_term", args=[item.pk]), against)]


PART_FILES = "rectification/parts/"


def register() -> None:
    """Put the parts and steps of this module on the page."""
    show_part(Part("progress", gettext_lazy("进展与成效"), f"{PART_FILES}progress.html", 40, _progress_part))
    show_part(Part("evidence", gettext_lazy("佐证材料"), f"{PART_FILES}evidence.html", 50, _evidence_part))
    show_part(Part("institutions", gettext_lazy("制度"), f"{PART_FILES}institutions.html", 55, _institutions_part))
    show_part(Part("milestones", gettext_lazy("阶段目标"), f"{PART_FILES}milestones.html", 60, _milestones_part))
    show_part(Part("extensions", gettext_lazy("延期"), f"{PART_FILES}extensions.html", 65, _extensions_part))
    offer_steps(steps_of_work)
