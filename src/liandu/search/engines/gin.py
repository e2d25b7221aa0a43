"""The index on PostgreSQL: narrow rows with terms (tsvector) out of line, under GIN in pieces by the age of the rows.

Terms go in as terms, so LC_CTYPE does not matter. GIN gives all rows of a word at once, in no order, and each must be
visited to see whose it is. So rows hold nothing else, and lie in pieces of 262,144 with a partial index each: who wants
the newest asks the newest pieces. Within a piece marks tell how new a row is, in buckets of its key.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

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
PIECE = 18  # bits of a key that a piece leaves out: 262,144 rows
LAST = 8  # the piece that takes all later rows too
BUCKETS = (12, 14, 16)  # bits of a key that a bucket leaves out: 4,096 rows and four times as many each
MOST_BUCKETS = 8  # in one question of one piece
FIRST_SPAN = 1 << 14  # of the newest rows, so many are asked first
MARGIN = 1.5  # more than the first answer says is asked the second time
BETWEEN = 10  # places between title and body, so that no phrase begins in one and ends in the other

_TABLE = f"""CREATE TABLE search_index (
    id bigint PRIMARY KEY, key bigint NOT NULL, unit_id bigint, round bigint,
    piece smallint NOT NULL GENERATED ALWAYS AS (least(id >> {PIECE}, {LAST})) STORED,
    kind varchar(16) NOT NULL, wide text NOT NULL DEFAULT repeat(' ', 2000), terms tsvector NOT NULL
)"""
_REMOVED = """CREATE FUNCTION search_text_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'TRUNCATE' THEN TRUNCATE search_index; ELSE DELETE FROM search_index WHERE id = OLD.id; END IF;
    RETURN NULL;
END $$"""
_WHEN_REMOVED = (
    "CREATE TRIGGER search_text_{} AFTER {} ON search_text FOR EACH {} EXECUTE FUNCTION search_text_removed()"
)
INSTALL = [
    _TABLE,
    # Only of rows beyond 2,032 bytes anything is put out of line. The blanks make every row so wide; they are then
    # kept as some 30 bytes, and the terms elsewhere.
    "ALTER TABLE search_index ALTER COLUMN wide SET STORAGE MAIN",
    "ALTER TABLE search_index ALTER COLUMN terms SET STORAGE EXTERNAL",
    "ALTER TABLE search_index SET (toast_tuple_target = 128)",
    *(
        f"CREATE INDEX search_index_terms{piece} ON search_index USING gin (terms) WHERE piece = {piece}"
        for piece in range(LAST + 1)
    ),
    # Nothing stays behind in the index, whoever removes a text and however.
    _REMOVED,
    _WHEN_REMOVED.format("deleted", "DELETE", "ROW"),
    _WHEN_REMOVED.format("truncated", "TRUNCATE", "STATEMENT"),
]
REMOVE = [
    "DROP TRIGGER search_text_deleted ON search_text",
    "DROP TRIGGER search_text_truncated ON search_text",
    "DROP FUNCTION search_text_removed()",
    "DROP TABLE search_index",
]
# All at once, quicker than row by row in the trigger; and keys begin anew, so that the pieces are filled in turn again.
EMPTY = ["DELETE FROM search_index", "ALTER SEQUENCE search_text_id_seq RESTART"]


def put(rows: Iterable[Row]) -> None:
    """Let ``rows``, which are in search_text, be found by their terms as they are now."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_index (id, kind, key, unit_id, round, terms) VALUES (%s, %s, %s, %s, %s, %s::tsvector) "
            "ON CONFLICT (id) DO UPDATE SET "
            "unit_id = EXCLUDED.unit_id, round = EXCLUDED.round, wide = EXCLUDED.wide, terms = EXCLUDED.terms",
            [columns_of(row) for row in rows],
        )


def drop(rows: Iterable[Row]) -> None:
    """Do nothing: a row goes with its text, and its terms change when it is put anew."""


def columns_of(row: Row) -> tuple[int, str, int, int | None, int | None, str]:
    """Return a row as the index keeps it."""
    return row.pk, row.kind, row.key, row.unit, row.round, vector_of(row)


def vector_of(row: Row) -> str:
    """Return the terms of a row, each with its places, those of the title a second time, and marks.

    The second ones begin with "=", marks with "#", which no term does: whether a word stands in the title is asked of
    the index, since the places themselves lie out of line. So is how new a row is: buckets of its key, in three sizes.
    """
    places: dict[str, list[str]] = {}
    in_title = terms_of(row.title)
    for at, term in enumerate(in_title, 1):
        places.setdefault(term, []).append(str(at))
    again = [f"'={term}':{','.join(at)}" for term, at in places.items()]
    for at, term in enumerate(terms_of(row.body), len(in_title) + BETWEEN):
        places.setdefault(term, []).append(str(at))
    marked = [f"'#{mark}'" for mark in (*marks_of(row), *(f"{bits}.{row.pk >> bits}" for bits in BUCKETS))]
    return " ".join([*(f"'{term}':{','.join(at)}" for term, at in places.items()), *again, *marked])


def look(words: Sequence[str], within: Within, most: int) -> Answer:
    """Return the newest rows in which all ``words`` stand, newest first, at most ``most``.

    Asked among the newest rows first; how many they give tells how far back ``most`` reach.
    """
    marked = _marks(within)
    with _by_the_index() as (cursor, last):
        span = min(FIRST_SPAN, last)
        while True:
            statement, values = _of_the_newest(WHAT, tsquery(words) + marked, within, last - span, last)
            cursor.execute(f"SELECT * FROM ({statement}) t ORDER BY id DESC LIMIT %s", [*values, most])  # noqa: S608 - our own words
            rows = [Found._make(row) for row in cursor.fetchall()]
            if len(rows) == most or span >= last:
                break
            span = int(span * most * MARGIN / len(rows)) if rows else last
            span = last if span * 2 >= last else span
        if len(rows) <= FEW:
            return Answer(rows, titled_among(rows, words, cursor))
        statement, values = _of_the_newest("t.id", tsquery(words, "=") + marked, within, rows[-1].pk, last)
        cursor.execute(statement, values)
        return Answer(rows, {row[0] for row in cursor.fetchall()})


def _of_the_newest(what: str, asked: str, within: Within, first: int, last: int) -> tuple[str, list[Any]]:
    """Return the statement, and its values, that asks all pieces with rows from ``first`` to ``last``.

    Rows a little older may answer too, as a bucket holds them.
    """
    reach, values = condition(within)
    parts, given = [], []
    for piece in range(min(last >> PIECE, LAST), min(first >> PIECE, LAST) - 1, -1):
        begin, end = piece << PIECE, last if piece == LAST else min(last, ((piece + 1) << PIECE) - 1)
        parts.append(_one(what, piece, reach))
        given += [asked + _window(begin, max(begin, first), end), *values]
    return " UNION ALL ".join(parts), given


def _one(what: str, piece: int, reach: str) -> str:
    # The number of the piece stands in the statement: only so is its index known to be enough.
    return f"SELECT {what} FROM search_index t WHERE t.piece = {piece} AND t.terms @@ %s::tsquery AND {reach}"  # noqa: S608 - our own words


def _window(begin: int, first: int, last: int) -> str:
    """Return what the index is asked so that of a piece only ``first`` to ``last`` answer; "" for most of it."""
    if (last - first) * 2 > last - begin:
        return ""
    for bits in BUCKETS:
        if (last >> bits) - (first >> bits) < MOST_BUCKETS:
            some = range(first >> bits, (last >> bits) + 1)
            return " & (" + " | ".join(f"'#{bits}.{bucket}'" for bucket in some) + ")"
    return ""


@contextmanager
def _by_the_index() -> Iterator[tuple[Any, int]]:
    """Give a cursor whose questions the index answers, and the key of the newest row.

    Whatever the planner thinks of reading all rows: it counts them, which are narrow, and not the terms out of line
    that reading them would bring in; 500 ms instead of 10 where a word stands in one text of ten.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('enable_seqscan', 'off', true), (SELECT max(id) FROM search_index)")
        yield cursor, cursor.fetchone()[1] or 0
        cursor.execute("SET LOCAL enable_seqscan TO DEFAULT")


def holders(terms: Sequence[str], within: Within, most: int) -> list[tuple[int, int]]:
    """Return (place, key) of ``most`` things that have each of ``terms``, by its place: one statement."""
    reach, values = condition(within)
    with _by_the_index() as (cursor, last):
        pieces = range(min(last >> PIECE, LAST), -1, -1)
        some = " UNION ALL ".join(_one("t.key", piece, reach) for piece in pieces)
        one = f"(SELECT %s, o.key FROM ({some}) o LIMIT %s)"  # noqa: S608 - our own words
        asked: list[Any] = []
        for at, term in enumerate(terms):
            asked += [at, *[f"'{term}'{_marks(within)}", *values] * len(pieces), most]
        cursor.execute(" UNION ALL ".join([one] * len(terms)), asked)
        return cursor.fetchall()


def tsquery(words: Sequence[str], where: str = "") -> str:
    """Return ``words`` as PostgreSQL reads them; with "=", only in the title."""
    return " & ".join(
        f"'{where}{word}':*" if is_prefix(word) else " <-> ".join(f"'{where}{term}'" for term in phrase_of(word))
        for word in words
    )


def _marks(within: Within) -> str:
    return "".join(
        " & (" + " | ".join(f"'#{mark}'" for mark in some) + ")" for some in marks(within, few_units=FEW_UNITS)
    )
