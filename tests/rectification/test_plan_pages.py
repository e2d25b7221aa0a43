"""The pages of plans: what each shows and costs, what a person typed is never lost, what is refused says why."""

import html
import re
from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from liandu.journal.queries import acts_recorded
from liandu.rectification.commands import review_entries, save_entries
from liandu.rectification.forms.plans import FillResponsibilities, WriteEntry
from liandu.rectification.models import Plan, PlanEntry
from liandu.rectification.queries.plans import plan_lines
from liandu.rectification.rules.plan_content import EMPTY, MilestoneContent, content_of
from liandu.rectification.states import EntryAct
from tests.rectification.given import an_item
from tests.rectification.given_plans import CONTENT, a_plan, acknowledged, edit, now_at, submitted, written
from tests.rectification.test_plan_files import sheet


@pytest.fixture(autouse=True)
def the_first_of_july():
    with time_machine.travel("2026-07-01 10:00:00+08:00"):
        yield


@pytest.fixture
def browsers(city):
    return lambda name: city.client(getattr(city.people, name))


def url(name, *args):
    return reverse(f"rectification:{name}", args=args)


def words(answer):
    """Return what a person reads on the page, in one line."""
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", html.unescape(text))


def costs(browser, address):
    browser.get(address)  # what is cached for the process is not the page's cost
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def sent(form):
    """Return what a browser would send of ``form`` as it stands."""
    data = {}
    for bound in form:
        value = bound.value()
        data[bound.html_name] = value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
    return data


def typed(city, item, **changes):
    """Return what a browser sends that opened the page of ``item`` now and changed some cells."""
    content = content_of(getattr(now_at(item), "entry", None))
    edition = getattr(getattr(now_at(item), "entry", None), "edition", 0)
    return {**sent(WriteEntry(content=content, edition=edition)), **changes}


# Costs


# Four to know who asks and what is within reach; the plan, how it stands, its items with five tables of theirs, who
# submitted and reviewed, its history; an office more for who reviews.
@pytest.mark.parametrize(
    ("person", "page", "queries"),
    [
        ("secretary", "plan", 16),
        ("room", "plan", 17),
        ("leader", "plan", 15),
        ("secretary", "submit_plan", 12),
        ("secretary", "responsibilities", 11),
        ("secretary", "plans", 9),
        ("room", "plans", 9),
        ("room", "plans_to_review", 5),
    ],
)
def test_a_page_costs_the_same_for_one_and_for_three_items(city, browsers, person, page, queries):
    def grown(*serials):
        items = [acknowledged(city, serial) for serial in serials]
        if page in {"submit_plan", "responsibilities"}:
            return written(city, *items)
        plan = submitted(city, *items)
        review_entries(plan=plan, items=[items[0].pk], act=EntryAct.RETURN, opinion="再改", by=city.people.clerk)
        if len(items) == 1:
            plan = submitted(city, *items, goal="改好")
        return plan

    args = [] if page.startswith("plans") else [a_plan(city).pk]
    grown(1)
    few = costs(browsers(person), url(page, *args))
    if page not in {"submit_plan", "responsibilities"}:
        plan = Plan.objects.get()
        review_entries(
            plan=plan, items=list(plan.entries.values_list("item", flat=True)), act=EntryAct.APPROVE, opinion="",
            by=city.people.clerk,
        )  # fmt: skip
    grown(2, 3, 4)
    assert (few, costs(browsers(person), url(page, *args))) == (queries, queries)


# Writing


def test_an_entry_is_written_and_the_next_one_opened(city, browsers):
    first, second = acknowledged(city), acknowledged(city, 2)
    form = typed(
        city, first, goal="账实相符", **{"task-0-what": "清查", "task-0-measure-0-what": "列清单", "next": "1"}
    )
    answer = browsers("secretary").post(url("plan_entry", first.pk), form)
    assert (answer.status_code, answer.url) == (302, url("plan_entry", second.pk))
    content = content_of(now_at(first).entry)
    assert (content.goal, content.tasks[0].what, content.tasks[0].measures[0].what) == ("账实相符", "清查", "列清单")


def test_the_page_of_an_entry_names_what_it_lacks_with_a_way_to_the_cell(city, browsers):
    item = acknowledged(city)
    written(city, item, person="有关部门")
    answer = browsers("secretary").get(url("plan_entry", item.pk))
    assert "还有 1 处没有填全或填对" in words(answer)
    assert '<a href="#id_person">责任人要写到人，“有关部门”不是一个人。</a>' in answer.content.decode()
    assert 'id="id_person"' in answer.content.decode()


def test_without_script_more_rows_come_and_nothing_typed_is_lost(city, browsers):
    item = acknowledged(city)
    form = typed(city, item, **{"task-0-what": "写到一半", "more": "1"})
    answer = browsers("secretary").post(url("plan_entry", item.pk), form)
    text = answer.content.decode()
    assert (answer.status_code, PlanEntry.objects.count()) == (200, 0)
    assert "写到一半" in text
    assert 'name="task-1-measure-0-what"' in text


def test_saving_over_somebody_elses_change_shows_both_and_keeps_what_was_typed(city, browsers):
    item = acknowledged(city)
    plan = written(city, item)
    mine = typed(city, item, goal="我写的目标")
    save_entries(plan=plan, edits=[edit(item, goal="别人写的目标")], by=city.people.secretary)
    browser = browsers("secretary")
    answer = browser.post(url("plan_entry", item.pk), mine)
    text = words(answer)
    assert answer.status_code == 422
    assert f"{item.number} 刚由李书记改过" in text
    assert ("别人写的目标" in text, answer.content.decode().count("我写的目标")) == (
        True,
        2,
    )  # compared, and in its cell
    assert now_at(item).entry.goal == "别人写的目标"
    edition = re.search(r'name="edition" value="(\d+)"', answer.content.decode())[1]
    assert browser.post(url("plan_entry", item.pk), {**mine, "edition": edition}).status_code == 302
    assert now_at(item).entry.goal == "我写的目标"


def test_a_milestone_without_a_day_is_asked_for_and_kept_on_the_page(city, browsers):
    item = acknowledged(city)
    answer = browsers("secretary").post(
        url("plan_entry", item.pk), typed(city, item, **{"milestone-0-what": "建成台账"})
    )
    assert answer.status_code == 422
    assert "阶段目标要填时限才能保存" in words(answer)
    assert 'value="建成台账"' in answer.content.decode()


def test_an_item_in_review_says_why_it_cannot_be_written(city, browsers):
    item = acknowledged(city)
    submitted(city, item)
    assert "的方案正在审核，收回或退回以后才能改" in words(browsers("secretary").get(url("plan_entry", item.pk)))


def rows_sent(city, plan, **changes):
    lines = [line for line in plan_lines(city.people.secretary, plan) if line.against_editing is None]
    return {**sent(FillResponsibilities(lines=lines)), **changes}


def test_responsibilities_of_many_items_are_saved_at_once(city, browsers):
    first, second = acknowledged(city), acknowledged(city, 2)
    plan = a_plan(city)
    form = rows_sent(city, plan, **{f"{first.pk}-leader": "张副校长", f"{second.pk}-kind": "at_once"})
    answer = browsers("secretary").post(url("responsibilities", plan.pk), form)
    assert answer.status_code == 302
    assert (now_at(first).entry.leader, now_at(second).entry.kind) == ("张副校长", "at_once")
    assert acts_recorded()["plan.saved"] == 1


def test_a_grid_saved_over_a_change_is_refused_whole_with_both_versions(city, browsers):
    first, second = acknowledged(city), acknowledged(city, 2)
    plan = written(city, first, second)
    mine = rows_sent(city, plan, **{f"{first.pk}-leader": "甲校长", f"{second.pk}-leader": "乙校长"})
    save_entries(plan=plan, edits=[edit(second, leader="丙校长")], by=city.people.secretary)
    browser = browsers("secretary")
    answer = browser.post(url("responsibilities", plan.pk), mine)
    assert answer.status_code == 422
    assert [name in words(answer) for name in ("丙校长", "乙校长")] == [True, True]
    assert 'value="甲校长"' in answer.content.decode()
    assert [now_at(item).entry.leader for item in (first, second)] == ["张副校长", "丙校长"]
    fresh = re.search(rf'name="{second.pk}-edition" value="(\d+)"', answer.content.decode())[1]
    assert browser.post(url("responsibilities", plan.pk), {**mine, f"{second.pk}-edition": fresh}).status_code == 302
    assert [now_at(item).entry.leader for item in (first, second)] == ["甲校长", "乙校长"]


# Submitting


def test_the_check_lists_every_cell_by_item_and_submits_only_what_is_whole(city, browsers):
    first, second = acknowledged(city), acknowledged(city, 2)
    plan = written(city, first)
    save_entries(plan=plan, edits=[edit(second, replace(EMPTY, goal="只有目标"))], by=city.people.secretary)
    browser = browsers("secretary")
    answer = browser.get(url("submit_plan", plan.pk))
    text = words(answer)
    assert "1 项还不能报送 共 5 处" in text
    assert f'href="{url("plan_entry", second.pk)}#id_leader"' in answer.content.decode()
    edition = Plan.objects.get().edition
    done = browser.post(url("submit_plan", plan.pk), {"item": [first.pk], "edition": edition})
    assert (done.status_code, now_at(first).state, now_at(second).state) == (302, "plan_review", "acknowledged")


def test_a_submission_that_is_refused_says_why_and_keeps_the_ticks(city, browsers):
    first, second = acknowledged(city), acknowledged(city, 2)
    plan = written(city, first, second)
    answer = browsers("secretary").post(url("submit_plan", plan.pk), {"item": [first.pk], "edition": plan.edition - 1})
    text = answer.content.decode()
    assert (answer.status_code, "方案刚有改动" in text) == (422, True)
    assert [f'value="{item.pk}" checked' in text for item in (first, second)] == [True, False]
    assert now_at(first).state == "acknowledged"


def test_taking_back_after_an_opinion_is_grey_and_refused_with_the_same_sentence(city, browsers):
    first, second = acknowledged(city), acknowledged(city, 2)
    plan = submitted(city, first, second)
    review_entries(plan=plan, items=[first.pk], act=EntryAct.APPROVE, opinion="", by=city.people.room)
    sentence = "已经有审核意见，不能再收回。被退回的事项改好以后再报。"
    browser = browsers("secretary")
    assert sentence in words(browser.get(url("plan", plan.pk)))
    answer = browser.post(url("take_back_plan", plan.pk), {"reason": "漏项"})
    assert (answer.status_code, sentence in words(answer)) == (422, True)
    assert Plan.objects.get().state == "submitted"


# Reviewing


def test_many_get_one_opinion_and_one_request_id(city, browsers):
    items = [acknowledged(city, serial) for serial in (1, 2, 3)]
    plan = submitted(city, *items)
    form = {"item": [item.pk for item in items[:2]], "outcome": "return", "opinion": "措施没有举一反三"}
    answer = browsers("room").post(url("review_plan", plan.pk), form, follow=True)
    assert "已审 2 项" in words(answer)
    assert [now_at(item).entry.opinion for item in items] == ["措施没有举一反三", "措施没有举一反三", ""]


def test_what_cannot_be_reviewed_is_told_item_by_item_beside_what_could(city, browsers):
    first, second = acknowledged(city), acknowledged(city, 2)
    plan = submitted(city, first, second)
    review_entries(plan=plan, items=[first.pk], act=EntryAct.APPROVE, opinion="", by=city.people.clerk)
    form = {"item": [first.pk, second.pk], "outcome": "approve", "opinion": ""}
    answer = browsers("room").post(url("review_plan", plan.pk), form, follow=True)
    text = words(answer)
    assert [part in text for part in ("已审 1 项", f"{first.number} 现在不在待审")] == [True, True]


def test_a_return_without_a_word_is_refused_and_keeps_the_ticks(city, browsers):
    item = acknowledged(city)
    plan = submitted(city, item)
    answer = browsers("room").post(url("review_plan", plan.pk), {"item": [item.pk], "outcome": "return"})
    text = answer.content.decode()
    assert (answer.status_code, "退回要写明意见" in text, f'value="{item.pk}" form="review" checked' in text) == (
        422, True, True,
    )  # fmt: skip
    assert now_at(item).state == "plan_review"


def test_the_reviewer_sees_what_changed_since_the_return_and_the_earlier_opinion(city, browsers):
    item = acknowledged(city)
    plan = submitted(city, item)
    review_entries(plan=plan, items=[item.pk], act=EntryAct.RETURN, opinion="目标太空", by=city.people.room)
    submitted(city, item, goal="验收单齐全率百分之百")
    text = words(browsers("room").get(url("plan", plan.pk)))
    assert [part in text for part in ("对照上次退回的内容", CONTENT.goal, "验收单齐全率百分之百", "目标太空")] == [
        True
    ] * 4


def test_the_queue_shows_what_waits_and_is_empty_when_all_is_reviewed(city, browsers):
    item = acknowledged(city)
    room = browsers("room")
    assert "没有待审的方案" in words(room.get(url("plans_to_review")))
    plan = submitted(city, item)
    assert "云州大学" in words(room.get(url("plans_to_review")))
    room.post(url("review_plan", plan.pk), {"item": [item.pk], "outcome": "approve"})
    assert "没有待审的方案" in words(room.get(url("plans_to_review")))


# Who sees what


@pytest.mark.parametrize("person", ["room", "clerk", "leader", "teamer"])
def test_no_page_shows_a_draft_to_others(city, browsers, person):
    item = acknowledged(city)
    plan = written(city, item, goal="未定稿的目标")
    browser = browsers(person)
    for address in (url("plan", plan.pk), f"{url('plan', plan.pk)}?all=1", url("plans"), url("item", item.pk)):
        answer = browser.get(address)
        assert (answer.status_code, "未定稿的目标" in answer.content.decode()) == (200, False)


def test_the_page_of_an_item_shows_its_plan_with_opinions_and_the_next_step(city, browsers):
    item = acknowledged(city)
    secretary = browsers("secretary")
    assert url("plan_entry", item.pk) in secretary.get(url("item", item.pk)).content.decode()
    plan = submitted(city, item)
    assert "审核整改方案" in words(browsers("room").get(url("item", item.pk)))
    review_entries(plan=plan, items=[item.pk], act=EntryAct.APPROVE, opinion="同意，抓好落实", by=city.people.room)
    text = words(secretary.get(url("item", item.pk)))
    parts = (CONTENT.goal, "清查近三年采购合同", "刘文静 · 2026年7月1日—2026年8月15日", "同意，抓好落实")
    assert [part in text for part in parts] == [True] * 4


def test_milestones_stand_in_the_plan(city, browsers):
    item = acknowledged(city)
    step = MilestoneContent("建成台账", date(2027, 1, 31))
    plan = submitted(city, item, kind="long_term", due_on=None, milestones=(step,))
    assert "2027年1月31日 建成台账" in words(browsers("room").get(url("plan", plan.pk)))


def test_a_plan_is_begun_from_the_list(city, browsers):
    an_item(city)
    secretary = browsers("secretary")
    assert "起草方案" in words(secretary.get(url("plans")))
    form = {"unit": city.units.university.pk, "round": city.round.pk}
    answer = secretary.post(url("begin_plan"), form)
    plan = Plan.objects.get()
    assert (answer.url, secretary.post(url("begin_plan"), form).url) == (url("plan", plan.pk), url("plan", plan.pk))
    assert acts_recorded()["plan.begun"] == 1


# Files


@pytest.mark.parametrize(("form", "begins"), [("docx", b"PK"), ("xlsx", b"PK"), ("pdf", b"%PDF")])
def test_a_plan_is_handed_out(city, browsers, form, begins):
    plan = submitted(city, acknowledged(city))
    answer = browsers("room").get(f"{url('plan_paper', plan.pk)}?form={form}")
    assert (answer.status_code, answer.content[: len(begins)]) == (200, begins)
    assert browsers("room").get(f"{url('plan_paper', plan.pk)}?form=exe").status_code == 404
    assert acts_recorded()["plan.taken_out"] == 1


def test_a_file_is_checked_then_confirmed(city, browsers):
    item = acknowledged(city)
    plan = a_plan(city)
    content = sheet(["编号", "整改目标", "完成时限"], [item.number, "账实相符", "尽早"])
    secretary = browsers("secretary")
    answer = secretary.post(url("import_plan", plan.pk), {"file": SimpleUploadedFile("方案.xlsx", content)})
    text = words(answer)
    assert "Sheet · 第 2 行 · 完成时限 “尽早”不是能看懂的日期" in text
    assert PlanEntry.objects.count() == 0
    token = re.search(r'name="confirmed" value="([^"]+)"', answer.content.decode())[1]
    done = secretary.post(url("import_plan", plan.pk), {"confirmed": token})
    assert (done.status_code, now_at(item).entry.goal, acts_recorded()["plan.imported"]) == (302, "账实相符", 1)


def test_a_file_that_cannot_be_read_says_so_on_its_form(city, browsers):
    plan = a_plan(city)
    answer = browsers("secretary").post(
        url("import_plan", plan.pk), {"file": SimpleUploadedFile("方案.xlsx", b"no book")}
    )
    assert answer.status_code == 422
