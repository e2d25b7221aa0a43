"""Finding a place, a unit, an item, a finding, a round by a few letters, within a reader's reach. Never a clue.

Numbers are found by their beginning, from the index. Words are looked for inside the names of units and rounds and the
titles of findings: two characters are enough, but the database reads the titles one by one (0.1 s for a hundred
thousand). Nothing else of a text is searched here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from liandu.access.queries import acts_of, visible
from liandu.access.queries.tasks import Source, TaskRow, asked, columns
from liandu.access.roles import Act
from liandu.findings.models import Finding
from liandu.findings.queries import findings_for
from liandu.inspections.models import Round
from liandu.inspections.queries import inspections_for, sees_every_round
from liandu.journal.queries import subjects_acted_on
from liandu.orgs.models import Unit
from liandu.rectification.models import Item
from liandu.rectification.queries import items_for

MOST = 6  # of a sort
LONGEST = 60  # characters that are looked for
SHORTEST_WORD = 2  # one letter of a title is in every title
ITEM, FINDING = "rectification.item", "findings.finding"
HIGHEST = "\uffff"  # after every number that begins alike


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: of which sort, in words, a second line, where it is."""

    sort: str
    words: str
    sub: str
    url: str


def found_for(reader: Any, text: str) -> list[Hit]:
    """Return what is called ``text`` or begins with that number, at most MOST of a sort: one query."""
    wanted = " ".join(text.replace("\x00", "").split())[:LONGEST]
    if not wanted:
        return []
    return [hit for hits in asked(list(_sources(reader, wanted))) for hit in hits]


def recent_for(reader: Any) -> list[Hit]:
    """Return the items and findings that the reader last acted on, as far as they still see them: two queries."""
    if Act.FINDING_VIEW not in acts_of(reader):
        return []
    subjects = subjects_acted_on(reader.username, (ITEM, FINDING), most=MOST)
    keys = {label: [int(s.partition(":")[2]) for s in subjects if s.startswith(label)] for label in (ITEM, FINDING)}
    sources = [
        Source(_item_columns(items_for(reader).filter(pk__in=keys[ITEM])), _as_item),
        Source(_finding_columns(findings_for(reader).filter(pk__in=keys[FINDING])), _as_finding),
    ]
    items, findings = asked(sources)
    at = {hit.url: hit for hit in (*items, *findings)}
    places = [_place(*subject.split(":")) for subject in subjects]
    return [at[place] for place in places if place in at]


def _place(label: str, key: str) -> str:
    return reverse("rectification:item" if label == ITEM else "findings:finding", args=[int(key)])


def _sources(reader: Any, wanted: str) -> Iterator[Source]:
    acts = acts_of(reader)
    if Act.ITEM_VIEW in acts:
        named = Q(name__icontains=wanted) | Q(short_name__icontains=wanted) | Q(code__istartswith=wanted)
        units = visible(Unit.objects.exclude(sector=""), reader, Act.ITEM_VIEW, unit="pk").filter(named)
        first = Unit.objects.filter(pk__in=_first(units, "path"))
        yield Source(columns(first, key="pk", text="name", more="code"), _as_unit)
        items = items_for(reader).filter(number__gte=wanted, number__lt=wanted + HIGHEST)
        yield Source(_item_columns(Item.objects.filter(pk__in=_first(items, "number"))), _as_item)
    if Act.FINDING_VIEW in acts:
        findings = findings_for(reader)
        by_number = findings.filter(number__gte=wanted, number__lt=wanted + HIGHEST)
        yield Source(_finding_columns(Finding.objects.filter(pk__in=_first(by_number, "number"))), _as_finding)
        if len(wanted) >= SHORTEST_WORD:
            with_words = Finding.objects.filter(pk__in=_first(_with_words(findings, wanted), "number"))
            yield Source(_finding_columns(with_words), _as_finding)
    if Act.INSPECTION_VIEW in acts:
        rounds = Round.objects.filter(name__icontains=wanted)
        if not sees_every_round(reader):
            rounds = rounds.filter(pk__in=inspections_for(reader).select_related(None).order_by().values("round"))
        found = Round.objects.filter(pk__in=_first(rounds, "-number"))
        yield Source(columns(found, key="pk", text="name"), _as_round)


def _with_words(findings: QuerySet[Any], wanted: str) -> QuerySet[Any]:
    for word in wanted.split():
        findings = findings.filter(title__icontains=word)
    return findings


def _first(rows: QuerySet[Any], order: str) -> QuerySet[Any]:
    """Return the keys of the first MOST of ``rows``: a condition, since a part of a union has no slice of its own."""
    return rows.select_related(None).order_by(order).values("pk")[:MOST]


def _item_columns(rows: QuerySet[Any]) -> QuerySet[Any]:
    about = Concat(F("number"), Value(" · "), F("unit__short_name"), output_field=CharField())
    return columns(rows, key="pk", text="finding__title", more=about)


def _finding_columns(rows: QuerySet[Any]) -> QuerySet[Any]:
    about = Concat(F("number"), Value(" · "), F("unit__short_name"), output_field=CharField())
    return columns(rows, key="pk", text="title", more=about)


def _as_unit(row: TaskRow) -> Hit:
    return Hit(_("单位"), row.text, row.more, reverse("desk:unit", args=[row.key]))


def _as_item(row: TaskRow) -> Hit:
    return Hit(_("整改事项"), row.text, row.more, reverse("rectification:item", args=[row.key]))


def _as_finding(row: TaskRow) -> Hit:
    return Hit(_("问题"), row.text, row.more, reverse("findings:finding", args=[row.key]))


def _as_round(row: TaskRow) -> Hit:
    return Hit(_("轮次"), row.text, "", reverse("inspections:round", args=[row.key]))
