# ruff: noqa: SLF001 -- python-docx has no public way to the XML of a paragraph
"""Word files: official page, typed or automatic numbering, tables, a page number field, tracked changes, a text box."""

import zipfile
from datetime import datetime
from io import BytesIO
from itertools import pairwise

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from liandu.demo.papers.lines import Grid, Line, Role, Sheet
from liandu.demo.papers.printing.word_parts import FIELD, LEVEL, LEVELS, STYLE, TEXTBOX, change

MADE = datetime(2026, 6, 1)  # noqa: DTZ001 -- a document property has no zone; fixed, so that the bytes are
ZIP_TIME = (2026, 6, 1, 0, 0, 0)
NUMBERING = 77  # the id of our list, beyond those of the template
FACES = {0: "黑体", 1: "楷体"}
CHANGES = 2  # paragraphs that carry tracked changes


def print_docx(sheet: Sheet) -> bytes:
    """Return the sheet as a .docx file."""
    document = _blank(sheet)
    if any(line.automatic for line in sheet.lines()):
        _add_numbering(document, styled=sheet.styled)
    changes = CHANGES if sheet.tracked else 0
    for n, line in enumerate(sheet.before):
        tracked = changes > 0 and line.bold > 0 and "，" in line.text[line.bold :]
        changes -= tracked
        _add_line(document, line, styled=sheet.styled, tracked=tracked)
        if n == 1 and sheet.textbox:
            document.paragraphs[-1]._p.append(parse_xml(TEXTBOX.format(text=sheet.textbox)))
    if sheet.grid:
        _add_table(document, sheet.grid)
    for line in sheet.after:
        _add_line(document, line)
    out = BytesIO()
    document.save(out)
    return _timeless(out)


def _blank(sheet: Sheet) -> WordDocument:
    document = Document()
    document.core_properties.title = sheet.title
    document.core_properties.author = "云州市委巡察办"
    document.core_properties.created = document.core_properties.modified = MADE
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    normal = document.styles["Normal"]
    normal.font.size = Pt(16)
    normal.font.name = "仿宋"
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    if sheet.header:
        section.header.paragraphs[0].text = sheet.header
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer._p.append(parse_xml(FIELD))
    return document


def _add_line(document: WordDocument, line: Line, *, styled: bool = False, tracked: bool = False) -> None:
    style = f"Heading {line.level + 1}" if styled and line.level is not None else None
    paragraph = document.add_paragraph(style=style)
    match line.role:
        case Role.TITLE:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run = paragraph.add_run(line.text)
            run.bold, run.font.size = True, Pt(22)
            return
        case Role.SIGNATURE:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        case Role.TEXT:
            paragraph.paragraph_format.first_line_indent = Pt(32)
        case Role.ADDRESSEE:
            pass
    if line.automatic and not styled and line.level is not None:
        _number(paragraph, line.level)
    mark = "" if line.automatic else line.mark
    bold, rest = line.text[: line.bold], line.text[line.bold :]
    if mark + bold:
        _face(paragraph.add_run(mark + bold), line.level).bold = True if bold else None
    if tracked:
        _add_tracked(paragraph, rest)
    elif rest:
        _face(paragraph.add_run(rest), None if bold else line.level)


def _face(run: Run, level: int | None) -> Run:
    """Give a run the type face that official papers use for a heading of this level; return it."""
    face = FACES.get(level) if level is not None else None
    if face:
        run.font.name = face
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    return run


def _add_tracked(paragraph: Paragraph, text: str) -> None:
    """Add ``text`` so that accepting all changes gives it: its last clause inserted, other words deleted before it."""
    kept, comma, added = text.rpartition("，")
    paragraph.add_run(kept)
    paragraph._p.append(parse_xml(change("del", "，具体数据待进一步核实")))
    paragraph._p.append(parse_xml(change("ins", comma + added)))


def _number(paragraph: Paragraph, level: int) -> None:
    _point_at_list(paragraph._p.get_or_add_pPr(), level)


def _point_at_list(properties: BaseOxmlElement, level: int) -> None:
    """Put a numPr that names our list and this level into the properties of a paragraph or a style."""
    numbering = properties.get_or_add_numPr()  # type: ignore[attr-defined]  # python-docx adds it when it runs
    numbering.get_or_add_ilvl().val = level
    numbering.get_or_add_numId().val = NUMBERING


def _add_numbering(document: WordDocument, *, styled: bool) -> None:
    levels = "".join(
        LEVEL.format(level=n, form=form, text=text, style=STYLE.format(number=n + 1) if styled else "")
        for n, (form, text) in enumerate(LEVELS)
    )
    root = document.part.numbering_part.element
    definition = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{NUMBERING}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    root.insert(0, definition)
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{NUMBERING}"><w:abstractNumId w:val="{NUMBERING}"/></w:num>')
    )
    if styled:
        for n in range(len(LEVELS)):
            _point_at_list(document.styles[f"Heading {n + 1}"].element.get_or_add_pPr(), n)


def _add_table(document: WordDocument, grid: Grid) -> None:
    rows = list(grid.rows())
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    cells = [row.cells for row in table.rows]
    for row, values in zip(cells, rows, strict=True):
        for cell, value in zip(row, values, strict=True):
            if value != "":
                cell.paragraphs[0].add_run(str(value)).font.size = Pt(12)
    for first_row, first_column, last_row, last_column in grid.merges:
        merged = cells[first_row][first_column].merge(cells[last_row][last_column])
        for earlier, later in pairwise(merged.paragraphs):
            if not later.text:
                later._p.getparent().remove(later._p)
            elif not earlier.text:
                earlier._p.getparent().remove(earlier._p)
    for row in table.rows[: len(grid.header)]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _timeless(packed: BytesIO) -> bytes:
    """Return the archive with one fixed time on all its parts."""
    out = BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(zipfile.ZipInfo(part.filename, ZIP_TIME), old.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()
