"""Paragraphs and tables of a Word document as XML, in the order of elements that the schema asks for."""

from xml.sax.saxutils import escape, quoteattr

from liandu.papers.writing import measures as m
from liandu.papers.writing.blocks import Paragraph, Style, Table
from liandu.papers.writing.wording import printable

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CHARACTER = round(m.TEXT_SIZE * 20)  # twips: one character of the text
_FONTS: dict[Style, str] = {"heading1": m.HEITI, "heading2": m.KAITI}
_OUTLINE: dict[Style, int] = {"heading1": 0, "heading2": 1, "heading3": 2}
_ALIGN: dict[Style, str] = {"centred": "center", "right": "right", "plain": "both"}
_LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_MARGINS = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in (("left", 70), ("right", 70)))


def paragraph(block: Paragraph, *, new_page: bool = False) -> str:
    """Return a paragraph in its style."""
    indent = ""
    if block.style == "right":
        indent = f'<w:ind w:rightChars="{m.NAME_FREE * 100}" w:right="{m.NAME_FREE * CHARACTER}"/>'
    elif block.style not in {"plain", "centred"}:
        indent = f'<w:ind w:firstLineChars="200" w:firstLine="{2 * CHARACTER}"/>'
    outline = _OUTLINE.get(block.style)
    return line(
        block.text,
        font=_FONTS.get(block.style, ""),
        align=_ALIGN.get(block.style, "both"),
        indent=indent,
        keep=outline is not None,
        outline=outline,
        new_page=new_page,
    )


def line(
    text: str,
    *,
    font: str = "",
    size: float = 0,
    colour: str = "",
    align: str = "both",
    indent: str = "",
    border: str = "",
    before: float = 0,
    exact: float = 0,
    keep: bool = False,
    grid: bool = True,
    outline: int | None = None,
    new_page: bool = False,
) -> str:
    """Return a paragraph of one run. Sizes are points; what is not given is as in the style of the document."""
    spacing = f'<w:spacing w:before="{round(before * 20)}" w:after="0"' if before or exact else ""
    if exact:
        spacing += f' w:line="{round(exact * 20)}" w:lineRule="exact"'
    properties = "".join(
        (
            "<w:keepNext/>" if keep else "",
            "<w:pageBreakBefore/>" if new_page else "",
            border,
            "" if grid else '<w:snapToGrid w:val="0"/>',
            f"{spacing}/>" if spacing else "",
            indent,
            f'<w:jc w:val="{align}"/>',
            "" if outline is None else f'<w:outlineLvl w:val="{outline}"/>',
        )
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text, font=font, size=size, colour=colour)}</w:p>"


def run(text: str, *, font: str = "", size: float = 0, colour: str = "") -> str:
    """Return a run of text with its line ends and tabs; "" when there is no text."""
    clean = printable(text)
    if not clean:
        return ""
    properties = "".join(
        (
            fonts(font) if font else "",
            f'<w:color w:val="{colour}"/>' if colour else "",
            f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else "",
        )
    )
    head = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{head}{_text(clean)}</w:r>"


def fonts(name: str) -> str:
    """Return the fonts element that sets one font for Chinese and for everything else."""
    given = quoteattr(name)
    return f'<w:rFonts w:hint="eastAsia" w:ascii={given} w:hAnsi={given} w:eastAsia={given} w:cs={given}/>'


def _text(clean: str) -> str:
    escaped = escape(clean)
    if "\n" not in escaped and "\t" not in escaped:
        return f'<w:t xml:space="preserve">{escaped}</w:t>'
    lines = (
        "<w:tab/>".join(f'<w:t xml:space="preserve">{part}</w:t>' for part in each.split("\t"))
        for each in escaped.split("\n")
    )
    return "<w:br/>".join(lines)


def table(block: Table, width_mm: float) -> str:
    """Return a table as wide as the type area: the head repeats on each page, rows do not split."""
    if not block.columns:
        return ""
    widths = [round(share * width_mm * m.TWIPS_PER_MM) for share in block.shares()]
    size = m.cell_size(block.columns)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row(block.head, widths, _look(size, m.HEITI), {}, head=True) if block.head else ""
    right = dict.fromkeys(block.numeric, "right")
    look = _look(size, "")
    rows = "".join(_row(row, widths, look, right, head=False) for row in block.rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_LINES}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{_MARGINS}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"
    )


def _look(size: float, font: str) -> tuple[str, str]:
    """Return the spacing of a cell's paragraph and the properties of its run."""
    spacing = (
        '<w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="20" w:after="20" w:line="{round(m.cell_line(size) * 20)}" w:lineRule="exact"/>'
    )
    points = round(size * 2)
    return spacing, f'<w:rPr>{fonts(font) if font else ""}<w:sz w:val="{points}"/><w:szCs w:val="{points}"/></w:rPr>'


def _row(row: tuple[str, ...], widths: list[int], look: tuple[str, str], align: dict[int, str], *, head: bool) -> str:
    spacing, properties = look
    usual = "center" if head else "left"
    cells = []
    for place, width in enumerate(widths):
        clean = printable(row[place]) if place < len(row) else ""
        words = f"<w:r>{properties}{_text(clean)}</w:r>" if clean else ""
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
            f'<w:p><w:pPr>{spacing}<w:jc w:val="{align.get(place, usual)}"/></w:pPr>{words}</w:p></w:tc>'
        )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{''.join(cells)}</w:tr>"
