"""Official papers as PDF."""

import io
import time
from pathlib import Path

import pypdfium2
import pytest
import reportlab

from liandu.papers.reading import read
from liandu.papers.writing import OfficialPaper, PageBreak, Paragraph, Table, write_pdf
from tests.papers.writing.samples import BODY, HOSTILE, OFFICIAL, hostile_paper, long_table

NO_FONTS = ("/nowhere",)  # so that tests see the same on every machine


def pages(paper: OfficialPaper) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(write_pdf(paper, font_folders=NO_FONTS)))
    return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]


def size(paper: OfficialPaper) -> tuple[float, float]:
    document = pypdfium2.PdfDocument(io.BytesIO(write_pdf(paper, font_folders=NO_FONTS)))
    return document[0].get_size()


def test_the_page_is_a4_and_turned_for_wide_papers():
    assert size(OFFICIAL) == pytest.approx((595.28, 841.89), abs=0.01)
    assert size(long_table(1)) == pytest.approx((841.89, 595.28), abs=0.01)


def test_a_font_of_the_machine_is_embedded_and_a_broken_one_passed_by(tmp_path):
    vera = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    (tmp_path / "simfang.ttf").write_bytes(vera.read_bytes())
    (tmp_path / "simhei.ttf").write_bytes(b"no font at all")
    paper = OfficialPaper("Title", (Paragraph("Text"),))
    assert b"/FontFile2" in write_pdf(paper, font_folders=(str(tmp_path),))
    assert b"/FontFile2" not in write_pdf(paper, font_folders=NO_FONTS)


def test_everything_that_is_written_can_be_read_and_every_page_is_numbered():
    first, second = pages(OFFICIAL)
    for text in (OFFICIAL.issuer, OFFICIAL.number, OFFICIAL.grade, OFFICIAL.title, OFFICIAL.addressee, BODY):
        assert text in first
    assert "1关于选人用人的专题报告12" in first
    assert first.endswith("—1—")
    assert second.startswith("附件移交单位：云州市委巡视工作领导小组办公室签名：")
    assert second.endswith("2026年11月20日—2—")


def test_our_own_reader_reads_the_paper_back(tmp_path):
    file = tmp_path / "通报.pdf"
    file.write_bytes(write_pdf(OFFICIAL))
    paper = read(file, file.name)
    assert paper.pages == 2
    assert any(OFFICIAL.title in block.text for block in paper.blocks)


def test_a_page_holds_22_lines_of_28_characters():
    paper = OfficialPaper("题", (PageBreak(), Paragraph("字" * 28 * 22, "plain"), Paragraph("末", "plain")))
    assert [text.count("字") for text in pages(paper)] == [0, 28 * 22, 0]


def test_a_table_goes_on_over_pages_with_its_head():
    paper = OfficialPaper("表", (Table(("序号", "内容"), tuple((str(n), "某项工作") for n in range(60))),))
    found = pages(paper)
    assert len(found) > 1
    assert all("序号内容" in text for text in found)
    assert sum(text.count("某项工作") for text in found) == 60


def test_long_text_is_wrapped_in_its_cell_and_a_row_higher_than_a_page_goes_on():
    paper = OfficialPaper("表", (Table(("甲", "乙"), (("短", "长" * 3_000),)),))
    found = pages(paper)
    assert len(found) > 2
    assert sum(text.count("长") for text in found) == 3_000
    assert all("甲乙" in text for text in found)


def test_a_head_higher_than_the_page_breaks_nothing():
    found = pages(OfficialPaper("表", (Table(("头" * 2_000,), (("行",) * 1,) * 3),)))
    assert sum(text.count("行") for text in found) == 3


def test_a_heading_stays_with_what_it_heads():
    lines = (Paragraph("字" * 28, "plain"),) * 21
    paper = OfficialPaper("题", (PageBreak(), *lines, Paragraph("一、头", "heading1"), Paragraph("文")))
    assert "一、头" in pages(paper)[2]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_any_place_breaks_nothing(text):
    assert pages(hostile_paper(text))


def test_equal_papers_are_equal_files(monkeypatch):
    first = write_pdf(OFFICIAL)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert write_pdf(OFFICIAL) == first


@pytest.mark.slow
def test_a_table_of_2000_rows_takes_less_than_ten_seconds():
    start = time.perf_counter()
    written = write_pdf(long_table(2_000))
    assert time.perf_counter() - start < 10
    assert len(pypdfium2.PdfDocument(io.BytesIO(written))) == 201
