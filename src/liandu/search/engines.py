"""The index as each database has it: FTS5 on SQLite, a column of terms with GIN on PostgreSQL. Both hold the same.

The database cuts no words: it is given terms. On SQLite the tokenizer ``ascii`` takes every character beyond ASCII for
a part of a word, whatever Unicode its tables know; on PostgreSQL terms go in as terms, so LC_CTYPE does not matter.
FTS5 3.40 forgets a row of a table without content only when told the old terms: that is why titles and bodies are kept
as they were indexed, and why who changes ``terms`` must have the index built anew (``liandu search rebuild``).
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection, transaction

from liandu.search.terms import is_prefix, phrase_of, terms_of

# So many units are asked of the index itself; of more, a good part of what is found is within reach. GIN walks a list
# for each that it is asked for.
FEW_UNITS = {"sqlite": 64, "postgresql": 8}
FIRST_SPAN = 16_384  # of the newest rows, so many are asked first on PostgreSQL
BUCKETS = (12, 14, 16, 18)  # bits of a key that a bucket leaves out: 4,096 rows and four times as many each
MOST_BUCKETS = 4  # in one question, about
BETWEEN = 10  # places between title and body, so that no phrase begins in one and ends in the other


@dataclass(frozen=True, slots=True)
class Row:
    """A row of search_text as far as the index must know it."""

    pk: int
    kind: str
    unit: int | None
    round: int | None
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Within:
    """Where is looked: kinds with the units whose texts are seen (None: every one), and perhaps one round.

    ``everything``: the groups leave nothing out, so nothing needs to be asked.
    """

    groups: tuple[tuple[tuple[str, ...], frozenset[int] | None], ...]
    round: int | None = None
    everything: bool = False


class Found(NamedTuple):
    """A row that was found: what it belongs to, and whether all words stand in its title.

    A tuple, because each question makes up to two thousand of them.
    """

    pk: int
    kind: str
    key: int
    unit: int | None
    round: int | None
    in_title: bool


def install(at: Any) -> None:
    """Make the index, in a migration."""
    _run(at, _INSTALL)


def remove(at: Any) -> None:
    """Take the index away, in a migration."""
    _run(at, _REMOVE)


def empty(at: Any) -> None:
    """Forget everything; the rows of search_text are removed by who calls."""
    _run(at, _EMPTY)


def _run(at: Any, statements: dict[str, list[str]]) -> None:
    with at.cursor() as cursor:
        for statement in statements.get(at.vendor, []):
            cursor.execute(statement)


_INSTALL = {
    "sqlite": [
        "CREATE VIRTUAL TABLE search_index USING fts5(title, body, marks, content='', tokenize='ascii')",
        # Whose two thousand rows are, without reading their texts.
        "CREATE INDEX search_text_whose ON search_text (id, kind, key, unit_id, round)",
    ],
    "postgresql": [
        "ALTER TABLE search_text ADD COLUMN terms tsvector",
        # Terms and texts out of line: who crosses ten thousand rows to see whose they are reads narrow ones.
        "ALTER TABLE search_text ALTER COLUMN terms SET STORAGE EXTERNAL",
        "ALTER TABLE search_text SET (toast_tuple_target = 128)",
        "CREATE INDEX search_text_terms ON search_text USING gin (terms)",
    ],
}
_REMOVE = {
    "sqlite": ["DROP INDEX search_text_whose", "DROP TABLE search_index"],
    "postgresql": ["DROP INDEX search_text_terms", "ALTER TABLE search_text DROP COLUMN terms"],
}
_EMPTY = {"sqlite": ["INSERT INTO search_index(search_index) VALUES ('delete-all')"]}


def put(rows: Iterable[Row]) -> None:
    """Let ``rows``, which are in search_text and not in the index, be found."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                "UPDATE search_text SET terms = %s::tsvector WHERE id = %s", [(vector_of(row), row.pk) for row in rows]
            )
        else:
            cursor.executemany(
                "INSERT INTO search_index(rowid, title, body, marks) VALUES (%s, %s, %s, %s)",
                [columns_of(row) for row in rows],
            )


def drop(rows: Iterable[Row]) -> None:
    """Let ``rows``, given as they were put, be found no more; on PostgreSQL the terms go or change with the row."""
    if connection.vendor == "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_index(search_index, rowid, title, body, marks) VALUES ('delete', %s, %s, %s, %s)",
            [columns_of(row) for row in rows],
        )


def columns_of(row: Row) -> tuple[int, str, str, str]:
    """Return a row as FTS5 gets it: its key, the terms of title and body, and marks for kind, unit and round.

    Marks are longer than any term, so no question of two characters or more meets them.
    """
    return row.pk, " ".join(terms_of(row.title)), " ".join(terms_of(row.body)), " ".join(_marks_of(row))


def vector_of(row: Row) -> str:
    """Return a row as PostgreSQL gets it: each term with its places, those of the title a second time, and marks.

    The second ones begin with "=", marks with "#", which no term does: whether a word stands in the title is asked of
    the index, since the places themselves lie out of line. So is how new a row is: buckets of its key, in four sizes.
    """
    places: dict[str, list[str]] = {}
    in_title = terms_of(row.title)
    for at, term in enumerate(in_title, 1):
        places.setdefault(term, []).append(str(at))
    titled = [f"'={term}':{','.join(at)}" for term, at in places.items()]
    for at, term in enumerate(terms_of(row.body), len(in_title) + BETWEEN):
        places.setdefault(term, []).append(str(at))
    marks = [f"'#{mark}'" for mark in (*_marks_of(row), *(f"{bits}.{row.pk >> bits}" for bits in BUCKETS))]
    return " ".join([*(f"'{term}':{','.join(at)}" for term, at in places.items()), *titled, *marks])


def _marks_of(row: Row) -> tuple[str, str, str]:
    return f"kind{row.kind}", f"unit{row.unit or 0}", f"round{row.round or 0}"


def look(words: Sequence[str], within: Within, *, most: int) -> list[Found]:
    """Return the newest rows in which all ``words`` stand, newest first, at most ``most``."""
    if not words or not within.groups:
        return []
    return (
        _look_postgresql(words, within, most) if connection.vendor == "postgresql" else _look_fts5(words, within, most)
    )


_WHAT = "t.id, t.kind, t.key, t.unit_id, t.round"


def _look_postgresql(words: Sequence[str], within: Within, most: int) -> list[Found]:
    """Ask among the newest rows first; how many they give tells how far back ``most`` reach."""
    condition, values = _condition(within)
    marks = _marks_postgresql(within)
    # No order that an index has: reading rows from the newest on, each with its terms out of line, costs the most.
    statement = (
        f"SELECT {_WHAT} FROM search_text t WHERE t.terms @@ %s::tsquery AND {condition} "  # noqa: S608 - our own words
        "ORDER BY t.id + 0 DESC LIMIT %s"
    )
    in_title = "SELECT id FROM search_text WHERE terms @@ %s::tsquery AND id + 0 >= %s"
    with _by_the_index() as cursor:
        cursor.execute("SELECT max(id) FROM search_text")
        newest = cursor.fetchone()[0] or 0
        span = FIRST_SPAN
        while True:
            window = _window(newest, span)
            cursor.execute(statement, [_tsquery(words) + marks + window, *values, most])
            rows = cursor.fetchall()
            if len(rows) == most or not window:
                break
            span = span * most * 3 // (2 * len(rows)) if rows else newest
        if not rows:
            return []
        cursor.execute(in_title, [_tsquery(words, "=") + marks + window, rows[-1][0]])
        titled = {row[0] for row in cursor.fetchall()}
    return _told(rows, titled)


def _window(newest: int, span: int) -> str:
    """Return what the index is asked so that only the newest ``span`` rows and a few more answer; "" for most rows."""
    if span * 2 >= newest:
        return ""
    shift = next((bits for bits in BUCKETS if span >> bits < 2 * MOST_BUCKETS), BUCKETS[-1])
    first, last = max(0, newest - span) >> shift, newest >> shift
    if last - first > 2 * MOST_BUCKETS:
        return ""
    return " & (" + " | ".join(f"'#{shift}.{bucket}'" for bucket in range(first, last + 1)) + ")"


@contextmanager
def _by_the_index() -> Iterator[Any]:
    """Give a cursor whose questions the index answers, whatever the planner thinks of reading all rows.

    It counts the rows, which are narrow, and not the terms out of line that reading them all would bring in: 500 ms
    instead of 10 where a word stands in one text of ten.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield cursor
        cursor.execute("SET LOCAL enable_seqscan TO DEFAULT")


def _told(rows: Iterable[tuple[Any, ...]], titled: set[int]) -> list[Found]:
    return [Found(pk, kind, key, unit, round_, pk in titled) for pk, kind, key, unit, round_ in rows]


def _look_fts5(words: Sequence[str], within: Within, most: int) -> list[Found]:
    condition, values = _condition(within)
    marks = _marks_fts5(within)
    asked = f"{_phrases(words)}{marks}"
    statement = (
        f"SELECT {_WHAT} FROM search_index i CROSS JOIN search_text t INDEXED BY search_text_whose ON t.id = i.rowid "  # noqa: S608 - our own words
        f"WHERE i.search_index MATCH %s AND {condition} ORDER BY i.rowid DESC LIMIT %s"
    )
    in_title = "SELECT rowid FROM search_index WHERE search_index MATCH %s AND rowid >= %s ORDER BY rowid DESC LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(statement, [asked, *values, most])
        rows = cursor.fetchall()
        if not rows:
            return []
        cursor.execute(in_title, [f"{_phrases(words, 'title')}{marks}", rows[-1][0], most])
        titled = {row[0] for row in cursor.fetchall()}
    return _told(rows, titled)


def _phrases(words: Sequence[str], where: str = "") -> str:
    """Return ``words`` as FTS5 reads them. Their characters are letters and figures, so nothing ends the quotes.

    ``where`` is a column; without it everywhere but in the marks, which only beginnings could meet.
    """
    column = f"{where} : " if where else ""
    return " AND ".join(
        f'{column or "{title body} : "}"{word}" *' if is_prefix(word) else f'{column}"{" ".join(phrase_of(word))}"'
        for word in words
    )


def _tsquery(words: Sequence[str], where: str = "") -> str:
    """Return ``words`` as PostgreSQL reads them; with "=", only in the title."""
    return " & ".join(
        f"'{where}{word}':*" if is_prefix(word) else " <-> ".join(f"'{where}{term}'" for term in phrase_of(word))
        for word in words
    )


def _marks(within: Within) -> list[list[str]]:
    """Return what the index itself is asked of units, kind and round, of each list one; _condition() asks for all.

    Only what leaves out much: few units, one kind, a round. The rest costs more there than it spares.
    """
    asked = []
    units = [group_units for _kinds, group_units in within.groups]
    few = frozenset[int]().union(*(some for some in units if some is not None))
    if None not in units and len(few) <= FEW_UNITS[connection.vendor]:
        asked.append([f"unit{unit}" for unit in sorted(few)])
    kinds = [kind for some, _units in within.groups for kind in some]
    if len(kinds) == 1:
        asked.append([f"kind{kinds[0]}"])
    if within.round is not None:
        asked.append([f"round{int(within.round)}"])
    return asked


def _marks_postgresql(within: Within) -> str:
    return "".join(" & (" + " | ".join(f"'#{mark}'" for mark in some) + ")" for some in _marks(within))


def _marks_fts5(within: Within) -> str:
    return "".join(f" AND marks : ({' OR '.join(some)})" for some in _marks(within))


def _condition(within: Within) -> tuple[str, list[Any]]:
    """Return the condition on search_text that holds a reader's reach, and its values."""
    values: list[Any] = []
    groups = []
    for kinds, units in within.groups:
        values += kinds
        group = f"t.kind IN ({', '.join(['%s'] * len(kinds))})"
        if units is not None:
            group += f" AND t.unit_id IN ({', '.join(str(int(unit)) for unit in sorted(units))})"
        groups.append(f"({group})")
    condition = f"({' OR '.join(groups)})"
    if within.everything:
        condition, values = "1 = 1", []
    if within.round is not None:
        condition += " AND t.round = %s"
        values.append(int(within.round))
    return condition, values


def holders(terms: Sequence[str], within: Within, *, most: int) -> list[list[int]]:
    """Return, for each of ``terms`` (pairs), the keys of the newest ``most`` things that have it: one statement."""
    if not terms or not within.groups:
        return []
    condition, values = _condition(within)
    if connection.vendor == "postgresql":
        one = f"(SELECT %s, t.key FROM search_text t WHERE t.terms @@ %s::tsquery AND {condition} LIMIT %s)"  # noqa: S608 - our own words
        asked = [f"'{term}'{_marks_postgresql(within)}" for term in terms]
    else:
        one = (
            "SELECT * FROM (SELECT %s, t.key FROM search_index i CROSS JOIN search_text t ON t.id = i.rowid "  # noqa: S608 - the same
            f"WHERE i.search_index MATCH %s AND {condition} ORDER BY i.rowid DESC LIMIT %s)"
        )
        asked = [f'"{term}"{_marks_fts5(within)}' for term in terms]
    found: list[list[int]] = [[] for _term in terms]
    with _by_the_index() if connection.vendor == "postgresql" else connection.cursor() as cursor:
        parameters = [value for at, words in enumerate(asked) for value in (at, words, *values, most)]
        cursor.execute(" UNION ALL ".join([one] * len(terms)), parameters)
        for at, key in cursor.fetchall():
            found[at].append(key)
    return found
