"""What the ledger of items shows from other tables: one question for all rows of a page, or of a stretch of an export.

Each gathering answers for items that the caller has found within the reader's reach, and for the end of a day: what was
reported, proved or made later does not stand there yet. ``day`` is None for the present.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _

from liandu.access.queries import AmongKeys
from liandu.journal.queries import last_actors
from liandu.ledgers.columns.kinds import Value
from liandu.rectification.models import (
    EntryVersion,
    Evidence,
    Institution,
    Item,
    ItemOffice,
    Outcome,
    Progress,
    Request,
)
from liandu.rectification.models.progress import IN_PLACE, MONEY, PEOPLE
from liandu.rectification.rules.plan_content import read_content
from liandu.rectification.states import EntryOutcome

Found = dict[int, dict[str, Value]]


@dataclass(frozen=True, slots=True)
class Gathering:
    """The names it fills, and the question: item keys and day to values by item and name.

    ``past`` says whether the answer is known for a past day; where it is not, its columns are left out then.
    """

    names: tuple[str, ...]
    ask: Callable[[Sequence[int], date | None], Found]
    past: bool = True


def end_of(day: date) -> datetime:
    """Return the moment at which ``day`` is over here."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _of(
    rows: QuerySet[Any], keys: Sequence[int], day: date | None, *, item: str = "item", made: str = "made_at"
) -> Any:
    rows = rows.filter(AmongKeys(item, keys))
    return rows if day is None else rows.filter(**{f"{made}__lt": end_of(day)})


def _first(rows: QuerySet[Any], *order: str) -> QuerySet[Any]:
    """Return of each item the first row in this order."""
    return rows.order_by().annotate(place=Window(RowNumber(), partition_by=F("item"), order_by=order)).filter(place=1)


def _progress(keys: Sequence[int], day: date | None) -> Found:
    rows = _of(Progress.objects.all(), keys, day).filter(_not_corrected("", day))
    rows = rows if day is None else rows.filter(on__lte=day)
    latest = _first(rows, "-on", "-pk").values_list("item_id", "text")
    return {item: {"progress_text": text} for item, text in latest}


def _not_corrected(report: str, day: date | None) -> Q:
    """Return the condition that no later report had corrected this one by the end of the day."""
    standing = Q(**{f"{report}corrected_by": None})
    return standing if day is None else standing | Q(**{f"{report}corrected_by__made_at__gte": end_of(day)})


def _evidence(keys: Sequence[int], day: date | None) -> Found:
    rows = _of(Evidence.objects.all(), keys, day).filter(_not_taken_back("withdrawn_at", day))
    counted = rows.order_by().values_list("item_id").annotate(n=Count("pk"))
    return {item: {"evidence_count": n} for item, n in counted}


def _not_taken_back(field: str, day: date | None) -> Q:
    standing = Q(**{field: None})
    return standing if day is None else standing | Q(**{f"{field}__gte": end_of(day)})


def _outcomes(keys: Sequence[int], day: date | None) -> Found:
    rows = _of(Outcome.objects.all(), keys, day, made="progress__made_at").filter(_not_corrected("progress__", day))
    rows = rows if day is None else rows.filter(progress__on__lte=day)
    totals = {"money": MONEY, "people": PEOPLE}
    sums = {name: Sum("amount", filter=Q(kind__in=kinds)) for name, kinds in totals.items()}
    found: Found = {}
    for item, *amounts in rows.order_by().values_list("item_id").annotate(**sums):
        found[item] = {name: _plain(amount) for name, amount in zip(totals, amounts, strict=True)}
    return found


def _plain(amount: Any) -> Value:
    """Return an amount without a point where it is whole."""
    if amount is None:
        return None
    return int(amount) if amount == int(amount) else f"{amount:.2f}"


def _institutions(keys: Sequence[int], day: date | None) -> Found:
    rows = _of(Institution.objects.all(), keys, day).filter(_not_taken_back("struck_at", day))
    named: dict[int, list[str]] = {}
    in_place: dict[int, int] = {}
    told = rows.order_by("dated", "pk").values_list("item_id", "title", "number", "work")
    for item, title, number, work in told:
        named.setdefault(item, []).append(f"《{title.strip('《》')}》{f'（{number}）' if number else ''}")
        in_place[item] = in_place.get(item, 0) + (work in IN_PLACE)
    between = _("、")
    return {
        item: {"institution_names": between.join(words), "institution_count": in_place[item]}
        for item, words in named.items()
    }


def _plans(keys: Sequence[int], day: date | None) -> Found:
    """What the plan says: as it was last approved, before that as it was last submitted. A draft is nobody's ledger."""
    rows = EntryVersion.objects.filter(AmongKeys("entry__item", keys))
    rows = rows if day is None else rows.filter(submitted_at__lt=end_of(day))
    submitted: dict[int, Any] = {}
    approved: dict[int, Any] = {}
    opinions: dict[int, str] = {}
    lines = rows.order_by("submission", "pk").values_list(
        "entry__item_id", "content", "outcome", "opinion", "reviewed_at"
    )
    for item, content, outcome, opinion, reviewed_at in lines:
        submitted[item] = content
        if reviewed_at is None or (day is not None and reviewed_at >= end_of(day)):
            continue
        if outcome == EntryOutcome.APPROVED:
            approved[item] = content
        if opinion:
            opinions[item] = opinion
    return {item: _planned(submitted | approved, item, opinions) for item in submitted}


def _planned(contents: dict[int, Any], item: int, opinions: dict[int, str]) -> dict[str, Value]:
    content = read_content(contents[item])
    measures = [measure for task in content.tasks for measure in task.measures]
    return {
        "plan_goal": content.goal,
        "plan_tasks": _numbered(task.what for task in content.tasks),
        "plan_measures": _numbered(measure.what for measure in measures),
        "plan_since": min((measure.since for measure in measures if measure.since), default=None),
        "plan_opinion": opinions.get(item),
    }


def _numbered(words: Iterable[str]) -> str:
    listed = list(words)
    return "".join(listed) if len(listed) < 2 else "\n".join(f"{n}. {one}" for n, one in enumerate(listed, 1))


def _offices(keys: Sequence[int], _day: date | None) -> Found:
    rows = ItemOffice.objects.filter(AmongKeys("item", keys)).select_related("office").order_by("item_id", "pk")
    named: dict[int, list[str]] = {}
    for row in rows:
        named.setdefault(row.item_id, []).append(f"{row.office}（{row.get_duty_display()}）")
    between = _("、")
    return {item: {"offices": between.join(words)} for item, words in named.items()}


def _statements(keys: Sequence[int], day: date | None) -> Found:
    rows = _of(Request.objects.all(), keys, day, made="asked_at")
    return {item: {"statement": words} for item, words in _first(rows, "-serial").values_list("item_id", "statement")}


CLOSING = ("item.written_off", "item.ended")


def _closers(keys: Sequence[int], day: date | None) -> Found:
    """Who wrote an item off, or ended it, as the journal says; shown where the item is closed."""
    label = Item._meta.label_lower
    found = last_actors(CLOSING, [f"{label}:{key}" for key in keys], before=None if day is None else end_of(day))
    return {int(subject.partition(":")[2]): {"closer": who} for subject, who in found.items()}


GATHERINGS = (
    Gathering(("progress_text",), _progress),
    Gathering(("evidence_count",), _evidence),
    Gathering(("money", "people"), _outcomes),
    Gathering(("institution_names", "institution_count"), _institutions),
    Gathering(("plan_goal", "plan_tasks", "plan_measures", "plan_since", "plan_opinion"), _plans),
    # An office put in charge leaves no day beside it: of a past day it is not known.
    Gathering(("offices",), _offices, past=False),
    Gathering(("statement",), _statements),
    Gathering(("closer",), _closers),
)
GATHERED = {name: gathering for gathering in GATHERINGS for name in gathering.names}
