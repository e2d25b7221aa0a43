"""The ledger of items as a query: the book of a day, one page of it, all its rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet

from liandu.access.queries import AmongKeys, unit_keys_within, visible
from liandu.access.roles import Act
from liandu.insight.queries.ledger import alike
from liandu.ledgers.classes import of_class, with_class_now
from liandu.ledgers.columns.items import on_balance, split
from liandu.ledgers.columns.kinds import reader_of
from liandu.ledgers.gathering import GATHERED
from liandu.ledgers.item_view import TOGETHER, Deadline, ItemView, States
from liandu.ledgers.narrowing import brought, met
from liandu.ledgers.paging import PAGE, place_of, sections, token_of, up_to_a_page
from liandu.rectification.looks import NEAR_DAYS
from liandu.rectification.models import Balance, Item
from liandu.rectification.queries import items_for
from liandu.rectification.rules.past import way_to
from liandu.rectification.states import CLOSED, OPEN

LEAD = 5  # what stands before the fields of the order in what a row reads
GROUP_NAMES = {"unit": "unit__short_name"}
CHUNK = 2000  # rows of an export whose other tables are asked together


@dataclass(frozen=True, slots=True)
class Book:
    """The ledger of a day within a reader's reach: the items as they are, or the balances as they stood.

    ``rows`` are to be walked in an order; ``parts`` hold the same rows, each once, to be counted; ``whole`` is
    the table without any condition, ``key`` the item's key in it.
    """

    rows: QuerySet[Any]
    parts: tuple[QuerySet[Any], ...]
    whole: QuerySet[Any]
    key: str
    day: date
    past: bool

    def name(self, lookup: str) -> str:
        """Return how a lookup on items reads in this book."""
        return on_balance(lookup) if self.past else lookup


def book_of(reader: Any, view: ItemView, *, act: Act = Act.ITEM_VIEW) -> Book:
    """Return the book of the view's day with what the view asks for, within what ``act`` reaches of the reader's."""
    if view.on is None:
        items = items_for(reader) if act == Act.ITEM_VIEW else visible(items_for(reader), reader, act)
        items = alike(narrowed(items, view, past=False), reader, at="finding", strand=view.strand, common=view.common)
        return Book(items, (items,), Item.objects.all(), "pk", view.day, past=False)
    balances = visible(visible(Balance.objects.all(), reader, Act.ITEM_VIEW), reader, act)
    balances = narrowed(balances, view, past=True)
    balances = alike(balances, reader, at="item__finding", strand=view.strand, common=view.common)
    stood = balances.filter(since__lte=view.on, until__gt=view.on)
    return Book(stood, standing(balances, view.on), Balance.objects.all(), "item_id", view.on, past=True)


def standing(balances: QuerySet[Balance], day: date) -> tuple[QuerySet[Balance], QuerySet[Balance]]:
    """Return the balances of ``day`` in two parts, each a few ranges of an index (rectification.rules.past)."""
    before, from_here = way_to(day)
    return (
        balances.filter(fork__in=before, until__gt=day),
        balances.filter(fork__in=from_here, since__lte=day),
    )


def narrowed(rows: QuerySet[Any], view: ItemView, *, past: bool) -> QuerySet[Any]:
    """Return those of ``rows`` (items, or balances of the ``past``) that the view's filters leave."""
    rows = rows.filter(of_class(view.category))
    if view.met or view.outcome:
        rows = rows.filter(met(view.met, past=past, day=view.day), brought(view.outcome, past=past, day=view.day))
    exact = {
        "round__term": view.term,
        "round": view.round,
        "unit": view.unit,
        "unit__sector": view.sector,
        "state": "" if view.state in TOGETHER else view.state,
        "kind": view.kind,
        "result": view.result,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if view.sort == "category":
        rows = with_class_now(rows)
    if view.state in TOGETHER:
        rows = rows.filter(state__in=TOGETHER[States(view.state)])
    if view.deadline:
        rows = rows.filter(_deadline(view, past=past))
    finding = "item__finding" if past else "finding"
    for word in view.text.split():
        holds = Q(**{f"{finding}__title__icontains": word}) | Q(**{f"{finding}__problem__icontains": word})
        rows = rows.filter(holds | Q(**{f"{finding}__aspect__icontains": word}) | Q(number__istartswith=word))
    return rows


def _deadline(view: ItemView, *, past: bool) -> Q:
    near = view.day + timedelta(days=NEAR_DAYS)
    closed = "closed_on" if past else "closed_at__date"
    if view.deadline == Deadline.OVERDUE:
        return Q(state__in=OPEN, step_due_on__lt=view.day)
    if view.deadline == Deadline.NEAR:
        return Q(state__in=OPEN, step_due_on__gte=view.day, step_due_on__lte=near)
    if view.deadline == Deadline.IN_TIME:
        return Q(state__in=OPEN) & (Q(step_due_on__gt=near) | Q(step_due_on=None))
    late = Q(state__in=CLOSED, **{f"{closed}__gt": F("due_on")})
    if view.deadline == Deadline.LATE:
        return late
    return Q(state__in=CLOSED) & (Q(due_on=None) | Q(**{f"{closed}__lte": F("due_on")}))


class ItemRow(NamedTuple):  # as Row, with what tells whether it is late
    """One line of the ledger of items, its values in the order of the view's columns."""

    pk: int
    group: Any
    group_name: Any
    values: list[Any]
    state: str
    step_due_on: date | None


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One page: its rows and the addresses of its neighbours ("" where there is none)."""

    rows: list[ItemRow]
    newer: str
    older: str


def item_page(reader: Any, view: ItemView, book: Book) -> ItemPage:
    """Return the page that the view asks for: one query, and one for each other table that its columns need."""
    order = view.order
    back = place_of(view.before, kinds=order.kinds) if view.before else None
    ahead = place_of(view.after, kinds=order.kinds) if view.after and back is None else None
    units = unit_keys_within(reader, Act.ITEM_VIEW)
    found = _stretch(book, view, place=back or ahead, towards_start=back is not None, units=units)
    more = len(found) > PAGE
    found = found[:PAGE]
    if back is not None:
        found.reverse()
    newer = ahead is not None or (back is not None and more)
    older = back is not None or more
    return ItemPage(
        rows=list(_rows(found, view, book)),
        newer=_address(view, found[:1], "before") if newer else "",
        older=_address(view, found[-1:], "after") if older else "",
    )


def _stretch(
    book: Book, view: ItemView, *, place: tuple[Any, ...] | None, towards_start: bool, units: frozenset[int] | None
) -> list[Any]:
    """Return a page of rows and one more."""
    descending = view.backwards != towards_start
    rows = book.rows
    if units is not None and view.order.fields == ("number",):
        rows = up_to_a_page(rows, units, descending=descending)
    found: list[Any] = []
    for section in sections(rows, view.order, place=place, descending=descending):
        # The page is found on the ledger's own table, whatever the joins behind it look like to the database.
        keys = section.values("pk")[: PAGE + 1 - len(found)]
        whole = with_class_now(book.whole) if view.sort == "category" else book.whole
        chosen = whole.filter(pk__in=keys).order_by(*section.query.order_by)
        found += chosen.values_list(*_lookups(view, book))
        if len(found) > PAGE:
            break
    return found


def _lookups(view: ItemView, book: Book) -> list[str]:
    """Return what a row reads: five fields that lead, the fields of its order, then those of its columns."""
    group = view.grouping or book.key
    names, _gathered = split(view.listed())
    fields = [book.name(name) for name in names]
    leading = [book.key, group, GROUP_NAMES.get(view.group, group), "state", "step_due_on"]
    return [*leading, *map(book.name, view.order.fields), *fields]


def _rows(found: Sequence[Any], view: ItemView, book: Book) -> Iterator[ItemRow]:
    """Yield what was found as rows, with what other tables say about them."""
    columns = view.listed()
    names, gathered = split(columns)
    day = book.day if book.past else None
    keys = [row[0] for row in found]
    answers = {gathering: gathering.ask(keys, day) for gathering in {GATHERED[name]: None for name in gathered}}
    wanted = [(name, answers[GATHERED[name]]) for name in gathered]
    values = reader_of(columns, [*names, *gathered], lead=LEAD + len(view.order.fields))
    nothing: dict[str, Any] = {}
    for row in found:
        more = tuple(answer.get(row[0], nothing).get(name) for name, answer in wanted)
        yield ItemRow(row[0], row[1], row[2], values((*row, *more) if more else row), row[3], row[4])


def _address(view: ItemView, rows: list[Any], side: str) -> str:
    return view.address(**{side: token_of(rows[0][LEAD : LEAD + len(view.order.fields)])}) if rows else ""


def all_item_rows(reader: Any, view: ItemView) -> Iterator[ItemRow]:
    """Return every row of the view that the reader may take out, in its order.

    Read in pieces, so that memory does not grow with their number.
    """
    book = book_of(reader, view, act=Act.LEDGER_EXPORT)
    for section in sections(book.rows, view.order, place=None, descending=view.backwards):
        for found in _chunks(section.values_list(*_lookups(view, book)).iterator(chunk_size=CHUNK)):
            yield from _rows(found, view, book)


def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        yield chunk


def keys_of(reader: Any, view: ItemView, *, most: int) -> list[int]:
    """Return the keys of the items that the view holds now, in its order, at most ``most`` and one more."""
    book = book_of(reader, view)
    keys: list[int] = []
    for section in sections(book.rows, view.order, place=None, descending=view.backwards):
        keys += section.values_list(book.key, flat=True)[: most + 1 - len(keys)]
    return keys


def items_with_keys(reader: Any, keys: Iterable[int]) -> list[Item]:
    """Return the items with these keys that the reader may see, in the order of their numbers."""
    rows = items_for(reader).filter(AmongKeys("pk", keys)).select_related("unit", "round", "finding", "line", "policy")
    return list(rows.order_by("number"))
