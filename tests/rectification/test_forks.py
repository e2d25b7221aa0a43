"""Balances are filed by their days: what holds a day is found on the way to that day, and nothing else is."""

from datetime import date, timedelta

import time_machine
from hypothesis import given
from hypothesis import strategies as st

from liandu.rectification.commands import amend_item, post_entry
from liandu.rectification.models import FAR, STANDING, Balance
from liandu.rectification.rules.past import fork_of, way_to
from liandu.rectification.states import Act
from tests.rectification.given import an_item

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(since=DAYS, length=st.integers(1, 4000) | st.none(), day=DAYS)
def test_a_balance_is_on_the_way_to_exactly_its_days(since, length, day):
    until = FAR if length is None else since + timedelta(days=length)
    fork = fork_of(since, until)
    before, from_here = way_to(day)
    found = (fork in before and until > day) or (fork in from_here and since <= day)
    assert found == (since <= day < until)


@given(since=DAYS, length=st.integers(1, 4000))
def test_the_fork_is_the_one_day_of_the_balance_that_ends_in_the_most_zeros(since, length):
    days = range(since.toordinal(), since.toordinal() + length)
    assert fork_of(since, since + timedelta(days=length)) == max(days, key=lambda number: number & -number)


@given(day=DAYS)
def test_a_fork_is_asked_for_once(day):
    before, from_here = way_to(day)
    assert len({*before, *from_here}) == len(before) + len(from_here)
    assert all(fork < day.toordinal() for fork in before)


def test_what_still_stands_is_filed_apart_and_moves_when_it_ends(city):
    with time_machine.travel("2026-07-01 10:00:00+08:00"):
        item = an_item(city)
    assert (Balance.objects.get().fork, Balance.objects.get().until) == (STANDING, FAR)
    with time_machine.travel("2026-07-06 10:00:00+08:00"):
        post_entry(item=item, act=Act.ACKNOWLEDGE, by=city.people.secretary)
    first, second = Balance.objects.order_by("since")
    assert (first.fork, second.fork) == (fork_of(date(2026, 7, 1), date(2026, 7, 6)), STANDING)
    with time_machine.travel("2026-07-06 15:00:00+08:00"):
        amend_item(item=item, act="item.assigned", by=city.people.clerk, leader="王副书记")
    assert [row.fork for row in Balance.objects.order_by("since")] == [first.fork, STANDING]
