"""What became of the items between the ends of two days: which changed, how, and by whose acts.

An item changed between two days when its balance of the later one began after the earlier one. So what changed is a
part of the later day's ledger, found by the same ranges; how it stood before is looked up by item.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet

from liandu.access.queries import visible
from liandu.access.roles import Act
from liandu.journal.queries import Line, lines_between
from liandu.ledgers.compare_view import Change, CompareView
from liandu.ledgers.gathering import end_of
from liandu.ledgers.paging import PAGE, Order, place_of, sections, token_of
from liandu.ledgers.queries.items import narrowed, standing
from liandu.rectification.models import Balance, Item
from liandu.rectification.states import CLOSED, State

CHUNK = 500
BY_NUMBER = Order(("number",), (str,))
OWNERS = ("first_person", "leader", "department", "person")
VALUES = ("state", "kind", "result", "due_on", "extensions", "reopenings", *OWNERS)


@dataclass(frozen=True, slots=True)
class Changed:
    """An item that changed: how it stood at the end of the first day (None: it was not there), and of the last."""

    item: int
    number: str
    unit: str
    title: str
    then: dict[str, Any] | None
    now: dict[str, Any]

    @property
    def changes(self) -> list[Change]:
        """Return what became of it."""
        then, now = self.then, self.now
        if then is None:
            return [Change.OPENED, *([Change.CLOSED] if now["state"] in CLOSED else [])]
        found = [Change.MOVED] if then["state"] != now["state"] else []
        found += [Change.CLOSED] if now["state"] in CLOSED and then["state"] not in CLOSED else []
        found += [Change.REOPENED] if now["reopenings"] > then["reopenings"] else []
        found += [Change.EXTENDED] if now["extensions"] > then["extensions"] else []
        return found + ([Change.OWNED] if any(then[name] != now[name] for name in OWNERS) else [])


def changed_parts(reader: Any, view: CompareView) -> tuple[QuerySet[Balance], ...]:
    """Return the balances of the last day that began after the first, in two parts, each with ``then``: the first's."""
    then = Q(item__balances__since__lte=view.first, item__balances__until__gt=view.first)
    balances = visible(Balance.objects.all(), reader, Act.ITEM_VIEW).filter(since__gt=view.first)
    parts = standing(narrowed(balances, view.on(view.last), past=True), view.last)
    return tuple(
        part.annotate(then=FilteredRelation("item__balances", condition=then)).filter(_asked(view)) for part in parts
    )


def _asked(view: CompareView) -> Q:
    asked = _became(Change(view.change)) if view.change else Q()
    asked &= Q(then__state=view.came_from) if view.came_from else Q()
    return asked & (Q(state=view.state) if view.state else Q())


def _became(change: Change) -> Q:
    conditions = {
        Change.OPENED: Q(then=None),
        Change.MOVED: Q(then__isnull=False) & ~Q(then__state=F("state")),
        Change.CLOSED: Q(state__in=CLOSED) & (Q(then=None) | ~Q(then__state__in=CLOSED)),
        Change.REOPENED: Q(then__reopenings__lt=F("reopenings")),
        Change.EXTENDED: Q(then__extensions__lt=F("extensions")),
        Change.OWNED: Q(then__isnull=False) & _differ(OWNERS),
    }
    return conditions[change]


def _differ(names: tuple[str, ...]) -> Q:
    differ = Q()
    for name in names:
        differ |= ~Q(**{f"then__{name}": F(name)})
    return differ


@dataclass(frozen=True, slots=True)
class Moves:
    """How many items went from which state ("" for none: opened since) to which, and what else became of them.

    How many changed hands is not counted: every name of both days would have to be read for it.
    """

    moves: dict[tuple[str, str], int]
    changes: dict[Change, int]
    total: int


def moves_between(reader: Any, view: CompareView) -> Moves:
    """Return how many items changed between the two days, and how: two queries, answered from indexes alone."""
    counted = (Change.REOPENED, Change.EXTENDED)
    counting: dict[str, Any] = {"n": Count("pk")}
    counting |= {change.value: Count("pk", filter=_became(change)) for change in counted}
    moves: dict[tuple[str, str], int] = {}
    changes: dict[Change, int] = dict.fromkeys((change for change in Change if change != Change.OWNED), 0)
    for part in changed_parts(reader, view):
        parts: Any = part  # with "then" beside each row, as changed_parts() says
        rows = parts.order_by().values_list("then__state", "state").annotate(**counting)
        for then, now, n, *more in rows:
            moves[then or "", now] = moves.get((then or "", now), 0) + n
            for change, count in zip(counted, more, strict=True):
                changes[change] += count
    for (then, now), n in moves.items():
        changes[Change.OPENED] += n if not then else 0
        changes[Change.MOVED] += n if then and then != now else 0
        changes[Change.CLOSED] += n if now in CLOSED and then not in CLOSED else 0
    way = ["", *State.values]
    ordered = dict(sorted(moves.items(), key=lambda pair: tuple(map(way.index, pair[0]))))
    return Moves(ordered, changes, sum(moves.values()))


@dataclass(frozen=True, slots=True)
class ComparedPage:
    """One page of what changed, with what was done to each item between the two days, and the neighbours' addresses."""

    rows: list[tuple[Changed, list[Line]]]
    newer: str
    older: str


def compared_page(reader: Any, view: CompareView) -> ComparedPage:
    """Return the page that the view asks for: one query for the rows, one for what the journal says of them."""
    back = place_of(view.before, kinds=BY_NUMBER.kinds) if view.before else None
    ahead = place_of(view.after, kinds=BY_NUMBER.kinds) if view.after and back is None else None
    place, descending = back or ahead, back is not None
    keys = next(sections(_keys(reader, view), BY_NUMBER, place=place, descending=descending)).values("pk")
    rows = _beside_then(keys[: PAGE + 1], view).order_by(*BY_NUMBER.sorted(descending=descending))
    found = [_as_changed(row) for row in rows.values_list(*_lookups())]
    more = len(found) > PAGE
    found = found[:PAGE]
    if back is not None:
        found.reverse()
    newer, older = ahead is not None or (back is not None and more), back is not None or more
    return ComparedPage(
        rows=_with_acts(found, view),
        newer=view.address(before=token_of((found[0].number,))) if newer and found else "",
        older=view.address(after=token_of((found[-1].number,))) if older and found else "",
    )


def all_changed(reader: Any, view: CompareView) -> Iterator[tuple[Changed, list[Line]]]:
    """Return everything that changed within what the reader may take out, by number, read in pieces."""
    keys = visible(_keys(reader, view), reader, Act.LEDGER_EXPORT)
    rows = _beside_then(keys.values("pk"), view).order_by("number").values_list(*_lookups())
    chunk: list[Changed] = []
    for row in rows.iterator(chunk_size=CHUNK):
        chunk.append(_as_changed(row))
        if len(chunk) == CHUNK:
            yield from _with_acts(chunk, view)
            chunk = []
    yield from _with_acts(chunk, view)


def _keys(reader: Any, view: CompareView) -> QuerySet[Balance]:
    """Return the balances of the last day that changed: found by the ranges of both parts."""
    ended, begun = (part.order_by().values("pk") for part in changed_parts(reader, view))
    return Balance.objects.filter(pk__in=ended.union(begun, all=True))


def _beside_then(keys: Any, view: CompareView) -> QuerySet[Balance]:
    then = Q(item__balances__since__lte=view.first, item__balances__until__gt=view.first)
    rows = Balance.objects.filter(pk__in=keys)
    return rows.annotate(then=FilteredRelation("item__balances", condition=then))


def _lookups() -> list[str]:
    then = ["then__pk", *(f"then__{name}" for name in VALUES)]
    return ["item_id", "number", "unit__short_name", "item__finding__title", *VALUES, *then]


def _as_changed(row: tuple[Any, ...]) -> Changed:
    now = dict(zip(VALUES, row[4:], strict=False))
    then = dict(zip(("pk", *VALUES), row[4 + len(VALUES) :], strict=True))
    pk, number, unit, title = row[:4]
    return Changed(pk, number, unit, title, then=then if then["pk"] is not None else None, now=now)


def _with_acts(found: list[Changed], view: CompareView) -> list[tuple[Changed, list[Line]]]:
    label = Item._meta.label_lower
    names = {row.item: f"{label}:{row.item}" for row in found}
    lines = lines_between(list(names.values()), since=end_of(view.first), until=end_of(view.last))
    return [(row, lines.get(names[row.item], [])) for row in found]
