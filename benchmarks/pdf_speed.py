"""Reading speed of PDF text against bare pypdfium2 on the same file, in the same run.

Makes a PDF of Chinese text (A4, 26 lines of 28 characters, indented paragraphs, page marks), reads it both ways by
turns and prints seconds by the clock (best of each) and the ratio. The bar is 1.5.
Run: ``python benchmarks/pdf_speed.py [PAGES] [TURNS]``.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from liandu.papers.reading.pdf import READER
from liandu.papers.reading.protocol import Limits, Source

_SENTENCE = (
    "落实巡察整改主体责任不够有力，对反馈的12个问题研究部署不及时，台账更新滞后，"
    "2025年清退违规资金63.8万元，“三重一大”事项未按程序上会。"
)
_LETTER, _COLUMN, _LINES = 16, 28, 26


def make_pdf(path: Path, pages: int) -> None:
    """Write a PDF of ``pages`` pages of running text."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), pagesize=A4)
    text = "　　" + _SENTENCE * 6
    for page in range(1, pages + 1):
        canvas.setFont("STSong-Light", _LETTER)
        for line in range(_LINES):
            place = (line * _COLUMN) % len(text)
            canvas.drawString(74, A4[1] - 100 - 27 * line, text[place : place + _COLUMN])
        canvas.drawCentredString(A4[0] / 2, 50, f"— {page} —")
        canvas.showPage()
    canvas.save()


def bare(path: Path) -> int:
    """Read the text with pypdfium2 alone; return its length."""
    document = pypdfium2.PdfDocument(path)
    total = sum(len(page.get_textpage().get_text_range()) for page in document)
    document.close()
    return total


def ours(path: Path) -> int:
    """Read the paper; return the length of its text."""
    with path.open("rb") as file:
        head = file.read(4096)
    paper = READER.read(Source(path.name, path, head, path.stat().st_size), Limits())
    return sum(len(block.text) for block in paper.blocks)


def seconds(read: Callable[[Path], int], path: Path) -> float:
    """Return the seconds of one reading by the clock: ours runs in a process of its own, pipes and all."""
    start = time.perf_counter()
    read(path)
    return time.perf_counter() - start


def main() -> None:
    """Print both times and their ratio."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    turns = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.pdf"
        make_pdf(path, pages)
        times = [(seconds(bare, path), seconds(ours, path)) for _ in range(turns)]
    theirs, mine = (min(column) for column in zip(*times, strict=True))
    print(f"pages {pages}  pypdfium2 {theirs:.3f} s  liandu {mine:.3f} s  ratio {mine / theirs:.2f}")


if __name__ == "__main__":
    main()
