"""Items on the workbench: who has to do what, who waits for whom, and how much that asks the database."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liandu.inspections.models import PolicyProfile, PolicyVersion
from liandu.inspections.policies import spelled
from liandu.rectification.models import Extension, Item, Plan, PlanEntry
from liandu.rectification.rules import policy_for
from liandu.supervision.models import Reopening, Signature
from tests.desk.given import an_item_in, items_in
from tests.findings_of_the_day import findings_in_ledger
from tests.indexes import read_row_by_row, statements_asked
from tests.papers_of_the_day import a_word_file, read_as, receive


def desk_of(city, name):
    return city.client(getattr(city.people, name)).get("/")


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
    ("due", "tone", "words"),
    [
        (date(2026, 6, 24), "late", "整改超过时限"),
        (date(2026, 6, 25), "look", "整改临近时限"),
        (date(2026, 7, 15), "look", "整改临近时限"),
    ],
)
@time_machine.travel(JUNE, tick=False)
def test_work_under_way_is_told_when_its_day_is_near_or_past(city, due, tone, words):
    an_item_in(city, "rectifying", step_due_on=due)
    (bundle,) = desk_of(city, "secretary").context["work"].today
    assert (bundle.first.group, bundle.first.tone, bundle.due) == (words, tone, due)


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
