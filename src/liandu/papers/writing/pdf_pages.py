"""Where the pen is on the pages of a PDF: lines one below the other, a new page when one is full."""

from functools import cache
from typing import Any, Literal

from reportlab.pdfbase import pdfmetrics

from liandu.papers.writing import measures as m
from liandu.papers.writing.breaking import broken
from liandu.papers.writing.fonts import Face, Faces

Align = Literal["left", "centre", "right"]
ASCENT = 0.86  # of the size: where Chinese characters stand on the line
RED = (1, 0, 0)
FILL, FILL_AND_STROKE = 0, 2
# 28 characters of 16 points are a little wider than the type area; the standard's line holds them (5.2.3).
TIGHTER = 28 * m.TEXT_SIZE / (m.UPRIGHT.type_width * m.POINTS_PER_MM)
HEAVIER = 0.03  # width of the stroke around each character, of the size


class Pen:
    """Writes on a canvas inside the type area; ``used`` is how far down the page it is, in points."""

    def __init__(self, canvas: Any, sheet: m.Sheet, known: Faces) -> None:
        self.canvas = canvas
        self.sheet = sheet
        self.known = known
        self.number = 1
        self.used = 0.0
        self.width = sheet.type_width * m.POINTS_PER_MM
        self.height = sheet.type_height * m.POINTS_PER_MM
        self.left = sheet.left * m.POINTS_PER_MM
        self.top = (sheet.height - sheet.top) * m.POINTS_PER_MM

    @property
    def room(self) -> float:
        """Return how many points are left on the page."""
        return self.height - self.used

    def down(self, points: float) -> None:
        """Leave a space; it does not run over to the next page."""
        self.used = min(self.height, self.used + max(0.0, points))

    def keep(self, points: float) -> None:
        """Begin a new page when less than this is left."""
        if self.used and self.room < points:
            self.end_page()

    def write(
        self,
        text: str,
        *,
        face: Face,
        size: float = m.TEXT_SIZE,
        leading: float = m.LINE,
        align: Align = "left",
        first: float = 0,
        left: float = 0,
        right: float = 0,
        red: bool = False,
    ) -> None:
        """Write a paragraph, broken into lines; ``first``, ``left`` and ``right`` are what it is indented by."""
        room = self.width - left - right
        lines = broken(text, widths(face.name, size), (room - first) * TIGHTER, room * TIGHTER)
        for n, words in enumerate(lines):
            # A hair of tolerance: 22 lines of 28.95 are 0.9 points less than the type area, not exactly as high.
            if self.used and self.room + 0.5 < leading:
                self.end_page()
            indent = left + (first if n == 0 else 0)
            spread = align == "left" and n + 1 < len(lines)
            self._line(
                words, face, size, leading=leading, align=align, left=indent, right=right, spread=spread, red=red
            )
            self.used += leading

    def _line(
        self,
        words: str,
        face: Face,
        size: float,
        *,
        leading: float,
        align: Align,
        left: float,
        right: float,
        spread: bool,
        red: bool,
    ) -> None:
        width = sum(map(widths(face.name, size), words))
        free = self.width - left - right - width
        gap = 0.0
        # Both edges straight: what is missing is spread between the characters, unless the line was ended early.
        if len(words) > 1 and (free < 0 or (spread and free < 2 * size)):
            gap = free / (len(words) - 1)
            width += free
        x = self.left + left
        if align == "centre":
            x = self.left + (self.width - width) / 2
        elif align == "right":
            x = self.left + self.width - right - width
        y = self.top - self.used - leading / 2 - size * (ASCENT - 0.5)
        self.put(words, (x, y), face, size, gap=gap, red=red)

    def put(
        self, words: str, at: tuple[float, float], face: Face, size: float, *, gap: float = 0, red: bool = False
    ) -> None:
        """Put words with their base line at this place of the page."""
        if not words:
            return
        # The way characters are filled outlives a text object, but not the state around it.
        self.canvas.saveState()
        text = self.canvas.beginText(*at)
        text.setFont(face.name, size)
        colour = RED if red else (0, 0, 0)
        text.setFillColorRGB(*colour)
        text.setStrokeColorRGB(*colour)
        self.canvas.setLineWidth(size * HEAVIER)
        text.setTextRenderMode(FILL_AND_STROKE if face.heavier else FILL)
        text.setCharSpace(gap)
        text.textOut(words)
        self.canvas.drawText(text)
        self.canvas.restoreState()

    def rule(self, below: float, width: float) -> None:
        """Draw a red rule as wide as the type area, this far below the last line."""
        self.used += below
        y = self.top - self.used
        self.canvas.setStrokeColorRGB(*RED)
        self.canvas.setLineWidth(width)
        self.canvas.line(self.left, y, self.left + self.width, y)

    def end_page(self) -> None:
        """Write the page number on the outer side and begin a new page."""
        words = f"— {self.number} —"
        size, face = m.PAGE_NUMBER_SIZE, Face(self.known.text.name)
        x = self.left + size
        if self.number % 2:
            x = self.left + self.width - size - sum(map(widths(face.name, size), words))
        y = (self.sheet.bottom - m.NUMBER_BELOW_MM) * m.POINTS_PER_MM - size * (ASCENT - 0.5)
        self.put(words, (x, y), face, size)
        self.canvas.showPage()
        self.number, self.used = self.number + 1, 0.0


@cache
def widths(font: str, size: float) -> Any:
    """Return a function that tells the width of a character of this font at this size."""

    @cache
    def width(character: str) -> float:
        return float(pdfmetrics.stringWidth(character, font, size))

    return width
