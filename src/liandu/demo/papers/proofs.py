"""Papers that a unit attaches as evidence: a spreadsheet of figures, a page of text, each a real file of its kind."""

from datetime import date
from io import BytesIO

import docx
import xlsxwriter

FIGURES = {"voucher", "data", "execution"}


def proof_paper(kind: str, title: str, *, unit: str, item: str, day: date, n: int) -> tuple[str, bytes]:
    """Return the name and the bytes of a piece of evidence; no two pieces are the same file."""
    name = f"{item}{title}"
    if kind in FIGURES:
        return f"{name}.xlsx", _figures(title, unit=unit, item=item, day=day, n=n)
    return f"{name}.docx", _page(title, unit=unit, item=item, day=day, n=n)


def _figures(title: str, *, unit: str, item: str, day: date, n: int) -> bytes:
    held = BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        sheet = book.add_worksheet("明细")
        sheet.write_row(0, 0, [f"{unit}{title}", item, day.isoformat()])
        sheet.write_row(1, 0, ["序号", "事项", "整改前", "整改后"])
        for row in range(n):
            sheet.write_row(2 + row, 0, [row + 1, f"第{row + 1}笔", 12_000 + 700 * row, 0])
    return held.getvalue()


def _page(title: str, *, unit: str, item: str, day: date, n: int) -> bytes:
    held = BytesIO()
    page = docx.Document()
    page.add_heading(title, level=1)
    page.add_paragraph(f"{unit}，{day.year}年{day.month}月{day.day}日，对应事项 {item}。")
    page.add_paragraph(f"本次涉及 {n} 项，逐项核对，结果附后。")
    page.save(held)
    return held.getvalue()
