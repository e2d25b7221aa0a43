"""Scans and pictures, through the optional extra ``[ocr]`` (rapidocr with onnxruntime; its models come with it).

Recognised text is never as sure as typed text, so the paper carries a remark that asks for checking. Without the extra
a scan is refused with a sentence that says what to do.
"""

import importlib.util
import io
import threading
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liandu.kernel.words import gettext_noop
from liandu.papers.blocks import Box, Paper
from liandu.papers.reading.lines import Column, Line, column_of, flow, width_of
from liandu.papers.reading.protocol import CannotRead, Limits, Source
from liandu.papers.reading.text import CLEANING, blocks_of, bytes_of, empty, too_long

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

REMARK = gettext_noop("文字由识别得到，请核对。")
_DPI = 150  # at 200 and above the recogniser was seen to drop half lines
_MOST_PIXELS = 60_000_000  # an A3 sheet at 300 dpi has 17 million
_MOST_PAGES = 300
_LONGEST_SIDE = 4000
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"BM")
_ENDINGS = frozenset({"png", "jpg", "jpeg", "tif", "tiff", "bmp"})

_ONE_AT_A_TIME = threading.Lock()
_PDFIUM = threading.Lock()  # it keeps global state and must not be entered by two threads


class PictureReader:
    """Reads .png, .jpg, .tif and .bmp pictures of pages."""

    name = "ocr"

    def score(self, source: Source) -> float:
        """Return 0.9 for a picture by its signature; a bitmap's two letters count only with its ending."""
        if source.head.startswith(b"BM"):
            return 0.9 if source.ending == "bmp" else 0.0
        return 0.9 if source.head.startswith(_SIGNATURES) else 0.0

    def read(self, source: Source, limits: Limits) -> Paper:
        """Return the recognised text; raise CannotRead without the extra or for a broken or gigantic picture."""
        data = bytes_of(source, limits)
        if not is_installed():
            raise not_installed()
        return _paper(_frames(data, limits), limits)


READER = PictureReader()


def is_installed() -> bool:
    """Say whether the extra is there."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def not_installed() -> CannotRead:
    """Return the refusal of a scan when there is nothing to recognise it with."""
    return CannotRead(
        "file.scan",
        gettext_noop(
            "文件是扫描件或图片，没有可读的文字。请上传 Word 或带文字的 PDF；或请管理员安装文字识别（liandu[ocr]）。"
        ),
    )


def read_pdf(path: Path, limits: Limits) -> Paper:
    """Return the recognised text of a scanned PDF; raise CannotRead without the extra."""
    if not is_installed():
        raise not_installed()
    return _paper(_rendered(path, limits), limits)


def pages_of_picture(source: Source, limits: Limits) -> int:
    """Return how many pictures the file holds, after opening each; raise CannotRead for a broken or gigantic one.

    Nothing is recognised, so this needs no extra: it is for pictures that are kept as they are, as photographs.
    """
    return sum(1 for _picture in _frames(bytes_of(source, limits), limits))


def _frames(data: bytes, limits: Limits) -> "Iterator[Image.Image]":
    """Yield the pages of a picture file as RGB; sizes are looked at before anything is unpacked."""
    # Imported here because most files are no pictures.
    from PIL import Image

    # Pillow raises all kinds for broken pictures (OSError, SyntaxError, ValueError, struct.error, its bomb error …).
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF", "BMP")) as picture:
            for number in range(getattr(picture, "n_frames", 1)):
                picture.seek(number)
                if number >= min(limits.pages, _MOST_PAGES) or picture.width * picture.height > _MOST_PIXELS:
                    gigantic = True
                    break
                yield picture.convert("RGB")
            else:
                gigantic = False
    except Exception as error:
        raise CannotRead("file.broken", gettext_noop("图片已损坏或不完整，请重新扫描或拍照后再上传。")) from error
    if gigantic:
        raise CannotRead("file.bomb", gettext_noop("图片的尺寸或页数异常庞大，没有接收；请缩小后再上传。"))


def _rendered(path: Path, limits: Limits) -> "Iterator[Image.Image]":
    """Yield the pages of a PDF as pictures at 150 dpi."""
    # Imported here because the PDF reader imports this module for scans.
    from liandu.papers.reading.pdf.page import opened

    with opened(path, replace(limits, pages=min(limits.pages, _MOST_PAGES))) as document:
        for page in document:
            width, height = page.get_size()
            scale = min(_DPI / 72, _LONGEST_SIDE / max(width, height, 1.0))
            with _PDFIUM:
                picture = page.render(scale=scale).to_pil().convert("RGB")
            yield picture


@cache
def _engine() -> Any:
    # The extra is heavy and may be absent, so it is loaded when the first scan comes.
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.max_side_len": _LONGEST_SIDE, "Global.log_level": "error"})


def _paper(pictures: "Iterator[Image.Image]", limits: Limits) -> Paper:
    """Recognise every picture and join what stands on them."""
    pages = []
    for number, picture in enumerate(pictures):
        with _ONE_AT_A_TIME:
            found = _recognised(picture)
        pages.append(_lines(found, number, picture.size))
        if sum(len(line.text) for page in pages for line in page) > limits.characters:
            raise too_long(limits)
    if not any(pages):
        raise empty()
    column: Column = column_of([line for page in pages for line in page])
    pieces = flow([page for page in pages if page], column)
    return Paper("ocr", tuple(blocks_of(pieces, paged=True)), pages=len(pages), remarks=(REMARK,))


def _recognised(picture: "Image.Image") -> list[tuple[str, tuple[float, float, float, float]]]:
    """Return the texts on a picture, each with its left, top, right, bottom in pixels."""
    data = io.BytesIO()
    picture.save(data, "PNG", compress_level=1)
    result = _engine()(data.getvalue())
    if result.boxes is None or result.txts is None:
        return []
    out = []
    for corners, text in zip(result.boxes, result.txts, strict=True):
        xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
        out.append((str(text), (min(xs), min(ys), max(xs), max(ys))))
    return out


def _lines(found: list[tuple[str, tuple[float, float, float, float]]], page: int, size: tuple[int, int]) -> list[Line]:
    """Return recognised texts as lines from top to bottom; pieces at one height are one line."""
    rows: list[list[tuple[str, tuple[float, float, float, float]]]] = []
    for text, place in sorted(found, key=lambda item: (item[1][1] + item[1][3]) / 2):
        middle = (place[1] + place[3]) / 2
        if rows and rows[-1][-1][1][1] < middle < rows[-1][-1][1][3]:
            rows[-1].append((text, place))
        else:
            rows.append([(text, place)])
    spans = [(sorted(row, key=lambda item: item[1][0])) for row in rows]
    letters = sorted((row[-1][1][2] - row[0][1][0]) / max(1.0, sum(width_of(t) for t, _ in row)) for row in spans)
    letter = letters[len(letters) // 2] if letters else 1.0
    edge = min((row[0][1][0] for row in spans), default=0.0)
    out = []
    for row in spans:
        text = " ".join(item[0] for item in row).translate(CLEANING).strip()
        left, right = row[0][1][0], row[-1][1][2]
        top, bottom = min(item[1][1] for item in row), max(item[1][3] for item in row)
        box = Box(page + 1, left / size[0], top / size[1], right / size[0], bottom / size[1])
        if text:
            out.append(Line(text, (left - edge) / letter, (right - edge) / letter, page, box=box))
    return out
