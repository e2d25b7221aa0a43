"""PDF pages as a printer would make them: A4, 22 lines of 28 characters, lines broken hard, a page mark below."""

from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from liandu.demo.papers.lines import Line, Role, Sheet

FONT = "STSong-Light"  # a CID font: named in the file, not embedded
SIZE, LEADING, TITLE_SIZE, TITLE_LEADING = 16, 28.9, 21, 34
LEFT, TOP, PER_LINE, PER_PAGE = 79, 735, 28, 22
TITLE_PER_LINE = 20
NOT_FIRST = "，。；：、？！）》”’』】%"
NOT_LAST = "（《“‘『【"


def print_pdf(sheet: Sheet) -> bytes:
    """Return the sheet as pages of hard-broken lines."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setTitle(sheet.title)
    page = _Page(canvas)
    for line in sheet.lines():
        page.put(line)
    page.close()
    canvas.save()
    return out.getvalue()


def broken(text: str, first: int, others: int) -> list[str]:
    """Return ``text`` in lines of at most ``first`` and then ``others`` full-width characters (half-width: half).

    No line begins with a closing mark (it hangs over instead) or ends with an opening one, no number is torn apart.
    """
    lines, start, limit = [], 0, first
    while start < len(text):
        end, width = start, 0.0
        while end < len(text) and width < limit:
            width += 0.55 if text[end].isascii() else 1
            end += 1
        end = _good_end(text, start, end)
        lines.append(text[start:end])
        start, limit = end, others
    return lines


def _good_end(text: str, start: int, end: int) -> int:
    if end < len(text) and text[end - 1].isascii() and text[end].isascii():
        back = end
        while back > start + 1 and text[back - 1].isascii():
            back -= 1
        end = back if back > start + 1 else end
    while end < len(text) and text[end] in NOT_FIRST:
        end += 1
    while end > start + 1 and text[end - 1] in NOT_LAST:
        end -= 1
    return end


class _Page:
    """Where the pen is: puts lines one below the other and turns the page when it is full."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.number = 1
        self.used = 0.0

    def put(self, line: Line) -> None:
        """Write a line of the sheet, broken into printed lines."""
        match line.role:
            case Role.TITLE:
                for part in broken(line.printed, TITLE_PER_LINE, TITLE_PER_LINE):
                    self._write(part, TITLE_SIZE, TITLE_LEADING, centred=True)
                self.used += LEADING / 2
            case Role.SIGNATURE:
                indent = max(0.0, PER_LINE - 4 - len(line.text))
                self._write(line.text, SIZE, LEADING, indent=indent)
            case Role.ADDRESSEE:
                self._write(line.text, SIZE, LEADING)
            case Role.TEXT:
                for n, part in enumerate(broken(line.printed, PER_LINE - 2, PER_LINE)):
                    self._write(part, SIZE, LEADING, indent=0 if n else 2)

    def close(self) -> None:
        """Write the page mark and turn the page."""
        self.canvas.setFont(FONT, 14)
        self.canvas.drawCentredString(A4[0] / 2, 60, f"— {self.number} —")
        self.canvas.showPage()
        self.number, self.used = self.number + 1, 0.0

    def _write(self, text: str, size: int, leading: float, *, indent: float = 0, centred: bool = False) -> None:
        if self.used + leading > PER_PAGE * LEADING:
            self.close()
        y = TOP - self.used
        self.canvas.setFont(FONT, size)
        if centred:
            self.canvas.drawCentredString(A4[0] / 2, y, text)
        else:
            self.canvas.drawString(LEFT + indent * SIZE, y, text)
        self.used += leading
