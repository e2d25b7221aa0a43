"""Tables of Word documents: grids of blocks, merged cells filled."""

import pytest

from liandu.papers.blocks import BlockKind, Paper
from liandu.papers.reading import read
from tests.papers.numbering_cases import OFFICIAL, abstract, num
from tests.papers.word_files import docx, p, tbl, tc, tr


@pytest.fixture
def paper(tmp_path):
    def make(body: str, **parts) -> Paper:
        file = tmp_path / "文件.docx"
        file.write_bytes(docx(body, **parts))
        return read(file, file.name)

    return make


def texts(paper: Paper) -> list[str]:
    return [block.text for block in paper.blocks]


def rows(paper: Paper) -> list[list[str]]:
    return [[cell.text for cell in row] for row in paper.tables[0].rows]


def test_a_plain_table_is_a_grid_of_blocks(paper):
    made = paper(p("前") + tbl(tr("序号", "问题"), tr("1", tc("长期", "挂账"))) + p("后"))
    assert rows(made) == [["序号", "问题"], ["1", "长期\n挂账"]]
    assert [(block.kind, block.text) for block in made.blocks] == [
        (BlockKind.PARAGRAPH, "前"), (BlockKind.CELL, "序号"), (BlockKind.CELL, "问题"), (BlockKind.CELL, "1"),
        (BlockKind.CELL, "长期\n挂账"), (BlockKind.PARAGRAPH, "后"),
    ]  # fmt: skip
    assert all(made.blocks[cell.block].text == cell.text and cell.first for row in made.tables[0].rows for cell in row)


def test_merged_cells_fill_the_places_that_they_cover(paper):
    restart, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    two = '<w:gridSpan w:val="2"/>'
    made = paper(
        tbl(
            tr(tc("宽", properties=two), "丙"),
            tr(tc("高", properties=restart), "乙二", "丙二"),
            tr(tc("", properties=goes_on), tc("宽二", properties=two)),
            tr(tc("", properties=goes_on), "乙四", "丙四"),
        )
    )
    assert rows(made) == [["宽", "宽", "丙"], ["高", "乙二", "丙二"], ["高", "宽二", "宽二"], ["高", "乙四", "丙四"]]
    assert [[cell.first for cell in row] for row in made.tables[0].rows] == [
        [True, False, True], [True, True, True], [False, True, False], [False, True, True],
    ]  # fmt: skip
    assert texts(made).count("高") == 1
    assert {row[0].block for row in made.tables[0].rows[1:]} == {made.tables[0].rows[1][0].block}


def test_a_block_both_wide_and_high_is_one(paper):
    square = '<w:gridSpan w:val="2"/><w:vMerge w:val="{}"/>'
    made = paper(
        tbl(
            tr(tc("方", properties=square.format("restart")), "三"),
            tr(tc("", properties=square.format("continue")), "六"),
        )
    )
    assert rows(made) == [["方", "方", "三"], ["方", "方", "六"]]


def test_old_horizontal_merging_is_understood(paper):
    made = paper(tbl(tr(tc("宽", properties='<w:hMerge w:val="restart"/>'), tc("", properties="<w:hMerge/>"), "丙")))
    assert rows(made) == [["宽", "宽", "丙"]]


def test_rows_are_padded_to_the_same_length(paper):
    made = paper(
        tbl(tr("甲", "乙", "丙"), tr("丁", properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'), tr("戊"))
    )
    assert rows(made) == [["甲", "乙", "丙"], ["", "丁", ""], ["戊", "", ""]]


def test_a_continued_cell_without_one_above_is_a_cell_of_its_own(paper):
    assert rows(paper(tbl(tr(tc("独", properties="<w:vMerge/>"), "乙")))) == [["独", "乙"]]


def test_deleted_rows_and_cells_are_left_out_and_inserted_ones_kept(paper):
    made = paper(
        tbl(
            tr("删", "删", properties='<w:del w:id="1"/>'),
            tr("增", "加", properties='<w:ins w:id="2"/>'),
            tr("留", tc("去", properties='<w:cellDel w:id="3"/>')),
        )
    )
    assert rows(made) == [["增", "加"], ["留", ""]]


def test_rows_and_cells_inside_content_controls_are_found(paper):
    wrap = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>".format
    assert rows(paper(tbl(wrap(tr("甲", wrap(tc("乙"))))))) == [["甲", "乙"]]


def test_a_table_in_a_cell_follows_the_cell_as_a_table_of_its_own(paper):
    made = paper(tbl(tr(tc("外一", tbl(tr("内一", "内二"))), "外二")))
    assert texts(made) == ["外一", "内一", "内二", "外二"]
    assert [[[cell.text for cell in row] for row in table.rows] for table in made.tables] == [
        [["外一", "外二"]], [["内一", "内二"]],
    ]  # fmt: skip


def test_a_number_in_a_cell_stands_apart_for_the_first_paragraph_and_in_the_text_for_others(paper):
    numbering = abstract(1, *OFFICIAL) + num(1, 1)
    item = p("事", num="1", level=2)
    made = paper(tbl(tr(tc(p(num="1", level=0)), tc(item, item, p("文")))), numbering=numbering)
    assert [(block.number, block.text) for block in made.blocks] == [("一、", ""), ("1.", "事\n2.事\n文")]
    assert rows(made) == [["一、", "1.事\n2.事\n文"]]
