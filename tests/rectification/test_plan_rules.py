"""What a plan lacks is named cell by cell; who answers for nothing is no person."""

from dataclasses import replace
from datetime import date

import pytest

from liandu.rectification.rules.plan_content import (
    EMPTY,
    MeasureContent,
    MilestoneContent,
    TaskContent,
    read_content,
    spelled,
    without_blanks,
)
from liandu.rectification.rules.plans import faults_of, is_collective
from tests.rectification.given_plans import CONTENT

LATEST = date(2026, 12, 31)


def cells(content, latest=LATEST):
    return [fault.cell for fault in faults_of(content, latest=latest)]


def test_an_entry_with_everything_has_no_faults():
    assert cells(CONTENT) == []


def test_an_empty_entry_names_every_cell_it_lacks():
    assert cells(EMPTY) == ["goal", "kind", "leader", "department", "person", "task-0-what"]


def test_a_task_without_a_measure_is_no_plan():
    assert cells(replace(CONTENT, tasks=(TaskContent("开会研究"),))) == ["task-0-measure-0-what"]


def test_each_cell_of_a_measure_is_named():
    bare = TaskContent("清查", (MeasureContent(what="列清单"), MeasureContent(owner="各学院", due_on=date(2026, 7, 1))))
    assert cells(replace(CONTENT, tasks=(bare,))) == [
        "task-0-measure-0-owner",
        "task-0-measure-0-due_on",
        "task-0-measure-1-what",
        "task-0-measure-1-owner",
    ]


def test_days_are_in_order_and_not_after_the_deadline():
    crossed = MeasureContent("清查", "刘文静", date(2026, 8, 2), date(2026, 8, 1))
    late = MeasureContent("清查", "刘文静", None, date(2026, 10, 31))
    content = replace(CONTENT, tasks=(TaskContent("清查", (crossed, late)),))
    assert cells(content) == ["task-0-measure-0-since", "task-0-measure-1-due_on"]


def test_the_deadline_is_not_after_what_the_policy_allows():
    assert cells(CONTENT, latest=date(2026, 10, 30)) == []
    # The measure of 20 October lies after the policy's day too.
    assert cells(CONTENT, latest=date(2026, 10, 1)) == ["due_on", "task-1-measure-0-due_on"]


def test_a_deadline_is_asked_for_unless_it_is_for_the_long_term():
    assert cells(replace(CONTENT, due_on=None)) == ["due_on"]
    step = MilestoneContent("建成台账", date(2027, 6, 30))
    assert cells(replace(CONTENT, kind="long_term", due_on=None, milestones=(step,))) == []


def test_the_long_term_needs_milestones():
    assert cells(replace(CONTENT, kind="long_term")) == ["milestone-0-what"]
    half = (MilestoneContent("建成台账"), MilestoneContent("", date(2027, 1, 1)))
    assert cells(replace(CONTENT, kind="long_term", milestones=half)) == ["milestone-0-due_on", "milestone-1-what"]


@pytest.mark.parametrize(
    "name",
    [
        "有关部门",
        "相关处室",
        "各学院",
        "党委办公室",
        "财务处",
        "分管副校长",
        "全体班子成员",
        "张明、各部门",
        "资产管理处负责人",
    ],
)
def test_a_body_or_a_crowd_is_no_person(name):
    assert is_collective(name)


@pytest.mark.parametrize(
    "name", ["张明", "李科", "刘处", "办公室主任王敏", "张副校长", "刘文静、周敏", "欧阳修远", "王党生"]
)
def test_a_name_is_a_person(name):
    assert not is_collective(name)


def test_what_was_spelled_is_read_back():
    content = replace(CONTENT, milestones=(MilestoneContent("建成台账", date(2027, 6, 30)),))
    assert read_content(spelled(content)) == content
    assert read_content(spelled(EMPTY)) == EMPTY


def test_blank_rows_are_not_kept():
    blank = TaskContent(" ", (MeasureContent(" ", ""),))
    assert without_blanks(replace(CONTENT, goal=f" {CONTENT.goal}\n", tasks=(blank, *CONTENT.tasks))) == CONTENT
