"""The demo papers as files: they open, and each holds exactly the problems that it is said to hold."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import docx
import lxml.html
import openpyxl
import pypdfium2
import pytest
from docx.oxml.ns import qn

from liandu.demo.papers.material import MaterialFile, build_material
from liandu.demo.papers.printing.word_parts import change
from liandu.demo.papers.texts import load

pytestmark = pytest.mark.slow  # builds the whole material

KINDS = {"inspection_report", "special_report", "feedback_opinion", "clue_list", "progress_report", "ledger", "other"}


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> list[MaterialFile]:
    return build_material(tmp_path_factory.mktemp("material"))


def test_the_material_has_the_papers_of_three_rounds(material: list[MaterialFile]) -> None:
    assert Counter((file.round, file.kind) for file in material) == {
        ("5-9", "feedback_opinion"): 22,
        ("5-9", "progress_report"): 4,
        ("5-9", "other"): 2,
        ("5-8", "feedback_opinion"): 3,
        ("5-3", "special_report"): 1,
    }
    assert {file.kind for file in material} <= KINDS
    assert {file.classification for file in material} == {"internal", "public"}


def test_the_opinions_come_in_five_formats(material: list[MaterialFile]) -> None:
    endings = Counter(file.path.suffix for file in material if file.round == "5-9" and file.kind == "feedback_opinion")
    assert endings == {".docx": 13, ".pdf": 3, ".xlsx": 2, ".html": 2, ".txt": 2}


def test_no_two_opinions_share_a_problem(material: list[MaterialFile]) -> None:
    titles = [title for file in material if file.kind != "progress_report" for title in file.expected_leaf_titles]
    assert len(set(titles)) == len(titles)


def test_a_progress_notice_answers_problems_of_the_opinion(material: list[MaterialFile]) -> None:
    opinions = {file.unit: file for file in material if file.round == "5-9" and file.kind == "feedback_opinion"}
    for notice in (file for file in material if file.kind == "progress_report"):
        assert set(notice.expected_leaf_titles) <= set(opinions[notice.unit].expected_leaf_titles)


def test_every_file_opens_and_states_its_problems_in_order(material: list[MaterialFile]) -> None:
    for file in material:
        text = text_of(file.path)
        places = [text.find(without_spaces(title)) for title in file.expected_leaf_titles]
        assert -1 not in places, file.path.name
        assert places == sorted(places), file.path.name
        assert without_spaces(file.title) in text


def test_the_news_page_states_no_problem(material: list[MaterialFile]) -> None:
    (news,) = [file for file in material if file.title == load("others.yaml")["news"]["title"]]
    assert news.expected_leaf_titles == ()


def test_building_twice_gives_the_same_bytes(material: list[MaterialFile], tmp_path: Path) -> None:
    again = build_material(tmp_path)
    assert [file.path.name for file in again] == [file.path.name for file in material]
    assert [file.path.read_bytes() for file in again] == [file.path.read_bytes() for file in material]


def test_automatic_ordinals_are_not_in_the_text(material: list[MaterialFile]) -> None:
    (file,) = [file for file in material if file.unit == "yunda" and file.kind == "progress_report"]
    document = docx.Document(str(file.path))
    numbered = [p for p in document.paragraphs if p._p.pPr is not None and p._p.pPr.numPr is not None]
    assert len(numbered) >= len(file.expected_leaf_titles)
    assert not any(re.match(r"[一二三四五六七八九十]+、|（.{1,2}）|\d+\.", p.text) for p in numbered)


def test_two_opinions_carry_tracked_changes_and_two_a_text_box(material: list[MaterialFile]) -> None:
    opinions = [file for file in material if file.path.suffix == ".docx" and file.kind == "feedback_opinion"]
    bodies = {file.unit: docx.Document(str(file.path)).element.body for file in opinions if file.round == "5-9"}
    assert {unit for unit, body in bodies.items() if list(body.iter(qn("w:del")))} == {"qinglan", "nongye"}
    assert {unit for unit, body in bodies.items() if list(body.iter(qn("w:txbxContent")))} == {"wuxi", "yunda"}


def test_a_deletion_is_written_as_deleted_text() -> None:
    assert "<w:delText" in change("del", "甲")
    assert "<w:delText" not in change("ins", "甲")


def test_a_workbook_has_title_two_header_rows_merged_cells_and_real_dates(material: list[MaterialFile]) -> None:
    (file,) = [file for file in material if file.unit == "zhujian"]
    sheet = openpyxl.load_workbook(file.path).active
    assert sheet is not None
    assert sheet["A1"].value == file.title
    assert [sheet.cell(3, n).value for n in range(1, 7)] == ["序号", "类别", "反馈问题", None, "整改建议", None]
    assert [sheet.cell(4, n).value for n in range(1, 7)] == [None, None, "问题", "具体表现", "整改类型", "建议时限"]
    assert sheet["F5"].is_date
    assert {"A1:F1", "C3:D3", "B5:B9"} <= {str(merged) for merged in sheet.merged_cells.ranges}


def without_spaces(text: str) -> str:
    return re.sub(r"\s", "", text)


@cache
def text_of(path: Path) -> str:
    """Return all text of a file without white space, read with other people's programs."""
    match path.suffix:
        case ".docx":
            tags = (qn("w:t"),)
            text = "".join(node.text or "" for node in docx.Document(str(path)).element.body.iter(*tags))
        case ".pdf":
            pages = pypdfium2.PdfDocument(path)
            text = "".join(re.sub(r"— \d+ —\s*$", "", page.get_textpage().get_text_range()) for page in pages)
        case ".xlsx":
            rows = [row for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows(values_only=True)]
            text = "".join(str(value) for row in rows for value in row if value is not None)
        case ".html":
            text = lxml.html.fromstring(path.read_bytes().decode()).text_content()
        case _:
            data = path.read_bytes()
            text = data.decode("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "gb18030")
    return without_spaces(text)
