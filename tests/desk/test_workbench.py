"""The workbench: each person finds their work and the numbers within their reach, and nothing of others."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liandu.desk.queries.work import AT_A_GLANCE, MOST_TASKS, bundled, work_for
from liandu.findings.models import Finding
from liandu.inspections.models import PolicyProfile, PolicyVersion
from liandu.inspections.policies import spelled
from liandu.intake.commands import claim_documents, fail_document
from liandu.kernel.refusals import Refusal
from liandu.kernel.tasks import Task
from liandu.rectification.models import Extension, Item, Plan, PlanEntry
from liandu.rectification.rules import policy_for
from liandu.supervision.models import Reopening, Signature
from tests.desk.given import an_item_in, items_in
from tests.findings_of_the_day import findings_in_ledger
from tests.indexes import read_row_by_row, statements_asked
from tests.papers_of_the_day import a_word_file, read_as, receive

RAIL = {
    "director": "工作台 日程 总览 巡视 接收 问题台账 整改 移交 线索 联合监督 交换",
    "clerk": "工作台 日程 总览 巡视 接收 问题台账 整改 移交 联合监督 交换",
    "room": "工作台 日程 巡视 问题台账 整改 移交 联合监督",
    "organization": "工作台 日程 巡视 问题台账 整改 移交 联合监督",
    "secretary": "工作台 日程 巡视 问题台账 整改 移交",
    "liaison": "工作台 日程 巡视 问题台账 整改 移交",
    "leader": "工作台 日程 总览 巡视 问题台账 整改 移交",
    "outsider": "工作台 日程 巡视 问题台账 整改 移交",
    "system": "工作台 管理",
    "security": "工作台 交换 管理",
    "audit": "工作台 日志",
    "nobody": "工作台",
    "teamer": "工作台 日程 巡视 问题台账 整改 移交 联合监督",
    "competent": "工作台 日程 移交",
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
    browser = city.client(city.people.clerk)
    context = browser.get("/").context
    for line in context["units"]:
        assert browser.get(line.findings_url).context["page"].total == line.findings
        assert browser.get(line.url).status_code == 200
    for total in context["sectors"]:
        assert browser.get(total.url).context["page"].total == total.findings


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


# Items: who has to do what, and who waits for whom

JUNE = "2026-06-25 09:00+08:00"
STEPS = {
    "registered": {"secretary": "问题待认领"},
    "disputed": {"director": "异议待答复"},
    "acknowledged": {"secretary": "待报方案"},
    "plan_review": {"room": "方案待审核"},
    "rectifying": {},
    "requested": {"room": "销号待签字"},
}


@pytest.mark.parametrize("state", STEPS)
@time_machine.travel(JUNE, tick=False)
def test_an_item_waits_for_those_who_can_make_its_next_move_and_for_nobody_else(city, state):
    an_item_in(city, state)
    people = ("director", "clerk", "room", "organization", "secretary", "liaison", "leader", "teamer", "outsider")
    told = {name: desk_of(city, name).context["work"] for name in people}
    groups = {
        name: [bundle.first.group for bundle in (*work.today, *work.rest)] for name, work in told.items() if work.count
    }
    assert groups == {name: [words] for name, words in STEPS[state].items()}


@time_machine.travel(JUNE, tick=False)
def test_a_line_says_how_many_where_and_the_earliest_day_and_leads_to_the_rows(city):
    items_in(city, "acknowledged", 12, step_due_on=date(2026, 8, 3))
    (bundle,) = desk_of(city, "secretary").context["work"].today
    task = bundle.first
    assert (task.words, task.about, task.due, task.button) == ("12 项待报方案", "云州大学", date(2026, 8, 3), "报方案")
    assert task.url == "/items/plans/"
    assert "2026年8月3日 · 还有 39 天" in desk_of(city, "secretary").content.decode()


@time_machine.travel(JUNE, tick=False)
def test_a_single_item_is_one_click_away(city):
    item = an_item_in(city, "registered")
    (bundle,) = desk_of(city, "secretary").context["work"].today
    assert bundle.first.url == f"/items/{item.pk}/"
    assert city.client(city.people.secretary).get(bundle.first.url).status_code == 200


@time_machine.travel(JUNE, tick=False)
def test_a_plan_to_review_is_one_click_away(city):
    items = items_in(city, "plan_review", 3)
    plan = Plan.objects.create(unit=items[0].unit, round=items[0].round, state="submitted")
    for item in items:
        PlanEntry.objects.create(plan=plan, item=item, state="submitted")
    (bundle,) = desk_of(city, "room").context["work"].today
    assert (bundle.first.words, bundle.first.url) == ("3 项方案待审核", f"/items/plans/{plan.pk}/")
    assert city.client(city.people.room).get(bundle.first.url).status_code == 200


@pytest.mark.parametrize(
    ("due", "tone"), [(date(2026, 6, 24), "late"), (date(2026, 6, 25), "look"), (date(2026, 7, 15), "look")]
)
@time_machine.travel(JUNE, tick=False)
def test_work_under_way_is_told_when_its_day_is_near_or_past(city, due, tone):
    an_item_in(city, "rectifying", step_due_on=due)
    (bundle,) = desk_of(city, "secretary").context["work"].today
    assert (bundle.first.group, bundle.first.tone, bundle.due) == ("整改临近或超过时限", tone, due)


@time_machine.travel(JUNE, tick=False)
def test_work_under_way_with_time_left_is_no_task(city):
    an_item_in(city, "rectifying", step_due_on=date(2026, 7, 16))
    assert desk_of(city, "secretary").context["work"].count == 0


@time_machine.travel(JUNE, tick=False)
def test_where_no_office_supervises_the_inspection_office_reviews(city):
    an_item_in(city, "plan_review", unit=city.units.bureau)
    assert [bundle.first.group for bundle in desk_of(city, "clerk").context["work"].today] == ["方案待审核"]
    assert desk_of(city, "room").context["work"].count == 0


@time_machine.travel(JUNE, tick=False)
def test_an_extension_waits_for_the_supervising_office_and_is_waited_for_by_the_unit(city):
    item = an_item_in(city, "rectifying", step_due_on=date(2026, 12, 1))
    Extension.objects.create(
        item=item, due_before=date(2026, 12, 1), until=date(2027, 1, 1), reason="等待审计结论",
        asked_at=item.changed_at, asked_by=city.people.secretary,
    )  # fmt: skip
    (bundle,) = desk_of(city, "room").context["work"].today
    assert (bundle.first.words, bundle.first.url) == ("1 项延期申请待审批", "/items/extensions/")
    waiting = desk_of(city, "secretary").context["work"].waiting
    assert [(one.first.words, one.first.about) for one in waiting] == [
        ("1 项延期申请待审批", "市纪委监委第三监督检查室"),
    ]  # fmt: skip


@time_machine.travel(JUNE, tick=False)
def test_whom_the_policy_names_decides_about_an_extension(city):
    item = an_item_in(city, "rectifying", step_due_on=date(2026, 12, 1))
    content = spelled(policy_for(None))
    content["extension"]["approver"] = "inspection"
    profile = PolicyProfile.objects.create(code="own", name="本市口径")
    version = PolicyVersion.objects.create(
        profile=profile, number=1, content=content, made_at=item.changed_at, made_by=city.people.director
    )
    Item.objects.filter(pk=item.pk).update(policy=version)
    Extension.objects.create(
        item=item, due_before=date(2026, 12, 1), until=date(2027, 1, 1), reason="等待审计结论",
        asked_at=item.changed_at, asked_by=city.people.secretary,
    )  # fmt: skip
    assert desk_of(city, "room").context["work"].count == 0
    assert [one.first.group for one in desk_of(city, "clerk").context["work"].today] == ["延期申请待审批"]
    (waiting,) = desk_of(city, "secretary").context["work"].waiting
    assert waiting.first.about == "市委巡察办"


@time_machine.travel(JUNE, tick=False)
def test_once_the_room_has_signed_the_inspection_office_has_the_request(city):
    item = an_item_in(city, "requested")
    Signature.objects.create(
        request=item.requests.get(), party="supervising", office=city.units.third_room, person=city.people.room,
        opinion="agree", at=item.changed_at,
    )  # fmt: skip
    (bundle,) = desk_of(city, "director").context["work"].today
    assert (bundle.first.words, bundle.first.url) == (
        "1 项销号待签字", f"/supervision/requests/{item.requests.get().pk}/",
    )  # fmt: skip
    assert desk_of(city, "room").context["work"].count == 0
    (waiting,) = desk_of(city, "secretary").context["work"].waiting
    assert (waiting.first.words, waiting.first.about) == ("1 项销号审核中", "市委巡察办")


@time_machine.travel(JUNE, tick=False)
def test_a_reopening_waits_for_another_person_than_the_one_who_asked(city):
    item = an_item_in(city, "written_off")
    Reopening.objects.create(
        item=item, kind="relapse", reason="又发现同样问题", asked_at=item.changed_at, asked_by=city.people.director
    )
    told = {
        name: [one.first.group for one in desk_of(city, name).context["work"].today] for name in ("room", "director")
    }
    assert told == {"room": ["重新立账待确认"], "director": []}


@time_machine.travel(JUNE, tick=False)
def test_the_unit_waits_for_the_office_that_has_its_plan_and_its_request(city):
    items_in(city, "plan_review", 3)
    an_item_in(city, "requested", serial=4)
    an_item_in(city, "disputed", serial=5)
    waiting = desk_of(city, "secretary").context["work"].waiting
    assert sorted((bundle.first.words, bundle.first.about) for bundle in waiting) == [
        ("1 项异议待答复", "市委巡察办"),
        ("1 项销号审核中", "市纪委监委第三监督检查室"),
        ("3 项方案审核中", "市纪委监委第三监督检查室"),
    ]


@time_machine.travel(JUNE, tick=False)
def test_the_offices_wait_for_what_they_handed_on(city):
    items_in(city, "registered", 2)
    item = an_item_in(city, "acknowledged", serial=3)
    plan = Plan.objects.create(unit=item.unit, round=item.round)
    PlanEntry.objects.create(
        plan=plan, item=item, state="returned", opinion="措施不具体", reviewed_at=item.changed_at,
        reviewed_by=city.people.room, reviewed_for=city.units.third_room,
    )  # fmt: skip
    told = {
        name: [(one.first.words, one.first.about) for one in desk_of(city, name).context["work"].waiting]
        for name in ("clerk", "room", "organization", "leader")
    }
    assert told == {
        "clerk": [("2 项问题待认领", "云州大学")],
        "room": [("1 项方案退回待重报", "云州大学")],
        "organization": [],
        "leader": [],
    }


def test_the_numbers_of_a_unit_count_its_items_as_the_words_below_say(city):
    with time_machine.travel(JUNE, tick=False):
        an_item_in(city, "acknowledged", serial=1, step_due_on=date(2026, 6, 24))
        an_item_in(city, "acknowledged", serial=2, step_due_on=date(2026, 6, 25))
        an_item_in(city, "written_off", serial=3)
        cancelled = an_item_in(city, "registered", serial=4)
        Item.objects.filter(pk=cancelled.pk).update(state="cancelled")
        (unit,) = desk_of(city, "secretary").context["units"]
    assert (unit.findings, unit.items, unit.closed, unit.late) == (4, 3, 1, 1)


# How much it asks the database

PEOPLE = ("director", "clerk", "room", "organization", "secretary", "liaison", "leader", "teamer", "system", "nobody")
# Session, person, standings; the reach, where it is not the whole city (not director, clerk, leader); all tasks (the
# leader has none); the mark, what changed, who did it (nothing changed within reach of organization and liaison); the
# numbers.
QUESTIONS = {
    "director": 8, "clerk": 8, "room": 9, "secretary": 9, "leader": 7, "teamer": 9,
    "organization": 8, "liaison": 8, "system": 3, "nobody": 3,
}  # fmt: skip


def much_of_everything(city, count):
    for place, state in enumerate(("registered", "acknowledged", "plan_review", "rectifying", "requested")):
        items_in(city, state, count, serial=1 + place * 10, step_due_on=date(2026, 6, 1))
    for number in range(count):
        read_as(receive(city, name=f"{number}.docx", content=a_word_file(f"第{number}份")))
    findings_in_ledger(city, count, unit="firm")


@pytest.mark.parametrize("count", [1, 3])
@time_machine.travel(JUNE, tick=False)
def test_the_desk_asks_at_most_ten_questions_however_much_there_is(city, count):
    much_of_everything(city, count)
    told = {}
    for name in PEOPLE:
        browser = city.client(getattr(city.people, name))
        with CaptureQueriesContext(connection) as asked:
            browser.get("/")
        told[name] = len(asked)
    assert told == QUESTIONS
    assert max(told.values()) <= 10


@pytest.mark.parametrize("name", PEOPLE)
@time_machine.travel(JUNE, tick=False)
def test_each_question_of_the_desk_is_answered_from_an_index(city, name):
    much_of_everything(city, 1)
    browser = city.client(getattr(city.people, name))
    with statements_asked() as asked:
        browser.get("/")
    assert read_row_by_row(asked) == []


def test_the_measure_of_indexes_tells_a_question_that_has_none(city):
    with statements_asked() as asked:
        list(Item.objects.filter(person="张三").order_by())
    assert len(read_row_by_row(asked)) == 1
