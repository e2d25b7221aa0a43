"""The measures of GB/T 9704-2012 and what follows from them (clause in brackets; [C] is computed)."""

from dataclasses import dataclass

POINTS_PER_MM = 72 / 25.4
TWIPS_PER_MM = 1440 / 25.4

LINES_PER_PAGE, CHARACTERS_PER_LINE = 22, 28  # (5.2.3)
LINE_PITCH = 579  # twips: 225 mm in 22 lines, as Word counts them [C]
LINE = LINE_PITCH / 20  # 28.95 pt
TEXT_SIZE = 16.0  # 三号 (5.2.2)
TITLE_SIZE = 22.0  # 二号 (7.3.1)
TITLE_LINE = 35.0
PAGE_NUMBER_SIZE = 14.0  # 四号 (7.5)
MARK_LARGEST, MARK_SMALLEST = 40.0, 16.0  # 发文机关标志: its size is up to the issuer (7.2.4)
MARK_DOWN_MM = 35.0  # top of the mark below the top of the type area (7.2.4)
RULE_BELOW_MM = 4.0  # red rule below the number line (7.2.7)
NUMBER_BELOW_MM = 7.0  # dash of the page number below the type area (7.5)
DATE_FREE, NAME_FREE = 4, 2  # characters free on the right (7.3.5)
RED = "FF0000"

FANGSONG, HEITI, KAITI, SONGTI = "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
TITLE_FONT = "方正小标宋简体"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its size and margins in millimetres. The type area is 156 x 225 mm, turned for landscape (5.2.1)."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float

    @property
    def type_width(self) -> float:
        """Return the width of the type area in millimetres."""
        return self.width - self.left - self.right

    @property
    def type_height(self) -> float:
        """Return the height of the type area in millimetres."""
        return self.height - self.top - self.bottom


UPRIGHT = Sheet(width=210, height=297, top=37, bottom=35, left=28, right=26)
# The same page turned so that its bound edge is at the top.
TURNED = Sheet(width=297, height=210, top=28, bottom=26, left=35, right=37)


def sheet(*, landscape: bool) -> Sheet:
    """Return the page of an upright or a turned paper."""
    return TURNED if landscape else UPRIGHT


def mark_size(mark: str, width_mm: float) -> float:
    """Return the size in points at which the red mark stands in one line, within what is legible and decent."""
    fits = width_mm * POINTS_PER_MM / max(1, len(mark))
    return max(MARK_SMALLEST, min(MARK_LARGEST, float(int(fits * 2)) / 2))


def cell_size(columns: int) -> float:
    """Return the size of a table's text in points: 四号, smaller where many columns share the width."""
    if columns <= 4:
        return 14.0
    return 12.0 if columns <= 7 else 10.5


def cell_line(size: float) -> float:
    """Return the distance of the lines in a cell, in points."""
    return size * 1.4
