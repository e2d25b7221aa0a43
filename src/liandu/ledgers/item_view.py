"""What a reader asks the ledger of items for; the address carries all of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from liandu.ledgers.classes import asked_class, class_field, order_by_class
from liandu.ledgers.columns.items import ITEM_BY_KEY, ITEM_COLUMNS, ITEM_DEFAULT, ItemColumn, is_known
from liandu.ledgers.narrowing import OUTCOMES, Met
from liandu.ledgers.paging import Order
from liandu.orgs.models import Sector
from liandu.rectification.states import OPEN, Kind, Result, State

EARLIEST = date(2000, 1, 1)  # before any item; what an address asks for before it is no day of ours


class Deadline(TextChoices):
    """How an item stands to its deadline: while it is open to that of its next step, afterwards to its own."""

    OVERDUE = "overdue", _("已逾期")
    NEAR = "near", _("临近到期")
    IN_TIME = "in_time", _("未到期")
    KEPT = "kept", _("按期销号")
    LATE = "late", _("逾期销号")


class States(TextChoices):
    """Several states together, for the numbers that other pages show."""

    OPEN = "open", _("未了结的")
    COUNTED = "counted", _("全部（不含撤账）")


TOGETHER = {States.OPEN: OPEN, States.COUNTED: tuple(state for state in State if state != State.CANCELLED)}

# Each order ends in the number, which is unique, and has an index on items and one on balances.
ITEM_ORDERS = {
    "number": Order(("number",), (str,)),
    "unit": Order(("unit_id", "number"), (int, str)),
    "category": Order(("category", "number"), (str, str)),
    "state": Order(("state", "number"), (str, str)),
    "due": Order(("due_on", "number"), (date, str), nullable=True),
    "changed": Order(("changed_at", "number"), (datetime, str)),  # of the present only
}
ONLY_NOW = frozenset({"changed"})
ITEM_GROUPS = {"unit": "unit_id", "category": "category", "state": "state"}

CHOSEN: dict[str, list[str]] = {
    "sector": Sector.values,
    "state": [*State.values, *States.values],
    "kind": Kind.values,
    "result": Result.values,
    "deadline": Deadline.values,
    "met": Met.values,
    "outcome": OUTCOMES,
}


# What narrows the ledger by its name in the address; the text and the day stand apart.
FILTERS = (
    "term", "round", "unit", "sector", "category", "state", "kind", "result", "deadline", "met", "outcome", "strand",
    "common",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ItemView:
    """One view of the ledger of items: filters, group, order, columns, page, and the day (None: the present)."""

    on: date | None = None
    term: str = ""
    round: str = ""
    unit: str = ""
    sector: str = ""
    category: str = ""
    state: str = ""
    kind: str = ""
    result: str = ""
    deadline: str = ""
    strand: str = ""  # of a strand of like findings, or of a common problem
    common: str = ""
    met: str = ""
    outcome: str = ""
    text: str = ""
    group: str = ""
    sort: str = "number"
    backwards: bool = False
    columns: tuple[str, ...] = ITEM_DEFAULT
    after: str = ""
    before: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "ItemView":
        """Return the view that an address asks for; what it asks wrongly is left out."""
        on = past_day(asked.get("on"))
        group = str(asked.get("group", ""))
        group = group if group in ITEM_GROUPS else ""
        sort = str(asked.get("sort", "number"))
        orders = [key for key in ITEM_ORDERS if on is None or key not in ONLY_NOW]
        named = str(asked.get("columns", "")).split(",")
        chosen = {key: str(asked.get(key, "")) for key in CHOSEN}
        return cls(
            on=on,
            term=digits(asked.get("term")),
            round=digits(asked.get("round")),
            unit=digits(asked.get("unit")),
            strand=digits(asked.get("strand")),
            common=digits(asked.get("common")),
            category=asked_class(asked),
            text=str(asked.get("q", "")).strip()[:100].replace("\x00", ""),
            group=group,
            sort=group or (sort.removeprefix("-") if sort.removeprefix("-") in orders else "number"),
            backwards=sort.startswith("-") and not group,
            columns=tuple(key for key in ITEM_BY_KEY if key in named) or ITEM_DEFAULT,
            after=str(asked.get("after", "")),
            before=str(asked.get("before", "")),
            **{key: value for key, value in chosen.items() if value in CHOSEN[key]},
        )

    def address(self, **changes: Any) -> str:
        """Return the query string of this view with ``changes``; a change leads back to the first page."""
        view = replace(self, **{"after": "", "before": "", **changes})
        sort = ("-" if view.backwards else "") + view.sort
        parts = {
            "on": view.on.isoformat() if view.on else "",
            **view.filters(),
            "q": view.text,
            "group": view.group,
            "sort": "" if sort == "number" or view.group else sort,
            "columns": "" if view.columns == ITEM_DEFAULT else ",".join(view.columns),
            "after": view.after,
            "before": view.before,
        }
        return urlencode({key: value for key, value in parts.items() if value})

    def filters(self) -> dict[str, str]:
        """Return what is chosen, by name in the address, "" where nothing is; the text and the day stand apart."""
        return {name: getattr(self, name) for name in FILTERS}

    def here(self) -> str:
        """Return the query string of this very page."""
        return self.address(after=self.after, before=self.before)

    def listed(self) -> list[ItemColumn]:
        """Return the columns to show, in ledger order: of a past day only those that are known of it."""
        return [column for column in ITEM_COLUMNS if column.key in self.columns and is_known(column, self.on)]

    def left_out(self) -> list[ItemColumn]:
        """Return the chosen columns that are not known of the view's day."""
        return [column for column in ITEM_COLUMNS if column.key in self.columns and not is_known(column, self.on)]

    def is_narrowed(self) -> bool:
        """Return whether any filter is set."""
        return bool(self.text) or any(self.filters().values())

    @property
    def order(self) -> Order:
        """Return how the rows follow one another."""
        order = ITEM_ORDERS[self.sort]
        return replace(order, fields=order_by_class()) if self.sort == "category" else order

    @property
    def grouping(self) -> str:
        """Return the field that the rows are grouped by, "" for none."""
        return class_field() if self.group == "category" else ITEM_GROUPS.get(self.group, "")

    @property
    def day(self) -> date:
        """Return the day whose ledger this is."""
        return self.on or timezone.localdate()


def past_day(asked: Any) -> date | None:
    """Return the past day that an address asks for; None for today, for days to come and for what is no day."""
    try:
        day = date.fromisoformat(str(asked or ""))
    except ValueError:
        return None
    return day if EARLIEST <= day < timezone.localdate() else None


def digits(value: Any) -> str:
    """Return a key out of an address, "" for what is none."""
    text = str(value or "")
    return text if text.isascii() and text.isdigit() and len(text) < 10 else ""
