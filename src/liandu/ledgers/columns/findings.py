"""The columns of the ledger of findings: one list, from which page, spreadsheet and (later) the API are made."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from liandu.findings.queries import item_names
from liandu.findings.states import State
from liandu.ledgers.columns.kinds import Column, Value, category_names, days, labels
from liandu.orgs.models import Sector


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


COLUMNS: tuple[Column, ...] = (
    Column("number", _("编号"), ("number",), width=15, sort="number"),
    Column("round", _("轮次"), ("round__name",), width=18, shown=False),
    Column("unit", _("单位"), ("unit__short_name",), width=20, sort="unit"),
    Column("sector", _("板块"), ("unit__sector",), labels(Sector), width=8, shown=False),
    Column("aspect", _("方面"), ("aspect",), width=26, long=True, sort="aspect"),
    Column("problem", _("问题"), ("problem",), width=34, shown=False, long=True),
    Column("title", _("具体表现"), ("title",), width=56, long=True),
    Column("category", _("类别"), ("category", "category_confirmed"), category_names, width=20, sort="category"),
    Column("theme", _("专题"), ("theme__name", "theme__name_en"), _theme_names, width=12, shown=False),
    Column("item", _("检查项"), ("theme", "item", "theme_confirmed"), _item_names, width=24, shown=False),
    Column("kind", _("整改类型"), ("stated",), _stated("kind"), width=10, shown=False),
    Column("deadline", _("整改时限"), ("stated",), lambda: _deadline, width=12, shown=False),
    Column("owner", _("责任"), ("stated",), _stated("leader", "owner", "department"), width=18, shown=False),
    Column("rectification", _("整改情况"), ("rectification",), width=56, shown=False, long=True),
    Column("state", _("状态"), ("state",), labels(State), width=8),
    Column("feedback", _("反馈日期"), ("feedback_on",), width=12, shown=False),
    Column("confirmed", _("确认日期"), ("confirmed_at",), days, width=12, sort="confirmed"),
    Column("by", _("确认人"), ("confirmed_by__display_name",), width=9, shown=False),
)
BY_KEY = {column.key: column for column in COLUMNS}
DEFAULT = tuple(column.key for column in COLUMNS if column.shown)
# In the ledger of one theme its item takes the place of the class.
THEME_DEFAULT = tuple(
    column.key for column in COLUMNS if column.key == "item" or (column.shown and column.key != "category")
)
