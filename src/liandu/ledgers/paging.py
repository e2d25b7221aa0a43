"""Keyset paging: a page is a range of an index, so page 1,000 costs what page 1 costs."""

import base64
import binascii
import json
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, F, Func, QuerySet, Value


class RowsBeyond(Func):
    """``(a, b) > (x, y)`` compared as rows, which both databases answer from an index over (a, b)."""

    output_field = BooleanField()

    def __init__(self, names: tuple[str, str], values: tuple[Any, Any], *, sign: str) -> None:
        super().__init__(*map(F, names), *map(Value, values))
        self.sign = sign

    def as_sql(  # type: ignore[override] - Django calls it with these two
        self, compiler: Any, connection: Any
    ) -> tuple[str, list[Any]]:
        """Return the comparison and its parameters."""
        parts = [compiler.compile(expression) for expression in self.source_expressions]
        (a, b, x, y), parameters = [sql for sql, _p in parts], [value for _sql, p in parts for value in p]
        return f"({a}, {b}) {self.sign} ({x}, {y})", parameters


def token_of(values: tuple[Any, ...]) -> str:
    """Return the place of a row as a short text for the address."""
    plain = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain, ensure_ascii=False).encode()).decode().rstrip("=")


def place_of(token: str, *, moments: tuple[bool, ...]) -> tuple[Any, ...] | None:
    """Return the values that token_of() packed; None for anything else. ``moments`` says which are times."""
    try:
        values = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        if not isinstance(values, list) or len(values) != len(moments):
            return None
        return tuple(
            datetime.fromisoformat(value) if moment else value for value, moment in zip(values, moments, strict=True)
        )
    except (ValueError, TypeError, binascii.Error):
        return None


def beyond(rows: QuerySet[Any], order: tuple[str, ...], place: tuple[Any, ...], *, sign: str) -> QuerySet[Any]:
    """Return the rows behind (sign ">") or before ("<") ``place`` in the order of one or two fields."""
    if len(order) == 1:
        return rows.filter(**{f"{order[0]}__{'gt' if sign == '>' else 'lt'}": place[0]})
    return rows.filter(RowsBeyond((order[0], order[1]), (place[0], place[1]), sign=sign))
