"""What stands against a report of progress, a piece of evidence, a stage that is called complete."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.rectification.models import Item, Measure, Progress
from liandu.rectification.rules.keeping import against_elsewhere
from liandu.rectification.rules.outcomes import NewOutcome, against_kind
from liandu.rectification.rules.refusals import against_move
from liandu.rectification.states import Act, Kind, Result, State


@dataclass(frozen=True, slots=True)
class Report:
    """A report of progress about an item, before it is made.

    ``done`` are measures finished by then; ``undone``, only in a correction, those that were called finished wrongly.
    """

    item: Item
    on: date
    text: str
    share: int | None = None
    outcomes: tuple[NewOutcome, ...] = ()
    done: tuple[Measure, ...] = ()
    undone: tuple[Measure, ...] = ()
    during_inspection: bool = False
    corrects: Progress | None = None
    source: str = ""


class SomeRefused(Refusal):
    """Of several rows some were refused, so none was written; ``rows`` holds each refusal by its place."""

    def __init__(self, rows: dict[int, Refusal]) -> None:
        sentence = gettext_noop("有 %(n)s 行没有通过，全部没有写入。请看各行的说明，改好再提交。")
        super().__init__("rows.refused", sentence, n=len(rows))
        self.rows = rows


def against_work(item: Item) -> list[Refusal]:
    """Return what stands against adding evidence, institutions or steps: they belong to an item that is worked on."""
    if item.kept_at or item.state == State.RECTIFYING:
        return against_elsewhere(item)
    sentence = gettext_noop("%(number)s 现在是“%(state)s”，整改中才能办理。")
    return [Refusal("item.not_rectifying", sentence, number=item.number, state=str(item.get_state_display()))]


def against_report(report: Report, *, today: date) -> list[Refusal]:
    """Return what stands against ``report``, worst first."""
    found = [*against_elsewhere(report.item), *against_move(report.item, Act.REPORT)]
    if not report.text.strip():
        found.append(Refusal("progress.no_text", gettext_noop("请写明进展情况。")))
    found += against_day(report.item, report.on, today=today, during_inspection=report.during_inspection)
    if report.share is not None and not 0 <= report.share <= 100:
        found.append(Refusal("progress.share", gettext_noop("完成比例要在 0 到 100 之间。")))
    found += [refusal for outcome in report.outcomes for refusal in against_kind(outcome.kind)]
    return found + _against_correction(report)


def _against_correction(report: Report) -> list[Refusal]:
    if report.corrects is None:
        if report.undone:
            return [Refusal("progress.undone", gettext_noop("措施误记为完成的，请用更正来改。"))]
        return []
    if report.corrects.item_id != report.item.pk:
        return [Refusal("progress.corrects_elsewhere", gettext_noop("只能更正同一事项的进展。"))]
    if hasattr(report.corrects, "corrected_by"):
        return [Refusal("progress.corrected_already", gettext_noop("这次进展已经更正过，请更正最后的一次。"))]
    return []


def against_day(item: Item, on: date, *, today: date, during_inspection: bool) -> list[Refusal]:
    """Return what stands against ``on`` as the day of something done: no future day, and none before the account.

    What was put right while the inspection still ran (边巡边改) may be older.
    """
    if on > today:
        return [Refusal("progress.in_future", gettext_noop("日期不能晚于今天。"))]
    opened = timezone.localdate(item.opened_at)
    if on < opened and not during_inspection:
        sentence = gettext_noop("日期早于立账之日（%(opened)s）。巡视期间就改了的，请勾选“边巡边改”。")
        return [Refusal("progress.before_opening", sentence, opened=opened.isoformat())]
    return []


def against_evidence_day(effective_on: date, *, today: date) -> list[Refusal]:
    """Return what stands against evidence of that day: none comes from the future."""
    return [Refusal("evidence.in_future", gettext_noop("形成日期不能晚于今天。"))] if effective_on > today else []


def is_older_than_feedback(item: Item, effective_on: date, *, during_inspection: bool) -> bool:
    """Return whether evidence of that day came into being before the feedback, without being marked 边巡边改."""
    told = item.finding.feedback_on
    return told is not None and effective_on < told and not during_inspection


def against_stage(item: Item, proof: Any) -> list[Refusal]:
    """Return what stands against calling a stage of ``item`` complete; ``proof`` is what queries.proof_of() found.

    Evidence of the day of the last report counts: people report first or attach first.
    """
    found = against_move(item, Act.COMPLETE_STAGE)
    if item.result == Result.BASICALLY_DONE:
        found.append(Refusal("stage.already", gettext_noop("已经登记为阶段性完成。")))
    if not proof.reports:
        found.append(Refusal("stage.no_report", gettext_noop("还没有填报进展。")))
    elif not proof.evidence_since_report:
        sentence = gettext_noop("最近一次填报进展以后没有新的佐证材料。请先上传佐证，再登记阶段性完成。")
        found.append(Refusal("stage.no_evidence", sentence))
    if item.kind == Kind.LONG_TERM and not proof.milestones_done:
        found.append(Refusal("stage.no_milestone", gettext_noop("长期坚持的事项，至少要有一个阶段目标已经完成。")))
    return found


NOT_SUPERVISING = gettext_noop("转为长期坚持要由联系监督该单位的室同意，您的岗位不代表该室。")


def against_long_term(item: Item, *, open_milestones: int, is_supervising: bool = True) -> list[Refusal]:
    """Return what stands against turning ``item`` long-term: without a step that has a day, nothing is long-term.

    ``is_supervising`` says whether the person acts for the office that has to agree.
    """
    found = [] if is_supervising else [Refusal("long_term.not_supervising", NOT_SUPERVISING)]
    found += against_move(item, Act.TURN_LONG_TERM)
    if item.kind == Kind.LONG_TERM:
        found.append(Refusal("long_term.already", gettext_noop("已经是长期坚持的事项。")))
    if not open_milestones:
        found.append(Refusal("long_term.no_milestone", gettext_noop("还没有阶段目标。请单位先写明阶段目标和时限。")))
    return found


def raise_first(reasons: list[Refusal]) -> None:
    """Raise the first of ``reasons``, if there is any."""
    if reasons:
        raise reasons[0]
