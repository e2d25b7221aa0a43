"""The lists of this stage, and a line of a package as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from liandu.handover.models import Decision, ForeignList, Line, LineKind, Meeting, Package, Result
from liandu.handover.queries import Tally
from liandu.handover.rules import NEAR_DAYS, RULES_BY_KEY, UNDO_MINUTES
from liandu.handover.states import LineState, MeetingState, PackageState
from liandu.inspections.models import GRADE_CHOICES
from liandu.ui.dates import day, distance, moment
from liandu.ui.tables import Cell, Column, Table, table

LINE_LOOKS = {
    LineState.OPEN: ("plain", "○"),
    LineState.ACCEPTED: ("good", "●"),
    LineState.REFUSED: ("look", "×"),
    LineState.DISCREPANCY: ("look", "≠"),
    LineState.RETURNED: ("look", "↺"),
}
PACKAGE_LOOKS = {
    PackageState.DRAFTING: ("plain", "○"),
    PackageState.HANDED_OVER: ("now", "◑"),
    PackageState.SETTLED: ("good", "●"),
    PackageState.WITHDRAWN: ("look", "⊘"),
}
MEETING_LOOKS = {
    MeetingState.CALLED: ("now", "○"),
    MeetingState.HELD: ("now", "◑"),
    MeetingState.MINUTED: ("good", "●"),
    MeetingState.CANCELLED: ("plain", "⊘"),
}
SHORT_DIGEST = 10


@dataclass(frozen=True, slots=True)
class Due:
    """A day something is due, in words, with its tone."""

    words: str
    tone: str


def due(on: date | None, *, done: bool = False) -> Due | None:
    """Return when something is due in words: overdue, near (20 days or less), or just the day; None without a day."""
    if on is None:
        return None
    left = (on - timezone.localdate()).days
    if done:
        return Due(day(on), "plain")
    if left < 0:
        words = ngettext("逾期 %(n)s 天", "逾期 %(n)s 天", -left) % {"n": -left}
        return Due(f"{day(on)} · {words}", "late")
    return Due(f"{day(on)} · {distance(on)}", "look" if left <= NEAR_DAYS else "plain")


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line as the page of its package shows it: words made here, and what this reader may do with it."""

    line: Line
    url: str
    kind: str
    grade: str
    digest: str
    state: str
    tone: str
    shape: str
    signed: str
    came: str
    due: Due | None
    answer: str
    why: str
    again: Line | None
    signs: bool
    can_undo: bool
    can_return: bool
    can_original: bool

    @property
    def is_open(self) -> bool:
        """Return whether nobody has touched the line yet."""
        return self.line.state == LineState.OPEN

    @property
    def waits(self) -> bool:
        """Return whether the reader can accept or refuse it now."""
        return self.signs and self.line.state in {LineState.OPEN, LineState.DISCREPANCY}


def line_rows(
    lines: Sequence[Line],
    *,
    reader: Any,
    signs: bool,
    findings: set[int],
    again: Mapping[int, Line],
    originals: bool,
) -> list[LineRow]:
    """Return ``lines`` for the page of their package.

    ``findings`` are the keys the reader may open; ``originals`` says whether originals may be downloaded from here.
    """
    return [
        _line_row(line, reader=reader, signs=signs, findings=findings, again=again, originals=originals)
        for line in lines
    ]


def _line_row(
    line: Line, *, reader: Any, signs: bool, findings: set[int], again: Mapping[int, Line], originals: bool
) -> LineRow:
    state = LineState(line.state)
    tone, shape = LINE_LOOKS[state]
    rule = RULES_BY_KEY.get(line.rule)
    fresh = line.signed_at is not None and timezone.now() - line.signed_at < timedelta(minutes=UNDO_MINUTES)
    undone = fresh and line.signed_by_id == reader.pk and state != LineState.RETURNED and line.answer_id is None
    held = state in {LineState.OPEN, LineState.ACCEPTED, LineState.DISCREPANCY}
    signed = f"{line.signed_by} · {moment(line.signed_at)}" if line.signed_by_id else ""
    return LineRow(
        line=line,
        url=reverse("findings:finding", args=[line.finding_id]) if line.finding_id in findings else "",
        kind=line.get_kind_display(),
        grade=line.get_grade_display(),
        digest=line.sha256[:SHORT_DIGEST],
        state=line.get_state_display(),
        tone=tone,
        shape=shape,
        signed=signed,
        came=came_in_words(line),
        due=due(line.answer_due_on, done=line.answer_id is not None),
        answer=answer_in_words(line),
        why=f"{_(rule.basis)} · {_(rule.why)}" if rule else "",
        again=again.get(line.pk),
        signs=signs,
        can_undo=signs and undone and not (line.kind == LineKind.OVERSIGHT and state == LineState.ACCEPTED),
        can_return=signs and state == LineState.ACCEPTED and line.answer_id is None,
        can_original=originals and held and line.material_id is not None,
    )


def came_in_words(line: Line) -> str:
    """Return what came where a discrepancy was noted, "" where none was."""
    if not line.came_title:
        return ""
    facts = {"title": line.came_title, "pages": line.came_pages or "—", "copies": line.came_copies}
    return _("收到：《%(title)s》%(pages)s 页 %(copies)s 份") % facts


def answer_in_words(line: Line) -> str:
    """Return that and when a line was answered, "" while it is not."""
    if line.answer is None:
        return ""
    return _("%(day)s 答复：%(result)s") % {
        "day": day(line.answer.answered_on),
        "result": line.answer.get_result_display(),
    }


@dataclass(frozen=True, slots=True)
class PackageLine:
    """A package with how its lines stand."""

    row: Package
    tally: Tally


def _state_of_package(line: PackageLine) -> Cell:
    tone, shape = PACKAGE_LOOKS[PackageState(line.row.state)]
    return Cell(line.row.get_state_display(), tone=tone, shape=shape, sub=_signed_of(line))


def _signed_of(line: PackageLine) -> str:
    if line.row.state in {PackageState.DRAFTING, PackageState.WITHDRAWN}:
        return ""
    return _("已签 %(n)s / %(of)s") % {"n": line.tally.signed, "of": line.tally.sent}


PACKAGES = (
    Column(
        gettext_lazy("移交"),
        lambda line: Cell(
            line.row.number or _("（未编号）"), url=reverse("handover:package", args=[line.row.pk]), sub=line.row.title
        ),
    ),
    Column(gettext_lazy("事由"), lambda line: Cell(line.row.get_purpose_display()), css="aside"),
    Column(
        gettext_lazy("接收单位"),
        lambda line: Cell(str(line.row.recipient) if line.row.recipient else _("待定"), sub=f"← {line.row.sender}"),
    ),
    Column(gettext_lazy("项数"), lambda line: Cell(str(line.tally.sent)), css="number"),
    Column(gettext_lazy("发出"), lambda line: Cell(moment(line.row.handed_over_at) or "—"), css="aside nowrap"),
    Column(gettext_lazy("状态"), _state_of_package),
)


def packages_table(rows: Sequence[Package], *, tallies: Mapping[int, Tally]) -> Table:
    """Return packages as a table."""
    lines = [PackageLine(row, tallies.get(row.pk, Tally())) for row in rows]
    return table(PACKAGES, lines, caption=_("移交"))


def _state_of_line(line: Line) -> Cell:
    tone, shape = LINE_LOOKS[LineState(line.state)]
    return Cell(line.get_state_display(), tone=tone, shape=shape, sub=came_in_words(line) or line.reason)


def _clock(line: Line) -> Cell:
    if line.answer is not None:
        return Cell(answer_in_words(line))
    when = due(line.answer_due_on)
    return Cell(when.words, tone=when.tone) if when else Cell("—")


LINES = (
    Column(
        gettext_lazy("名称"),
        lambda line: Cell(line.title, url=reverse("handover:line", args=[line.pk]), sub=line.number),
    ),
    Column(
        gettext_lazy("移交"),
        lambda line: Cell(f"{line.package.number} · {line.position}", sub=str(line.package.recipient)),
    ),
    Column(gettext_lazy("种类"), lambda line: Cell(line.get_kind_display()), css="aside"),
    Column(gettext_lazy("签收情况"), _state_of_line),
    Column(
        gettext_lazy("签收人"), lambda line: Cell(str(line.signed_by or "—"), sub=moment(line.signed_at)), css="aside"
    ),
    Column(gettext_lazy("答复时限"), _clock),
)


def lines_table(rows: Sequence[Line]) -> Table:
    """Return lines of several packages as a table."""
    return table(LINES, rows, caption=_("清单各行"))


def _state_of_meeting(row: Meeting) -> Cell:
    tone, shape = MEETING_LOOKS[MeetingState(row.state)]
    return Cell(row.get_state_display(), tone=tone, shape=shape)


MEETINGS = (
    Column(
        gettext_lazy("会议"),
        lambda row: Cell(
            row.name,
            url=reverse("handover:meeting", args=[row.pk]),
            sub=_("%(term)s · 第 %(number)s 次") % {"term": row.term.name, "number": row.number},
        ),
    ),
    Column(gettext_lazy("日期"), lambda row: Cell(day(row.held_on), sub=row.place)),
    Column(gettext_lazy("轮次"), lambda row: Cell(row.round.name if row.round else "—"), css="aside"),
    Column(gettext_lazy("移交"), lambda row: Cell(str(row.packages_seen)), css="number"),
    Column(pgettext_lazy("how many", "议定事项"), lambda row: Cell(str(row.decisions_seen)), css="number"),
    Column(gettext_lazy("状态"), _state_of_meeting),
)


def meetings_table(rows: Sequence[Meeting]) -> Table:
    """Return meetings (with their counts) as a table."""
    return table(MEETINGS, rows, caption=_("联席会议"))


def _when_of_decision(row: Decision) -> Cell:
    if row.done_on is not None:
        return Cell(_("%(day)s 完成") % {"day": day(row.done_on)}, tone="good", shape="●", sub=row.done_note)
    when = due(row.due_on)
    return Cell(when.words, tone=when.tone) if when else Cell(_("没有定时限"))


DECISIONS = (
    Column(
        gettext_lazy("议定事项"),
        lambda row: Cell(row.text, url=reverse("handover:meeting", args=[row.meeting_id]) + f"#decision-{row.pk}"),
    ),
    Column(gettext_lazy("承办单位"), lambda row: Cell(str(row.owner))),
    Column(gettext_lazy("会议"), lambda row: Cell(row.meeting.name), css="aside"),
    Column(gettext_lazy("完成时限"), _when_of_decision),
)


def decisions_table(rows: Sequence[Decision]) -> Table:
    """Return decisions as a table."""
    return table(DECISIONS, rows, caption=_("议定事项"))


def _state_of_foreign(row: ForeignList) -> Cell:
    tone, shape = PACKAGE_LOOKS[PackageState(row.state)]
    return Cell(row.get_state_display(), tone=tone, shape=shape)


FOREIGN_LISTS = (
    Column(
        gettext_lazy("清单"),
        lambda row: Cell(row.number, url=reverse("handover:foreign_list", args=[row.pk]), sub=row.title),
    ),
    Column(gettext_lazy("来源"), lambda row: Cell(row.source, sub=row.round.name)),
    Column(gettext_lazy("接收单位"), lambda row: Cell(row.recipient, sub=f"← {row.sender}"), css="aside"),
    Column(gettext_lazy("发出"), lambda row: Cell(day(row.handed_over_on)), css="aside nowrap"),
    Column(gettext_lazy("状态"), _state_of_foreign),
)


def foreign_lists_table(rows: Sequence[ForeignList]) -> Table:
    """Return lists from elsewhere as a table."""
    return table(FOREIGN_LISTS, rows, caption=_("来自其他单位的清单"))


@dataclass(frozen=True, slots=True)
class ForeignLineRow:
    """A line of a list from elsewhere: what was said of it, and that in words."""

    said: Mapping[str, Any]
    kind: str
    grade: str
    state: str
    tone: str
    shape: str
    signed: str
    came: str
    due: str
    answer: str


def foreign_line_rows(row: ForeignList) -> list[ForeignLineRow]:
    """Return the lines of ``row`` for its page."""
    return [_foreign_line(line) for line in row.lines]


def _foreign_line(line: Mapping[str, Any]) -> ForeignLineRow:
    state = LineState(line["state"])
    tone, shape = LINE_LOOKS[state]
    came = {"title": line["came_title"], "pages": line["came_pages"] or "—", "copies": line["came_copies"]}
    answered = {"day": line["answered_on"], "result": Result(line["result"]).label if line["result"] else ""}
    return ForeignLineRow(
        said=line,
        kind=str(LineKind(line["kind"]).label),
        grade=str(dict(GRADE_CHOICES)[line["grade"]]),
        state=str(state.label),
        tone=tone,
        shape=shape,
        signed=f"{line['signed_by']} · {line['signed_on']}" if line["signed_by"] else "",
        came=_("收到：《%(title)s》%(pages)s 页 %(copies)s 份") % came if line["came_title"] else "",
        due=line["answer_due_on"] or "",
        answer=_("%(day)s 答复：%(result)s") % answered if line["result"] else "",
    )
