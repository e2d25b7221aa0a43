"""The papers of this stage: transfer list, receipt slip, minutes. Always in Chinese: they are documents, not pages."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone, translation

from liandu.handover.models import Decision, Line, Meeting, Package, Purpose
from liandu.handover.states import LineState
from liandu.kernel.numerals import to_chinese
from liandu.kernel.secrecy import GRADE_WORDS, Grade
from liandu.orgs.models import Party
from liandu.papers.writing import OfficialPaper, Paragraph, Signatures, Table, write_docx, write_pdf
from liandu.papers.writing.blocks import Block

SHORT_DIGEST = 12
CLUES_APART = "问题线索另册移交。"


def day_in_words(day: date | datetime | None) -> str:
    """Return a day as papers write it (2026年3月31日), "" for None."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    return f"{day.year}年{day.month}月{day.day}日"


def highest_grade(lines: Sequence[Line]) -> str:
    """Return the word for the highest grade among ``lines`` when it is one that a paper must show, else ""."""
    grades = [Grade(line.grade) for line in lines]
    top = max(grades, key=lambda grade: grade.rank, default=Grade.PUBLIC)
    return GRADE_WORDS[top] if top.rank > Grade.PUBLIC.rank else ""


def transfer_list(package: Package, lines: Sequence[Line]) -> OfficialPaper:
    """Return the transfer list (移交清单): what is handed over, line by line, with places to sign and to seal."""
    recipient = str(package.recipient.name) if package.recipient else "（待定）"
    purpose = {Purpose.HANDOVER: "移交", Purpose.FEEDBACK: "反馈", Purpose.CHANGE_OF_OWNER: "变更承办"}
    opening = (
        f"根据工作安排，现将下列事项{purpose[Purpose(package.purpose)]}给你单位，共{len(lines)}项，请逐项核对签收。"
    )
    rows = tuple(
        (
            str(position),
            line.number or "—",
            line.title,
            "" if line.pages is None else str(line.pages),
            str(line.copies),
            GRADE_WORDS[Grade(line.grade)],
            line.sha256[:SHORT_DIGEST],
        )
        for position, line in enumerate(lines, 1)
    )
    blocks: list[Block] = [Paragraph(opening)]
    if package.note:
        blocks.append(Paragraph(package.note))
    blocks.append(
        Table(
            ("序号", "编号", "名称", "页数", "份数", "密级", "校验码"),
            rows,
            widths=(4, 9, 24, 4, 4, 4, 9),
            numeric=frozenset({0, 3, 4}),
        )
    )
    if package.mentions_clues:
        blocks.append(Paragraph(CLUES_APART))
    blocks += _foot(package, handed=True)
    return OfficialPaper(
        title="移 交 清 单",
        blocks=tuple(blocks),
        number=package.number or "（未发出）",
        grade=highest_grade(lines),
        date=day_in_words(package.handed_over_at),
        addressee=recipient,
    )


def receipt_slip(package: Package, lines: Sequence[Line]) -> OfficialPaper:
    """Return the receipt slip (签收单): what became of every line, who signed and when, with places to seal."""
    tally = {state: sum(line.state == state for line in lines) for state in LineState}
    opening = (
        f"{package.sender.name}{day_in_words(package.handed_over_at)}移交的{package.number or ''}，共{len(lines)}项："
        f"签收{tally[LineState.ACCEPTED]}项，拒收{tally[LineState.REFUSED]}项，退回{tally[LineState.RETURNED]}项，"
        f"不符待定{tally[LineState.DISCREPANCY]}项，待签{tally[LineState.OPEN]}项。"
    )
    rows = tuple(
        (
            str(line.position),
            line.number or "—",
            line.title,
            _state_in_words(line),
            str(line.signed_by or ""),
            day_in_words(line.signed_at),
            day_in_words(line.answer_due_on),
        )
        for line in lines
    )
    blocks: list[Block] = [
        Paragraph(opening),
        Table(
            ("序号", "编号", "名称", "签收情况", "签收人", "签收日期", "答复时限"),
            rows,
            widths=(4, 8, 18, 12, 6, 8, 8),
            numeric=frozenset({0}),
        ),
        *_foot(package, handed=False),
    ]
    return OfficialPaper(
        title="签 收 单",
        blocks=tuple(blocks),
        number=package.number or "",
        grade=highest_grade(lines),
        date=day_in_words(package.settled_at or timezone.now()),
        addressee=package.sender.name,
    )


def _state_in_words(line: Line) -> str:
    """Return what became of a line, with what came and why where that belongs to it."""
    words = {
        LineState.OPEN: "待签",
        LineState.ACCEPTED: "签收",
        LineState.REFUSED: "拒收",
        LineState.DISCREPANCY: "不符待定",
        LineState.RETURNED: "退回",
    }[LineState(line.state)]
    if line.came_title:
        came = f"收到《{line.came_title}》" if line.came_title != line.title else "收到"
        words += f"（{came}{line.came_pages or '—'}页{line.came_copies}份）"
    return f"{words}：{line.reason}" if line.reason else words


def _foot(package: Package, *, handed: bool) -> list[Block]:
    """Return what stands below both papers: the digest of the list, and places for names, seals and dates."""
    recipient = package.recipient.name if package.recipient else ""
    digest = [Paragraph(f"清单校验码（SHA-256）：{package.digest}", "plain")] if package.digest else []
    by = str(package.handed_over_by or "") if handed else ""
    lines = (
        (f"移交单位（盖章）：{package.sender.name}", f"移交人：{by}"),
        (f"接收单位（盖章）：{recipient}", "签收人："),
    )
    return [*digest, Signatures(lines)]


def minutes_of(meeting: Meeting) -> OfficialPaper:
    """Return the minutes of a joint meeting (会议纪要): who took part, what was discussed, what was decided."""
    members = list(meeting.members.all())
    blocks: list[Block] = []
    lead = f"{day_in_words(meeting.held_on)}"
    lead += f"，在{meeting.place}" if meeting.place else ""
    lead += f"召开{meeting.name}" + (f"，{meeting.chair}主持会议" if meeting.chair else "") + "。现将会议情况纪要如下。"
    blocks.append(Paragraph(lead))
    blocks += [Paragraph(text) for text in meeting.opening.splitlines() if text.strip()]
    decisions = list(meeting.decisions.select_related("owner"))
    for serial, item in enumerate(meeting.agenda.all(), 1):
        blocks.append(Paragraph(f"{to_chinese(serial)}、{item.title}", "heading1"))
        blocks += [Paragraph(text) for text in item.discussion.splitlines() if text.strip()]
        packages = [row for row in meeting.packages.select_related("recipient") if row.agenda_id == item.pk]
        blocks += [
            Paragraph(f"移交：{row.number or row.title}（{row.recipient or '接收单位待定'}）")
            for row in packages
            if row.state != "withdrawn"
        ]
        blocks += _decided([row for row in decisions if row.agenda_id == item.pk])
    blocks += _decided([row for row in decisions if row.agenda_id is None])
    blocks += [Paragraph(text) for text in meeting.closing.splitlines() if text.strip()]
    for heading, came in (("出席", True), ("请假", False)):
        for party in Party:
            names = "、".join(str(row) for row in members if row.party == party and row.attended == came)
            if names:
                with translation.override("zh-hans"):
                    blocks.append(Paragraph(f"{heading}（{party.label}）：{names}", "plain"))
    return OfficialPaper(
        title=f"{meeting.name}纪要",
        blocks=tuple(blocks),
        number=f"第{meeting.number}次",
        date=day_in_words(meeting.held_on),
    )


def _decided(decisions: Sequence[Decision]) -> list[Block]:
    rows: list[Block] = []
    for row in decisions:
        until = f"，{day_in_words(row.due_on)}前完成" if row.due_on else ""
        rows.append(Paragraph(f"会议决定：{row.text}（{row.owner}负责{until}）"))
    return rows


def minutes_as_docx(meeting: Meeting) -> bytes:
    """Return the minutes as a Word document; the same meeting gives the same bytes."""
    return write_docx(minutes_of(meeting))


PAPERS = {"list": transfer_list, "receipt": receipt_slip}
WRITERS = {"docx": write_docx, "pdf": write_pdf}
NAMES = {"list": "移交清单", "receipt": "签收单"}


def paper_of(package: Package, lines: Sequence[Line], *, paper: str, form: str) -> bytes:
    """Return the transfer list ("list") or the receipt slip ("receipt") of ``package`` as "docx" or "pdf"."""
    return WRITERS[form](PAPERS[paper](package, lines))
