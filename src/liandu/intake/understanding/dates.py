"""Deadlines as ledgers and label blocks write them, read to a day."""

import re
from collections.abc import Callable
from datetime import date, timedelta

_FULL = re.compile(r"(\d{4})\s?[-./年]\s?(\d{1,2})\s?[-./月]\s?(\d{1,2})")
_MONTH_END = re.compile(r"(\d{4})\s?[年./-]\s?(\d{1,2})\s?(?:月)?(?:份)?\s?(?:底|末)?(?:前|之前|以前)?")
_YEAR_END = re.compile(r"(\d{4})\s?年\s?(?:年)?(?:底|末)")
_QUARTER = re.compile(r"(\d{4})\s?年\s?(?:第)?([一二三四1-4])季度")
_HALF = re.compile(r"(\d{4})\s?年\s?(上|下)半年")
_SERIAL = re.compile(r"\d{5}(?:\.0)?\Z")
_EPOCH = date(1899, 12, 30)  # day 0 of spreadsheet serial dates


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def _quarter(match: re.Match[str]) -> date:
    quarter = "一二三四1234".index(match.group(2)) % 4 + 1
    return month_end(int(match.group(1)), quarter * 3)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], date]], ...] = (
    (_FULL, lambda match: date(int(match.group(1)), int(match.group(2)), int(match.group(3)))),
    (_SERIAL, lambda match: _EPOCH + timedelta(days=int(float(match.group())))),
    (_QUARTER, _quarter),
    (_HALF, lambda match: month_end(int(match.group(1)), 6 if match.group(2) == "上" else 12)),
    (_YEAR_END, lambda match: date(int(match.group(1)), 12, 31)),
    (_MONTH_END, lambda match: month_end(int(match.group(1)), int(match.group(2)))),
)


def deadline_day(text: str) -> str | None:
    """Return the day that ``text`` names ("2026年6月底" -> "2026-06-30"), None where it names none (长期坚持)."""
    try:
        return _day(text.strip())
    except ValueError:  # such as the 30th of February
        return None


def _day(bare: str) -> str | None:
    for pattern, read in _FORMS:
        match = pattern.search(bare)
        if match is not None:
            return read(match).isoformat()
    return None
