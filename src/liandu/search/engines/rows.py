"""What both databases keep of a text, what is asked of them, and what they answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from liandu.search.terms import stands_in

FEW = 40  # of so many rows the titles are read; of more the index is asked whose title has the words


@dataclass(frozen=True, slots=True)
class Row:
    """A row of search_text as far as the index must know it."""

    pk: int
    kind: str
    key: int
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
    """A row that was found: what it belongs to. A tuple, because each question makes hundreds of them."""

    pk: int
    kind: str
    key: int
    unit: int | None
    round: int | None


class Answer(NamedTuple):
    """The newest rows in which all words stand, newest first; and the keys of those with all words in their title."""

    rows: list[Found]
    titled: set[int]


WHAT = "t.id, t.kind, t.key, t.unit_id, t.round"  # as Found has it


def marks_of(row: Row) -> tuple[str, str, str]:
    """Return what the index itself can be asked about a row beside its terms; longer than any term."""
    return f"kind{row.kind}", f"unit{row.unit or 0}", f"round{row.round or 0}"


def marks(within: Within, *, few_units: int) -> list[list[str]]:
    """Return what the index itself is asked of units, kind and round, of each list one; condition() asks for all.

    Only what leaves out much: at most ``few_units`` units, one kind, a round. The rest costs more there than it spares.
    """
    asked = []
    few = frozenset[int]().union(*(units for _kinds, units in within.groups if units is not None))
    whole = [kind for kinds, units in within.groups if units is None for kind in kinds]
    if few and len(few) <= few_units:
        # Whatever is within reach is of one of these units, or of a kind that is seen of every unit.
        asked.append([*(f"unit{unit}" for unit in sorted(few)), *(f"kind{kind}" for kind in whole)])
    kinds = [kind for some, _units in within.groups for kind in some]
    if len(kinds) == 1:
        asked.append([f"kind{kinds[0]}"])
    if within.round is not None:
        asked.append([f"round{int(within.round)}"])
    return asked


def condition(within: Within) -> tuple[str, list[Any]]:
    """Return the condition on a row (``t``) that holds a reader's reach, and its values."""
    values: list[Any] = []
    groups = []
    for kinds, units in within.groups:
        values += kinds
        group = f"t.kind IN ({', '.join(['%s'] * len(kinds))})"
        if units is not None:
            group += f" AND t.unit_id IN ({', '.join(str(int(unit)) for unit in sorted(units))})"
        groups.append(f"({group})")
    asked = f"({' OR '.join(groups)})"
    if within.everything:
        asked, values = "1 = 1", []
    if within.round is not None:
        asked += " AND t.round = %s"
        values.append(int(within.round))
    return asked, values


def titled_among(few: list[Found], words: Sequence[str], cursor: Any) -> set[int]:
    """Return the keys of those of a ``few`` rows that have all ``words`` in their title, by reading them."""
    if not few:
        return set()
    places = ", ".join(["%s"] * len(few))
    cursor.execute(f"SELECT id, title FROM search_text WHERE id IN ({places})", [row.pk for row in few])  # noqa: S608 - our own words
    return {pk for pk, title in cursor.fetchall() if all(stands_in(word, title) for word in words)}
