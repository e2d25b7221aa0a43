"""The ground pieces: ordinals, cutting at marks, dates, labels; and what must hold for any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liandu.intake.understanding import understand
from liandu.intake.understanding.dates import deadline_day
from liandu.intake.understanding.labels import Part, label_at, part_of
from liandu.intake.understanding.lexicon import demands
from liandu.intake.understanding.ordinals import automatic_ordinal, ordinal_at
from liandu.intake.understanding.sentences import COMMA, FULL_STOP, closing_quote, parts
from tests.intake.understanding.cases.case import paper_of


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("一、总体", "cn", 1),
        ("十二、总体", "cn", 12),
        ("（三）作风", "(cn)", 3),
        ("(三)作风", "(cn)", 3),
        ("1.作风", "n", 1),
        ("1．作风", "n", 1),
        ("12、作风", "n", 12),
        ("（4）作风", "(n)", 4),
        ("4）作风", "n)", 4),
        ("⑷作风", "(n)", 4),
        ("③作风", "circle", 3),
        ("二是作风", "shi", 2),
        ("第三，作风", "di", 3),
        ("其二，作风", "qi", 2),
        ("首先，作风", "turn", 1),
        ("甲、作风", "stem", 1),
        ("第二部分 作风", "part", 2),
        ("2.1.3 作风", "n.n.n", 3),
        ("问题二：作风", "named", 2),
        ("整改任务十二：作风", "named", 12),
    ],
)
def test_an_ordinal_is_recognised(text: str, style: str, value: int) -> None:
    found = ordinal_at(text, 0)
    assert found is not None
    assert (found.style, found.value) == (style, value)


@pytest.mark.parametrize("text", ["2024年", "3.5亿元", "一般来说", "一是否定", "第三方机构", "十分重要", "2026.3.31"])
def test_a_number_in_text_is_no_ordinal(text: str) -> None:
    assert ordinal_at(text, 0) is None


def test_an_automatic_number_without_a_mark_is_an_ordinal_and_a_bullet_is_none() -> None:
    plain = automatic_ordinal("三")
    assert plain is not None
    assert plain.value == 3
    assert automatic_ordinal("•") is None


def test_marks_inside_quotes_and_brackets_do_not_cut() -> None:
    text = "甲“乙。丙”丁。戊（己。庚）辛"
    assert [text[start:end] for start, end in parts(text, 0, len(text), FULL_STOP)] == [
        "甲“乙。丙”丁",
        "戊（己。庚）辛",
    ]


def test_a_thousands_comma_does_not_cut() -> None:
    text = "共1,234元,其余"
    assert [text[start:end] for start, end in parts(text, 0, len(text), COMMA)] == ["共1,234元", "其余"]


def test_a_quote_that_never_closes_shields_nothing() -> None:
    text = "甲“乙。丙"
    assert len(parts(text, 0, len(text), FULL_STOP)) == 2


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-31", "2026-03-31"),
        ("2026年3月31日前", "2026-03-31"),
        ("2026.3.31", "2026-03-31"),
        ("2026年2月底", "2026-02-28"),
        ("2028年2月底前", "2028-02-29"),
        ("2026年底", "2026-12-31"),
        ("2026年第二季度", "2026-06-30"),
        ("2026年上半年", "2026-06-30"),
        ("46112", "2026-03-31"),
        ("2026-02-30", None),
        ("立行立改", None),
        ("长期坚持", None),
    ],
)
def test_a_deadline_is_read_to_a_day(text: str, day: str | None) -> None:
    assert deadline_day(text) == day


@pytest.mark.parametrize(
    ("stem", "part"),
    [
        ("整改时限", Part.DEADLINE),
        ("完成时限", Part.DEADLINE),
        ("问 题 描 述", Part.PROBLEM),
        ("存在的问题", Part.PROBLEM),
        ("整改任务三", Part.PROBLEM),
        ("具体问题", Part.ITEM),
        ("整改落实情况", Part.PROGRESS),
        ("整改目标", Part.GOAL),
        ("牵头领导", Part.LEADER),
        ("责任部门", Part.OWNER),
        ("销号情况", Part.STATUS),
        ("联系电话", None),
    ],
)
def test_a_label_is_known_by_its_stem(stem: str, part: Part | None) -> None:
    assert part_of(stem) == part


@pytest.mark.parametrize(
    ("text", "stem"),
    [("整改情况：清理", "整改情况"), ("（整改情况）清理", "整改情况"), ("整改落实情况。清理", "整改落实情况")],
)
def test_a_label_may_stand_without_a_colon(text: str, stem: str) -> None:
    found = label_at(text, 0, len(text))
    assert found is not None
    assert (found.stem, text[found.end :]) == (stem, "清理")


@pytest.mark.parametrize("text", ["已完成。清理46处。", "一、整改情况。", "（三）方面"])
def test_what_only_looks_like_a_label_is_none(text: str) -> None:
    assert label_at(text, 0 if text[0] != "一" else 2, len(text)) is None


@pytest.mark.parametrize(
    ("text", "demanding"),
    [
        ("要抓好整改", True),
        ("会议要求各单位自查", True),
        ("担保业务占比未达监管要求", False),
        ("对照市委要求，仍有差距", False),
        ("应当招标的项目未招标", False),
    ],
)
def test_a_demand_that_is_only_named_is_none(text: str, demanding: bool) -> None:
    assert demands(text) is demanding


def test_a_closing_quote_is_counted_with_those_inside() -> None:
    text = "“甲“乙”丙”丁"
    assert closing_quote(text, 0, len(text)) == 6
    assert closing_quote(text, 0, 6) is None


_PIECES = (
    "—— 方面： 整改情况。 （整改情况） "
    "一、 （一） 1. （1） 一是 二是 有的 关于“ ”问题的整改 整改情况： 主要是： 不到位 线索 "
    "； ， 。 、 等问题 加强 28个 3.5万元 ” “ 方面 对 问题， 已完成 要 【 】 合计 存在"
)
_WORDS = st.lists(st.sampled_from([*_PIECES.split(" "), "\n"]), max_size=40).map("".join)


@settings(max_examples=40, deadline=None)
@given(_WORDS)
def test_any_text_is_understood_without_error_and_with_sound_passages(text: str) -> None:
    paper = paper_of(text)
    found = understand(paper)
    for problem in found.problems:
        quoted = paper.quote(problem.passage)
        assert quoted
        assert problem.title in quoted
    for figure in found.figures:
        assert paper.quote(figure.passage) == figure.text
    for mention in (*found.recommendations, *found.clue_mentions):
        assert paper.quote(mention.passage) == mention.text
