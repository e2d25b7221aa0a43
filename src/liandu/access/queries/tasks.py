"""What waits for a person, asked of all stages in one statement: each says which rows, and how a row reads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import CharField, DateField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast


class TaskRow(NamedTuple):
    """One row: the place of its source, a key, how many things, the earliest day, two texts, one more key."""

    source: int
    key: int
    n: int
    due: date | None
    text: str
    more: str
    other: int


@dataclass(frozen=True, slots=True)
class Source:
    """A query with the columns of TaskRow after ``source``, made by :func:`columns`; ``say`` puts a row into words."""

    rows: QuerySet[Any]
    say: Callable[[TaskRow], Any]


NO_DAY = Cast(Value(None), output_field=DateField())
NOTHING = Value("", output_field=CharField())


def columns(
    rows: QuerySet[Any],
    *,
    key: Any,
    n: Any = 1,
    due: Any = NO_DAY,
    text: Any = NOTHING,
    more: Any = NOTHING,
    other: Any = 0,
) -> QuerySet[Any]:
    """Return ``rows`` as the columns of a TaskRow: names of fields or expressions.

    With aggregates among them, the rows are grouped by the other columns. No order and no slice: a statement of many
    sources has neither; who wants the first few says so in a condition.
    """
    given = {"key": key, "n": n, "due": due, "text": text, "more": more, "other": other}
    asked = {f"task_{name}": _expression(value) for name, value in given.items()}
    plain = {name: one for name, one in asked.items() if not getattr(one, "contains_aggregate", False)}
    counted = {name: one for name, one in asked.items() if name not in plain}
    if counted:
        rows = rows.order_by().values(**plain).annotate(**counted)
        return rows.values_list(*asked)
    return rows.order_by().annotate(**plain).values_list(*asked)


def _expression(value: Any) -> Any:
    if isinstance(value, str):
        return F(value)
    return Value(value, output_field=IntegerField()) if isinstance(value, int) else value


def asked(sources: Sequence[Source]) -> list[list[Any]]:
    """Return, for each of ``sources``, what its rows are said to be: one query for all of them, none for none."""
    found: list[list[Any]] = [[] for _source in sources]
    parts = [
        source.rows.annotate(task_source=Value(place, output_field=IntegerField())).values_list(
            "task_source", "task_key", "task_n", "task_due", "task_text", "task_more", "task_other"
        )
        for place, source in enumerate(sources)
    ]
    if not parts:
        return found
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    for values in rows:
        row = TaskRow._make(values)
        found[row.source].append(sources[row.source].say(row))
    return found
