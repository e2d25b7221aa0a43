"""An official paper as a Word document: the same bytes for the same paper."""
# ruff: noqa: SLF001 -- python-docx has no public way to the XML of a section

import io
import zipfile
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENTATION
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm

from liandu.papers.writing import measures as m
from liandu.papers.writing.blocks import Block, OfficialPaper, PageBreak, Paragraph, Signatures, Table
from liandu.papers.writing.word_parts import CHARACTER, NAMESPACE, fonts, line, paragraph, run, table
from liandu.papers.writing.wording import lines_to_sign, one_line

# Nothing in the file tells when it was written, so that equal papers are equal files.
NO_TIME = (1980, 1, 1, 0, 0, 0)
NO_MOMENT = datetime(1980, 1, 1)  # noqa: DTZ001 -- python-docx takes no zone
LONGEST_PROPERTY = 255
_THEME = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


def write_docx(paper: OfficialPaper) -> bytes:
    """Return the paper as a Word document in the look of GB/T 9704-2012."""
    document = Document()
    sheet = m.sheet(landscape=paper.landscape)
    _set_style(document)
    _set_page(document, sheet, landscape=paper.landscape)
    _number_pages(document)
    _set_properties(document, paper)
    out = io.BytesIO()
    document.save(out)
    return _packed(out.getvalue(), "".join(_parts(paper, sheet)).encode())


def _elements(parts: str) -> list[Any]:
    return list(parse_xml(f'<w:body xmlns:w="{NAMESPACE}">{parts}</w:body>'))


def _parts(paper: OfficialPaper, sheet: m.Sheet) -> list[str]:
    parts = _head(paper, sheet)
    parts += [_title(part) for part in paper.title.split("\n") if part.strip()]
    parts.append(line(""))
    if paper.addressee:
        parts.append(paragraph(Paragraph(paper.addressee, "plain")))
    parts += _blocks(paper.blocks, sheet)
    if paper.date:
        free = f'<w:ind w:rightChars="{m.DATE_FREE * 100}" w:right="{m.DATE_FREE * CHARACTER}"/>'
        parts.append(line(paper.date, align="right", indent=free))
    return parts


def _title(text: str) -> str:
    return line(text, font=m.TITLE_FONT, size=m.TITLE_SIZE, align="center", exact=m.TITLE_LINE, grid=False)


def _head(paper: OfficialPaper, sheet: m.Sheet) -> list[str]:
    """Return what stands above the title: grade, red mark, number, red rule; without a mark no rule."""
    parts = [line(one_line(paper.grade), font=m.HEITI)] if paper.grade else []
    if not paper.issuer:
        return [*parts, line(one_line(paper.number), align="right")] if paper.number else parts
    mark = one_line(paper.issuer)
    size = m.mark_size(mark, sheet.type_width)
    down = m.MARK_DOWN_MM * m.POINTS_PER_MM - (m.LINE if paper.grade else 0)
    rule = (
        f'<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="{round(m.RULE_BELOW_MM * m.POINTS_PER_MM)}" '
        f'w:color="{m.RED}"/></w:pBdr>'
    )
    return [
        *parts,
        line(
            mark, font=m.TITLE_FONT, size=size, colour=m.RED, align="center", before=down, exact=size * 1.3, grid=False
        ),
        line(one_line(paper.number), align="center", border=rule, before=m.LINE),
        line(""),
    ]


def _blocks(blocks: tuple[Block, ...], sheet: m.Sheet) -> list[str]:
    parts: list[str] = []
    new_page = False
    for block in blocks:
        match block:
            case PageBreak():
                new_page = True
                continue
            case Paragraph():
                parts.append(paragraph(block, new_page=new_page))
            case Table():
                # A paragraph before a table that begins a page, and one after each: tables that touch become one.
                parts += [line("", exact=1, grid=False, new_page=True)] if new_page else []
                parts += [table(block, sheet.type_width), line("", exact=8, grid=False)]
            case Signatures():
                for first, second in lines_to_sign(block):
                    indent = f'<w:ind w:leftChars="200" w:left="{2 * CHARACTER}"/>'
                    parts.append(
                        line(first, align="left", indent=indent, before=m.LINE / 2, keep=True, new_page=new_page)
                    )
                    parts.append(line(second, align="left", indent=indent))
                    new_page = False
        new_page = False
    return parts


def _set_style(document: Any) -> None:
    """Make the usual paragraph one of the standard: 三号仿宋, exact lines, no widow control."""
    for element in document.styles.element.iter(qn("w:rFonts")):
        for name in _THEME:
            element.attrib.pop(qn(f"w:{name}"), None)
    style = document.styles["Normal"].element
    for name in ("w:pPr", "w:rPr"):
        for element in style.findall(qn(name)):
            style.remove(element)
    size = round(m.TEXT_SIZE * 2)
    for element in _elements(
        '<w:pPr><w:widowControl w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{m.LINE_PITCH}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr>'
        f'<w:rPr>{fonts(m.FANGSONG)}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        '<w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr>'
    ):
        style.append(element)
    settings = document.settings.element
    for element in settings.findall(qn("w:compat")):
        for old in element.findall(qn("w:compatSetting")):
            element.remove(old)
        # Without it Word opens the file in the mode of 2007.
        element.append(
            _elements(
                '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
                'w:val="15"/>'
            )[0]
        )


def _set_page(document: Any, sheet: m.Sheet, *, landscape: bool) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENTATION.LANDSCAPE if landscape else WD_ORIENTATION.PORTRAIT
    section.page_width, section.page_height = Mm(sheet.width), Mm(sheet.height)
    section.top_margin, section.bottom_margin = Mm(sheet.top), Mm(sheet.bottom)
    section.left_margin, section.right_margin = Mm(sheet.left), Mm(sheet.right)
    # The dash is in the middle of the line of the page number.
    half = m.PAGE_NUMBER_SIZE / m.POINTS_PER_MM / 2
    section.footer_distance = Mm(sheet.bottom - m.NUMBER_BELOW_MM - half)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = _elements("<w:docGrid/>")[0]
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(m.LINE_PITCH))


def _number_pages(document: Any) -> None:
    """Put "— 1 —" on the outer side: right with one character free on odd pages, left on even ones (7.5)."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        indent = f'<w:ind w:{side}Chars="100" w:{side}="{round(m.PAGE_NUMBER_SIZE * 20)}"/>'
        empty = line("", align=side, indent=indent, exact=m.PAGE_NUMBER_SIZE, grid=False)
        look = {"font": m.SONGTI, "size": m.PAGE_NUMBER_SIZE}
        number = run("1", **look)  # type: ignore[arg-type]
        field = f'<w:fldSimple w:instr="PAGE">{number}</w:fldSimple>'
        words = run("— ", **look) + field + run(" —", **look)  # type: ignore[arg-type]
        new = _elements(empty.replace("</w:p>", f"{words}</w:p>"))[0]
        old = footer.paragraphs[0]._p
        old.getparent().replace(old, new)


def _set_properties(document: Any, paper: OfficialPaper) -> None:
    properties = document.core_properties
    properties.title = one_line(paper.title)[:LONGEST_PROPERTY]
    properties.author = one_line(paper.issuer)[:LONGEST_PROPERTY]
    properties.last_modified_by = properties.comments = properties.keywords = properties.subject = ""
    properties.language = "zh-CN"
    properties.created = properties.modified = NO_MOMENT
    properties.revision = 1


def _packed(empty: bytes, body: bytes) -> bytes:
    """Return the document with this body, and without the times in its archive.

    The body is put in as text: to move a table of 2,000 rows into python-docx's tree takes it half a minute.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(empty)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            same = zipfile.ZipInfo(entry.filename, NO_TIME)
            same.compress_type, same.create_system = zipfile.ZIP_DEFLATED, 0
            content = source.read(entry)
            if entry.filename == "word/document.xml":
                content = content.replace(b"<w:sectPr", body + b"<w:sectPr", 1)
            target.writestr(same, content)
    return out.getvalue()
