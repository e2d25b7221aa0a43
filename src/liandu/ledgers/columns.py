"""The columns of the ledger of findings: one list, from which page, spreadsheet and (later) the API are made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from liandu.findings.queries import item_names
from liandu.findings.states import State
from liandu.orgs.models import Sector
from liandu.texts.keywords import categories

Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in the address, its heading, what it reads and what it shows.

    ``fields`` are lookups on Finding. ``reading`` is asked once for a page or an export and returns the function that
    makes a text, number or date of the fields of one row: words that are the same in every row are looked up once.
    ``width`` is in characters of the spreadsheet; ``shown`` says whether it stands in the view nobody has changed.
    """

    key: str
    heading: str | Promise
    fields: tuple[str, ...]
    reading: Callable[[], Callable[..., Value]] | None = None  # None: the field as it is
    width: int = 12
    shown: bool = True
    long: bool = False
    sort: str = ""


def _days() -> Callable[[datetime | None], date | None]:
    zone = timezone.get_current_timezone()
    return lambda moment: moment.astimezone(zone).date() if moment else None


def _labels(choices: type[TextChoices]) -> Callable[[], Callable[[str], Value]]:
    def reading() -> Callable[[str], Value]:
        words = {value: str(label) for value, label in choices.choices}
        return lambda value: words.get(value, value)

    return reading


def _category_names() -> Callable[[str, bool], Value]:
    confirmed = {code: category_name(code) for code in categories()}
    suggested = {code: str(_("%(name)s（拟）")) % {"name": name} for code, name in confirmed.items()}
    return lambda code, sure: (confirmed if sure else suggested).get(code, code)


def _theme_names() -> Callable[[str | None, str | None], Value]:
    chinese = (get_language() or "").startswith("zh")
    return lambda name, name_en: name if chinese else name_en or name


def _item_names() -> Callable[[int, int, bool], Value]:
    """Return a reading of a theme's item; what no person has confirmed is marked, as in the class."""
    confirmed = item_names(chinese=(get_language() or "").startswith("zh"))
    suggested = {key: str(_("%(name)s（拟）")) % {"name": name} for key, name in confirmed.items()}
    return lambda theme, item, sure: (confirmed if sure else suggested).get((theme, item)) if item else None


def _stated(*keys: str) -> Callable[[], Callable[[Any], Value]]:
    """Return a reading of what the document states under ``keys``, joined."""

    def value(stated: Any) -> Value:
        if not isinstance(stated, dict):
            return None
        return " ".join(str(stated[key]) for key in keys if stated.get(key)) or None

    return lambda: value


def _deadline(stated: Any) -> Value:
    """Return a stated deadline as a date when it is one, else as the words that state it."""
    if not isinstance(stated, dict):
        return None
    words = stated.get("deadline") or stated.get("deadline_text")
    try:
        return date.fromisoformat(str(words))
    except (TypeError, ValueError):
        return words


def category_name(code: str) -> str:
    """Return the class's name in the reader's language, with its code; "" for none."""
    category = categories().get(code)
    if category is None:
        return code
    name = category.name if (get_language() or "").startswith("zh") else category.name_en
    return f"{code} {name}"


COLUMNS: tuple[Column, ...] = (
    Column("number", _("编号"), ("number",), width=15, sort="number"),
    Column("round", _("轮次"), ("round__name",), width=18, shown=False),
    Column("unit", _("单位"), ("unit__short_name",), width=20, sort="unit"),
    Column("sector", _("板块"), ("unit__sector",), _labels(Sector), width=8, shown=False),
    Column("aspect", _("方面"), ("aspect",), width=26, long=True, sort="aspect"),
    Column("problem", _("问题"), ("problem",), width=34, shown=False, long=True),
    Column("title", _("具体表现"), ("title",), width=56, long=True),
    Column("category", _("类别"), ("category", "category_confirmed"), _category_names, width=20, sort="category"),
    Column("theme", _("专题"), ("theme__name", "theme__name_en"), _theme_names, width=12, shown=False),
    Column("item", _("检查项"), ("theme", "item", "theme_confirmed"), _item_names, width=24, shown=False),
    Column("kind", _("整改类型"), ("stated",), _stated("kind"), width=10, shown=False),
    Column("deadline", _("整改时限"), ("stated",), lambda: _deadline, width=12, shown=False),
    Column("owner", _("责任"), ("stated",), _stated("leader", "owner", "department"), width=18, shown=False),
    Column("rectification", _("整改情况"), ("rectification",), width=56, shown=False, long=True),
    Column("state", _("状态"), ("state",), _labels(State), width=8),
    Column("feedback", _("反馈日期"), ("feedback_on",), width=12, shown=False),
    Column("confirmed", _("确认日期"), ("confirmed_at",), _days, width=12, sort="confirmed"),
    Column("by", _("确认人"), ("confirmed_by__display_name",), width=9, shown=False),
)
BY_KEY = {column.key: column for column in COLUMNS}
DEFAULT = tuple(column.key for column in COLUMNS if column.shown)
# In the ledger of one theme its item takes the place of the class.
THEME_DEFAULT = tuple(
    column.key for column in COLUMNS if column.key == "item" or (column.shown and column.key != "category")
)


def lookups_of(columns: Sequence[Column]) -> list[str]:
    """Return the lookups that ``columns`` read, each once, in order."""
    return list(dict.fromkeys(name for column in columns for name in column.fields))


def reader_of(
    columns: Sequence[Column], lookups: Sequence[str], *, lead: int
) -> Callable[[Sequence[Any]], list[Value]]:
    """Return a function from a row (``lead`` other fields, then ``lookups``) to the values of ``columns``."""
    places = []
    for column in columns:
        at = [lead + lookups.index(name) for name in column.fields]
        first, second, third = (*at, 0, 0)[:3]  # no field of a column stands at 0: that is the row's key
        places.append((column.reading() if column.reading else None, first, second, third))

    def values(row: Sequence[Any]) -> list[Value]:
        return [
            row[first]
            if make is None
            else make(row[first])
            if not second
            else make(row[first], row[second])
            if not third
            else make(row[first], row[second], row[third])
            for make, first, second, third in places
        ]

    return values
