"""The write-off form (销号审核表). Always in Chinese: it is a document, not a page."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone, translation

from liandu.inspections.models import Signer
from liandu.kernel.secrecy import GRADE_WORDS, Grade
from liandu.papers.writing import OfficialPaper, Paragraph, Signatures, Table, write_docx, write_pdf
from liandu.papers.writing.blocks import Block
from liandu.rectification.models import Outcome, Request
from liandu.rectification.states import RequestState
from liandu.rectification.wording import amount_in_words
from liandu.supervision.models import Signature, SiteCheck
from liandu.supervision.queries import Dossier
from liandu.supervision.rules import Case, Seat

CHINESE = "zh-hans"
SHORT_DIGEST = 12
WRITERS = {"docx": write_docx, "pdf": write_pdf}
NAME = "销号审核表"


def form_of(case: Case, dossier: Dossier, *, form: str) -> bytes:
    """Return the write-off form of a request as "docx" or "pdf"; the same facts give the same bytes."""
    with translation.override(CHINESE):
        return WRITERS[form](write_off_form(case, dossier))


def write_off_form(case: Case, dossier: Dossier) -> OfficialPaper:
    """Return the form: item, unit, problem, measures, progress, outcomes, evidence, opinions of all, the journal."""
    request, item = case.request, case.request.item
    blocks: list[Block] = [
        _facts(request),
        Paragraph("一、整改完成情况", "heading1"),
        *_lines(request.statement),
        Paragraph("二、整改措施", "heading1"),
        *_measures(dossier),
        Paragraph("三、整改进展", "heading1"),
        *(_progress(dossier) or [Paragraph("没有填报。")]),
        Paragraph("四、整改成果", "heading1"),
        *_outcomes(dossier),
        Paragraph("五、佐证材料", "heading1"),
        *_evidence(dossier),
        Paragraph("六、现场核查", "heading1"),
        *_site_checks(dossier.site_checks),
        Paragraph("七、申请时的条件", "heading1"),
        *(Paragraph(f"{'已具备' if line['met'] else '请注意'}：{line['words']}") for line in request.checklist),
        Paragraph("八、审核意见", "heading1"),
        *_opinions(case, dossier),
        Paragraph("九、日志", "heading1"),
        *_journal(dossier),
        Signatures(tuple((_party(seat.party), seat.office.name) for seat in _signing(case))),
    ]
    return OfficialPaper(
        title="整改事项销号审核表",
        blocks=tuple(blocks),
        number=f"{item.number}（第{request.serial}次申请）",
        grade=_grade(dossier),
        date=_day(request.settled_at if request.state == RequestState.GRANTED else timezone.now()),
    )


def _facts(request: Request) -> Table:
    item = request.item
    rows = [
        ("编号", item.number),
        ("责任单位", item.unit.name),
        ("轮次", str(item.round)),
        ("问题", item.finding.title),
        ("整改类型", item.get_kind_display()),
        ("完成时限", _day(item.due_on) or "—"),
        ("第一责任人", item.first_person or "—"),
        ("牵头领导", item.leader or "—"),
        ("责任部门、责任人", " ".join(filter(None, (item.department, item.person))) or "—"),
        ("延期、重新立账", f"延期{item.extensions}次，重新立账{item.reopenings}次"),
        ("申请人、申请日期", f"{request.asked_by}，{_day(request.asked_at)}"),
        ("结果", _result(request)),
    ]
    return Table(("项目", "内容"), tuple(rows), widths=(9, 27))


def _result(request: Request) -> str:
    if request.state == RequestState.GRANTED:
        return f"{_day(request.settled_at)}销号"
    if request.state == RequestState.PUBLISHED:
        return f"各方已签，公示至{_day(request.publicity_until)}"
    return "审核中，尚未销号"


def _measures(dossier: Dossier) -> list[Block]:
    rows = tuple(
        (task.what, measure.what, measure.owner or "—", _day(measure.due_on) or "—", _day(measure.done_on) or "未完成")
        for task in dossier.tasks
        for measure in task.measures.all()
    )
    if not rows:
        return [Paragraph("没有登记。")]
    return [Table(("整改任务", "整改措施", "责任人", "时限", "完成"), rows, widths=(9, 14, 5, 6, 6))]


def _progress(dossier: Dossier) -> list[Block]:
    return [Paragraph(f"{_day(row.on)}：{row.text}（{row.made_by}）") for row in reversed(dossier.progress)]


def _outcomes(dossier: Dossier) -> list[Block]:
    words = [_outcome(row) for row in dossier.outcomes]
    words += [
        f"{row.get_work_display()}制度《{row.title}》{f'（{row.number}）' if row.number else ''}"
        for row in dossier.institutions
    ]
    return [Paragraph("；".join(words) + "。" if words else "没有填报。")]


def _outcome(row: Outcome) -> str:
    amount = amount_in_words(row.kind, row.amount).replace(" ", "")
    return f"{row.get_kind_display()}{amount}" + (f"（{row.note}）" if row.note else "")


def _evidence(dossier: Dossier) -> list[Block]:
    rows = tuple(
        (str(n), row.title, row.get_kind_display(), _day(row.effective_on), row.file.sha256[:SHORT_DIGEST])
        for n, row in enumerate(dossier.evidence, 1)
    )
    if not rows:
        return [Paragraph("没有佐证材料。")]
    return [
        Table(("序号", "名称", "类型", "形成日期", "校验码"), rows, widths=(3, 14, 7, 8, 8), numeric=frozenset({0})),
        Paragraph("校验码为文件SHA-256的前十二位。", "plain"),
    ]


def _site_checks(checks: Iterable[SiteCheck]) -> list[Block]:
    blocks: list[Block] = [
        Paragraph(
            f"{_day(row.on)}，{row.office.name}（{row.people}）在{row.place}核查，"
            f"{'与所报相符' if row.matches else '与所报不符'}：{row.found}"
        )
        for row in checks
    ]
    return blocks or [Paragraph("没有登记。")]


def _signing(case: Case) -> list[Seat]:
    """Return the offices that signed or still have to: of several of one party the one that did."""
    return [seat for seat in case.required() if case.opinion_of(seat) is not None or case.waits_for(seat)]


def _opinions(case: Case, dossier: Dossier) -> list[Block]:
    """Return the opinion of every office, what was changed later, and the rounds before that were returned."""
    signed = [row for one in dossier.rounds if one.request.pk == case.request.pk for row in one.signatures]
    rows = [_opinion(row) for row in signed]
    rows += [(_party(seat.party), seat.office.name, "待签", "", "") for seat in case.required() if case.waits_for(seat)]
    blocks: list[Block] = [
        Table(("签字方", "单位", "意见", "说明", "签字人、日期"), tuple(rows), widths=(6, 8, 6, 10, 8))
    ]
    for one in dossier.rounds:
        if one.request.serial >= case.request.serial:
            continue
        for row in one.signatures:
            party, office, opinion, text, who = _opinion(row)
            blocks.append(Paragraph(f"第{one.request.serial}次申请：{party}{office}{opinion}。{text}（{who}）"))
    return blocks


def _opinion(row: Signature) -> tuple[str, str, str, str, str]:
    opinion = row.get_opinion_display()
    if not row.stands:
        opinion += "（后改签）"
    if not row.required:
        opinion += "（非必签方）"
    return _party(row.party), row.office.name, opinion, row.text or "—", f"{row.person} {_day(row.at)}"


def _journal(dossier: Dossier) -> list[Block]:
    """Return the last entries about the item with their digests: by them the trail can be compared with the form."""
    rows = tuple(
        (str(line.seq), _day(line.at), line.sentence, line.actor or "系统", line.digest[:SHORT_DIGEST])
        for line in reversed(dossier.history[:20])
    )
    if not rows:
        return [Paragraph("没有记录。")]
    return [Table(("序号", "日期", "事项", "经办", "校验码"), rows, widths=(4, 8, 14, 6, 8), numeric=frozenset({0}))]


def _grade(dossier: Dossier) -> str:
    """Return the word for the highest grade of the evidence named, "" when none must be shown."""
    top = max((Grade(row.grade) for row in dossier.evidence), key=lambda grade: grade.rank, default=Grade.PUBLIC)
    return GRADE_WORDS[top] if top.rank > Grade.PUBLIC.rank else ""


def _party(party: str) -> str:
    return str(Signer(party).label)


def _lines(text: str) -> list[Block]:
    return [Paragraph(line) for line in text.splitlines() if line.strip()]


def _day(value: date | datetime | None) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return f"{value.year}年{value.month}月{value.day}日"
