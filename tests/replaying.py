"""A scene that many tests begin with: built once through the real commands, then written down again row by row.

Building the city takes most of a second test's time and is the same each time. What the commands wrote the first time
(rows of the tables that were empty before) is remembered and inserted in the next test; so is what was returned, as a
copy of its own for each test. Whoever sets the clock gets a scene built at that time.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from liandu.journal.models import Entry
from liandu.search import engines

STALE = timedelta(hours=1)
PLACES = 900  # values a statement, below what any database takes


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one table, as the database hands them out."""

    name: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def write(self) -> None:
        """Insert the rows."""
        names = ", ".join(f'"{name}"' for name in self.columns)
        one = f"({', '.join(['%s'] * len(self.columns))})"
        at_once = PLACES // len(self.columns)
        with connection.cursor() as cursor:
            for start in range(0, len(self.rows), at_once):
                some = self.rows[start : start + at_once]
                statement = f'INSERT INTO "{self.name}" ({names}) VALUES {", ".join([one] * len(some))}'
                cursor.execute(statement, [value for row in some for value in row])


class Replayed:
    """What ``build`` makes, built once in this process and written down again whenever it is asked for."""

    def __init__(self, build: Callable[[], Any]) -> None:
        self.build = build
        self.made_at: datetime | None = None
        self.tables: list[Table] = []
        self.returned = b""

    def __call__(self) -> Any:
        """Return what ``build`` returns, with its rows in the database."""
        if self.is_fresh() and not any(_has_rows(table.name) for table in self.tables):
            with transaction.atomic():
                for table in self.tables:
                    table.write()
                _count_on()
            return pickle.loads(self.returned)
        # Only what begins with nothing can be written down: other rows may not be there the next time.
        is_first = self.made_at is None and not any(_has_rows(name) for name in _our_tables())
        with transaction.atomic():
            made = self.build()
        if is_first:
            self.tables = [table for name in _our_tables() if (table := _rows_of(name)).rows]
            self.returned = pickle.dumps(made)
            self.made_at = timezone.now()
        return made

    def is_fresh(self) -> bool:
        """Return whether a scene was written down, and by the clock of now not long ago."""
        return self.made_at is not None and timedelta() <= timezone.now() - self.made_at < STALE


def _count_on() -> None:
    """Let the journal's next number follow the last one, as after building: PostgreSQL would leave a hole."""
    statements = connection.ops.sequence_reset_sql(no_style(), [Entry])
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _our_tables() -> list[str]:
    models = apps.get_models(include_auto_created=True)
    return [model._meta.db_table for model in models if model.__module__.startswith("liandu.")]


def _has_rows(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT 1 FROM "{name}" LIMIT 1')
        return cursor.fetchone() is not None


def _rows_of(name: str) -> Table:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{name}" ORDER BY 1')
        return Table(name, tuple(column[0] for column in cursor.description), cursor.fetchall())


def empty_tables() -> None:
    """Delete all rows but those that migrating made: which models and rights there are."""
    kept = {ContentType._meta.db_table, Permission._meta.db_table}
    models = apps.get_models(include_auto_created=True)
    names = [model._meta.db_table for model in models if model._meta.managed]
    with transaction.atomic(), connection.cursor() as cursor:
        engines.empty(connection)
        # References are looked at when the transaction ends, so the order is no matter.
        for name in names:
            if name not in kept and _has_rows(name):
                cursor.execute(f'DELETE FROM "{name}"')
