"""The columns of the ledger of findings: one list, from which page, spreadsheet and (later) the API are made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _

from liandu.findings.states import State
from liandu.orgs.models import Sector
from liandu.texts.keywords import categories

Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in the address, its heading, what it reads and what it shows.

    ``fields`` are lookups on Finding; ``value`` makes a text, number or date of them; ``width`` is in characters of
    the spreadsheet; ``shown`` says whether it stands in the view that nobody has changed.
    """

    key: str
    heading: str | Promise
    fields: tuple[str, ...]
    value: Callable[..., Value]
    width: int = 12
    shown: bool = True
    long: bool = False
    sort: str = ""


def _plain(value: Any) -> Value:
    return value


def _day(value: datetime | None) -> date | None:
    return timezone.localtime(value).date() if value else None


def _iso_day(value: Any) -> Value:
    """Return a stated deadline as a date when it is one, else as the words that state it."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return value


def _deadline(stated: Any) -> Value:
    return _iso_day(stated.get("deadline") or stated.get("deadline_text")) if isinstance(stated, dict) else None


def _owner(stated: Any) -> Value:
    if not isinstance(stated, dict):
        return None
    return " ".join(str(stated[key]) for key in ("leader", "owner", "department") if stated.get(key)) or None


def _kind(stated: Any) -> Value:
    return stated.get("kind") if isinstance(stated, dict) else None


def category_name(code: str) -> str:
    """Return the class's name in the reader's language, with its code; "" for none."""
    category = categories().get(code)
    if category is None:
        return code
    name = category.name if (get_language() or "").startswith("zh") else category.name_en
    return f"{code} {name}"


def _category(code: str, confirmed: bool) -> Value:  # noqa: FBT001 - called with the row's fields in order
    name = category_name(code)
    return name if confirmed or not name else f"{name}（{_('拟')}）"


COLUMNS: tuple[Column, ...] = (
    Column("number", _("编号"), ("number",), _plain, 15, sort="number"),
    Column("round", _("轮次"), ("round__name",), _plain, 18, shown=False),
    Column("unit", _("单位"), ("unit__short_name",), _plain, 20, sort="unit"),
    Column("sector", _("板块"), ("unit__sector",), lambda v: str(Sector(v).label) if v else "", 8, shown=False),
    Column("aspect", _("方面"), ("aspect",), _plain, 26, long=True, sort="aspect"),
    Column("problem", _("问题"), ("problem",), _plain, 34, long=True, shown=False),
    Column("title", _("具体表现"), ("title",), _plain, 56, long=True),
    Column("category", _("类别"), ("category", "category_confirmed"), _category, 20, sort="category"),
    Column("kind", _("整改类型"), ("stated",), _kind, 10, shown=False),
    Column("deadline", _("整改时限"), ("stated",), _deadline, 12, shown=False),
    Column("owner", _("责任"), ("stated",), _owner, 18, shown=False),
    Column("rectification", _("整改情况"), ("rectification",), _plain, 56, long=True, shown=False),
    Column("state", _("状态"), ("state",), lambda v: str(State(v).label), 8),
    Column("feedback", _("反馈日期"), ("feedback_on",), _plain, 12, shown=False),
    Column("confirmed", _("确认日期"), ("confirmed_at",), _day, 12, sort="confirmed"),
    Column("by", _("确认人"), ("confirmed_by__display_name",), _plain, 9, shown=False),
)
BY_KEY = {column.key: column for column in COLUMNS}
DEFAULT = tuple(column.key for column in COLUMNS if column.shown)


def lookups_of(columns: Sequence[Column]) -> list[str]:
    """Return the lookups that ``columns`` read, each once, in order."""
    return list(dict.fromkeys(name for column in columns for name in column.fields))


def reader_of(columns: Sequence[Column], lookups: Sequence[str]) -> Callable[[Sequence[Any]], list[Value]]:
    """Return a function from a row of ``lookups`` to the values of ``columns``; places are worked out once."""
    places = [(column.value, [lookups.index(name) for name in column.fields]) for column in columns]
    return lambda row: [value(*(row[place] for place in at)) for value, at in places]
