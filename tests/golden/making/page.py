"""Breaks lines hard, parts them into pages, and writes PDF pages."""

from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
FONT_SIZE = 14
LINE_STEP = 25
LEFT, TOP = 80, 740
LINES_ON_PAGE = 26
NEVER_FIRST = "。，、；：”’）》？！"
WHOLE = "{c}"


@dataclass(frozen=True)
class Footnote:
    """The words at the foot of a page; pages count from 1."""

    page: int
    words: str


def wrap_by_count(lines: list[str], width: int, indent: str) -> list[str]:
    """Return ``lines`` broken every ``width`` characters, each paragraph after ``indent``; ``{c}`` lines whole."""
    wrapped: list[str] = []
    for line in lines:
        text = indent + line if line else ""
        parts = [text[at : at + width] for at in range(0, len(text), width)]
        wrapped += [line.removeprefix(WHOLE)] if line.startswith(WHOLE) else parts or [""]
    return wrapped


def wrap_by_measure(lines: list[str], width: int, indent: str) -> list[str]:
    """Return ``lines`` broken as a word processor does: to the measure of ``width`` Chinese characters, no 。 first."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    wrapped: list[str] = []
    for line in lines:
        if line.startswith(WHOLE):
            wrapped.append(line.removeprefix(WHOLE))
        else:
            wrapped += _break_paragraph(indent + line, width)
    return wrapped


def _break_paragraph(text: str, width: int) -> list[str]:
    broken = [""]
    for char in text:
        too_wide = pdfmetrics.stringWidth(broken[-1] + char, FONT, 1) > width
        if too_wide and char not in NEVER_FIRST:
            broken.append("")
        broken[-1] += char
    return broken


def as_printed_pages(lines: list[str], length: int, mark: str, footnote: Footnote | None) -> list[str]:
    """Return ``lines`` with ``mark`` (holding ``{n}``) between blank lines behind every ``length`` of them."""
    printed: list[str] = []
    for number, at in enumerate(range(0, len(lines), length), start=1):
        printed += lines[at : at + length]
        if footnote and footnote.page == number:
            printed.append(footnote.words)
        printed += ["", mark.format(n=number), ""]
    return printed


def with_footnote_in_page(lines: list[str], footnote: Footnote | None) -> list[str]:
    """Return ``lines`` with the footnote as the last line of its PDF page."""
    if footnote is None:
        return lines
    last = footnote.page * LINES_ON_PAGE - 1
    return [*lines[:last], footnote.words, *lines[last:]]


def write_pdf(lines: list[str], path: Path, header: str, footer: str) -> None:
    """Draw ``lines`` as they are, with ``header`` on each page and ``footer`` holding ``{n}`` and ``{of}``."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    pages = [lines[at : at + LINES_ON_PAGE] for at in range(0, len(lines), LINES_ON_PAGE)]
    for number, page in enumerate(pages, start=1):
        canvas.setFont(FONT, 10)
        if header:
            canvas.drawString(LEFT, 800, header)
        canvas.drawCentredString(A4[0] / 2, 50, footer.format(n=number, of=len(pages)))
        canvas.setFont(FONT, FONT_SIZE)
        for at, line in enumerate(page):
            canvas.drawString(LEFT, TOP - at * LINE_STEP, line)
        canvas.showPage()
    canvas.save()
