"""A unit at a glance: the tree with how each problem stands, the rate with its parts, what came, who answers."""

from datetime import date

import pytest
import time_machine

from liandu.rectification.commands.posting import amend_item
from liandu.rectification.models import Institution, Item, Outcome, Progress
from tests.desk.given import an_item_in, items_in
from tests.papers_of_the_day import receive
from tests.rectification.given import a_finding

JUNE = "2026-06-25 09:00+08:00"


def page_of(city, name, unit="university", query=""):
    return city.client(getattr(city.people, name)).get(f"/units/{getattr(city.units, unit).pk}/{query}")


def an_outcome(item, kind, amount, *, by):
    told = Progress.objects.create(item=item, on=date(2026, 6, 20), text="已办理", made_at=item.changed_at, made_by=by)
    return Outcome.objects.create(item=item, progress=told, kind=kind, amount=amount)


@pytest.mark.parametrize(
    ("name", "unit", "status"),
    [
        ("secretary", "university", 200),
        ("room", "university", 200),
        ("teamer", "university", 200),
        ("leader", "university", 200),
        ("liaison", "university", 404),
        ("outsider", "university", 404),
        ("competent", "university", 404),
        ("system", "university", 404),
        ("secretary", "firm", 404),
        ("leader", "third_room", 404),  # an office is no inspected unit
    ],
)
def test_a_unit_is_there_for_those_whose_reach_it_lies_in(city, name, unit, status):
    assert page_of(city, name, unit).status_code == status


@time_machine.travel(JUNE, tick=False)
def test_problems_stand_under_their_aspect_and_problem_in_the_order_of_numbers(city):
    aspect, problem = "聚焦主责主业不够", "采购制度不落实"
    an_item_in(city, "rectifying", serial=2, aspect=aspect, problem=problem, title="验收走过场")
    an_item_in(city, "registered", serial=1, aspect=aspect, problem=problem, title="招标不公开")
    a_finding(city, serial=3, aspect=aspect, title="没有立账的问题")
    an_item_in(city, "registered", serial=4, title="没有归类的问题")
    tree = page_of(city, "secretary").context["shown"].tree
    told = [
        (
            aspect.title,
            [leaf.finding.title for leaf in aspect.leaves],
            [(below.title, [leaf.finding.title for leaf in below.leaves]) for below in aspect.branches],
        )
        for aspect in tree
    ]
    assert told == [
        (aspect, ["没有立账的问题"], [(problem, ["招标不公开", "验收走过场"])]),
        ("", ["没有归类的问题"], []),
    ]


@time_machine.travel(JUNE, tick=False)
def test_the_rate_is_done_over_all_that_was_not_cancelled(city):
    items_in(city, "written_off", 2)
    basically = an_item_in(city, "written_off", serial=3)
    amend_item(item=basically, act="item.amended", by=city.people.clerk, result="basically_done")
    an_item_in(city, "rectifying", serial=4)
    Item.objects.filter(pk=an_item_in(city, "registered", serial=5).pk).update(state="cancelled")
    shown = page_of(city, "room").context["shown"]
    assert (shown.rate.done, shown.rate.total, shown.rate.percent, shown.rate.day) == (
        2,
        4,
        "50.00%",
        date(2026, 6, 25),
    )
    assert shown.states == [("rectifying", 1), ("written_off", 3)]
    page = page_of(city, "room").content.decode()
    assert "截至 2026年6月25日" in page
    assert "“基本完成并持续整改”不算完成" in page


@time_machine.travel(JUNE, tick=False)
def test_what_is_overdue_long_term_extended_and_reopened_is_counted(city):
    items_in(city, "acknowledged", 2, step_due_on=date(2026, 6, 24))
    an_item_in(city, "acknowledged", serial=3, step_due_on=date(2026, 6, 25))
    item = an_item_in(city, "rectifying", serial=4)
    amend_item(
        item=item, act="item.amended", by=city.people.clerk, kind="long_term", extensions=2, reopenings=1
    )  # fmt: skip
    shown = page_of(city, "secretary").context["shown"]
    assert (shown.late, shown.open, shown.long_term, shown.extensions, shown.reopened) == (2, 4, 1, 2, 1)


@time_machine.travel(JUNE, tick=False)
def test_what_came_of_the_items_is_summed_by_kind(city):
    first, second = items_in(city, "rectifying", 2)
    elsewhere = an_item_in(city, "rectifying", unit=city.units.firm)
    for item, kind, amount in (
        (first, "recovered", "1200.50"), (second, "recovered", "300"), (second, "returned", "99.50"),
        (first, "admonition", "2"), (elsewhere, "recovered", "7"),
    ):  # fmt: skip
        an_outcome(item, kind, amount, by=city.people.clerk)
    wrong = an_outcome(first, "recovered", "90000", by=city.people.clerk).progress
    Progress.objects.create(
        item=first, on=wrong.on, text="前次误填，已更正", made_at=wrong.made_at, made_by=wrong.made_by, corrects=wrong
    )
    for struck in (None, first.changed_at):
        Institution.objects.create(
            item=first, unit=first.unit, work="made", title="采购验收办法", dated=wrong.on, made_at=wrong.made_at,
            made_by=wrong.made_by, struck_at=struck, struck_reason="重复登记" if struck else "",
        )  # fmt: skip
    outcomes = page_of(city, "secretary").context["shown"].outcomes
    assert (float(outcomes.money), outcomes.people, outcomes.institutions) == (1600.0, 2, 1)
    assert [(name, float(amount)) for name, amount in outcomes.by_kind] == [
        ("追缴资金", 1500.5), ("清退资金", 99.5), ("诫勉", 2.0),
    ]  # fmt: skip


@time_machine.travel(JUNE, tick=False)
def test_who_answers_is_told_with_how_many_items(city):
    first, second = items_in(city, "rectifying", 2)
    amend_item(item=first, act="item.amended", by=city.people.clerk, leader="张副校长", person="李科长")
    amend_item(item=second, act="item.amended", by=city.people.clerk, leader="张副校长")
    shown = page_of(city, "secretary").context["shown"]
    assert shown.people == [("牵头领导", "张副校长", 2), ("责任人", "李科长", 1)]
    assert shown.offices == [("巡视办", "市委巡察办", 2), ("联系监督的室", "市纪委监委第三监督检查室", 2)]


def test_papers_are_there_for_those_who_may_read_them(city):
    receive(city)
    assert len(page_of(city, "secretary").context["material"]) == 1
    assert page_of(city, "leader").context["material"] == []


def test_a_unit_without_problems_says_so(city):
    page = page_of(city, "outsider", "elsewhere")
    assert page.status_code == 200
    assert "还没有确认的问题" in page.content.decode()


def test_a_round_that_is_not_the_units_leads_to_its_own(city):
    shown = page_of(city, "secretary", query="?round=99999").context["shown"]
    assert shown.inspection == city.inspections.university
    assert page_of(city, "secretary", query="?round=all").context["shown"].inspection is None


@pytest.mark.parametrize("count", [1, 3])
@time_machine.travel(JUNE, tick=False)
def test_a_unit_asks_the_same_number_of_questions_for_one_item_and_three(city, count, django_assert_num_queries):
    for item in items_in(city, "rectifying", count):
        an_outcome(item, "recovered", 1, by=city.people.clerk)
    items_in(city, "registered", count, serial=10)
    a_finding(city, serial=20)
    browser = city.client(city.people.room)
    url = f"/units/{city.units.university.pk}/"
    # Session, person, standings, reach; unit, inspections, items and findings, all numbers, papers, packages.
    with django_assert_num_queries(11):
        browser.get(url)
