"""Documents in many shapes, each with the leaf problems that it states."""

import pytest

from liandu.intake.understanding import understand
from tests.intake.understanding.cases import labels, notices, outlines, prose, siblings, tables, units
from tests.intake.understanding.cases.case import Case, paper_of

CASES = [case for module in (labels, notices, outlines, prose, siblings, tables, units) for case in module.CASES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_leaf_problems_are_found_exactly(case: Case) -> None:
    found = [problem for problem in understand(paper_of(case.text)).problems if problem.leaf]
    assert tuple(problem.title for problem in found) == case.leaves
    if case.paths is not None:
        assert tuple("/".join(problem.path) for problem in found) == case.paths


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_title_is_what_its_passage_quotes(case: Case) -> None:
    paper = paper_of(case.text)
    for problem in understand(paper).problems:
        assert paper.quote(problem.passage).strip("。；，") == problem.title


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_clue_mention_is_a_problem(case: Case) -> None:
    found = understand(paper_of(case.text))
    titles = {problem.title for problem in found.problems}
    assert not any(title in mention.text for title in titles for mention in found.clue_mentions)


def test_half_width_punctuation_reads_like_full_width() -> None:
    fold = str.maketrans("，：；（）", ",:;()")
    for case in CASES:
        half = understand(paper_of(case.text.translate(fold)))
        titles = tuple(problem.title for problem in half.problems if problem.leaf)
        assert titles == tuple(title.translate(fold) for title in case.leaves), case.name


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("中共云州市民政局党组关于巡察整改进展情况的通报\n一、整改情况", "progress"),
        ("关于2025年度审计查出问题整改情况的报告\n一、整改情况", "audit"),
        ("市民政局召开巡察整改推进会\n3月2日，会议召开。（记者 某）", "news"),
        ("在全市巡察工作会议上的讲话\n同志们：", "other"),
        ("市委第一巡察组向市民政局党组反馈巡察情况\n主要问题是：作风不实。", "feedback"),
        ("巡察反馈会开出“辣味”\n云州融媒3月5日讯 主要问题是：作风不实；纪律松弛。", "news"),
        ("关于开展巡察整改情况实地核查的工作方案\n一、核查重点", "other"),
        ("市民政局党组巡察整改落实方案\n（一）作风不实\n整改措施：加强督查。", "progress"),
    ],
)
def test_the_kind_of_a_document_is_told(text: str, kind: str) -> None:
    assert understand(paper_of(text)).kind == kind
