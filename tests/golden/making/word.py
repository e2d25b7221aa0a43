"""Writes a .docx from printed lines: automatic numbering, tables, tracked changes, text boxes, header and footer.

A line is a paragraph. ``{n0}``…``{n8}`` at its start number it automatically, ``{c}`` centres it, ``{box}`` puts it in
a text box, ``{hdr}`` and ``{ftr}`` in the header and footer. ``{tbl}`` … ``{/tbl}`` hold table rows; ``{th}`` repeats a
row on every page, ``<<`` joins a cell with the one on its left, ``^^`` with the one above. ``**…**`` is bold.
"""

import io
import re
import zipfile
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table
from docx.text.paragraph import Paragraph

NUMBERING_ID = "77"
ZIP_DATE = (2026, 1, 1, 0, 0, 0)
_CONTROL = re.compile(r"^\{(n\d|c|box|hdr|ftr|th)\}")
_RUNS = re.compile(r"\*\*(?P<bold>.+?)\*\*|\{\+(?P<ins>.+?)\+\}|\{-(?P<del>.+?)-\}|(?P<break>⏎)")
_BOX = (
    "<w:r {ns} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    " xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'"
    " xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing'"
    " xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' xmlns:v='urn:schemas-microsoft-com:vml'>"
    "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:inline><wp:extent cx='3600000' cy='900000'/>"
    "<wp:docPr id='{id}' name='文本框 {id}'/><a:graphic>"
    "<a:graphicData uri='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'><wps:wsp><wps:cNvSpPr/>"
    "<wps:spPr/><wps:txbx><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></wps:txbx>"
    "<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
    "<v:shape style='width:283pt;height:70pt'><v:textbox><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    "</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def write_word(lines: list[str], path: Path, levels: list[tuple[str, str]], in_styles: bool) -> None:
    """Write ``lines`` to ``path``; ``levels`` are (numFmt, lvlText), carried by styles when ``in_styles``."""
    document = Document()
    if levels:
        _add_numbering(document, levels, in_styles)
    waiting = iter(lines)
    for line in waiting:
        if line == "{tbl}":
            _add_table(document, list(iter(lambda: next(waiting), "{/tbl}")))
        else:
            _add_line(document, line, in_styles)
    stream = io.BytesIO()
    document.save(stream)
    path.write_bytes(_with_fixed_dates(stream.getvalue()))


def _add_numbering(document: WordDocument, levels: list[tuple[str, str]], in_styles: bool) -> None:
    parts = []
    for number, (form, text) in enumerate(levels):
        style = f'<w:pStyle w:val="Golden{number}"/>' if in_styles else ""
        parts.append(
            f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{style}<w:suff w:val="nothing"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        )
    numbering = document.part.numbering_part.element
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{NUMBERING_ID}">'
    abstract += f'<w:multiLevelType w:val="multilevel"/>{"".join(parts)}</w:abstractNum>'
    numbering.insert(0, parse_xml(abstract))
    num = f'<w:num {nsdecls("w")} w:numId="{NUMBERING_ID}"><w:abstractNumId w:val="{NUMBERING_ID}"/></w:num>'
    numbering.append(parse_xml(num))
    for number in range(len(levels) if in_styles else 0):
        style = document.styles.add_style(f"Golden{number}", WD_STYLE_TYPE.PARAGRAPH)
        style.element.get_or_add_pPr().append(_number_properties(number))


def _number_properties(level: int) -> BaseOxmlElement:
    xml = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{NUMBERING_ID}"/></w:numPr>'
    return parse_xml(xml)


def _add_line(document: WordDocument, line: str, in_styles: bool) -> None:
    control = _CONTROL.match(line)
    kind = control.group(1) if control else ""
    text = line[control.end() :] if control else line
    if kind in ("hdr", "ftr"):
        section = document.sections[0]
        _fill((section.header if kind == "hdr" else section.footer).paragraphs[0], text)
        return
    paragraph = document.add_paragraph()
    if kind == "box":
        box = _BOX.format(ns=nsdecls("w"), id=len(document.paragraphs), text=text)
        paragraph._p.append(parse_xml(box))
        return
    if kind == "c":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif kind and in_styles:
        paragraph.style = document.styles[f"Golden{kind[1]}"]
    elif kind:
        paragraph._p.get_or_add_pPr().append(_number_properties(int(kind[1])))
    _fill(paragraph, text)


def _fill(paragraph: Paragraph, text: str) -> None:
    at = 0
    for found in _RUNS.finditer(text):
        if found.start() > at:
            paragraph.add_run(text[at : found.start()])
        at = found.end()
        if found["bold"]:
            paragraph.add_run(found["bold"]).bold = True
        elif found["break"]:
            paragraph.add_run().add_break()
        else:
            _track(paragraph, found["ins"], found["del"])
    if text[at:]:
        paragraph.add_run(text[at:])


def _track(paragraph: Paragraph, inserted: str | None, deleted: str | None) -> None:
    change = OxmlElement("w:ins" if inserted else "w:del")
    change.set(qn("w:id"), str(len(paragraph._p)))
    change.set(qn("w:author"), "审核人")
    change.set(qn("w:date"), "2026-01-01T00:00:00Z")
    run = paragraph.add_run(inserted or deleted or "")._r
    if deleted:
        for text in run.findall(qn("w:t")):
            text.tag = qn("w:delText")
    change.append(run)
    paragraph._p.append(change)


def _add_table(document: WordDocument, rows: list[str]) -> None:
    width = max(row.count("│") for row in rows) + 1
    table = document.add_table(rows=len(rows), cols=width)
    for at, row in enumerate(rows):
        if row.startswith("{th}"):
            table.rows[at]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for column, cell in enumerate(row.removeprefix("{th}").split("│")):
            _fill_cell(table, at, column, cell)


def _fill_cell(table: Table, row: int, column: int, text: str) -> None:
    if text == "<<":
        table.cell(row, column - 1).merge(table.cell(row, column))
    elif text == "^^":
        table.cell(row - 1, column).merge(table.cell(row, column))
    else:
        cell = table.cell(row, column)
        for number, line in enumerate(text.split("⏎")):
            _fill(cell.paragraphs[0] if number == 0 else cell.add_paragraph(), line)


def _with_fixed_dates(archive: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return stream.getvalue()
