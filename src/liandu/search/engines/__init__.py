"""The index as each database has it: FTS5 on SQLite, terms under GIN on PostgreSQL. Both find the same.

The database cuts no words: it is given terms. Who changes ``search.terms``, or what an engine keeps of a row, must have
the index built anew (``liandu search rebuild``).
"""

from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import Any

from django.db import connection

from liandu.search.engines import fts5, gin
from liandu.search.engines.rows import Answer, Found, Row, Within

__all__ = ["Answer", "Found", "Row", "Within", "drop", "empty", "holders", "install", "look", "put", "remove"]


def _engine(vendor: str | None = None) -> ModuleType:
    return gin if (vendor or connection.vendor) == "postgresql" else fts5


def install(at: Any) -> None:
    """Make the index, in a migration."""
    _run(at, _engine(at.vendor).INSTALL)


def remove(at: Any) -> None:
    """Take the index away, in a migration."""
    _run(at, _engine(at.vendor).REMOVE)


def empty(at: Any) -> None:
    """Forget everything; the rows of search_text are removed by who calls."""
    _run(at, _engine(at.vendor).EMPTY)


def _run(at: Any, statements: list[str]) -> None:
    with at.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def put(rows: Iterable[Row]) -> None:
    """Let ``rows``, which are in search_text and not in the index (or were dropped), be found."""
    _engine().put(rows)


def drop(rows: Iterable[Row]) -> None:
    """Let ``rows``, given as they were put, be found no more; they are removed, or put anew, by who calls."""
    _engine().drop(rows)


def look(words: Sequence[str], within: Within, *, most: int) -> Answer:
    """Return the newest rows in which all ``words`` stand, newest first, at most ``most``."""
    if not words or not within.groups:
        return Answer([], set())
    return _engine().look(words, within, most)


def holders(terms: Sequence[str], within: Within, *, most: int) -> list[list[int]]:
    """Return, for each of ``terms`` (pairs), the keys of ``most`` things that have it: one statement."""
    found: list[list[int]] = [[] for _term in terms]
    if terms and within.groups:
        for at, key in _engine().holders(terms, within, most):
            found[at].append(key)
    return found
