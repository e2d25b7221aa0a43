"""Papers of this stage: the note on a unit, the bulletin. Always in Chinese: they are documents, not pages."""

from datetime import date
from typing import Any

from django.utils import translation

from liandu.insight.notes import CHINESE, Note, plain
from liandu.inspections.taxonomies.wording import class_in_words
from liandu.papers.writing import OfficialPaper, Paragraph, Table, write_docx
from liandu.papers.writing.blocks import Block
from liandu.rectification.rules.rates import rate_of

BLANK = "（待填写）"
NUMERALS = "一二三四五六七八九十"


def note_paper(note: Note) -> bytes:
    """Return a note as a Word document."""
    blocks: list[Block] = []
    for part in note.parts:
        blocks.append(Paragraph(part.heading, "heading1"))
        blocks += [Paragraph(plain(pieces)) for pieces in part.paragraphs]
        for words in part.blanks:
            blocks += [Paragraph(words, "heading2"), Paragraph(BLANK)]
    return write_docx(OfficialPaper(title=note.title, blocks=tuple(blocks), date=note.day))


def bulletin_paper(content: dict[str, Any]) -> bytes:
    """Return a bulletin as a Word document: from what was fixed when it was issued, or from what it says now."""
    with translation.override(CHINESE):
        blocks = [*_lines(content["intro"]), Paragraph(whole_in_words(content)), *_chapters(content)]
    day = date.fromisoformat(content["day"])
    return write_docx(
        OfficialPaper(
            title=content["title"],
            blocks=(*blocks, Paragraph(content["issuer"], "right")),
            addressee=content["addressees"],
            date=_day(day),
        )
    )


def whole_in_words(content: dict[str, Any]) -> str:
    """Return the figures of the whole in one sentence."""
    n = numbers(content["whole"])
    where = content["round"] or "历次巡察"
    words = f"{where}共反馈问题{n['findings']}个，涉及单位{n['units']}个；立账整改事项{n['total']}项，{_rate(n)}"
    return f"{words}（截至{_day(date.fromisoformat(content['day']))}），逾期{n['overdue']}项。"


def numbers(figures: list[dict[str, Any]]) -> dict[str, int]:
    """Return figures by the last word of their keys."""
    return {figure["key"].rpartition(".")[2]: figure["n"] for figure in figures}


def _rate(n: dict[str, int]) -> str:
    return f"完成{n['done']}项，完成率{rate_of(n['done'], n['total'])}" if n["total"] else "没有应完成的事项"


def _chapters(content: dict[str, Any]) -> list[Block]:
    """Return the chapters that have something to tell, numbered as they come."""
    told: list[tuple[str, list[Block]]] = [
        ("共性问题", _commons(content)),
        ("整改情况", _units(content)),
        ("典型案例", [Paragraph(f"{n}．{case['words']}") for n, case in enumerate(content["cases"], 1)]),
        ("工作要求", _lines(content["closing"])),
    ]
    blocks: list[Block] = []
    for n, (heading, body) in enumerate(pair for pair in told if pair[1]):
        blocks += [Paragraph(f"{NUMERALS[n]}、{heading}", "heading1"), *body]
    return blocks


def _commons(content: dict[str, Any]) -> list[Block]:
    blocks: list[Block] = []
    for n, row in enumerate(content["commons"], 1):
        count = numbers(row["figures"])
        blocks.append(Paragraph(f"（{_numeral(n)}）{row['name']}", "heading2"))
        blocks.append(
            Paragraph(f"类别：{class_in_words(row['code'])}。问题{count['findings']}个，涉及单位{count['units']}个。")
        )
        blocks += [line for name in ("definition", "causes", "suggestions") for line in _lines(row[name])]
    return blocks


def _numeral(n: int) -> str:
    """Return a number up to 99 in Chinese numerals."""
    tens, ones = divmod(n, 10)
    head = "" if not tens else "十" if tens == 1 else f"{NUMERALS[tens - 1]}十"
    return head + (NUMERALS[ones - 1] if ones else "")


def _units(content: dict[str, Any]) -> list[Block]:
    if not content["units"]:
        return []
    rows = []
    for row in content["units"]:
        n = numbers(row["figures"])
        words = (str(n[name]) for name in ("findings", "total", "done"))
        rows.append((row["name"], *words, rate_of(n["done"], n["total"]) or "—", str(n["overdue"])))
    head = ("单位", "问题", "应完成", "完成", "完成率", "逾期")
    return [Table(head, tuple(rows), widths=(14, 5, 5, 5, 6, 5), numeric=frozenset(range(1, 6)))]


def _lines(text: str) -> list[Block]:
    return [Paragraph(line.strip()) for line in text.splitlines() if line.strip()]


def _day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"
