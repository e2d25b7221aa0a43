"""Workbooks: values as a person sees them, merged cells, several sheets, and what is refused."""

# ruff: noqa: DTZ001 - a spreadsheet knows no time zones

import datetime as dt
import io
import os
import zipfile
from pathlib import Path

import pytest

from liandu.papers.blocks import BlockKind, Paper
from liandu.papers.reading import read
from liandu.papers.reading.protocol import CannotRead, Limits
from liandu.papers.reading.xlsx import shown
from tests.papers.word_files import packed
from tests.papers.workbooks import xlsx

CORPUS = Path(os.environ.get("LIANDU_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
ODS = "application/vnd.oasis.opendocument.spreadsheet"


@pytest.fixture
def paper(tmp_path):
    def make(data: bytes, name: str = "台账.xlsx", limits: Limits | None = None) -> Paper:
        file = tmp_path / "stored"
        file.write_bytes(data)
        return read(file, name, limits)

    return make


def rows(paper: Paper, table: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row] for row in paper.tables[table].rows]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  文 ", "文"),
        ("一；\r\n二", "一；\n二"),
        ("甲_x000D_\n乙", "甲\n乙"),
        (3.0, "3"),
        (18.5, "18.5"),
        (0.1 + 0.2, "0.3"),
        (1e20, "100000000000000000000"),
        (2.5e-7, "0.00000025"),
        (46112.0, "46112"),
        (True, "TRUE"),
        (dt.date(2026, 3, 31), "2026-03-31"),
        (dt.datetime(2026, 3, 31), "2026-03-31"),
        (dt.datetime(2026, 3, 31, 9, 5), "2026-03-31 09:05:00"),
        (dt.time(9, 5), "09:05:00"),
        (dt.timedelta(hours=26), "1 day, 2:00:00"),
    ],
)
def test_a_value_is_shown_as_text(value, text):
    assert shown(value) == text


def test_each_cell_is_a_block_in_reading_order(paper):
    made = paper(xlsx({"台账": [["序号", "问题"], [1, "一；\n二"], [2, None]]}))
    assert [(block.kind, block.text) for block in made.blocks] == [
        (BlockKind.CELL, text) for text in ("序号", "问题", "1", "一；\n二", "2", "")
    ]
    assert rows(made) == [["序号", "问题"], ["1", "一；\n二"], ["2", ""]]
    assert (made.format, made.tables[0].sheet, made.tables[0].hidden, made.remarks) == ("xlsx", "台账", False, ())


def test_dates_are_read_by_their_format_and_serial_numbers_stay_numbers(paper):
    made = paper(xlsx({"表": [[dt.date(2026, 3, 31), dt.datetime(2026, 4, 1, 8, 30), 46112]]}))
    assert rows(made) == [["2026-03-31", "2026-04-01 08:30:00", "46112"]]


def test_merged_cells_are_one_block_at_each_place(paper):
    made = paper(
        xlsx({"表": [["标题", None, None], ["类", "甲", "乙"], [None, "丙", "丁"]]}, merged={"表": ["A1:C1", "A2:A3"]})
    )
    assert rows(made) == [["标题"] * 3, ["类", "甲", "乙"], ["类", "丙", "丁"]]
    assert [[cell.first for cell in row] for row in made.tables[0].rows] == [
        [True, False, False], [True, True, True], [False, True, True],
    ]  # fmt: skip
    assert [block.text for block in made.blocks] == ["标题", "类", "甲", "乙", "丙", "丁"]


def test_merged_cells_are_found_in_a_sheet_that_begins_below_its_corner(paper):
    made = paper(xlsx({"表": [[], [None, "标题", None], [None, "甲", "乙"]]}, merged={"表": ["B2:C2"]}))
    assert rows(made) == [["标题", "标题"], ["甲", "乙"]]


def test_a_hidden_sheet_is_marked_and_mentioned_and_an_empty_one_left_out(paper):
    made = paper(xlsx({"台账": [["甲"]], "空": [], "底稿": [["乙"]]}, hidden=["底稿"]))
    assert [(table.sheet, table.hidden) for table in made.tables] == [("台账", False), ("底稿", True)]
    assert made.remarks == ("有隐藏的工作表，已标出。",)


def test_hidden_rows_are_mentioned(paper):
    made = paper(xlsx({"台账": [["甲"], ["乙"]]}, hidden_rows={"台账": [2]}))
    assert rows(made) == [["甲"], ["乙"]]
    assert made.remarks == ("有隐藏的行，也一并读取了。",)


def test_a_formula_gives_its_stored_value(paper):
    data = _with_part(
        xlsx({"表": [[1]]}), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<v>1</v>", b"<f>40+2</f><v>42</v>")
    )
    assert rows(paper(data)) == [["42"]]


@pytest.mark.parametrize(
    ("part", "content"),
    [("xl/vbaProject.bin", b"x"), ("[Content_Types].xml", b'<Types x="application/vnd.ms-excel.sheet.macroEnabled"/>')],
)
def test_a_workbook_with_macros_is_refused(paper, part, content):
    data = _with_part(xlsx({"表": [[1]]}), part, lambda _: content)
    with pytest.raises(CannotRead) as refused:
        paper(data, "台账.xlsm")
    assert refused.value.code == "file.macros"


def test_a_workbook_whose_only_cells_stand_in_opposite_corners_is_refused_before_it_is_laid_out(paper):
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    data = _with_part(xlsx({"表": [[1]]}), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", far))
    with pytest.raises(CannotRead) as refused:
        paper(data)
    assert refused.value.code == "file.too_many_cells"


def test_a_workbook_without_any_value_is_refused(paper):
    with pytest.raises(CannotRead) as refused:
        paper(xlsx({"甲": [], "乙": [[None, " "]]}))
    assert refused.value.code == "file.empty"


def test_a_workbook_with_entities_is_refused(paper):
    bomb = b'<!DOCTYPE a [<!ENTITY x "y">]><worksheet>&x;</worksheet>'
    with pytest.raises(CannotRead) as refused:
        paper(_with_part(xlsx({"表": [[1]]}), "xl/worksheets/sheet1.xml", lambda _: bomb))
    assert refused.value.code == "file.entities"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_a_workbook_with_a_broken_part_is_refused(paper, part):
    with pytest.raises(CannotRead) as refused:
        paper(_with_part(xlsx({"表": [["甲"]]}), part, lambda xml: xml[: len(xml) // 2]))
    assert refused.value.code == "file.broken"


@pytest.mark.parametrize(
    ("limits", "code"), [(Limits(cells=3), "file.too_many_cells"), (Limits(characters=3), "file.too_long")]
)
def test_a_workbook_beyond_the_limits_is_refused(paper, limits, code):
    with pytest.raises(CannotRead) as refused:
        paper(xlsx({"表": [["甲", "乙"], ["丙", "丁"]]}), limits=limits)
    assert refused.value.code == code


def test_an_opendocument_sheet_is_read(paper):
    assert rows(paper(_ods('<table:table-row><table:table-cell office:value-type="string"><text:p>甲</text:p>'
                           '</table:table-cell></table:table-row>'), "台账.ods")) == [["甲"]]  # fmt: skip


def test_an_opendocument_sheet_that_repeats_a_cell_a_milliard_times_is_refused(paper):
    row = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000" '
        'office:value-type="string"><text:p>甲</text:p></table:table-cell></table:table-row>'
    )
    with pytest.raises(CannotRead) as refused:
        paper(_ods(row), "台账.ods")
    assert refused.value.code == "file.too_many_cells"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the repository")
def test_the_authored_ledger_is_read_as_its_notes_say():
    file = CORPUS / "authored" / "d06.xlsx"
    made = read(file, file.name)
    assert [len(table.rows) for table in made.tables] == [13, 2]
    grid = rows(made)
    assert grid[0] == [grid[0][0]] * 11
    assert grid[2][4:7] == ["责任分工"] * 3
    assert [row[1] for row in grid[4:7]] == ["党的领导"] * 3
    assert grid[7][7] == "46112"
    assert grid[5][8] == "2026-04-02"


def _with_part(data: bytes, part: str, change) -> bytes:
    """Return the workbook with one part changed or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return packed({**parts, part: change(parts.get(part, b""))})


def _ods(row: str) -> bytes:
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="表">{row}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", ODS)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()
