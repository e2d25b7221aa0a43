"""Looking things up, always through the reader's eyes: reach is asked within the statement that finds."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from liandu.orgs.models import Unit
from liandu.search import engines
from liandu.search.engines import Within, look
from liandu.search.highlighting import Piece, snippet
from liandu.search.kinds import Kind, Shown, kinds
from liandu.search.models import Cursor, Text
from liandu.search.terms import words_asked
from liandu.texts.segmenting import bigrams

BOUND = 500  # of what is found, so many are ranked and counted: the newest
PAGE = 20


def cursor_now() -> Cursor:
    """Return how far the journal was followed."""
    return Cursor.objects.first() or Cursor()


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What somebody asks to be left of what is found: a kind, a unit, a round; "" and None leave everything."""

    kind: str = ""
    unit: int | None = None
    round: int | None = None

    def __bool__(self) -> bool:
        """Return whether anything is left out."""
        return bool(self.kind) or self.unit is not None or self.round is not None


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found, as the reader sees it, with a piece of its text in which the words are marked."""

    kind: Any
    shown: Shown
    at: datetime
    title: list[Piece]
    snippet: list[Piece]


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to narrow: its value, its name, how many things it leaves."""

    value: str
    words: str
    n: int


@dataclass(frozen=True, slots=True)
class Result:
    """A page of what was found. ``cut``: only the newest BOUND were looked at, and ``total`` counts among them."""

    words: tuple[str, ...] = ()
    total: int = 0
    cut: bool = False
    hits: list[Hit] = field(default_factory=list)
    pages: int = 0
    page: int = 1
    kinds: list[Choice] = field(default_factory=list)
    units: list[Choice] = field(default_factory=list)
    rounds: dict[int, int] = field(default_factory=dict)  # how many things, by key of the round


def found_for(reader: Any, text: str, narrowed: Narrowed | None = None, *, page: int = 1) -> Result:
    """Return a page of what ``text`` finds within the reader's reach: what has it in its title first, then the newest.

    At most eleven queries, whatever is found: the index (twice with a filter), the rows, the units, each kind once.
    """
    words = words_asked(text)
    everything, cut = ranked_for(reader, words)
    things = everything
    if narrowed:
        things, cut = ranked_for(reader, words, narrowed)
    pages = max(1, -(-len(things) // PAGE))
    page = min(max(1, page), pages)
    return Result(
        words=words,
        total=len(things),
        cut=cut,
        hits=list(_hits(reader, words, things[(page - 1) * PAGE : page * PAGE])),
        pages=pages,
        page=page,
        kinds=_kinds_among(everything),
        units=_units_among(everything),
        rounds=dict(Counter(row.round for row in everything if row.round is not None)),
    )


def ranked_for(
    reader: Any, words: tuple[str, ...], narrowed: Narrowed | None = None
) -> tuple[list[engines.Found], bool]:
    """Return what ``words`` find within reach, each thing once and ranked, and whether there is more than the BOUND."""
    rows, titled = look(words, _within(reader, narrowed or Narrowed()), most=BOUND + 1)
    return _things(rows[:BOUND], titled), len(rows) > BOUND


def sees_any(reader: Any) -> bool:
    """Return whether there is anything that the reader may find."""
    return bool(_within(reader, Narrowed()).groups)


def _within(reader: Any, narrowed: Narrowed) -> Within:
    """Return where this reader looks: the kinds they see at all, put together by the units whose texts they see."""
    groups: dict[frozenset[int] | None, list[str]] = {}
    for kind in kinds().values():
        if narrowed.kind and kind.name != narrowed.kind:
            continue
        units = kind.reach(reader)
        if narrowed.unit is not None:
            units = frozenset({narrowed.unit}) if units is None else units & {narrowed.unit}
        if units is None or units:
            groups.setdefault(units, []).append(kind.name)
    everything = len(groups.get(None, ())) == len(kinds())
    return Within(tuple((tuple(names), units) for units, names in groups.items()), narrowed.round, everything)


def _things(rows: list[engines.Found], titled: set[int]) -> list[engines.Found]:
    """Return one row of each thing of ``rows``, the newest first: what has the words in its title before the rest."""
    first = [row for row in rows if row.pk in titled]
    rest = [row for row in rows if row.pk not in titled] if first else rows
    things: dict[tuple[str, int], engines.Found] = {}
    for row in (*first, *rest):
        things.setdefault(row[1:3], row)
    return list(things.values())


def _hits(reader: Any, words: tuple[str, ...], rows: list[engines.Found]) -> Iterator[Hit]:
    """Yield what the stages still show of ``rows`` to this reader: an index a second behind shows nothing more."""
    texts = Text.objects.in_bulk([row.pk for row in rows])
    shown = _shown(reader, ((row.kind, row.key) for row in rows))
    for row in rows:
        said, text = shown.get((row.kind, row.key)), texts.get(row.pk)
        if said is not None and text is not None:
            body = snippet(text.body, words)
            yield Hit(kinds()[row.kind].words, said, text.at, snippet(said.title, words, around=200), body)


def _shown(reader: Any, things: Iterable[tuple[str, int]]) -> Mapping[tuple[str, int], Shown]:
    keys: dict[str, set[int]] = {}
    for name, key in things:
        keys.setdefault(name, set()).add(key)
    return {
        (name, key): shown for name, some in keys.items() for key, shown in kinds()[name].shown(reader, some).items()
    }


def _kinds_among(things: list[engines.Found]) -> list[Choice]:
    counted = Counter(row.kind for row in things)
    return [Choice(kind.name, str(kind.words), counted[kind.name]) for kind in kinds().values() if counted[kind.name]]


def _units_among(things: list[engines.Found]) -> list[Choice]:
    counted = Counter(row.unit for row in things if row.unit is not None)
    if not counted:
        return []
    units = Unit.objects.filter(pk__in=counted).order_by("path")
    return [Choice(str(unit.pk), str(unit), counted[unit.pk]) for unit in units]


# What is similar: texts that share pairs of characters which few texts have.
PAIRS = 48  # of a text that are looked up
RARE = 40  # a pair that stands in more texts within reach than this says nothing


def similar_to(reader: Any, kind: Kind, key: int, *, most: int = 5) -> list[Shown]:
    """Return the things of the same kind within reach that share most rare pairs with this one: three queries at most.

    A pair weighs the more the fewer texts have it; what shares a single pair is not similar.
    """
    text = Text.objects.filter(kind=kind.name, key=key, part=0).first()
    units = kind.reach(reader)
    if text is None or (units is not None and not units):
        return []
    pairs = [term for term in dict.fromkeys(bigrams(text.title)) if len(term) > 1][:PAIRS]
    weights: dict[int, float] = {}
    shared: Counter[int] = Counter()
    for keys in engines.holders(pairs, Within((((kind.name,), units),)), most=RARE + 1):
        others = set(keys) - {key}
        if not others or len(keys) > RARE:
            continue
        for other in others:
            weights[other] = weights.get(other, 0.0) + 1.0 / len(others)
            shared[other] += 1
    near = sorted((other for other in weights if shared[other] > 1), key=lambda other: (-weights[other], -other))[:most]
    shown = kind.shown(reader, near) if near else {}
    return [shown[other] for other in near if other in shown]
