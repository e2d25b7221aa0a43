"""Days as rules count them. The expected days were counted by hand on the State Council's notices for 2025 and 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liandu.kernel.days import (
    Span,
    Unit,
    add_months,
    add_working_days,
    is_announced,
    is_working_day,
    working_days_between,
)

DAYS = st.dates(date(2015, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2026, 6, 18), 3, date(2026, 9, 18)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
        (date(2026, 3, 5), 0, date(2026, 3, 5)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(day, months, due):
    assert add_months(day, months) == due


def test_working_days_know_holidays_and_days_worked_in_lieu():
    assert not is_working_day(date(2025, 10, 1))  # National Day, a Wednesday
    assert is_working_day(date(2025, 9, 28))  # a Sunday worked in lieu
    assert is_working_day(date(2025, 10, 11))  # a Saturday worked in lieu
    assert not is_working_day(date(2025, 10, 12))
    # 28 September (Sunday, worked), 29, 30, then eight days of holiday: the fourth day is 9 October.
    assert add_working_days(date(2025, 9, 27), 3) == date(2025, 9, 30)
    assert add_working_days(date(2025, 9, 27), 4) == date(2025, 10, 9)


def test_fifteen_working_days_over_the_spring_festival_of_2025():
    # 20-24 January, 26 (Sunday, worked), 27; holidays 28 January to 4 February; 5-7, 8 (Saturday, worked), 10-13.
    assert add_working_days(date(2025, 1, 17), 15) == date(2025, 2, 13)


def test_a_year_without_a_notice_has_plain_weeks():
    assert is_announced(2025)
    assert not is_announced(2040)
    assert is_working_day(date(2040, 10, 1))  # a Monday, for all that is known
    assert not is_working_day(date(2040, 9, 29))


@pytest.mark.parametrize(
    ("span", "due"),
    [
        (Span(3, Unit.MONTHS), date(2025, 12, 27)),
        (Span(10, Unit.DAYS), date(2025, 10, 7)),
        (Span(4, Unit.WORKING_DAYS), date(2025, 10, 9)),
    ],
)
def test_a_span_ends_as_its_unit_counts(span, due):
    assert span.after(date(2025, 9, 27)) == due


@given(DAYS, st.integers(1, 60))
def test_the_day_reached_is_a_working_day_and_counts_back(day, count):
    due = add_working_days(day, count)
    assert is_working_day(due)
    assert working_days_between(day, due) == count
    assert working_days_between(due, day) == 0


@given(DAYS, st.integers(0, 48))
def test_months_add_up_and_never_leave_the_month(day, months):
    due = add_months(day, months)
    assert (due.year * 12 + due.month) - (day.year * 12 + day.month) == months
    assert due.day == day.day or (due + timedelta(days=1)).day == 1
