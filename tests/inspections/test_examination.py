"""The first look at an upload: quick, and refusing at once what can be told at once."""

import io
from pathlib import Path

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from liandu.inspections.examination import Examined, _pages_of_scan, examine, title_for
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from liandu.papers.blocks import Block, BlockKind, Paper
from liandu.papers.reading import ocr
from liandu.papers.reading.legacy_office import program
from liandu.papers.reading.protocol import Limits
from liandu.papers.reading.registry import look_at
from tests.papers_of_the_day import a_marked_file, a_word_file

RTF = rb"{\rtf1\ansi one line of text}"


@pytest.fixture
def put(tmp_path):
    def _put(content, name="云州大学反馈意见.docx") -> tuple[Path, str]:
        path = tmp_path / "upload"
        path.write_bytes(content)
        return path, name

    return _put


def a_scan(pages=2):
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(200, 300))
    # A picture of one grey point, as PPM, over the whole page.
    picture = ImageReader(io.BytesIO(b"P6\n1 1\n255\n\x80\x80\x80"))
    for _ in range(pages):
        canvas.drawImage(picture, 0, 0, 200, 300)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_a_word_file_is_read_for_its_marking_and_title(put):
    assert examine(*put(a_word_file())) == Examined("docx", None, None, "云州大学反馈意见")
    assert examine(*put(a_marked_file("秘密★1年"))).marking == (Grade.SECRET, "秘密★1年")


def test_the_ending_does_not_decide(put):
    assert examine(*put(a_word_file(), "云州大学反馈意见.pdf")).format == "docx"


def test_an_old_office_file_is_refused_at_once_where_libreoffice_is_missing(put, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refusal) as refused:
        examine(*put(RTF, "反馈意见.rtf"))
    assert refused.value.code == "file.needs_libreoffice"


@pytest.mark.skipif(program() is None, reason="LibreOffice is not installed")
def test_an_old_office_file_is_only_looked_at(put):
    assert examine(*put(RTF, "反馈意见.rtf")) == Examined("rtf", None, None, "反馈意见")


@pytest.mark.skipif(ocr.is_installed(), reason="the extra [ocr] is installed")
def test_a_scan_is_refused_at_once_where_nothing_can_recognise_it(put):
    with pytest.raises(Refusal) as refused:
        examine(*put(a_scan(), "扫描件.pdf"))
    assert refused.value.code == "file.scan"


@pytest.mark.skipif(not ocr.is_installed(), reason="the extra [ocr] is not installed")
def test_a_scan_is_only_looked_at(put):
    assert examine(*put(a_scan(pages=3), "云州大学扫描件.pdf")) == Examined("ocr", 3, None, "云州大学扫描件")


def test_a_scan_is_told_by_its_pictures(put):
    assert _pages_of_scan(look_at(*put(a_scan(pages=3)), Limits()), Limits()) == 3
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(50, 700, "a page with enough letters to read")
    canvas.save()
    assert _pages_of_scan(look_at(*put(out.getvalue()), Limits()), Limits()) is None


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("云州大学反馈意见.docx", "云州大学反馈意见"),
        ("附件1.docx", "关于云州大学的反馈意见"),
        ("新建 Microsoft Word 文档 (2).docx", "关于云州大学的反馈意见"),
        ("扫描件_20260618.pdf", "关于云州大学的反馈意见"),
        ("IMG_2044.pdf", "关于云州大学的反馈意见"),
        (".docx", "关于云州大学的反馈意见"),
    ],
)
def test_the_title_is_the_files_name_unless_it_says_nothing(name, title):
    lines = ("随意的一行", False), ("关于云州大学的\n反馈意见", True)
    blocks = [
        Block(n, BlockKind.PARAGRAPH, text.replace("\n", ""), centred=centred)
        for n, (text, centred) in enumerate(lines)
    ]
    assert title_for(name, Paper("docx", tuple(blocks))) == title


def test_the_title_of_a_paper_without_a_centred_line_is_the_files_name():
    assert title_for("附件1.docx", Paper("docx", (Block(0, BlockKind.PARAGRAPH, "一行"),))) == "附件1"
