"""What the content rules propose, and why."""

from datetime import date

import pytest

from liandu.handover import commands
from liandu.handover.models import Line, Package
from liandu.handover.queries import proposed_packages
from liandu.handover.rules import CONTENT_RULES, HANDED_OVER_KINDS, rule_for
from liandu.kernel.days import add_months
from liandu.orgs.commands import assign_oversight
from liandu.texts.keywords import categories
from tests.handover.packages import a_round_to_hand_over


@pytest.fixture
def round_(city):
    a_round_to_hand_over(city)
    assign_oversight(office=city.units.cadre_division, unit=city.units.university, since=date(2024, 1, 1), by=None)
    return city.round


def told(proposed):
    return {
        (one.rule.key, str(one.recipient or ""), one.hint): [row.thing.title[:4] for row in one.lines]
        for one in proposed
    }


def test_each_thing_goes_where_the_rules_send_it_and_all_of_it_to_its_own_unit(city, round_):
    assert told(proposed_packages(city.people.clerk, round_)) == {
        ("discipline", "市纪委监委第三监督检查室", ""): ["巡察报告", "第1类具"],
        ("organization", "市委组织部干部监督科", ""): ["第2类具"],
        ("competent", "云州市国有资产监督管理委员会", ""): ["第3类具"],
        ("competent", "", "宣传部门"): ["第4类具"],
        ("feedback", "云州大学", ""): ["反馈意见", "第1类具", "第2类具", "第3类具", "第4类具"],
    }


def test_lists_of_clues_are_never_proposed(city, round_):
    kinds = {
        row.thing.kind
        for one in proposed_packages(city.people.clerk, round_)
        for row in one.lines
        if row.kind == "material"
    }
    assert kinds == {"inspection_report", "feedback_opinion"}
    assert "clue_list" not in HANDED_OVER_KINDS


def test_without_an_office_that_oversees_the_unit_a_person_must_choose(city):
    a_round_to_hand_over(city)
    proposed = proposed_packages(city.people.clerk, city.round)
    assert [(one.recipient, one.hint) for one in proposed if one.rule.key == "organization"] == [(None, "组织部门")]


def test_what_is_in_a_package_is_not_proposed_again(city, round_):
    clerk, office = city.people.clerk, city.units.inspection_office
    chosen = [one.key for one in proposed_packages(clerk, round_)]
    made = commands.draft_proposed(round=round_, sender=office, chosen=chosen, by=clerk)

    assert (len(made), proposed_packages(clerk, round_)) == (5, [])
    commands.withdraw_package(package=made[0], reason="重新拟", by=clerk)
    assert [one.key for one in proposed_packages(clerk, round_)] == [chosen[0]]


def test_only_what_is_chosen_is_drafted_and_each_line_keeps_its_rule(city, round_):
    clerk = city.people.clerk
    chosen = [one.key for one in proposed_packages(clerk, round_) if one.rule.key == "discipline"]
    commands.draft_proposed(round=round_, sender=city.units.inspection_office, chosen=chosen, by=clerk)

    package = Package.objects.get()
    assert (package.recipient, package.purpose, package.state, package.number) == (
        city.units.third_room, "handover", "drafting", None,
    )  # fmt: skip
    assert list(Line.objects.order_by("position").values_list("kind", "rule", "number")) == [
        ("material", "discipline", ""),
        ("finding", "discipline", "5-09-101-001"),
    ]


def test_every_class_of_the_taxonomy_has_one_rule():
    taken = {code: rule_for("handover", category=code) for code in (*categories(), "")}
    assert {code: rule.key for code, rule in taken.items() if rule and rule.key != "competent"} == {
        "B1": "discipline", "B2": "discipline", "B3": "discipline", "B4": "discipline", "B9": "discipline",
        "C1": "organization", "C2": "organization", "C3": "organization", "C4": "organization",
    }  # fmt: skip
    assert all(taken.values())
    assert all(rule.basis and rule.why for rule in CONTENT_RULES)


@pytest.mark.parametrize(("title", "key"), [("选人用人专题报告", "organization"), ("意识形态专题报告", "competent")])
def test_special_reports_go_by_their_title(title, key):
    rule = rule_for("handover", kind="special_report", title=title)
    assert rule is not None
    assert rule.key == key


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2026, 3, 5), 3, date(2026, 6, 5)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 5, 31), 1, date(2026, 6, 30)),
    ],
)
def test_months_are_calendar_months_and_the_end_of_a_month_is_clipped(day, months, due):
    assert add_months(day, months) == due
