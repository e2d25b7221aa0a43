"""What has come into the trail since somebody looked last, for those who follow it by cursor.

Numbers may come late (docs/design/algorithms/seals.md): a cursor is the highest number that was seen, and the lower
ones that may still come, each with the transactions it may belong to.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from liandu.journal.models import Entry
from liandu.journal.offline import pairs_of
from liandu.journal.rows import holes, spelled, without

FAR = 2**62

Awaited = list[tuple[list[tuple[int, int]], int]]  # ranges, and the transactions they may belong to: those before this


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came: the subjects of the entries, each once; and the cursor behind them."""

    subjects: list[str]
    upper: int
    awaited: list[Any]


def arrived_since(upper: int, awaited: list[Any], *, most: int = 500) -> Arrived:
    """Return what came after the cursor (``upper``, ``awaited``), at most ``most`` entries beside late ones.

    Who follows must take it well that an entry is told twice, and that what it is about stands later than the entry.
    """
    waited_for: Awaited = [(pairs_of(part), since) for part, since in awaited]
    running = oldest_running()
    late = [
        row for pairs, _since in waited_for for low, high in pairs for row in _between(low - 1, high, high - low + 1)
    ]
    rows = _between(upper, FAR, most)
    came = {seq for seq, _subject in late}
    waiting: Awaited = [
        (left, since) for pairs, since in waited_for if since > running for left in [without(pairs, came)] if left
    ]
    new_holes = holes(upper, [seq for seq, _subject in rows])
    # After the rows: whoever holds a number that was not there yet has begun before this.
    if new_holes and (next_one := next_transaction()):
        waiting.append((new_holes, next_one))
    return Arrived(
        list(dict.fromkeys(subject for _seq, subject in (*late, *rows))),
        rows[-1][0] if rows else upper,
        [[spelled(pairs), since] for pairs, since in waiting],
    )


def _between(after: int, upto: int, most: int) -> list[tuple[int, str]]:
    rows = Entry.objects.filter(seq__gt=after, seq__lte=upto).order_by("seq")
    return list(rows.values_list("seq", "subject")[:most])


def oldest_running() -> int:
    """Return a number below which no transaction runs any more; they are those of PostgreSQL, else all are over."""
    if connection.vendor != "postgresql":
        return FAR
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def next_transaction() -> int:
    """Return a number that no transaction has had before; 0 where a number missing now is missing for ever.

    SQLite has one writer at a time and gives the number of a transaction that was undone to the next one. On PostgreSQL
    the end of a snapshot would not do: transactions that run may be beyond it.
    """
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return int(cursor.fetchone()[0])
