"""The parts of the review page as data: tree, marked source, differences, doubts."""

from dataclasses import replace

import pytest

from liandu.findings.queries import marked_blocks, proposals_of, review_of, source_of
from liandu.findings.queries.difference import Run, compared
from liandu.findings.rules import doubts_about, parts_suggested
from liandu.intake.commands import dismiss_proposals, merge_proposals
from liandu.intake.understanding.results import Caution, Mention
from tests.findings.papers import Draft, leaf, opinion, read


def segments(document, index):
    block = marked_blocks(document, proposals_of(document.pk), [index])[index]
    return [(segment.text, segment.proposals, segment.look) for segment in block.segments]


def test_nested_passages_are_cut_at_every_edge_and_name_the_shortest_first(city):
    draft = (
        Draft()
        .said("1.作风不实，调研走过场，决策不科学。")
        .problem("1.", "作风不实，调研走过场", level="problem", leaf=False)
    )
    draft.problem("1. #1", "调研走过场").problem("1. #2", "走过场，决策不科学")
    document = read(city, draft)
    outer, inner, last = (row.pk for row in document.proposals.order_by("position"))

    assert segments(document, 0) == [
        ("1.", (), ""),
        ("作风不实，", (outer,), "heading"),
        ("调研", (inner, outer), "open"),
        ("走过场", (inner, last, outer), "open"),
        ("，决策不科学", (last,), "open"),
        ("。", (), ""),
    ]


def test_a_passage_of_characters_beyond_the_first_plane_is_cut_by_characters(city):
    document = read(city, Draft().said("𠮷𠮷县账实不符。").problem("#1", "账实不符"))
    (row,) = document.proposals.all()

    assert segments(document, 0) == [("𠮷𠮷县", (), ""), ("账实不符", (row.pk,), "open"), ("。", (), "")]


def test_rectification_is_marked_with_whose_it_is(city):
    draft = Draft().said("1.账实不符。").problem("1.", "账实不符").said("已完成盘点。")
    answer = {"rectification": "已完成盘点", "rectification_passage": draft.place("已完成盘点")}
    draft.problems = [replace(problem, **answer) for problem in draft.problems]
    document = read(city, draft)
    (row,) = document.proposals.all()
    block = marked_blocks(document, proposals_of(document.pk), [1])[1]

    assert block.answers
    assert [(s.text, s.answers) for s in block.segments] == [("已完成盘点", (row.pk,)), ("。", ())]


def test_the_source_has_each_block_once_with_tables_in_their_place(city):
    draft = Draft().said("前言")
    draft.grid([["序号", "问题"], ["1", "账实不符"]])
    document = read(city, draft.said("后记"))
    parts = source_of(document, [])

    assert [getattr(part, "index", "table") for part in parts] == [0, "table", 5]
    assert [[cell.block.index for cell in row] for row in parts[1].rows] == [[1, 2], [3, 4]]


def test_pages_are_marked_where_they_begin(city):
    draft = Draft().said("甲", page=1).said("乙", page=1).said("丙", page=2)
    assert [block.page for block in source_of(read(city, draft), [])] == [1, None, 2]


def test_the_tree_counts_leaves_and_keeps_what_stood_below_a_replaced_row(city):
    document = read(city, opinion())
    dismiss_proposals(proposals=[leaf(document, "违规发放津补贴")], why="重复", by=city.people.clerk)
    merge_proposals(proposals=[leaf(document, "学用脱节"), leaf(document, "重大部署落实迟缓")], by=city.people.clerk)
    review = review_of(document, proposals_of(document.pk), city.people.clerk)

    assert [(row.proposal.title, row.depth, row.total, row.open) for row in review.rows] == [
        ("学习贯彻存在差距", 0, 2, 2),
        ("学用脱节；重大部署落实迟缓", 1, 2, 2),
        ("全年集中学习四次", 2, 1, 1),
        ("研讨发言照搬文件", 2, 1, 1),
        ("管党治党不够严格", 0, 2, 1),
        ("廉政风险排查走过场", 1, 1, 1),
        ("违规发放津补贴", 1, 1, 0),
    ]
    assert (review.total, review.checked, review.open, review.dismissed) == (4, 1, 3, 1)


def test_doubts_name_unit_repetition_clue_and_caution(city):
    draft = Draft().said("1.收到反映账实不符。").problem("1.", "账实不符", unit="某某局")
    draft.clues.append(Mention("反映账实不符", draft.place("反映账实不符")))
    draft.cautions.append(Caution("x", "合计不一致", draft.place("账实")))
    document = read(city, draft, inspection=None)
    row = leaf(document, "账实不符")

    assert doubts_about(row, found=document.found, alike=2) == [
        "单位待定（文中写作“某某局”）",
        "同一单位在本文件中有 2 条表述相同",
        "所在文字提到问题线索；线索不入台账",
        "合计不一致",
    ]


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("学习不深入；研究不经常", ["学习不深入", "研究不经常"]),
        ("“以案促改；以案促治”流于形式", ["“以案促改；以案促治”流于形式"]),
        ("制度不健全、执行不到位、监督不经常", ["制度不健全", "执行不到位", "监督不经常"]),
        ("对水、电、气管理松散", ["对水、电、气管理松散"]),
        ("底数不清，措施不实；问责不力。", ["底数不清，措施不实", "问责不力"]),
    ],
)
def test_a_title_falls_into_parts_at_its_strongest_marks(title, parts):
    assert parts_suggested(title) == parts


def test_two_wordings_are_compared_run_by_run_with_numbers_whole():
    before, after = compared("违规发放津补贴12.5万元", "违规发放各类津补贴13.5万元")

    assert before == (Run("违规发放津补贴", False), Run("12.5", True), Run("万元", False))
    assert after == (
        Run("违规发放", False),
        Run("各类", True),
        Run("津补贴", False),
        Run("13.5", True),
        Run("万元", False),
    )
