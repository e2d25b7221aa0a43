"""What belongs to a problem beside its title: rectification, labels, level, unit, path."""

import pytest

from liandu.intake.understanding import Level, ProposedProblem, understand
from tests.intake.understanding.cases.case import paper_of

NOTICE = """
中共云州市水务局党组关于巡察整改进展情况的通报
二、反馈问题整改情况
（一）在“落实治水部署有差距”方面
1.关于“河道保洁不到位”问题的整改
整改情况：一是清理河段46处。
二是建立巡河制度。
责任单位：河湖科
整改时限：2026年6月底
2.关于“节水宣传走过场”问题的整改。整改措施：开展宣传12场。整改时限：立行立改
"""


def problems_of(text: str) -> list[ProposedProblem]:
    """Return the problems of a document in the notation of the cases."""
    return list(understand(paper_of(text)).problems)


def test_rectification_begins_behind_its_label_and_ends_before_the_next() -> None:
    first = problems_of(NOTICE)[1]
    assert first.rectification == "一是清理河段46处。\n二是建立巡河制度。"
    assert first.rectification_passage is not None
    assert paper_of(NOTICE).quote(first.rectification_passage) == "一是清理河段46处。"


def test_labels_name_the_owner_and_the_day_of_the_deadline() -> None:
    first, second = problems_of(NOTICE)[1:]
    assert dict(first.labels)["owner"] == "河湖科"
    assert dict(first.labels)["deadline"] == "2026-06-30"
    assert dict(first.labels)["deadline_text"] == "2026年6月底"
    assert "deadline" not in dict(second.labels)
    assert dict(second.labels)["deadline_text"] == "立行立改"


def test_paths_hold_the_chapter_and_levels_follow_the_depth() -> None:
    found = problems_of(NOTICE)
    assert [problem.path for problem in found] == [
        ("二、", "（一）"),
        ("二、", "（一）", "1."),
        ("二、", "（一）", "2."),
    ]
    assert [problem.level for problem in found] == [Level.ASPECT, Level.PROBLEM, Level.PROBLEM]


def test_the_unit_comes_from_the_title() -> None:
    assert {problem.unit for problem in problems_of(NOTICE)} == {"云州市水务局党组"}


def test_a_hint_names_the_unit_where_the_paper_names_none() -> None:
    paper = paper_of("反馈意见\n巡察发现的主要问题是：作风不实；纪律松弛。")
    found = understand(paper, hint_units=["市水务局党组"])
    assert [problem.unit for problem in found.problems] == ["市水务局党组", "市水务局党组"]


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("市委第一巡察组关于巡察青岚区委的反馈意见", "青岚区委"),
        ("市委第一巡察组向中共望川区委反馈巡察情况", "望川区委"),
        ("市委第六巡察组对中共云州市博物馆委员会机动巡察反馈意见", "中共云州市博物馆委员会"),
        ("云州市委第一巡察组向市水务局党组反馈巡察情况", "云州市水务局党组"),
    ],
)
def test_the_unit_is_the_name_in_the_title_without_the_verb(title: str, unit: str) -> None:
    assert understand(paper_of(f"{title}\n主要问题是：作风不实；纪律松弛。")).units == (unit,)


@pytest.mark.parametrize("label", ["整改情况：", "整改情况。", "（整改情况）"])
def test_rectification_begins_behind_the_label_however_it_is_marked(label: str) -> None:
    text = f"中共云州市水务局党组关于巡察整改进展情况的通报\n（一）河道保洁不到位\n{label}清理河段46处。"
    assert [problem.rectification for problem in problems_of(text)] == ["清理河段46处。"]


def test_the_measures_of_a_ledger_come_before_its_progress() -> None:
    text = "巡察整改台账\n|编号|问题清单|任务清单|整改期限|落实情况|\n|1|加号不透明|统一号源池|2026-06|关闭线下加号|\n"
    assert [problem.rectification for problem in problems_of(text)] == ["统一号源池\n关闭线下加号"]


def test_facts_behind_the_title_are_no_rectification_in_a_feedback() -> None:
    text = (
        "市委巡察组关于市水务局党组的反馈意见\n一、主要问题\n"
        "（一）作风不实。2025年有6件诉求超期。\n（二）纪律松弛。3人违规请假。"
    )
    first = problems_of(text)[0]
    assert first.rectification is None
    assert dict(first.labels)["fact"] == "2025年有6件诉求超期。"


def test_each_reason_is_a_sentence_in_chinese() -> None:
    for problem in problems_of(NOTICE):
        assert any("\u4e00" <= char <= "\u9fff" for char in problem.reason)


def test_a_conjunction_parts_the_last_two_of_a_closed_list() -> None:
    text = "市委巡察组向市水务局党组反馈巡察情况\n巡察发现存在作风漂浮、纪律松弛以及档案管理混乱等问题。"
    assert [problem.title for problem in problems_of(text)] == ["作风漂浮", "纪律松弛", "档案管理混乱"]


def test_a_problem_restated_in_an_annex_table_is_proposed_once() -> None:
    text = (
        "中共云州市水务局党组关于巡察整改进展情况的通报\n二、反馈问题整改情况\n"
        "（一）关于“河道保洁不到位”的问题\n整改情况：清理河段46处。\n"
        "|序号|问题|整改措施|\n|1|河道保洁不到位|清理河段|\n"
    )
    assert [problem.title for problem in problems_of(text)] == ["河道保洁不到位"]


def test_a_chapter_is_the_aspect_of_the_problems_answered_right_under_it() -> None:
    text = (
        "临溪县人民政府关于2025年度县级预算执行审计整改情况的报告\n一、整改组织推进情况\n县政府先后3次听取汇报。\n"
        "二、民生资金管理方面问题整改情况\n对养老服务补贴发放超期问题，县民政局已补发到户。\n"
        "对农田管护经费闲置问题，县农业农村局已制定分配方案。"
    )
    assert [(problem.level, problem.title, problem.rectification) for problem in problems_of(text)] == [
        (Level.ASPECT, "民生资金管理方面问题整改情况", None),
        (Level.PROBLEM, "养老服务补贴发放超期", "县民政局已补发到户。"),
        (Level.PROBLEM, "农田管护经费闲置", "县农业农村局已制定分配方案。"),
    ]
