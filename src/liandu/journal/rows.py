"""Journal rows as raw texts, as they are digested: without the ORM, without reading JSON or dates."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import DatabaseError, connection

from liandu.journal.models import Span
from liandu.journal.offline import Fault, Row, pairs_of

# The moment as text. SQLite keeps it as text, in old rows without a fraction of nought;
# were it no expression, Django would make a date of it.
_AT = {
    "postgresql": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
    "sqlite": "substr(at || '.000000', 1, 26)",
}
_TEXTS = "act, subject, actor, actor_name, office, channel, request_id, reason, facts, digest"
AT_ONCE = 2_000  # rows a read


def rows_between(after: int, upto: int, *, most: int = AT_ONCE) -> list[Row]:
    """Return the rows after ``after``, up to and with ``upto``, in order, at most ``most``."""
    statement = f"SELECT seq, {_AT[connection.vendor]}, {_TEXTS} FROM journal_entry"  # noqa: S608 - our own words
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} WHERE seq > %s AND seq <= %s ORDER BY seq LIMIT %s", [after, upto, most])
        return cursor.fetchall()


def rows_of(ranges: Sequence[tuple[int, int]]) -> list[Row]:
    """Return the rows whose numbers lie in one of the (low, high), in that order."""
    return [row for low, high in ranges for row in rows_between(low - 1, high, most=high - low + 1)]


def named_rows_between(after: int, upto: int) -> list[Row]:
    """Return rows_between(); raise Fault, with the number, for a row that the database itself cannot hand out."""
    try:
        return rows_between(after, upto)
    except DatabaseError:
        for seq in islice(_numbers_between(after, upto), AT_ONCE):
            try:
                rows_between(seq - 1, seq)
            except DatabaseError:
                raise Fault("entry.changed", seal=_seal_of(seq), seq=seq) from None
        raise


def last_number() -> int:
    """Return the highest number there is, 0 for an empty trail."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(seq) FROM journal_entry")
        return cursor.fetchone()[0] or 0


def _numbers_between(after: int, upto: int) -> Iterator[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM journal_entry WHERE seq > %s AND seq <= %s ORDER BY seq", [after, upto])
        yield from (row[0] for row in cursor.fetchall())


def _seal_of(seq: int) -> int | None:
    return Span.objects.filter(low__lte=seq, high__gte=seq).values_list("seal", flat=True).first()


def as_ranges(numbers: Sequence[int]) -> str:
    """Return rising numbers as "1-3,7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return spelled(runs)


def spelled(pairs: Sequence[Sequence[int]]) -> str:
    """Return (low, high) pairs as "1-3,7"."""
    return ",".join(str(low) if low == high else f"{low}-{high}" for low, high in pairs)


def without(pairs: Sequence[tuple[int, int]], numbers: set[int]) -> list[tuple[int, int]]:
    """Return the pairs with some numbers taken out."""
    left: list[tuple[int, int]] = []
    for low, high in pairs:
        start = low
        for number in sorted(n for n in numbers if low <= n <= high):
            if number > start:
                left.append((start, number - 1))
            start = number + 1
        if start <= high:
            left.append((start, high))
    return left


def holes(after: int, numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return the (low, high) that rising ``numbers`` leave out between ``after`` and the last of them."""
    left, before = [], after
    for number in numbers:
        if number > before + 1:
            left.append((before + 1, number - 1))
        before = number
    return left


def awaited_of(said: Sequence[Any]) -> list[tuple[int, int]]:
    """Return the awaited numbers of a header, whatever transaction they wait for."""
    return [pair for part, _since in said for pair in pairs_of(part)]
