"""PDF: lines become paragraphs again, and what runs through the pages stands apart."""

import io
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from liandu.papers.blocks import BlockKind, Paper
from liandu.papers.reading import ocr
from liandu.papers.reading.pdf import READER
from liandu.papers.reading.protocol import CannotRead, Limits, Source
from tests.papers.hostile.files import FILES

SONG = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(SONG))
LEFT, LETTER, COLUMN = 79.0, 16.0, 27


class Sheet:
    """A PDF in the making: real line breaks at the right edge, as a word processor sets them."""

    def __init__(self, **options: object) -> None:
        self.file = io.BytesIO()
        self.canvas = Canvas(self.file, pagesize=A4, **options)  # type: ignore[arg-type]  # reportlab has no types
        self.y = A4[1] - 110
        self.page = 1
        self.header = ""

    def line(self, text: str, x: float = LEFT, size: float = LETTER) -> None:
        if self.y < 110:
            self.turn()
        self.canvas.setFont(SONG, size)
        self.canvas.drawString(x, self.y, text)
        self.y -= 28

    def centred(self, text: str, size: float = 22) -> None:
        self.canvas.setFont(SONG, size)
        self.canvas.drawCentredString(LEFT + LETTER * COLUMN / 2, self.y, text)
        self.y -= 32

    def paragraph(self, text: str, indent: int = 2) -> None:
        row, width, room = "", 0.0, (COLUMN - indent) * LETTER
        x = LEFT + indent * LETTER
        for char in text:
            wide = pdfmetrics.stringWidth(char, SONG, LETTER)
            if width + wide > room and char not in "，。；：”）、":
                self.line(row, x)
                row, width, x, room = "", 0.0, LEFT, COLUMN * LETTER
            row, width = row + char, width + wide
        self.line(row, x)

    def turn(self, *, foot: str = "— %d —") -> None:
        self.canvas.setFont(SONG, 14)
        if foot:
            self.canvas.drawCentredString(A4[0] / 2, 50, foot % self.page)
        if self.header:
            self.canvas.setFont(SONG, 9)
            self.canvas.drawString(LEFT, A4[1] - 50, self.header)
        self.canvas.showPage()
        self.page += 1
        self.y = A4[1] - 110

    def data(self) -> bytes:
        self.canvas.save()
        return self.file.getvalue()


def read(tmp_path: Path, data: bytes, **limits: int) -> Paper:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    return READER.read(Source("a.pdf", path, data[:4096], len(data)), Limits(**limits))


def texts(paper: Paper, *kinds: BlockKind) -> list[str]:
    return [block.text for block in paper.blocks if block.kind in (kinds or {BlockKind.PARAGRAPH})]


LONG = (
    "（一）落实粮食安全责任有偏差。对储备粮轮换计划执行情况检查不够，2024年应轮换3265.4吨，实际只完成一半，"
    "“重购销、轻管理”的现象没有得到纠正；有关科室台账更新滞后，账实核对走过场，责任追究失之于宽。"
)
NEXT = "（二）仓储管理不规范。5个库点未按规定检测粮情，涉及资金63.8万元，整改措施停留在纸面上，没有明确完成时限。"


def test_hard_wraps_are_joined_and_paragraphs_kept(tmp_path: Path) -> None:
    sheet = Sheet()
    for text in (LONG, NEXT, "三、下一步工作"):
        sheet.paragraph(text)
    assert texts(read(tmp_path, sheet.data())) == [LONG, NEXT, "三、下一步工作"]


def test_paragraphs_without_indentation_are_told_by_their_ordinals_and_short_last_lines(tmp_path: Path) -> None:
    sheet = Sheet()
    for text in (LONG, NEXT, "三、下一步工作", LONG):
        sheet.paragraph(text, indent=0)
    assert texts(read(tmp_path, sheet.data())) == [LONG, NEXT, "三、下一步工作", LONG]


def test_a_paragraph_runs_past_the_end_of_a_page_and_the_page_mark_is_a_footer(tmp_path: Path) -> None:
    sheet = Sheet()
    for _ in range(6):
        sheet.paragraph(LONG)
        sheet.paragraph(NEXT)
    sheet.turn()
    paper = read(tmp_path, sheet.data())
    assert texts(paper) == [LONG, NEXT] * 6
    assert texts(paper, BlockKind.FOOTER) == ["— 1 —", "— 2 —"]
    assert paper.pages == 2


def test_running_headers_are_apart_on_every_page(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.header = "云州市审计局文件"
    for _ in range(4):
        sheet.paragraph(LONG)
        sheet.turn(foot="第 %d 页 共 4 页")
    paper = read(tmp_path, sheet.data())
    assert texts(paper, BlockKind.HEADER) == ["云州市审计局文件"] * 4
    assert texts(paper, BlockKind.FOOTER) == [f"第 {n} 页 共 4 页" for n in range(1, 5)]
    assert texts(paper) == [LONG] * 4


def test_a_title_on_two_lines_is_one_centred_block(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.centred("中共云州市望川区委员会关于市委第三轮")
    sheet.centred("巡察整改进展情况的通报")
    sheet.centred("（2026年3月12日）", size=16)
    sheet.paragraph(LONG)
    blocks = read(tmp_path, sheet.data()).blocks
    assert [(block.text, block.centred) for block in blocks] == [
        ("中共云州市望川区委员会关于市委第三轮巡察整改进展情况的通报", True),
        ("（2026年3月12日）", True),
        (LONG, False),
    ]


def test_a_footnote_in_small_letters_is_a_note_and_the_sentence_goes_on_overleaf(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.paragraph(LONG)
    sheet.line("从结果看，反映的213个问题中已完成整改187个，其中批评教育5", LEFT + 2 * LETTER, size=15)
    sheet.y = 130
    sheet.line("① 制度数量按正式印发文件统计，不含会议纪要。", size=10)
    sheet.turn()
    sheet.line("5人。")
    sheet.paragraph(NEXT)
    paper = read(tmp_path, sheet.data())
    assert texts(paper) == [LONG, "从结果看，反映的213个问题中已完成整改187个，其中批评教育55人。", NEXT]
    assert texts(paper, BlockKind.NOTE) == ["① 制度数量按正式印发文件统计，不含会议纪要。"]


def grid(sheet: Sheet, xs: list[float], ys: list[float], skip: tuple[int, ...] = ()) -> None:
    """Draw level lines at ``ys`` and upright ones at ``xs``; ``skip`` names upright lines missing in the first row."""
    for y in ys:
        sheet.canvas.line(xs[0], y, xs[-1], y)
    for index, x in enumerate(xs):
        sheet.canvas.line(x, ys[1] if index in skip else ys[0], x, ys[-1])


def test_a_ruled_table_becomes_cells_in_their_place_and_a_merged_cell_is_filled(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.paragraph(LONG)
    top = sheet.y
    grid(sheet, [79, 179, 400, 510], [top, top - 30, top - 60, top - 110], skip=(2,))
    for x, y, text in (
        (85, top - 20, "序号"),
        (185, top - 20, "反馈问题"),
        (85, top - 50, "1"),
        (185, top - 50, "账实核对走过场"),
        (405, top - 50, "已完成"),
        (85, top - 85, "2"),
        (185, top - 80, "台账更新滞后，"),
        (185, top - 100, "责任不清"),
        (405, top - 85, "推进中"),
    ):
        sheet.canvas.setFont(SONG, 12)
        sheet.canvas.drawString(x, y, text)
    sheet.y = top - 150
    sheet.paragraph(NEXT)
    paper = read(tmp_path, sheet.data())
    assert [[cell.text for cell in row] for row in paper.tables[0].rows] == [
        ["序号", "反馈问题", "反馈问题"],
        ["1", "账实核对走过场", "已完成"],
        ["2", "台账更新滞后，责任不清", "推进中"],
    ]
    assert [cell.first for cell in paper.tables[0].rows[0]] == [True, True, False]
    assert [block.kind for block in paper.blocks][:2] == [BlockKind.PARAGRAPH, BlockKind.CELL]
    assert paper.blocks[-1].text == NEXT
    assert texts(paper) == [LONG, NEXT]


def test_a_table_that_goes_on_overleaf_is_one_table(tmp_path: Path) -> None:
    sheet = Sheet()
    for page in (1, 2):
        sheet.canvas.setFont(SONG, 12)
        grid(sheet, [79, 179, 400], [700, 670, 640])
        sheet.canvas.drawString(85, 680, f"第{page}页")
        sheet.canvas.drawString(185, 650, "问题")
        sheet.turn()
    paper = read(tmp_path, sheet.data())
    assert [[cell.text for cell in row] for row in paper.tables[0].rows] == [
        ["第1页", ""],
        ["", "问题"],
        ["第2页", ""],
        ["", "问题"],
    ]
    assert len(paper.tables) == 1


def test_boxes_say_where_the_lines_stand(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.line("一、主要问题", x=A4[0] / 2)
    box = read(tmp_path, sheet.data()).blocks[0].boxes[0]
    assert (box.page, round(box.left, 2), round(box.right, 2)) == (1, 0.5, round(0.5 + 6 * LETTER / A4[0], 2))
    assert box.top < 110 / A4[1] < box.bottom


def test_drawing_order_does_not_matter(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.canvas.setFont(SONG, LETTER)
    sheet.canvas.drawString(LEFT, 600, "第二行在后。")
    sheet.canvas.drawString(LEFT, 700, "第一行在前。")
    assert texts(read(tmp_path, sheet.data())) == ["第一行在前。", "第二行在后。"]


def test_letters_drawn_later_stand_where_they_are_seen(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.canvas.setFont(SONG, LETTER)
    sheet.canvas.drawString(LEFT, 700, "落实　一岗双责　不严。")
    sheet.canvas.drawString(LEFT + 2 * LETTER, 700, "“")
    sheet.canvas.drawString(LEFT + 7 * LETTER, 700, "”")
    assert texts(read(tmp_path, sheet.data())) == ["落实“一岗双责”不严。"]


def refusal(tmp_path: Path, data: bytes, **limits: int) -> str:
    with pytest.raises(CannotRead) as caught:
        read(tmp_path, data, **limits)
    assert str(caught.value)
    return caught.value.code


def test_a_password_is_named(tmp_path: Path) -> None:
    sheet = Sheet(encrypt=StandardEncryption("open-me", "owner", strength=128))
    sheet.line("一、主要问题")
    assert refusal(tmp_path, sheet.data()) == "file.encrypted"


def test_a_pdf_that_only_forbids_printing_is_read(tmp_path: Path) -> None:
    sheet = Sheet(encrypt=StandardEncryption("", "owner", canPrint=0, strength=128))
    sheet.line("一、主要问题")
    assert texts(read(tmp_path, sheet.data())) == ["一、主要问题"]


def test_broken_and_cut_files_are_refused(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.paragraph(LONG)
    data = sheet.data()
    assert refusal(tmp_path, data[:200]) == "file.broken"
    assert refusal(tmp_path, b"%PDF-1.7\n" + bytes(range(256)) * 20) == "file.broken"
    assert refusal(tmp_path, b"") == "file.empty"


def test_too_many_pages_or_letters_are_refused(tmp_path: Path) -> None:
    sheet = Sheet()
    for _ in range(3):
        sheet.paragraph(LONG)
        sheet.turn()
    data = sheet.data()
    assert refusal(tmp_path, data, pages=2) == "file.too_many_pages"
    assert refusal(tmp_path, data, characters=100) == "file.too_long"
    assert refusal(tmp_path, data, bytes=100) == "file.too_large"


def test_a_scan_says_that_it_is_one(tmp_path: Path) -> None:
    sheet = Sheet()
    picture = io.BytesIO()
    Image.new("L", (60, 80), 255).save(picture, "PNG")
    picture.seek(0)
    sheet.canvas.drawImage(ImageReader(picture), 0, 0, A4[0], A4[1])
    if ocr.is_installed():
        pytest.skip("the ocr extra is installed, so the scan would be read")
    assert refusal(tmp_path, sheet.data()) == "file.scan"


def test_a_page_without_text_is_refused(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(*A4)
    out = io.BytesIO()
    document.save(out)
    assert refusal(tmp_path, out.getvalue()) == "file.empty"


@pytest.mark.slow
def test_a_file_that_kills_the_engine_is_refused_and_the_next_one_is_read(tmp_path: Path) -> None:
    hostile = next(hostile for hostile in FILES if hostile.what == "pdf form that draws itself")
    hostile.write(tmp_path / "bomb.pdf")
    assert refusal(tmp_path, (tmp_path / "bomb.pdf").read_bytes()) == "file.bomb"
    sheet = Sheet()
    sheet.paragraph(LONG)
    assert texts(read(tmp_path, sheet.data())) == [LONG]


def whole_pdf() -> bytes:
    sheet = Sheet(pageCompression=0, invariant=1)
    sheet.paragraph(LONG)
    grid(sheet, [79, 179, 400], [500, 470, 440])
    return sheet.data()


WHOLE = whole_pdf()


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=6)), min_size=1, max_size=8))
def test_any_damage_to_a_pdf_gives_a_paper_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, damage: list[tuple[int, bytes]]
) -> None:
    data = bytearray(WHOLE)
    for place, noise in damage:
        data[place : place + len(noise)] = noise
    if not data.startswith(b"%PDF-"):
        return
    try:
        paper = read(tmp_path_factory.getbasetemp(), bytes(data))
    except CannotRead:
        return
    assert [block.index for block in paper.blocks] == list(range(len(paper.blocks)))


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["（一）", "1.", "二、", "", "有的"]),
            st.text(alphabet="督察整改落实不到位资金项目管理制度，；0123456789", min_size=30, max_size=150),
        ),
        min_size=6,
        max_size=12,
    )
)
def test_indented_paragraphs_come_back_as_they_were_set(
    tmp_path_factory: pytest.TempPathFactory, items: list[tuple[str, str]]
) -> None:
    paragraphs = [f"{ordinal}问题{text.strip('，；')}未解决。" for ordinal, text in items]
    sheet = Sheet()
    for paragraph in paragraphs:
        sheet.paragraph(paragraph)
    assert texts(read(tmp_path_factory.getbasetemp(), sheet.data())) == paragraphs


def test_score_goes_by_content(tmp_path: Path) -> None:
    assert READER.score(Source("a.docx", tmp_path, b"%PDF-1.4 ...", 12)) == 1.0
    assert READER.score(Source("a.pdf", tmp_path, b"\n\n%PDF-1.4 ...", 12)) == 0.8
    assert READER.score(Source("a.pdf", tmp_path, b"PK\x03\x04 %PDF-", 12)) == 0.0
