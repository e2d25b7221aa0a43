"""Keyset paging: a page is a range of an index, so page 1,000 costs what page 1 costs."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, F, Func, QuerySet, Value
from django.db.models.expressions import RawSQL

from liandu.access.queries import written_out

PAGE = 50


@dataclass(frozen=True, slots=True)
class Order:
    """How rows follow one another: fields, the last of them unique, and what each holds.

    ``nullable`` is an order whose first field may be empty: such rows come last, in the order of the other field.
    """

    fields: tuple[str, ...]
    kinds: tuple[type, ...]
    nullable: bool = False

    def sorted(self, *, descending: bool) -> list[str]:
        """Return the fields as ``order_by`` takes them."""
        return [f"-{name}" if descending else name for name in self.fields]


LARGEST_KEY = 2**63 - 1
FIRST_YEAR, LAST_YEAR = 1900, 9000  # well inside what every database and time zone can hold


class RowsBeyond(Func):
    """``(a, b) > (x, y)`` compared as rows, which both databases answer from an index over (a, b)."""

    output_field = BooleanField()

    def __init__(self, names: tuple[str, str], values: tuple[Any, Any], *, sign: str) -> None:
        super().__init__(*map(F, names), *map(Value, values))
        self.sign = sign

    def as_sql(self, compiler: Any, connection: Any, *_unused: Any, **_extra: Any) -> Any:  # noqa: ARG002 - as in Func
        """Return the comparison and its parameters."""
        parts = [compiler.compile(expression) for expression in self.source_expressions]
        (a, b, x, y), parameters = [sql for sql, _p in parts], [value for _sql, p in parts for value in p]
        return f"({a}, {b}) {self.sign} ({x}, {y})", parameters


def token_of(values: tuple[Any, ...]) -> str:
    """Return the place of a row as a short text for the address."""
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain, ensure_ascii=False).encode()).decode().rstrip("=")


def place_of(token: str, *, kinds: tuple[type, ...]) -> tuple[Any, ...] | None:
    """Return the values that token_of() packed, each of its kind (str, int, date or datetime); None for anything else.

    A row may have no date in the field it is ordered by.
    """
    try:
        values = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        if not isinstance(values, list):
            return None
        return tuple(_as_kind(value, kind) for value, kind in zip(values, kinds, strict=True))
    except (ValueError, TypeError, RecursionError):
        return None


def _as_kind(value: Any, kind: type) -> Any:
    """Return ``value`` as the database can compare it with a field of ``kind``; raise ValueError when it is none."""
    if kind is datetime:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise ValueError("no time of an entry")
        return moment
    if kind is date:
        return None if value is None else _day(value)
    is_text = kind is str and isinstance(value, str) and _is_text(value)
    is_key = kind is int and type(value) is int and abs(value) <= LARGEST_KEY
    if not (is_text or is_key):
        raise ValueError("not of this kind")
    return value


def _day(value: Any) -> date:
    day = date.fromisoformat(value)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError("no day of an item")
    return day


def _is_text(value: str) -> bool:
    """Return whether a database can hold ``value``: no NUL, no half of a surrogate pair."""
    return "\x00" not in value and not any("\ud800" <= char <= "\udfff" for char in value)


def beyond(rows: QuerySet[Any], order: tuple[str, ...], place: tuple[Any, ...], *, sign: str) -> QuerySet[Any]:
    """Return the rows behind (sign ">") or before ("<") ``place`` in the order of one or two fields."""
    if len(order) == 1:
        return rows.filter(**{f"{order[0]}__{'gt' if sign == '>' else 'lt'}": place[0]})
    return rows.filter(RowsBeyond((order[0], order[1]), (place[0], place[1]), sign=sign))


def up_to_a_page(matching: QuerySet[Any], units: frozenset[int], *, descending: bool) -> QuerySet[Any]:
    """Return ``matching`` without what surely lies behind the page, for a reader of some units only.

    Where one unit alone fills the page, nothing behind its last row on it belongs to the page. So from the index of
    unit and number a page of each unit is read, instead of all their rows, or of all rows of everybody else. Where no
    unit fills a page, the edge is the last of all numbers. Written out: the ORM would need thrice what SQLite needs.
    """
    nearest, last, sign = ("MAX", "MIN", "-") if descending else ("MIN", "MAX", "")
    of_one = matching.filter(unit=RawSQL("one.id", ())).order_by(f"{sign}number").values_list("number")
    fills, parameters = of_one[PAGE : PAGE + 1].query.sql_with_params()
    # What is put together here are keys, which are numbers, names of ours, and what the ORM wrote.
    of_units = f"SELECT {nearest}(({fills})) FROM orgs_unit one WHERE one.id IN ({written_out(units)})"  # noqa: S608
    until = f"COALESCE(({of_units}), (SELECT {last}(number) FROM {matching.model._meta.db_table}))"  # noqa: S608
    edge = RawSQL(until, parameters)  # noqa: S611
    return matching.filter(**{f"number__{'gte' if descending else 'lte'}": edge})


def sections(
    rows: QuerySet[Any], order: Order, *, place: tuple[Any, ...] | None, descending: bool
) -> Iterator[QuerySet[Any]]:
    """Yield the rows behind ``place`` (None: all) as querysets to be read one after the other, each in its order.

    One, unless the order's first field may be empty: databases differ in where they put such rows, and comparing with
    them as rows of values finds none, so they are a section of their own.
    """
    sign = "<" if descending else ">"
    if not order.nullable:
        behind = rows if place is None else beyond(rows, order.fields, place, sign=sign)
        yield behind.order_by(*order.sorted(descending=descending))
        return
    first, last = order.fields
    filled, empty = rows.filter(**{f"{first}__isnull": False}), rows.filter(**{f"{first}__isnull": True})
    in_filled = place is None or place[0] is not None
    if place is not None and in_filled:
        filled = beyond(filled, order.fields, place, sign=sign)
    elif place is not None:
        empty = beyond(empty, (last,), place[1:], sign=sign)
    filled = filled.order_by(*order.sorted(descending=descending))
    empty = empty.order_by(f"-{last}" if descending else last)
    both = (empty, filled) if descending else (filled, empty)
    skipped = place is not None and in_filled == descending
    yield from both[1:] if skipped else both
