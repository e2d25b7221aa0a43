"""The one statement that writes to the trail. Written by hand: it is paid for by every act of everybody."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection

COLUMNS = (
    "at", "act", "subject", "actor", "actor_name", "office", "channel", "request_id", "reason", "facts", "digest",
)  # fmt: skip
_NAMES = ", ".join(COLUMNS)
_PLACES = ", ".join(["%s"] * len(COLUMNS))
# On PostgreSQL the number is taken after the transaction has its own, so that every number still to come belongs to a
# transaction that the sealer can see (docs/design/algorithms/seals.md, "Numbers that come late").
_NEXT = "CASE WHEN pg_current_xact_id() IS NOT NULL THEN nextval('journal_entry_seq_seq') END"
_ROW = {"postgresql": f"({_NEXT}, {_PLACES})".replace("%s", "%s::timestamp AT TIME ZONE 'UTC'", 1)}
_INTO = {"postgresql": f"INSERT INTO journal_entry (seq, {_NAMES}) VALUES "}  # noqa: S608 - our own words
_ANY_ROW = f"({_PLACES})"
_ANY_INTO = f"INSERT INTO journal_entry ({_NAMES}) VALUES "  # noqa: S608 - the same
AT_ONCE = 80  # rows a statement: eleven values each, below what any database takes


def moment_text(at: datetime) -> str:
    """Return the moment as the journal digests it: ``2026-06-18 01:02:03.000004``, in UTC."""
    return at.astimezone(UTC).isoformat(sep=" ", timespec="microseconds")[:26]


def moment_of(text: str) -> datetime:
    """Return what moment_text() was given."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def append(rows: Sequence[tuple[Any, ...]]) -> list[int]:
    """Write rows (values of COLUMNS, the moment as moment_text()) in their order; return their numbers in it."""
    numbers: list[int] = []
    for start in range(0, len(rows), AT_ONCE):
        numbers += _append(rows[start : start + AT_ONCE])
    return numbers


def _append(rows: Sequence[tuple[Any, ...]]) -> list[int]:
    vendor = connection.vendor
    one = _ROW.get(vendor, _ANY_ROW)
    statement = _INTO.get(vendor, _ANY_INTO) + ", ".join([one] * len(rows)) + " RETURNING seq"
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for row in rows for value in row])
        # Numbers rise with the rows; in which order a statement returns them, SQLite does not promise.
        return sorted(int(row[0]) for row in cursor.fetchall())
