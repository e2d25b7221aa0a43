"""A plan out to a file and back in: lossless through our own spreadsheet, forgiving with others, never silent."""

import io
from dataclasses import replace
from datetime import date

import pytest
import time_machine
from docx import Document as Word
from openpyxl import Workbook, load_workbook

from liandu.access.denials import Denied
from liandu.journal.queries import acts_recorded
from liandu.kernel.refusals import Refusal
from liandu.rectification.commands import save_entries
from liandu.rectification.exports.plans import export_plan
from liandu.rectification.imports.plans import dry_run, sealed, write_sealed
from liandu.rectification.models import PlanEntry
from liandu.rectification.queries.plans import plan_lines
from liandu.rectification.rules.plan_content import EMPTY, MeasureContent, MilestoneContent, TaskContent
from liandu.rectification.writings import plan_document
from tests.rectification.given_plans import CONTENT, a_plan, acknowledged, edit, submitted, written

# What is hard on a spreadsheet: words like formulas and numbers, line breaks, equal neighbours, nothing at all.
HARD = replace(
    CONTENT,
    goal="=1+1\n第二行",
    kind="long_term",
    due_on=None,
    person="0012",
    tasks=(
        TaskContent("同名", (MeasureContent("同一措施", "刘文静", None, date(2026, 9, 30)),)),
        TaskContent("同名", (MeasureContent("同一措施", "刘文静", None, date(2026, 9, 30)),)),
        TaskContent("没有措施的任务"),
        TaskContent("", (MeasureContent("没有任务名", ""), MeasureContent("", "只有人"))),
    ),
    milestones=(MilestoneContent("建成台账", date(2027, 1, 31)), MilestoneContent("全面运行", date(2027, 6, 30))),
)


@pytest.fixture(autouse=True)
def the_first_of_july():
    with time_machine.travel("2026-07-01 10:00:00+08:00"):
        yield


def run(city, plan, content, name="方案.xlsx", by=None):
    by = by or city.people.secretary
    return dry_run(plan=plan, lines=plan_lines(by, plan), chunks=[content], name=name, by=by)


def exported(city, plan):
    by = city.people.secretary
    return export_plan(plan=plan, lines=plan_lines(by, plan), by=by)


def said(city, plan):
    return {line.item.number: line.content for line in plan_lines(city.people.secretary, plan)}


def sheet(*rows, merged=()):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for area in merged:
        book.active.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def told(found):
    return [(cell.place.row, cell.place.column, str(cell.why), cell.kept) for cell in found.wrong]


def test_our_own_spreadsheet_comes_back_without_loss(city):
    items = [acknowledged(city, serial) for serial in (1, 2, 3)]
    plan = written(city, items[0])
    save_entries(plan=plan, edits=[edit(items[1], HARD)], by=city.people.secretary)
    before = said(city, plan)
    content = exported(city, plan)

    same = run(city, plan, content)
    assert (same.proposed, same.wrong, same.unmatched, same.same) == ([], [], [], 3)

    for entry in PlanEntry.objects.all():
        entry.tasks.all().delete()
        entry.item.milestones.all().delete()
    PlanEntry.objects.update(goal="", kind="", due_on=None, leader="", department="", person="")
    found = run(city, plan, content)
    assert (found.wrong, [one.line.item.number for one in found.proposed]) == ([], [items[0].number, items[1].number])
    token = sealed(found, plan=plan, by=city.people.secretary)
    assert write_sealed(plan=plan, token=token, by=city.people.secretary) == 2
    assert said(city, plan) == before
    assert before[items[1].number] == HARD


def test_our_own_word_document_comes_back_too(city):
    item = acknowledged(city)
    plan = written(city, item)
    content = plan_document(plan, plan_lines(city.people.secretary, plan), form="docx")
    found = run(city, plan, content, name="方案.docx")
    assert (found.proposed, found.wrong, found.same) == ([], [], 1)


def test_a_dry_run_writes_nothing(city):
    item = acknowledged(city)
    plan = a_plan(city)
    before = acts_recorded()
    content = sheet(["编号", "整改目标"], [item.number, "账实相符"])
    found = run(city, plan, content)
    assert [(one.line.item.number, one.fields) for one in found.proposed] == [(item.number, ["goal"])]
    assert (PlanEntry.objects.count(), acts_recorded()) == (0, before)


HEAD = [
    "完成时限",
    "整改类型",
    "责任 人",
    "整改措施（具体）",
    "问题",
    "整改任务",
    "牵头领导",
    "责任部门",
    "整改目标",
    "序号",
]
MORE = ["2026-10-15", None, "周敏", "补齐验收单", None, None, None, None, None, None]


def test_a_ledger_in_one_table_with_columns_in_any_order_and_merged_cells(city):
    first, second = acknowledged(city), acknowledged(city, 2, title="党委会研究重大事项不充分")
    theirs = "党委会研究“三重一大”重大事项不充分"
    problem = first.finding.title
    content = sheet(
        ["云州大学整改台账"],
        HEAD,
        f"2026年9月底 限期整改 刘文静 清查合同 {problem} 补齐验收 张副校长 资产处 账实相符 1".split(" "),
        MORE,
        f"长期坚持  王某某 每季度报告 {theirs} 健全制度 李书记 党委办公室 程序完备 2".split(" "),
        merged=("A1:J1", "E3:E4", "F3:F4", "G3:G4"),
    )
    found = run(city, a_plan(city), content)
    assert (told(found), found.by_words) == ([], {second.number: theirs})
    made = {one.line.item.number: one.content for one in found.proposed}
    clearing = MeasureContent("清查合同", "刘文静", None, date(2026, 9, 30))
    filling = MeasureContent("补齐验收单", "周敏", None, date(2026, 10, 15))
    assert made[first.number] == replace(
        CONTENT, goal="账实相符", due_on=date(2026, 10, 15), tasks=(TaskContent("补齐验收", (clearing, filling)),)
    )
    assert (made[second.number].tasks[0].measures[0].due_on, made[second.number].due_on) == (None, None)


def test_each_wrong_cell_is_named_with_what_was_kept(city):
    item = acknowledged(city)
    plan = written(city, item)
    content = sheet(
        [None], ["编号", "牵头领导", "整改类型", "完成时限", "整改目标"],
        ["5-09-101-999", "张三", "", "", ""],
        [item.number, "长" * 61, "尽快", "七月底", "新的目标"],
        [item.number, "李副校长", "", "", "另一目标"],
    )  # fmt: skip
    found = run(city, plan, content)
    assert told(found) == [
        (3, "编号", "这份方案里没有编号 5-09-101-999 的事项，这一行没有取。", ""),
        (4, "牵头领导", "超过 60 个字，只取前面的。", "长" * 40 + "…"),
        (4, "整改类型", "“尽快”不是整改类型，应是立行立改、限期整改、长期坚持之一。", "by_date"),
        (4, "完成时限", "“七月底”不是能看懂的日期，请写成 2026-09-30 这样。", "2026-10-30"),
        (5, "整改目标", "同一事项前后写得不一样，按前面的“新的目标”。", "新的目标"),
        (5, "牵头领导", f"同一事项前后写得不一样，按前面的“{'长' * 60}”。", "长" * 60),
    ]
    (one,) = found.proposed
    assert one.content == replace(CONTENT, goal="新的目标", leader="长" * 60)


def test_a_row_that_may_mean_several_problems_is_left_to_the_person(city):
    acknowledged(city), acknowledged(city, 2)
    content = sheet(["问题", "整改目标"], ["采购验收制度执行不严，抽查发现漏项", "账实相符"])
    found = run(city, a_plan(city), content)
    assert ([(place.row, text) for place, text in found.unmatched], found.proposed) == (
        [(2, "采购验收制度执行不严，抽查发现漏项")], [],
    )  # fmt: skip


def test_an_entry_in_review_is_not_touched(city):
    item = acknowledged(city)
    plan = submitted(city, item)
    found = run(city, plan, sheet(["编号", "整改目标"], [item.number, "改过的目标"]))
    assert (found.proposed, [str(why) for _line, why in found.closed]) == (
        [], [f"{item.number} 的方案正在审核，收回或退回以后才能改。"],
    )  # fmt: skip


def test_a_plan_in_words(city):
    first, second = acknowledged(city), acknowledged(city, 2, title="党委会研究重大事项不充分")
    paper = Word()
    for text in (
        "云州大学整改方案",
        "（一）关于采购验收制度执行不严，第1次抽查发现漏项的问题",
        "整改目标：采购验收全部有据可查。",
        "整改措施：1.清查近三年合同；2.逐份补齐验收单。",
        "3.修订采购办法。",
        "牵头领导：张副校长；责任部门：资产处；责任人：刘文静；完成时限：2026年9月底。",
        "（二）关于食堂管理不规范的问题",
        "整改措施：加强管理。",
        f"（三）{second.number} 党委会研究重大事项不充分",
        "整改任务：健全议事规则",
        "整改措施：修订党委会议事规则",
        "完成时限：长期坚持",
    ):
        paper.add_paragraph(text)
    out = io.BytesIO()
    paper.save(out)
    found = run(city, a_plan(city), out.getvalue(), name="方案.docx")
    made = {one.line.item.number: one.content for one in found.proposed}
    day = date(2026, 9, 30)
    assert made == {
        first.number: replace(
            EMPTY,
            goal="采购验收全部有据可查",
            due_on=day,
            leader="张副校长",
            department="资产处",
            person="刘文静",
            tasks=(
                TaskContent(
                    "采购验收全部有据可查",
                    tuple(
                        MeasureContent(what, "刘文静", None, day)
                        for what in ("清查近三年合同", "逐份补齐验收单。", "修订采购办法。")
                    ),
                ),
            ),
        ),
        second.number: replace(
            EMPTY, kind="long_term", tasks=(TaskContent("健全议事规则", (MeasureContent("修订党委会议事规则"),)),)
        ),
    }
    assert [text for _place, text in found.unmatched] == ["（二）关于食堂管理不规范的问题"]


def test_a_file_without_a_plan_says_what_it_needs(city):
    with pytest.raises(Refusal, match="没有在文件里找到整改方案"):
        run(city, a_plan(city), sheet(["姓名", "电话"], ["张三", "1"]))


def test_what_comes_back_changed_or_to_another_person_is_not_written(city):
    item = acknowledged(city)
    plan = a_plan(city)
    found = run(city, plan, sheet(["编号", "整改目标"], [item.number, "账实相符"]))
    token = sealed(found, plan=plan, by=city.people.liaison)
    for other in (token, token[:-2] + "xx", ""):
        with pytest.raises(Refusal, match="已经失效"):
            write_sealed(plan=plan, token=other, by=city.people.secretary)
    mine = sealed(found, plan=plan, by=city.people.secretary)
    with time_machine.travel("2026-07-01 15:00:00+08:00"), pytest.raises(Refusal, match="已经失效"):
        write_sealed(plan=plan, token=mine, by=city.people.secretary)
    assert PlanEntry.objects.count() == 0


def test_what_somebody_saved_since_the_dry_run_is_not_overwritten(city):
    item = acknowledged(city)
    plan = written(city, item)
    found = run(city, plan, sheet(["编号", "整改目标"], [item.number, "从文件来"]))
    token = sealed(found, plan=plan, by=city.people.secretary)
    save_entries(plan=plan, edits=[edit(item, goal="页面上改的")], by=city.people.secretary)
    with pytest.raises(Refusal, match="刚由李书记改过"):
        write_sealed(plan=plan, token=token, by=city.people.secretary)
    assert said(city, plan)[item.number].goal == "页面上改的"


def test_denied_only_the_unit_brings_a_plan_in(city):
    item = acknowledged(city)
    plan = written(city, item)
    before = acts_recorded()
    with pytest.raises(Denied):
        run(city, plan, sheet(["编号", "整改目标"], [item.number, "改"]), by=city.people.room)
    assert (said(city, plan), acts_recorded()) == ({item.number: CONTENT}, before)


def test_the_spreadsheet_has_the_three_lists_and_names_its_taking_out(city):
    plan = written(city, acknowledged(city))
    book = load_workbook(io.BytesIO(exported(city, plan)))
    assert book.sheetnames == ["问题清单", "任务清单", "责任清单", "阶段目标"]
    assert [cell.value for cell in book["责任清单"][3]][2:5] == ["张副校长", "资产处", "刘文静"]
    assert acts_recorded()["plan.taken_out"] == 1


def test_others_take_out_no_draft(city):
    plan = written(city, acknowledged(city))
    lines = plan_lines(city.people.room, plan)
    book = load_workbook(io.BytesIO(export_plan(plan=plan, lines=lines, by=city.people.room)))
    assert [cell.value for cell in book["责任清单"][3]][2:5] == [None, None, None]
