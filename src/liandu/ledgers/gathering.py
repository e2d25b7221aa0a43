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
from liandu.rectification.models import Evidence, Institution, Item, ItemOffice, Measure, Outcome, Progress, Request
from liandu.rectification.models.progress import INSTITUTIONS, MONEY, PEOPLE

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
    rows = _of(Progress.objects.all(), keys, day)
    rows = rows if day is None else rows.filter(on__lte=day)
    latest = _first(rows, "-on", "-pk").values_list("item_id", "on", "text", "share")
    return {
        item: {"progress_text": text, "progress_day": on, "progress_share": f"{share}%" if share is not None else None}
        for item, on, text, share in latest
    }


def _evidence(keys: Sequence[int], day: date | None) -> Found:
    rows = _of(Evidence.objects.all(), keys, day)
    standing = Q(withdrawn_at=None) if day is None else Q(withdrawn_at=None) | Q(withdrawn_at__gte=end_of(day))
    counted = rows.filter(standing).order_by().values_list("item_id").annotate(n=Count("pk"))
    return {item: {"evidence_count": n} for item, n in counted}


def _outcomes(keys: Sequence[int], day: date | None) -> Found:
    rows = _of(Outcome.objects.all(), keys, day, made="progress__made_at")
    rows = rows if day is None else rows.filter(progress__on__lte=day)
    totals = {"money": MONEY, "people": PEOPLE, "institutions_count": INSTITUTIONS}
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
    rows = _of(Institution.objects.all(), keys, day).order_by("item_id", "dated", "pk")
    named = (
        (item, f"《{title.strip('《》')}》{f'（{number}）' if number else ''}")
        for item, title, number in rows.values_list("item_id", "title", "number")
    )
    return {item: {"institution_names": text} for item, text in _joined(named, _("、"))}


def _plans(keys: Sequence[int], _day: date | None) -> Found:
    found: Found = {}
    rows = Measure.objects.filter(AmongKeys("task__entry__item", keys)).order_by(
        "task__entry__item_id", "task__position", "task_id", "position", "pk"
    )
    tasks: dict[int, dict[int, str]] = {}
    measures: dict[int, list[str]] = {}
    for item, task, what, measure, since in rows.values_list(
        "task__entry__item_id", "task_id", "task__what", "what", "since"
    ):
        tasks.setdefault(item, {})[task] = what
        measures.setdefault(item, []).append(measure)
        begun = found.setdefault(item, {"plan_since": since})
        begun["plan_since"] = min((one for one in (begun["plan_since"], since) if one is not None), default=None)
    for item, values in found.items():
        values["plan_tasks"] = _numbered(tasks[item].values())
        values["plan_measures"] = _numbered(measures[item])
    return found


def _numbered(words: Iterable[str]) -> str:
    listed = list(words)
    return listed[0] if len(listed) == 1 else "\n".join(f"{n}. {one}" for n, one in enumerate(listed, 1))


def _offices(keys: Sequence[int], _day: date | None) -> Found:
    rows = ItemOffice.objects.filter(AmongKeys("item", keys)).select_related("office").order_by("item_id", "pk")
    named = ((row.item_id, f"{row.office}（{row.get_duty_display()}）") for row in rows)
    return {item: {"offices": text} for item, text in _joined(named, _("、"))}


def _joined(pairs: Iterable[tuple[int, str]], between: str) -> Iterable[tuple[int, str]]:
    words: dict[int, list[str]] = {}
    for key, word in pairs:
        words.setdefault(key, []).append(word)
    return ((key, between.join(named)) for key, named in words.items())


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
    Gathering(("progress_text", "progress_day", "progress_share"), _progress),
    Gathering(("evidence_count",), _evidence),
    Gathering(("money", "people", "institutions_count"), _outcomes),
    Gathering(("institution_names",), _institutions),
    # A plan is revised in place, and an office put in charge leaves no date: of a past day they are not known.
    Gathering(("plan_tasks", "plan_measures", "plan_since"), _plans, past=False),
    Gathering(("offices",), _offices, past=False),
    Gathering(("statement",), _statements),
    Gathering(("closer",), _closers),
)
GATHERED = {name: gathering for gathering in GATHERINGS for name in gathering.names}
