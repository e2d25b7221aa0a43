"""An official paper as a PDF: the same bytes for the same paper on the same machine."""

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from liandu.papers.writing import measures as m
from liandu.papers.writing.blocks import Block, OfficialPaper, PageBreak, Paragraph, Signatures, Style, Table
from liandu.papers.writing.fonts import FOLDERS, Face, Faces, faces
from liandu.papers.writing.pdf_pages import Pen
from liandu.papers.writing.pdf_tables import draw_table
from liandu.papers.writing.wording import lines_to_sign, one_line, printable

RULE_WIDTH = 2.25  # points, as the red rule of the Word document


def write_pdf(paper: OfficialPaper, *, font_folders: tuple[str, ...] = FOLDERS) -> bytes:
    """Return the paper as a PDF in the look of GB/T 9704-2012, with Chinese fonts of these folders if there are any."""
    known = faces(font_folders)
    sheet = m.sheet(landscape=paper.landscape)
    out = BytesIO()
    size = (sheet.width * m.POINTS_PER_MM, sheet.height * m.POINTS_PER_MM)
    canvas = Canvas(out, pagesize=size, invariant=1)
    canvas.setTitle(one_line(paper.title))
    canvas.setAuthor(one_line(paper.issuer))
    canvas.setSubject("")
    pen = Pen(canvas, sheet, known)
    _head(pen, paper, known)
    for part in paper.title.split("\n"):
        if part.strip():
            pen.write(printable(part), face=known.title, size=m.TITLE_SIZE, leading=m.TITLE_LINE, align="centre")
    pen.down(m.LINE)
    if paper.addressee:
        _paragraph(pen, Paragraph(paper.addressee, "plain"), known)
    _blocks(pen, paper.blocks, known)
    if paper.date:
        pen.write(printable(paper.date), face=known.text, align="right", right=m.DATE_FREE * m.TEXT_SIZE)
    pen.end_page()
    canvas.save()
    return out.getvalue()


def _head(pen: Pen, paper: OfficialPaper, known: Faces) -> None:
    """Write what stands above the title: grade, red mark, number, red rule; without a mark no rule."""
    if paper.grade:
        pen.write(one_line(paper.grade), face=known.heading)
    if not paper.issuer:
        if paper.number:
            pen.write(one_line(paper.number), face=known.text, align="right")
        return
    mark = one_line(paper.issuer)
    size = m.mark_size(mark, pen.sheet.type_width)
    pen.down(m.MARK_DOWN_MM * m.POINTS_PER_MM - pen.used)
    pen.write(mark, face=known.title, size=size, leading=size * 1.3, align="centre", red=True)
    pen.down(m.LINE)
    pen.write(one_line(paper.number), face=known.text, align="centre")
    pen.rule(m.RULE_BELOW_MM * m.POINTS_PER_MM, RULE_WIDTH)
    pen.down(m.LINE)


def _blocks(pen: Pen, blocks: tuple[Block, ...], known: Faces) -> None:
    new_page = False
    for place, block in enumerate(blocks):
        if isinstance(block, PageBreak):
            new_page = True
            continue
        if new_page:
            pen.end_page()
            new_page = False
        match block:
            case Paragraph():
                # Headings stay with the line that they head.
                pen.keep((1 + _headings_from(blocks, place)) * m.LINE)
                _paragraph(pen, block, known)
            case Table():
                draw_table(pen, block, known)
            case Signatures():
                for first, second in lines_to_sign(block):
                    pen.keep(2.5 * m.LINE)
                    pen.down(m.LINE / 2)
                    for words in (first, second):
                        pen.write(printable(words), face=known.text, left=2 * m.TEXT_SIZE)


def _headings_from(blocks: tuple[Block, ...], place: int) -> int:
    """Return how many blocks from here on are headings without anything between."""
    count = 0
    for block in blocks[place:]:
        if not (isinstance(block, Paragraph) and block.style.startswith("heading")):
            break
        count += 1
    return count


def _paragraph(pen: Pen, block: Paragraph, known: Faces) -> None:
    heads: dict[Style, Face] = {"heading1": known.heading, "heading2": known.second}
    face = heads.get(block.style, known.text)
    words = printable(block.text)
    match block.style:
        case "centred":
            pen.write(words, face=face, align="centre")
        case "right":
            pen.write(words, face=face, align="right", right=m.NAME_FREE * m.TEXT_SIZE)
        case "plain":
            pen.write(words, face=face)
        case _:
            pen.write(words, face=face, first=2 * m.TEXT_SIZE)
