"""The ledger of findings as a query: what a view asks for, one page of it, its totals, all its rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, Q, QuerySet
from django.utils import timezone

from liandu.access.queries import unit_keys_within, visible
from liandu.access.queries.teams import teams_for
from liandu.access.roles import Act
from liandu.findings.models import Finding
from liandu.findings.queries import findings_for
from liandu.findings.states import State
from liandu.insight.models import RecurrenceKind
from liandu.insight.queries.ledger import alike
from liandu.inspections.models import Theme, ThemeVersion
from liandu.inspections.queries import inspections_for
from liandu.inspections.taxonomies import taxonomy
from liandu.ledgers.classes import asked_class, class_field, of_class, order_by_class, with_class_now
from liandu.ledgers.columns import BY_KEY, COLUMNS, DEFAULT, THEME_DEFAULT, Column, lookups_of, reader_of
from liandu.ledgers.counting import TALLY
from liandu.ledgers.narrowing import asked_word, came_back
from liandu.ledgers.paging import PAGE, beyond, place_of, token_of, up_to_a_page
from liandu.orgs.models import Sector
from liandu.orgs.queries import units_of_team

LEAD = 3  # what stands before the order's fields in what a row reads: key, group, name of the group
# Each order ends in the number, which is unique, and has an index.
ORDERS = {
    "number": ("number",),
    "unit": ("unit_id", "number"),
    "aspect": ("aspect", "number"),
    "category": ("category", "number"),
    "confirmed": ("confirmed_at", "number"),
    "item": ("item", "number"),  # only within one theme: its index begins with the theme
}
# What the fields of an order hold, where it is not text.
KINDS: dict[str, type] = {"unit_id": int, "confirmed_at": datetime, "item": int}
GROUPS = {"aspect": "aspect", "unit": "unit", "category": "category", "item": "item"}
# What a group is called, where that is not the group itself.
GROUP_NAMES = {"unit": "unit__short_name"}


@dataclass(frozen=True, slots=True)
class View:
    """What a reader asks the ledger for; the address carries all of it."""

    term: str = ""
    round: str = ""
    unit: str = ""
    sector: str = ""
    category: str = ""
    state: str = ""
    recurred: str = ""  # came back in this way, as a person has said
    theme: str = ""
    item: str = ""
    team: str = ""  # the area of a joint team today
    strand: str = ""  # what stands in a strand of like findings, or behind a common problem
    common: str = ""
    text: str = ""
    group: str = ""
    sort: str = "number"
    backwards: bool = False
    columns: tuple[str, ...] = DEFAULT
    after: str = ""
    before: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "View":
        """Return the view that an address asks for; what it asks wrongly is left out."""
        sort = str(asked.get("sort", "number"))
        group = str(asked.get("group", ""))
        named = str(asked.get("columns", ""))
        theme = _digits(asked.get("theme"))
        offered = [key for key in GROUPS if theme or key != "item"]
        group = group if group in offered else ""
        orders = [key for key in ORDERS if theme or key != "item"]
        columns = tuple(key for key in BY_KEY if key in named.split(","))
        if columns in {(), DEFAULT, THEME_DEFAULT}:  # nobody has chosen
            columns = default_columns(theme)
        return cls(
            term=_digits(asked.get("term")),
            round=_digits(asked.get("round")),
            unit=_digits(asked.get("unit")),
            sector=str(asked.get("sector", "")) if asked.get("sector", "") in Sector.values else "",
            category=asked_class(asked),
            state=str(asked.get("state", "")) if asked.get("state", "") in State.values else "",
            recurred=asked_word(asked, "recurred", RecurrenceKind.values),
            theme=theme,
            item=_digits(asked.get("item")) if theme else "",
            team=_digits(asked.get("team")),
            strand=_digits(asked.get("strand")),
            common=_digits(asked.get("common")),
            text=str(asked.get("q", "")).strip()[:100].replace("\x00", ""),
            group=group,
            sort=group or (sort.removeprefix("-") if sort.removeprefix("-") in orders else "number"),
            backwards=sort.startswith("-") and not group,
            columns=columns,
            after=str(asked.get("after", "")),
            before=str(asked.get("before", "")),
        )

    def address(self, **changes: Any) -> str:
        """Return the query string of this view with ``changes``; a change leads back to the first page."""
        view = replace(self, **{"after": "", "before": "", **changes})
        sort = ("-" if view.backwards else "") + view.sort
        parts = {
            "term": view.term,
            "round": view.round,
            "unit": view.unit,
            "sector": view.sector,
            "category": view.category,
            "state": view.state,
            "recurred": view.recurred,
            "theme": view.theme,
            "item": view.item,
            "team": view.team,
            "strand": view.strand,
            "common": view.common,
            "q": view.text,
            "group": view.group,
            "sort": "" if sort == "number" or view.group else sort,
            "columns": "" if view.columns == default_columns(view.theme) else ",".join(view.columns),
            "after": view.after,
            "before": view.before,
        }
        return urlencode({key: value for key, value in parts.items() if value})

    @property
    def order(self) -> tuple[str, ...]:
        """Return the fields of the order, the last of them unique."""
        return order_by_class() if self.sort == "category" else ORDERS[self.sort]

    @property
    def grouping(self) -> str:
        """Return the field that the rows are grouped by, "" for none."""
        return class_field() if self.group == "category" else GROUPS.get(self.group, "")

    def listed(self) -> list[Column]:
        """Return the columns to show, in ledger order."""
        return [column for column in COLUMNS if column.key in self.columns]

    def is_narrowed(self) -> bool:
        """Return whether any filter is set."""
        where = (self.term, self.round, self.unit, self.sector, self.theme, self.team)
        return any((*where, self.category, self.state, self.recurred, self.strand, self.common, self.text))


def default_columns(theme: str) -> tuple[str, ...]:
    """Return the columns of a view that nobody has changed, of one theme or of all findings."""
    return THEME_DEFAULT if theme else DEFAULT


def _digits(value: Any) -> str:
    text = str(value or "")
    return text if text.isascii() and text.isdigit() and len(text) < 10 else ""


def ledger_for(reader: Any, view: View) -> QuerySet[Finding]:
    """Return the findings within the reader's reach that the view asks for, unordered."""
    rows = findings_for(reader)
    rows = rows.filter(of_class(view.category), came_back(view.recurred))
    exact = {
        "round__term": view.term,
        "round": view.round,
        "unit": view.unit,
        "unit__sector": view.sector,
        "state": view.state,
        "theme": view.theme,
        "item": view.item,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if view.sort == "category":
        rows = with_class_now(rows)
    if view.team:
        rows = rows.filter(_in_the_area(reader, int(view.team)))
    rows = alike(rows, reader, strand=view.strand, common=view.common)
    for word in view.text.split():
        holds = Q(title__icontains=word) | Q(problem__icontains=word) | Q(aspect__icontains=word)
        rows = rows.filter(holds | Q(number__istartswith=word))
    return rows


def _in_the_area(reader: Any, team: int) -> Q:
    """Return the condition that a finding's unit lies in the area of ``team`` today; of no other team one may see."""
    area = units_of_team(team, day=timezone.localdate()).order_by().values("pk")
    return Q(Exists(teams_for(reader).filter(pk=team)), unit__in=area)


class Row(NamedTuple):  # made a hundred thousand times in an export, where a dataclass costs thrice as much
    """One line of the ledger, its values in the order of the view's columns."""

    pk: int
    group: Any
    group_name: Any
    values: list[Any]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its rows, the addresses of its neighbours ("" where there is none), the totals of the whole view."""

    rows: list[Row]
    newer: str
    older: str
    total: int
    groups: dict[Any, int]


def page_of(reader: Any, view: View) -> Page:
    """Return the page that the view asks for: two queries, one for rows and one for totals."""
    matching = ledger_for(reader, view)
    units = unit_keys_within(reader, Act.FINDING_VIEW)
    groups = _group_totals(matching, view)
    total = sum(groups.values()) if view.group else total_for(reader, view)
    order = view.order
    kinds = tuple(KINDS.get(name, str) for name in order)
    back = place_of(view.before, kinds=kinds) if view.before else None
    ahead = place_of(view.after, kinds=kinds) if view.after and back is None else None
    fetched = list(_slice(matching, view, order, place=back or ahead, towards_start=back is not None, units=units))
    more = len(fetched) > PAGE
    fetched = fetched[:PAGE]
    if back is not None:
        fetched.reverse()
    return Page(
        rows=_rows(fetched, view),
        newer=_address(view, fetched[:1], order, "before") if ahead is not None or (back is not None and more) else "",
        older=_address(view, fetched[-1:], order, "after") if back is not None or more else "",
        total=total,
        groups=groups,
    )


def _group_totals(matching: QuerySet[Finding], view: View) -> dict[Any, int]:
    if not view.group:
        return {}
    counted = matching.order_by().values_list(GROUPS[view.group]).annotate(n=Count("pk"))
    totals: dict[Any, int] = {}
    for key, count in counted:  # by the stored class, which an index answers; what was merged is added up here
        group = taxonomy().today(key) if view.group == "category" else key
        totals[group] = totals.get(group, 0) + count
    return totals


def total_for(reader: Any, view: View) -> int:
    """Return how many findings within the reader's reach the view asks for."""
    matching, units = ledger_for(reader, view), unit_keys_within(reader, Act.FINDING_VIEW)
    return matching.count() if units is None or view.is_narrowed() else TALLY.of_units(matching, units)


def _slice(
    matching: QuerySet[Finding],
    view: View,
    order: tuple[str, ...],
    *,
    place: tuple[Any, ...] | None,
    towards_start: bool,
    units: frozenset[int] | None,
) -> QuerySet[Any]:
    descending = view.backwards != towards_start
    if place is not None:
        matching = beyond(matching, order, place, sign="<" if descending else ">")
    if units is not None and order == ("number",):
        matching = up_to_a_page(matching, units, descending=descending)
    ordered = matching.order_by(*(f"-{name}" if descending else name for name in order))
    return ordered.values_list(*_lookups(view))[: PAGE + 1]


def _lookups(view: View) -> list[str]:
    """Return what a row reads: key, group, name of the group, the fields of its order, then those of its columns."""
    group = view.grouping or "pk"
    return ["pk", group, GROUP_NAMES.get(view.group, group), *view.order, *lookups_of(view.listed())]


def _rows(fetched: list[Any], view: View) -> list[Row]:
    columns = view.listed()
    values = reader_of(columns, lookups_of(columns), lead=LEAD + len(view.order))
    return [Row(row[0], row[1], row[2], values(row)) for row in fetched]


def _address(view: View, rows: list[Any], order: tuple[str, ...], side: str) -> str:
    return view.address(**{side: token_of(rows[0][LEAD : LEAD + len(order)])}) if rows else ""


def all_rows(reader: Any, view: View) -> Iterator[Row]:
    """Return every row of the view that the reader may take out, in its order.

    Read in pieces, so that memory does not grow with their number. One may see more than one may take out:
    a member of a joint team sees its area and exports what their own post covers.
    """
    order = view.order
    takes = visible(ledger_for(reader, view), reader, Act.LEDGER_EXPORT)
    ordered = takes.order_by(*(f"-{name}" if view.backwards else name for name in order))
    columns = view.listed()
    values = reader_of(columns, lookups_of(columns), lead=LEAD + len(order))
    for row in ordered.values_list(*_lookups(view)).iterator(chunk_size=2000):
        yield Row(row[0], row[1], row[2], values(row))


@dataclass(frozen=True, slots=True)
class ItemTotal:
    """An item of a theme's checklist with the number of its findings, also when there is none."""

    number: int
    code: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class ThemeTotals:
    """The head of a theme's own ledger: its name, who signs, the totals of all items of the present checklist.

    ``others`` counts the findings of the theme under no item of it.
    """

    theme: Theme
    version: ThemeVersion
    items: list[ItemTotal]
    others: int

    def item_name(self, number: int) -> str:
        """Return the code of an item with its name, where the present checklist has it."""
        name = next((item.name for item in self.items if item.number == number), "")
        return f"{self.theme.item_code(number)} {name}".strip()


def theme_totals(
    reader: Any, view: View, *, chinese: bool, groups: Mapping[Any, int] | None = None
) -> ThemeTotals | None:
    """Return the totals by item of what the view asks for (whatever item it is narrowed to); None without a theme.

    ``groups`` are those of the page, which are the same totals where it is grouped by item and not narrowed to one.
    """
    if not view.theme:
        return None
    version = ThemeVersion.objects.filter(theme=int(view.theme)).select_related("theme").order_by("-number").first()
    if version is None:
        return None
    if groups is not None and view.group == "item" and not view.item:
        counts = dict(groups)
    else:
        counts = _group_totals(ledger_for(reader, replace(view, item="")), replace(view, group="item"))
    items = [
        ItemTotal(
            item.number, version.theme.item_code(item.number), item.in_language(chinese), counts.pop(item.number, 0)
        )
        for item in version.checklist
    ]
    return ThemeTotals(version.theme, version, items, sum(counts.values()))


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer: terms, rounds, units and themes within reach, as (key, name)."""

    terms: list[tuple[str, str]]
    rounds: list[tuple[str, str]]
    units: list[tuple[str, str]]
    themes: list[tuple[str, str]]


def choices_for(reader: Any, *, chinese: bool = True) -> Choices:
    """Return what the filters offer this reader, in one query."""
    rows = inspections_for(reader).order_by("round__term__mark", "-round__term__number", "-round__number", "unit__path")
    terms: dict[str, str] = {}
    rounds: dict[str, str] = {}
    units: dict[str, str] = {}
    themes: dict[str, str] = {}
    theme, name, name_en = F("themes__theme"), F("themes__theme__name"), F("themes__theme__name_en")
    for inspection in rows.annotate(carried=theme, carried_name=name, carried_name_en=name_en):
        terms.setdefault(str(inspection.round.term_id), inspection.round.term.name)
        rounds.setdefault(str(inspection.round_id), inspection.round.name)
        units.setdefault(str(inspection.unit_id), str(inspection.unit))
        if inspection.carried is not None:
            words = inspection.carried_name if chinese else inspection.carried_name_en or inspection.carried_name
            themes.setdefault(str(inspection.carried), words)
    named = sorted(themes.items(), key=lambda row: int(row[0]))
    return Choices(list(terms.items()), list(rounds.items()), list(units.items()), named)
