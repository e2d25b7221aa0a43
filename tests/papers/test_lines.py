"""Paragraphs from cut lines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liandu.papers.blocks import BlockKind
from liandu.papers.reading import read
from liandu.papers.reading.lines import (
    PAGE_MARK,
    Line,
    column_of,
    flow,
    is_hard_wrapped,
    joined,
    width_of,
    without_page_marks,
)
from liandu.papers.reading.text import lines_of


def wrap(paragraph: str, width: int, indent: int) -> list[str]:
    """Cut a paragraph into lines of ``width`` full-width characters, closing marks never first."""
    rows, row, used = [], "　" * indent, float(indent)
    for char in paragraph:
        if used + width_of(char) > width and char not in "，。；：”）、":
            rows.append(row)
            row, used = "", 0.0
        row, used = row + char, used + width_of(char)
    return [*rows, row]


def rebuilt(text: str) -> list[tuple[str, str]]:
    pages, _ = without_page_marks(lines_of(text))
    lines = [line for page in pages for line in page]
    return [(str(piece.kind), piece.text) for piece in flow([page for page in pages if page], column_of(lines))]


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (["违规资金63", ".8万元"], "违规资金63.8万元"),
        (["多计工程价款3", "265.4万元"], "多计工程价款3265.4万元"),
        (["the internal", "audit"], "the internal audit"),
        (["ISO", "9001"], "ISO9001"),
        (["整改", "不力"], "整改不力"),
    ],
)
def test_lines_join_without_space_except_between_words(parts: list[str], whole: str) -> None:
    assert joined(parts) == whole


@pytest.mark.parametrize(
    "mark",
    ["— 4 —", "-4-", "－ 12 －", "– 3 –", "第4页", "第 4 页 共 9 页", "第4页，共9页", "第四页", "Page 3 of 9", "－3－"],
)
def test_page_marks_are_known(mark: str) -> None:
    assert PAGE_MARK.fullmatch(mark)


@pytest.mark.parametrize("text", ["4", "2025", "第4页第2行有误", "—4", "- 问题 -", "一、4", "第四章", "-3-4-"])
def test_other_lines_are_no_page_marks(text: str) -> None:
    assert not PAGE_MARK.fullmatch(text)


def test_bare_numbers_are_page_marks_only_in_a_rising_row() -> None:
    rising = lines_of("甲\n1\n乙\n2\n丙\n3\n")
    assert [line.text for line in without_page_marks(rising)[1]] == ["1", "2", "3"]
    assert without_page_marks(lines_of("甲\n12\n乙\n7\n丙\n3\n"))[1] == []
    assert without_page_marks(lines_of("甲\n2025\n"))[1] == []


def test_ordinary_paragraphs_are_not_taken_for_cut_lines() -> None:
    names = "市财政局党组\n市审计局党组\n市教育局党组\n市水利局党组\n市文化和旅游局党组\n"
    items = "".join(f"（{n}）对第{n}类问题整改不力，责任没有落实到人，台账更新不及时。\n" for n in "一二三四五六")
    assert not is_hard_wrapped(lines_of(names))
    assert not is_hard_wrapped(lines_of(items))


ITEMS = st.lists(
    st.tuples(
        st.sampled_from(["一、", "（一）", "1.", "（2）", "", "二是", "有的"]),
        st.text(alphabet="督察整改落实不到位资金项目管理制度，；“”（）0123456789", min_size=8, max_size=160),
    ),
    min_size=4,
    max_size=14,
)


@settings(max_examples=80, deadline=None)
@given(ITEMS, st.integers(22, 40))
def test_wrapping_and_joining_indented_paragraphs_gives_them_back(items: list[tuple[str, str]], width: int) -> None:
    paragraphs = [ordinal + "问题" + text.strip("，；“”（） ") + "问题。" for ordinal, text in items]
    rows = [row for paragraph in paragraphs for row in wrap(paragraph, width, 2)]
    if not is_hard_wrapped(lines_of("\n".join(rows))):
        return
    assert rebuilt("\n".join(rows)) == [("paragraph", paragraph) for paragraph in paragraphs]


def page(*rows: str) -> list[Line]:
    return lines_of("\n".join(rows))


FULL = "　　从整改结果看，审计工作报告反映的问题中已完成整改一百八十七个，"
GOES = "部分整改十九个，尚未整改七个，追责问责一百二十八人，批评教育五十"


def test_a_footnote_at_the_foot_is_a_note_after_the_paragraph_it_cuts() -> None:
    text = f"{FULL}\n{GOES}\n① 制度数量按正式印发文件统计。\n— 1 —\n五人。\n{FULL}\n{GOES}\n人。\n— 2 —"
    assert rebuilt(text) == [
        ("paragraph", FULL.strip("　") + GOES + "五人。"),
        ("note", "① 制度数量按正式印发文件统计。"),
        ("paragraph", FULL.strip("　") + GOES + "人。"),
    ]


def test_an_indented_list_of_circled_numbers_at_the_foot_stays_in_the_text() -> None:
    text = f"{FULL}\n{GOES}\n人。\n\u3000\u3000①制度不健全。\n\u3000\u3000②责任不落实。\n— 1 —\n{FULL}\n{GOES}\n人。"
    assert [kind for kind, _ in rebuilt(text)] == ["paragraph"] * 4


def test_a_gap_ends_a_paragraph_and_so_does_a_short_line() -> None:
    text = f"{GOES}\n{GOES}\n人。\n{GOES}\n{GOES}\n\n{GOES}\n人"
    assert [len(text) for _, text in rebuilt(text)] == [len(GOES) * 2 + 2, len(GOES) * 2, len(GOES) + 1]


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="督整改。，①1-— \n　（一）第页.", max_size=200))
def test_no_letter_is_lost_or_made_up(text: str) -> None:
    pages, marks = without_page_marks(lines_of(text))
    lines = [line for page in pages for line in page]
    pieces = flow([page for page in pages if page], column_of(lines))
    kept = "".join(piece.text for piece in pieces) + "".join(mark.text for mark in marks)
    assert sorted(kept) == sorted("".join(line.text for line in lines_of(text)))
    assert {piece.kind for piece in pieces} <= {BlockKind.PARAGRAPH, BlockKind.NOTE}


def test_headings_of_one_length_are_not_taken_for_lines_cut_at_a_width(tmp_path):
    written = [
        "云州市某局整改情况的通报",
        "一、基本情况",
        "（一）关于“制度执行不严”问题的整改",
        "建立台账，逐项推进，完成整改12项。",
        "（二）关于“采购不规范”问题的整改",
        "修订办法3项，追回资金2万元。",
    ]
    path = tmp_path / "a.txt"
    path.write_text("\n".join(written), encoding="utf-8")
    assert [block.text for block in read(path, "a.txt").blocks] == written
