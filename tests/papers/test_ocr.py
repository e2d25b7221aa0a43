"""Scans and pictures, with the extra and without it."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from liandu.papers.reading import ocr
from liandu.papers.reading.protocol import CannotRead, Limits, Source

needs_extra = pytest.mark.skipif(not ocr.is_installed(), reason="the ocr extra is not installed")
without_extra = pytest.mark.skipif(ocr.is_installed(), reason="the ocr extra is installed")


def picture(kind: str) -> bytes:
    image = Image.new("RGB", (900, 200), "white")
    ImageDraw.Draw(image).text((40, 60), "LEDGER 2025", fill="black", font_size=64)
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def read(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "a.png"
    path.write_bytes(data)
    paper = ocr.READER.read(Source("a.png", path, data[:4096], len(data)), Limits())
    assert paper.remarks == ("文字由识别得到，请核对。",)
    return "".join(block.text for block in paper.blocks)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_pictures_are_known_by_their_signature(kind: str) -> None:
    data = picture(kind)
    assert ocr.READER.score(Source("a.txt", Path("/"), data[:4096], len(data))) == 0.9


def test_a_text_that_begins_with_bm_is_no_picture() -> None:
    assert ocr.READER.score(Source("a.txt", Path("/"), b"BM ledger", 9)) == 0.0
    assert ocr.READER.score(Source("a.bmp", Path("/"), b"BM ledger", 9)) == 0.9


@without_extra
def test_without_the_extra_the_sentence_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CannotRead) as caught:
        read(tmp_path, picture("PNG"))
    assert caught.value.code == "file.scan"
    assert "扫描件" in str(caught.value)


@needs_extra
@pytest.mark.slow
def test_a_picture_is_read_and_says_that_it_was_recognised(tmp_path: Path) -> None:
    assert read(tmp_path, picture("PNG")).replace(" ", "") == "LEDGER2025"


@needs_extra
def test_a_cut_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotRead) as caught:
        read(tmp_path, picture("PNG")[:200])
    assert caught.value.code == "file.broken"
