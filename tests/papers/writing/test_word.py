"""Official papers as Word documents: the measures of GB/T 9704-2012, and what must not break them."""

import io
import re
import time
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from liandu.papers.blocks import BlockKind
from liandu.papers.reading import read
from liandu.papers.writing import OfficialPaper, PageBreak, Paragraph, Table, write_docx
from tests.papers.writing.samples import BODY, HOSTILE, OFFICIAL, hostile_paper, long_table


def opened(paper: OfficialPaper):
    return Document(io.BytesIO(write_docx(paper)))


def found(document, text: str):
    return next(paragraph for paragraph in document.paragraphs if paragraph.text == text)


def font(run) -> str:
    return run._r.rPr.rFonts.get(qn("w:eastAsia"))


@pytest.fixture(scope="module")
def document():
    return opened(OFFICIAL)


def test_the_page_is_a4_with_the_margins_of_the_standard(document):
    section = document.sections[0]
    assert [round(side.mm, 1) for side in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in margins] == [37, 35, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")


def test_the_text_is_fangsong_of_size_three_in_exact_lines_without_widow_control(document):
    style = document.styles["Normal"]
    fonts = style.element.rPr.rFonts
    assert {fonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "eastAsia", "cs")} == {"仿宋_GB2312"}
    assert style.font.size == Pt(16)
    assert style.paragraph_format.line_spacing == Pt(28.95)
    assert style.paragraph_format.widow_control is False
    assert not re.search(r"(ascii|hAnsi|eastAsia|cs)Theme", style.element.getparent().xml, re.IGNORECASE)


def test_headings_have_the_fonts_of_their_levels_and_are_outlined_without_bold(document):
    for text, name, level in (("一、总体情况", "黑体", "0"), ("（一）移交", "楷体_GB2312", "1"), ("1.清单", "", "2")):
        paragraph = found(document, text)
        properties = paragraph.runs[0]._r.rPr
        assert (font(paragraph.runs[0]) if properties is not None else "") == name
        assert paragraph._p.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) == level
        assert paragraph.runs[0].bold is None


def test_the_text_is_indented_two_characters_and_the_addressee_is_not(document):
    indent = found(document, BODY)._p.pPr.find(qn("w:ind"))
    assert (indent.get(qn("w:firstLineChars")), indent.get(qn("w:firstLine"))) == ("200", "640")
    assert found(document, OFFICIAL.addressee)._p.pPr.find(qn("w:ind")) is None


def test_the_title_is_centred_in_size_two(document):
    title = found(document, OFFICIAL.title)
    assert (font(title.runs[0]), title.runs[0].font.size, str(title.alignment)) == (
        "方正小标宋简体",
        Pt(22),
        "CENTER (1)",
    )


def test_the_mark_is_red_and_fits_in_one_line_and_the_rule_stands_under_the_number(document):
    mark = found(document, OFFICIAL.issuer)
    assert str(mark.runs[0].font.color.rgb) == "FF0000"
    assert mark.runs[0].font.size.pt * len(OFFICIAL.issuer) <= Mm(156).pt
    # 35 mm below the top of the type area, of which the grade has used one line.
    assert mark.paragraph_format.space_before.pt == pytest.approx(35 / 25.4 * 72 - 28.95, abs=0.05)
    rule = found(document, OFFICIAL.number)._p.pPr.find(f"{qn('w:pBdr')}/{qn('w:bottom')}")
    assert (rule.get(qn("w:color")), rule.get(qn("w:space"))) == ("FF0000", "11")


def test_a_paper_without_issuer_has_nothing_red():
    with zipfile.ZipFile(io.BytesIO(write_docx(OfficialPaper("函", (Paragraph("正文"),), number="1号")))) as package:
        assert b"FF0000" not in package.read("word/document.xml")


def test_the_date_keeps_four_characters_free_and_a_name_two(document):
    for text, free in ((OFFICIAL.date, "400"), ("中共云州市委巡视工作领导小组办公室", "200")):
        paragraph = found(document, text)
        assert paragraph._p.pPr.find(qn("w:ind")).get(qn("w:rightChars")) == free
        assert str(paragraph.alignment) == "RIGHT (2)"


def test_page_numbers_stand_on_the_outer_side_between_dashes(document):
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        texts = "".join(node.text for node in paragraph._p.iter(qn("w:t")))
        assert texts == "— 1 —"
        assert paragraph._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"
        assert paragraph._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert paragraph._p.pPr.find(qn("w:ind")).get(qn(f"w:{side}Chars")) == "100"
        assert paragraph.runs[0].font.size == Pt(14)
    assert document.settings.odd_and_even_pages_header_footer
    assert section.footer_distance.mm == pytest.approx(25.53, abs=0.02)


def test_tables_repeat_their_head_keep_rows_whole_and_align_numbers(document):
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["序号", "标题", "份数"],
        ["1", "关于选人用人的专题报告", "12"],
        ["2", "关于涉粮的专题报告", "3"],
    ]
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True, False, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    aligned = [cell.paragraphs[0]._p.pPr.find(qn("w:jc")).get(qn("w:val")) for cell in table.rows[1].cells]
    assert aligned == ["right", "left", "right"]
    widths = [cell.width.mm for cell in table.rows[0].cells]
    assert widths == pytest.approx([156 / 7, 156 * 5 / 7, 156 / 7], abs=0.05)
    assert [cell.paragraphs[0].runs[0].font.size for cell in table.rows[1].cells] == [Pt(14)] * 3


def test_the_size_of_a_table_follows_the_count_of_its_columns():
    for columns, size in ((4, 14), (5, 12), (7, 12), (8, 10.5)):
        table = opened(OfficialPaper("表", (Table(("列",) * columns, (("一",) * columns,)),))).tables[0]
        assert table.rows[1].cells[0].paragraphs[0].runs[0].font.size == Pt(size)


def test_a_page_break_is_a_property_of_what_follows_it(document):
    breaks = [p.text for p in document.paragraphs if p.paragraph_format.page_break_before]
    assert breaks == ["附件"]


def test_tables_after_each_other_stay_two_and_one_may_begin_a_page():
    table = Table(("甲",), (("一",),))
    document = opened(OfficialPaper("表", (table, table, PageBreak(), table, PageBreak())))
    assert len(document.tables) == 3
    assert [p.text for p in document.paragraphs if p.paragraph_format.page_break_before] == [""]


def test_lines_to_sign_name_the_party_and_have_a_place_for_seal_and_date(document):
    texts = [paragraph.text for paragraph in document.paragraphs]
    at = texts.index("移交单位：云州市委巡视工作领导小组办公室")
    sign = "签名：＿＿＿＿＿＿＿（盖章）　　　年　　月　　日"
    assert texts[at : at + 4] == ["移交单位：云州市委巡视工作领导小组办公室", sign, "接收单位：", sign]


def test_a_wide_paper_is_turned_with_its_bound_edge_up():
    section = opened(long_table(1)).sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [297, 210]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in margins] == [28, 26, 35, 37]
    assert str(section.orientation) == "LANDSCAPE (1)"


def test_our_own_reader_reads_the_paper_back(tmp_path):
    file = tmp_path / "通报.docx"
    file.write_bytes(write_docx(OFFICIAL))
    paper = read(file, file.name)
    texts = [block.text for block in paper.body() if block.text]
    for text in (OFFICIAL.issuer, OFFICIAL.number, OFFICIAL.grade, OFFICIAL.title, OFFICIAL.addressee, BODY):
        assert text in texts
    assert [block.outline for block in paper.blocks if block.text in {"一、总体情况", "（一）移交", "1.清单"}] == [
        0,
        1,
        2,
    ]
    cells = [block.text for block in paper.blocks if block.kind is BlockKind.CELL]
    assert cells == ["序号", "标题", "份数", "1", "关于选人用人的专题报告", "12", "2", "关于涉粮的专题报告", "3"]
    assert texts[-1] == OFFICIAL.date


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_any_place_breaks_nothing(text, tmp_path):
    file = tmp_path / "文件.docx"
    file.write_bytes(write_docx(hostile_paper(text)))
    paper = read(file, file.name)
    assert len(Document(str(file)).tables[0].rows) == 4
    assert sum(block.kind is BlockKind.CELL for block in paper.blocks) == 12


def test_text_is_kept_but_for_what_no_paper_can_hold():
    paper = OfficialPaper("题", (Paragraph("一\x00二\r\n三\t四&<五>\u202e六"),))
    assert found(opened(paper), "一二\n三\t四&<五>六")


def test_equal_papers_are_equal_files_without_a_time(monkeypatch):
    first = write_docx(OFFICIAL)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert write_docx(OFFICIAL) == first
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert write_docx(OfficialPaper("另", ())) != first


def test_a_table_of_2000_rows_takes_less_than_five_seconds():
    paper = long_table(2_000)
    start = time.perf_counter()
    written = write_docx(paper)
    assert time.perf_counter() - start < 5
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        assert package.read("word/document.xml").count(b"<w:tr>") == 2_001
