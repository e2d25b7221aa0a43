"""The workbench: each person finds their work and the numbers within their reach, and nothing of others."""

from datetime import date, timedelta

import pytest
import time_machine

from liandu.desk.queries.work import AT_A_GLANCE, MOST_TASKS, bundled, work_for
from liandu.findings.models import Finding
from liandu.intake.commands import claim_documents, fail_document
from liandu.kernel.refusals import Refusal
from liandu.kernel.tasks import Task
from liandu.rectification.models import Item
from tests.desk.given import an_item_in
from tests.findings_of_the_day import findings_in_ledger
from tests.papers_of_the_day import a_word_file, read_as, receive

JUNE = "2026-06-25 09:00+08:00"
RAIL = {
    "director": "工作台 日程 总览 巡视 接收 问题台账 整改 移交 线索 综合研判 联合监督 交换",
    "clerk": "工作台 日程 总览 巡视 接收 问题台账 整改 移交 综合研判 联合监督 交换",
    "room": "工作台 日程 巡视 问题台账 整改 移交 综合研判 联合监督",
    "organization": "工作台 日程 巡视 问题台账 整改 移交 综合研判 联合监督",
    "secretary": "工作台 日程 巡视 问题台账 整改 移交",
    "liaison": "工作台 日程 巡视 问题台账 整改 移交",
    "leader": "工作台 日程 总览 巡视 问题台账 整改 移交 综合研判",
    "outsider": "工作台 日程 巡视 问题台账 整改 移交",
    "system": "工作台 管理",
    "security": "工作台 交换 管理",
    "audit": "工作台 日志",
    "nobody": "工作台",
    "teamer": "工作台 日程 巡视 问题台账 整改 移交 综合研判 联合监督",
    "competent": "工作台 日程 整改 移交",
    "sender": "工作台 线索",
    "registrar": "工作台 线索",
    "keeper": "工作台 线索",
    "approver": "工作台 线索",
    "handler": "工作台 线索",
}


def desk_of(city, name):
    return city.client(getattr(city.people, name)).get("/")


@pytest.mark.parametrize("name", RAIL)
def test_the_rail_leads_only_where_the_person_may_go(city, name):
    browser = city.client(getattr(city.people, name))
    places = browser.get("/").context["navigation"]
    assert [place.label for place in places] == RAIL[name].split()
    assert [browser.get(place.url).status_code for place in places] == [200] * len(places)
    assert [place.label for place in places if place.here] == ["工作台"]


@pytest.mark.parametrize(
    ("name", "sectors", "units"),
    [
        ("director", {"部门": (1, 2), "国企": (1, 4), "高校": (1, 5)}, 3),
        ("clerk", {"部门": (1, 2), "国企": (1, 4), "高校": (1, 5)}, 3),
        ("leader", {"部门": (1, 2), "国企": (1, 4), "高校": (1, 5)}, 3),
        ("room", {"高校": (1, 5)}, 1),
        ("secretary", {"高校": (1, 5)}, 1),
        ("organization", {"国企": (1, 4)}, 1),
        ("liaison", {"国企": (1, 4)}, 1),
        ("outsider", {}, 0),
        ("system", {}, 0),
        ("security", {}, 0),
        ("audit", {}, 0),
        ("nobody", {}, 0),
    ],
)
def test_the_numbers_are_those_within_reach(city, name, sectors, units):
    findings_in_ledger(city, 5)
    gone = findings_in_ledger(city, 5, unit="firm")[0]
    Finding.objects.filter(pk=gone.pk).update(state="withdrawn")
    findings_in_ledger(city, 2, unit="bureau")
    context = desk_of(city, name).context
    assert {total.name: (total.units, total.findings) for total in context["sectors"]} == sectors
    assert len(context["units"]) == units
    assert sum(line.findings for line in context["units"]) == sum(findings for _units, findings in sectors.values())


def test_each_number_leads_to_the_view_that_it_counts(city):
    findings_in_ledger(city, 5)
    an_item_in(city, "acknowledged", unit=city.units.firm, step_due_on=date(2026, 1, 5))
    an_item_in(city, "written_off", unit=city.units.firm, serial=2)
    browser = city.client(city.people.clerk)
    context = browser.get("/").context
    for line in context["units"]:
        assert browser.get(line.findings_url).context["page"].total == line.findings
        assert browser.get(line.url).status_code == 200
        assert browser.get(line.items_url).context["totals"].rows == line.items
        assert browser.get(line.closed_url).context["totals"].rows == line.closed
        assert browser.get(line.late_url).context["totals"].rows == line.late
    for total in context["sectors"]:
        assert browser.get(total.url).context["page"].total == total.findings
        assert browser.get(total.items_url).context["totals"].rows == total.items
        assert browser.get(total.late_url).context["totals"].rows == total.late


def test_material_is_counted_only_for_those_who_may_read_it(city):
    receive(city)
    counted = {
        name: [line.material for line in desk_of(city, name).context["units"] if line.name == "云州大学"]
        for name in ("clerk", "secretary", "leader")
    }
    assert counted == {"clerk": [1], "secretary": [1], "leader": [0]}


def test_what_waits_comes_first_what_failed_before_it(city):
    read_as(receive(city))
    failed = receive(city, name="坏.docx", content=a_word_file("甲"), inspection=city.inspections.firm).document
    claim_documents(worker="w", most=9)
    fail_document(document=failed, worker="w", refusal=Refusal("file.broken", "坏了。"))
    tasks = [bundle.first for bundle in desk_of(city, "clerk").context["work"].today]
    assert [(task.words, task.button) for task in tasks] == [
        ("读取失败，请处理", "查看"),
        ("2 条拟录问题待核对", "核对"),
    ]
    assert city.client(city.people.clerk).get(tasks[1].url).status_code == 200


@pytest.mark.parametrize("name", ["room", "secretary", "leader", "system", "audit", "nobody"])
def test_who_checks_nothing_has_no_tasks(city, name):
    read_as(receive(city))
    assert desk_of(city, name).context["work"].count == 0


def a_task(n=1, *, tone="now", group="", due=None, blocks=False, about="甲"):
    return Task(f"{n} 项", about, "/", "办理", tone, due=due, blocks=blocks, n=n, group=group)


def test_the_overdue_come_first_then_what_others_wait_for_then_the_earlier_day():
    day = date(2026, 7, 1)
    first = a_task(1, tone="late", due=day + timedelta(days=3), blocks=True)
    second = a_task(2, tone="late", due=day)
    third = a_task(3, tone="late", due=day + timedelta(days=1))
    fourth = a_task(4, tone="look", due=day, blocks=True)
    fifth = a_task(9, due=day)
    sixth = a_task(8)
    assert [bundle.first for bundle in bundled([sixth, fifth, fourth, third, second, first])] == [
        first, second, third, fourth, fifth, sixth,
    ]  # fmt: skip


def test_more_than_two_of_a_sort_stand_on_one_line_that_tells_all_of_them():
    day = date(2026, 8, 3)
    tasks = [a_task(n, group="待报方案", due=day + timedelta(days=n), about=f"单位{n}") for n in (3, 1, 2)]
    (bundle,) = bundled(tasks)
    assert (bundle.words, bundle.about, bundle.due) == ("6 项待报方案", "单位1、单位2等 3 处", day + timedelta(days=1))
    assert len(bundled(tasks[:2])) == 2


@pytest.mark.slow
def test_of_one_source_the_desk_tells_no_more_than_a_screen(city):
    for number in range(MOST_TASKS + 2):
        read_as(receive(city, name=f"{number}.docx", content=a_word_file(f"第{number}份")))
    work = work_for(city.people.clerk)
    assert [len(bundle.tasks) for bundle in (*work.today, *work.rest)] == [MOST_TASKS]


def test_what_is_more_than_a_glance_unfolds(city, monkeypatch):
    for n, state in enumerate(("registered", "acknowledged", "rectifying")):
        an_item_in(city, state, serial=n * 2 + 1, step_due_on=date(2026, 1, 5))
        an_item_in(city, state, serial=n * 2 + 2)
    monkeypatch.setattr("liandu.desk.queries.work.AT_A_GLANCE", 2)
    context = desk_of(city, "secretary").context
    assert (len(context["lines"]), context["rest"] != []) == (2, True)
    assert AT_A_GLANCE == 6


def test_a_person_without_a_post_is_told_whom_to_ask(city):
    assert "请安全保密管理员为您设置岗位" in desk_of(city, "nobody").content.decode()


@pytest.mark.parametrize("name", ["system", "security", "audit"])
def test_an_administrator_is_told_that_business_is_not_theirs(city, name):
    findings_in_ledger(city, 1, title="只有业务人员能看的话")
    page = desk_of(city, name).content.decode()
    assert "管理员不阅读业务内容。" in page
    assert "只有业务人员能看的话" not in page


def test_the_numbers_of_a_unit_count_its_items_as_the_words_below_say(city):
    with time_machine.travel(JUNE, tick=False):
        an_item_in(city, "acknowledged", serial=1, step_due_on=date(2026, 6, 24))
        an_item_in(city, "acknowledged", serial=2, step_due_on=date(2026, 6, 25))
        an_item_in(city, "written_off", serial=3)
        cancelled = an_item_in(city, "registered", serial=4)
        Item.objects.filter(pk=cancelled.pk).update(state="cancelled")
        (unit,) = desk_of(city, "secretary").context["units"]
    assert (unit.findings, unit.items, unit.closed, unit.late) == (4, 3, 1, 1)
