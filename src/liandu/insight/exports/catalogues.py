"""A catalogue as an official paper and as a spreadsheet. Always in Chinese: it is a document, not a page."""

import contextlib
import tempfile
from collections.abc import Sequence
from datetime import datetime
from typing import IO, Any

from django.utils import timezone, translation

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.insight.commands import note_catalogue_taken
from liandu.insight.models import Catalogue, Severity
from liandu.insight.queries.catalogues import Line, catalogue_lines
from liandu.inspections.taxonomies.wording import class_in_words
from liandu.papers.writing import OfficialPaper, Paragraph, Table, write_docx
from liandu.papers.writing.blocks import Block
from liandu.rectification.exports.sheets import write_sheet

CHINESE = "zh-hans"


def catalogue_docx(*, catalogue: Catalogue, by: Any) -> bytes:
    """Return the catalogue as a Word document; that it was taken out is journaled."""
    require(by, Right.INSIGHT_VIEW, subject=catalogue)
    with translation.override(CHINESE):
        data = write_docx(catalogue_paper(catalogue, catalogue_lines(by, catalogue)))
    note_catalogue_taken(catalogue=catalogue, form="docx", by=by)
    return data


def catalogue_xlsx(*, catalogue: Catalogue, by: Any) -> IO[bytes]:
    """Return the catalogue as a spreadsheet in an open temporary file at its beginning; journaled as well."""
    require(by, Right.INSIGHT_VIEW, subject=catalogue)
    heads = [
        ("序号", 6), ("共性问题", 28), ("类别", 22), ("定义", 40), ("涉及范围", 24), ("程度", 8), ("原因", 36),
        ("建议", 36), ("主管部门", 22), ("问题", 8), ("单位", 8), ("板块", 8), ("各轮次", 28),
    ]  # fmt: skip
    with contextlib.ExitStack() as closing:
        out = closing.enter_context(tempfile.TemporaryFile(suffix=".xlsx"))
        with translation.override(CHINESE):
            rows = [_cells(one) for one in catalogue_lines(by, catalogue)]
            write_sheet(out, title=catalogue.name, note=_issued(catalogue), heads=heads, rows=rows)
        note_catalogue_taken(catalogue=catalogue, form="xlsx", by=by)
        out.seek(0)
        closing.pop_all()  # from here on the caller closes it
    return out


def catalogue_paper(catalogue: Catalogue, lines: Sequence[Line]) -> OfficialPaper:
    """Return the paper: a table of all lines, then each of them with its words and those of its cases given."""
    table = Table(
        ("序号", "共性问题", "程度", "问题", "单位", "板块"),
        tuple(_row(one) for one in lines),
        widths=(3, 18, 4, 4, 4, 4),
        numeric=frozenset({0, 3, 4, 5}),
    )
    blocks: list[Block] = [
        Paragraph(f"{catalogue.term.name}共{len(lines)}类。{_issued(catalogue)}。数字为发布时统计，以后不再变动。"),
        table,
    ]
    for one in lines:
        blocks += _told(one)
    return OfficialPaper(
        title=catalogue.name,
        blocks=tuple(blocks),
        number=f"第{catalogue.version}版",
        date=_day(catalogue.issued_at),
    )


def _row(one: Line) -> tuple[str, ...]:
    told = one.line.frozen
    return (
        str(one.line.place), told["name"], _severity(told), str(told["findings"]), str(told["units"]),
        str(told["sectors"]),
    )  # fmt: skip


def _told(one: Line) -> list[Block]:
    told = one.line.frozen
    parts = [
        ("定义", told["definition"]), ("涉及范围", told["scope"]), ("原因", told["causes"]),
        ("建议", told["suggestions"]), ("主管部门", told["competent"]), ("各轮次", _trend(told)),
        ("审定理由", told["because"]),
    ]  # fmt: skip
    blocks: list[Block] = [Paragraph(f"{one.line.place}. {told['name']}", "heading3")]
    blocks.append(Paragraph(f"类别：{class_in_words(told['code'])}。程度：{_severity(told)}。"))
    blocks += [Paragraph(f"{name}：{text}") for name, text in parts if text]
    blocks += [Paragraph(f"典型案例：{case.number} {case.unit.name}：{case.title}") for case in one.cases]
    return blocks


def _cells(one: Line) -> list[Any]:
    told = one.line.frozen
    return [
        one.line.place, told["name"], class_in_words(told["code"]), told["definition"], told["scope"],
        _severity(told), told["causes"], told["suggestions"], told["competent"], told["findings"], told["units"],
        told["sectors"], _trend(told),
    ]  # fmt: skip


def _severity(told: dict[str, Any]) -> str:
    return str(Severity(told["severity"]).label)


def _trend(told: dict[str, Any]) -> str:
    return "；".join(f"{name}{n}条" for name, n in told["trend"])


def _issued(catalogue: Catalogue) -> str:
    return f"第{catalogue.version}版，{_day(catalogue.issued_at)}由{catalogue.issued_by}发布"


def _day(moment: datetime) -> str:
    day = timezone.localtime(moment).date()
    return f"{day.year}年{day.month}月{day.day}日"
