"""Counting days as rules count them: calendar months, calendar days, and working days with 调休.

The working days come from the yearly notices of the State Council, kept by the package chinesecalendar. A year without
a notice yet has plain weeks, and ``is_announced`` says so: a due day beyond it may move when the notice comes.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from chinese_calendar import get_holiday_detail, is_workday
from chinese_calendar.constants import Holiday, holidays

_ANNOUNCED = range(min(holidays).year, max(holidays).year + 1)
_SATURDAY = 5


class Unit(StrEnum):
    """What a rule counts in."""

    MONTHS = "months"
    DAYS = "days"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as a rule says it: 3 months, 15 working days."""

    count: int
    unit: Unit

    def after(self, day: date) -> date:
        """Return the last day that is still in time when the span begins with ``day``."""
        if self.unit == Unit.MONTHS:
            return add_months(day, self.count)
        if self.unit == Unit.DAYS:
            return day + timedelta(days=self.count)
        return add_working_days(day, self.count)


def is_announced(year: int) -> bool:
    """Return whether the holidays of ``year`` are known."""
    return year in _ANNOUNCED


def is_working_day(day: date) -> bool:
    """Return whether people work on ``day``: holidays and days worked in lieu count, where they are known."""
    return is_workday(day) if is_announced(day.year) else day.weekday() < _SATURDAY


class DayKind(StrEnum):
    """What sort of day it is for those who work in offices."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"  # free by the yearly notice
    IN_LIEU = "in_lieu"  # a weekend day that is worked (调休)


@dataclass(frozen=True, slots=True)
class DayMark:
    """The kind of a day, and the name of the holiday it belongs to in Chinese and in English ("" for none)."""

    kind: DayKind
    name: str = ""
    name_en: str = ""


def mark_of(day: date) -> DayMark:
    """Return what a calendar marks ``day`` with; a year without a notice has plain weeks."""
    weekend = day.weekday() >= _SATURDAY
    plain = DayMark(DayKind.WEEKEND if weekend else DayKind.WORKING)
    if not is_announced(day.year):
        return plain
    free, name = get_holiday_detail(day)
    if name is None:
        return plain
    holiday = Holiday(name)
    kind = DayKind.HOLIDAY if free else DayKind.IN_LIEU if weekend else DayKind.WORKING
    return DayMark(kind, holiday.chinese, holiday.value)


def add_months(day: date, months: int) -> date:
    """Return the same day ``months`` later, or the last day of a month that has no such day (1月31日 → 2月28日)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_working_days(day: date, count: int) -> date:
    """Return the ``count``-th working day after ``day``, which itself does not count; ``day`` when ``count`` is 0."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """Return how many working days lie after ``first`` up to and with ``last``; 0 when ``last`` is not later."""
    return sum(is_working_day(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
