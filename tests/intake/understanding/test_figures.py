"""Figures with unit and exact words, and the sums among them."""

import pytest

from liandu.intake.understanding import understand
from tests.intake.understanding.cases.case import paper_of


def figures_of(text: str) -> list[tuple[str, float, str, bool, str]]:
    """Return (quantity, value, unit, approximate, words) of a document."""
    found = understand(paper_of(text)).figures
    return [(f.quantity, f.value, f.unit, f.approximate, f.text) for f in found]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("清退违规资金1,234.5万元。", ("退回资金", 1234.5, "万元", False, "清退违规资金1,234.5万元")),
        ("追缴资金约2360 万元。", ("追缴", 2360, "万元", True, "追缴资金约2360 万元")),
        ("退还罚款14.2万元。", ("退回资金", 14.2, "万元", False, "退还罚款14.2万元")),
        ("挽回经济损失3亿余元。", ("挽回损失", 3, "亿元", True, "挽回经济损失3亿余元")),
        ("给予政务处分0人。", ("政务处分", 0, "人", False, "给予政务处分0人")),
        ("对9名责任人批评教育。", ("批评教育", 9, "人", False, "对9名责任人批评教育")),
        ("给予党纪政务处分三十一人。", ("党纪政务处分", 31, "人", False, "给予党纪政务处分三十一人")),
        ("诫勉谈话3人次。", ("诫勉", 3, "人次", False, "诫勉谈话3人次")),
        ("修订完善制度64项。", ("修订制度", 64, "项", False, "修订完善制度64项")),
        ("整改完成率达98.71%。", ("整改率", 98.71, "%", False, "整改完成率达98.71%")),
        ("整改率达到百分之九十八点七。", ("整改率", 98.7, "%", False, "整改率达到百分之九十八点七")),
        ("对失职人员免去职务1人。", ("免职", 1, "人", False, "免去职务1人")),
        ("整改到位率86.17%。", ("整改率", 86.17, "%", False, "整改到位率86.17%")),
        ("制度上新建12项，修改完善制度9项。", ("修订制度", 9, "项", False, "修改完善制度9项")),
        ("向有关部门移送问题线索31件。", ("移送", 31, "件", False, "问题线索31件")),
        ("召开党组会7次。", ("党组会", 7, "次", False, "召开党组会7次")),
        ("先后召开推进会60余次。", ("会议", 60, "次", True, "先后召开推进会60余次")),
    ],
)
def test_a_figure_is_read_with_unit_and_words(text: str, figure: tuple[str, float, str, bool, str]) -> None:
    assert figure in figures_of(text)


def test_an_elliptic_revision_counts_rules() -> None:
    found = figures_of("新建制度57项、修订64项。")
    assert [(quantity, value) for quantity, value, *_rest in found] == [("新建制度", 57), ("修订制度", 64)]


def test_states_are_told_apart() -> None:
    found = figures_of("巡察反馈的四个方面三十一个问题，已完成整改24个，基本完成4个，正在推进3个。")
    assert [(quantity, value) for quantity, value, *_rest in found] == [
        ("方面数", 4),
        ("问题总数", 31),
        ("完成", 24),
        ("基本完成", 4),
        ("未完成", 3),
    ]


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("巡察反馈的15个问题，已办结8个、基本办结5个、在办2个。", [("完成", 8), ("基本完成", 5), ("未完成", 2)]),
        ("反馈的16个问题，整改到位9个，基本到位4个，尚在推进3个。", [("完成", 9), ("基本完成", 4), ("未完成", 3)]),
        (
            "反馈的16个问题，已完成整改9个，基本完成并持续推进5个，正在整改2个。",
            [("完成", 9), ("基本完成", 5), ("未完成", 2)],
        ),
    ],
)
def test_states_in_other_words(text: str, states: list[tuple[str, float]]) -> None:
    assert [(quantity, value) for quantity, value, *_rest in figures_of(text)][1:] == states


def test_cases_that_were_closed_are_no_state_of_the_problems() -> None:
    found = figures_of("反馈的16个问题已整改10个。\n会诊长期未结案件，已办结79件，完成整改清单283条。")
    assert [quantity for quantity, *_rest in found] == ["问题总数", "完成"]


def test_the_problems_of_an_earlier_round_are_no_total() -> None:
    assert figures_of("对上轮巡察反馈的32个问题制定了措施。") == []


def test_an_amount_without_a_verb_of_handling_is_no_figure() -> None:
    assert figures_of("项目总投资3.2亿元。") == []


def codes_of(text: str) -> set[str]:
    """Return the codes of the cautions about a document."""
    return {caution.code for caution in understand(paper_of(text)).warnings}


def test_a_sum_that_fails_is_a_caution() -> None:
    assert "totals_disagree" in codes_of("巡察反馈31个问题，已完成整改24个，基本完成4个，正在推进2个。")
    assert "totals_disagree" not in codes_of("巡察反馈31个问题，已完成整改24个，基本完成4个，正在推进3个。")


def test_all_states_beside_the_total_count_in_its_sum() -> None:
    text = "巡察反馈16个问题，已完成整改9个，持续推进5个，正在整改{}个。"
    assert "totals_disagree" not in codes_of(text.format(2))
    assert "totals_disagree" in codes_of(text.format(1))


def test_a_rate_that_does_not_follow_from_its_counts_is_a_caution() -> None:
    assert "rate_disagrees" in codes_of("巡察反馈40个问题，已完成整改30个，整改率85%。")
    assert "rate_disagrees" not in codes_of("巡察反馈40个问题，已完成整改30个，整改率75%。")


def test_parts_that_do_not_make_the_total_are_a_caution() -> None:
    text = "审计反映的20个问题，已整改15个。\n反映的12个问题，已整改9个。\n反映的{}个问题，已整改6个。"
    assert "parts_disagree" in codes_of(text.format(7))
    assert "parts_disagree" not in codes_of(text.format(8))


def test_a_document_without_problems_says_so() -> None:
    assert "no_problems" in codes_of("关于做好防汛工作的通知\n请认真落实。")
