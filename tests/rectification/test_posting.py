"""The only way an item changes: entry, item and balance in one stroke."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from liandu.journal.queries import acts_recorded
from liandu.kernel.refusals import Refusal
from liandu.kernel.states import MoveNotAllowed
from liandu.rectification.commands import open_items, post_entry
from liandu.rectification.models import FAR, Balance, Item
from liandu.rectification.states import Act, State
from tests.rectification.given import a_finding, an_item


def test_opening_gives_number_offices_and_the_first_deadline(city):
    with time_machine.travel("2026-07-01 10:00:00+08:00"):
        item = an_item(city)
    assert (item.number, item.state, item.category) == ("5-09-101-001", State.REGISTERED, "B4")
    assert {(row.duty, row.office.short_name or row.office.name) for row in item.offices.all()} == {
        ("supervising", "市纪委监委第三监督检查室"), ("inspection", "市委巡察办"),
    }  # fmt: skip
    assert item.step_due_on == date(2026, 7, 15)  # ten working days after Wednesday the first


def test_a_finding_gets_one_item(city):
    item = an_item(city)
    assert open_items(findings=[(item.finding, None)], by=city.people.clerk, reason="再来") == []
    assert Item.objects.count() == 1


def test_without_a_signed_line_a_reason_is_asked_for(city):
    with pytest.raises(Refusal, match="还没有签收"):
        open_items(findings=[(a_finding(city), None)], by=city.people.clerk)
    assert (Item.objects.count(), Balance.objects.count(), acts_recorded().get("item.opened")) == (0, 0, None)


def test_a_move_leaves_an_entry_and_a_balance_of_the_day(city):
    with time_machine.travel("2026-07-01 10:00:00+08:00"):
        item = an_item(city)
    with time_machine.travel("2026-07-06 10:00:00+08:00"):
        post_entry(item=item, act=Act.ACKNOWLEDGE, by=city.people.secretary, acknowledged_at=timezone.now())
    first, second = Balance.objects.order_by("since")
    assert (first.state, first.since, first.until) == ("registered", date(2026, 7, 1), date(2026, 7, 6))
    assert (second.state, second.since, second.until) == ("acknowledged", date(2026, 7, 6), FAR)
    assert second.step_due_on == date(2026, 7, 18)  # a month after the feedback of 18 June
    assert acts_recorded()["item.acknowledged"] == 1


def test_of_two_changes_in_a_day_the_last_one_is_the_balance(city):
    item = an_item(city)
    post_entry(item=item, act=Act.DISPUTE, by=city.people.secretary)
    post_entry(item=item, act=Act.UPHOLD, by=city.people.director)
    assert [(row.state, row.until) for row in Balance.objects.all()] == [("acknowledged", FAR)]


def test_a_move_the_table_does_not_have_changes_nothing(city):
    item = an_item(city)
    before = Balance.objects.get(), acts_recorded()
    with pytest.raises(MoveNotAllowed, match=r"待认领.*销号"):
        post_entry(item=item, act=Act.WRITE_OFF, by=city.people.director)
    assert (Item.objects.get().state, Balance.objects.get(), acts_recorded()) == (State.REGISTERED, *before)


def test_the_second_of_two_people_is_told_who_did_what(city):
    item, same = an_item(city), Item.objects.get()
    post_entry(item=item, act=Act.ACKNOWLEDGE, by=city.people.secretary, acknowledged_at=timezone.now())
    with pytest.raises(Refusal, match="李书记"):
        post_entry(item=same, act=Act.DISPUTE, by=city.people.secretary)
    assert Item.objects.get().state == State.ACKNOWLEDGED


def test_a_closed_item_has_its_day_and_no_step(city):
    item = an_item(city)
    for act in (Act.ACKNOWLEDGE, Act.SUBMIT_PLAN, Act.APPROVE_PLAN, Act.REQUEST):
        post_entry(item=item, act=act, by=city.people.director)
    assert item.step_due_on is not None
    post_entry(item=item, act=Act.WRITE_OFF, by=city.people.director, result="done")
    assert (item.closed_at is not None, item.step_due_on) == (True, None)
    post_entry(item=item, act=Act.REOPEN, by=city.people.director, result="under_way", reopenings=1)
    assert (item.closed_at, Item.objects.get().closed_at) == (None, None)


def test_days_of_a_balance_are_in_order(city):
    item = an_item(city)
    tomorrow = timezone.now() + timedelta(days=1)
    with time_machine.travel(tomorrow):
        post_entry(item=item, act=Act.ACKNOWLEDGE, by=city.people.secretary)
    rows = list(Balance.objects.order_by("since").values_list("since", "until"))
    assert rows[0][1] == rows[1][0]
