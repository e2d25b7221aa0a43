"""The index on SQLite: FTS5 without content, one row for each of search_text, asked from the newest row on.

The tokenizer ``ascii`` takes every character beyond ASCII for a part of a word, whatever Unicode its tables know. FTS5
3.40 forgets a row of a table without content only when told the old terms: that is why titles and bodies are kept as
they were indexed.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from liandu.search.engines.rows import (
    FEW,
    WHAT,
    Answer,
    Found,
    Row,
    Within,
    condition,
    marks,
    marks_of,
    titled_among,
)
from liandu.search.terms import is_prefix, phrase_of, terms_of

FEW_UNITS = 8  # are asked of the index itself; of more, walking their lists costs more than it spares

INSTALL = [
    "CREATE VIRTUAL TABLE search_index USING fts5(title, body, marks, content='', tokenize='ascii')",
    # Whose some hundred rows are, without reading their texts.
    "CREATE INDEX search_text_whose ON search_text (id, kind, key, unit_id, round)",
]
REMOVE = ["DROP INDEX search_text_whose", "DROP TABLE search_index"]
EMPTY = ["INSERT INTO search_index(search_index) VALUES ('delete-all')"]


def put(rows: Iterable[Row]) -> None:
    """Let ``rows``, which are in search_text and not in the index, be found."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_index(rowid, title, body, marks) VALUES (%s, %s, %s, %s)",
            [columns_of(row) for row in rows],
        )


def drop(rows: Iterable[Row]) -> None:
    """Let ``rows``, given as they were put, be found no more."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_index(search_index, rowid, title, body, marks) VALUES ('delete', %s, %s, %s, %s)",
            [columns_of(row) for row in rows],
        )


def columns_of(row: Row) -> tuple[int, str, str, str]:
    """Return a row as FTS5 gets it: its key, the terms of title and body, and marks for kind, unit and round.

    Marks are longer than any term, so no question of two characters or more meets them.
    """
    return row.pk, " ".join(terms_of(row.title)), " ".join(terms_of(row.body)), " ".join(marks_of(row))


def look(words: Sequence[str], within: Within, most: int) -> Answer:
    """Return the newest rows in which all ``words`` stand, newest first, at most ``most``."""
    reach, values = condition(within)
    marked = _marks(within)
    newest = (
        f"SELECT {WHAT} FROM search_index i CROSS JOIN search_text t INDEXED BY search_text_whose ON t.id = i.rowid "  # noqa: S608 - our own words
        f"WHERE i.search_index MATCH %s AND {reach} ORDER BY i.rowid DESC LIMIT %s"
    )
    titled = "SELECT rowid FROM search_index WHERE search_index MATCH %s AND rowid >= %s ORDER BY rowid DESC LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(newest, [f"{_phrases(words)}{marked}", *values, most])
        rows = [Found._make(row) for row in cursor.fetchall()]
        if len(rows) <= FEW:
            return Answer(rows, titled_among(rows, words, cursor))
        cursor.execute(titled, [f"{_phrases(words, 'title')}{marked}", rows[-1].pk, most])
        return Answer(rows, {row[0] for row in cursor.fetchall()})


def holders(terms: Sequence[str], within: Within, most: int) -> list[tuple[int, int]]:
    """Return (place, key) of the newest ``most`` things that have each of ``terms``, by its place: one statement."""
    reach, values = condition(within)
    one = (
        "SELECT * FROM (SELECT %s, t.key FROM search_index i CROSS JOIN search_text t ON t.id = i.rowid "  # noqa: S608 - our own words
        f"WHERE i.search_index MATCH %s AND {reach} ORDER BY i.rowid DESC LIMIT %s)"
    )
    asked: list[Any] = []
    for at, term in enumerate(terms):
        asked += [at, f'"{term}"{_marks(within)}', *values, most]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([one] * len(terms)), asked)
        return cursor.fetchall()


def _phrases(words: Sequence[str], where: str = "") -> str:
    """Return ``words`` as FTS5 reads them. Their characters are letters and figures, so nothing ends the quotes.

    ``where`` is a column; without it everywhere but in the marks, which only beginnings could meet.
    """
    column = f"{where} : " if where else ""
    return " AND ".join(
        f'{column or "{title body} : "}"{word}" *' if is_prefix(word) else f'{column}"{" ".join(phrase_of(word))}"'
        for word in words
    )


def _marks(within: Within) -> str:
    return "".join(f" AND marks : ({' OR '.join(some)})" for some in marks(within, few_units=FEW_UNITS))
