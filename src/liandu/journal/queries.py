"""Reading the trail."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from liandu.journal import exporting, heads
from liandu.journal.appending import moment_of
from liandu.journal.models import Entry, Span
from liandu.journal.offline import read_header
from liandu.journal.sentences import sentence_for
from liandu.journal.subjects import subject_of


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a history, ready to show."""

    seq: int
    at: datetime
    actor: str
    office: str
    sentence: str
    reason: str
    digest: str
    seal: int | None  # the number of the seal over it, None while it waits
    subject: str


def history_of(thing: models.Model, *, most: int = 200) -> list[Line]:
    """Return what happened to ``thing``, newest first, at most ``most`` lines. The caller has checked the reader."""
    entries = _with_seals(Entry.objects.filter(subject=subject_of(thing))).order_by("-seq")[:most]
    return [_line(entry) for entry in entries]


def last_act_on(thing: models.Model) -> Line | None:
    """Return the newest line about ``thing``, None when there is none. The caller has checked the reader."""
    entry = _with_seals(Entry.objects.filter(subject=subject_of(thing))).order_by("-seq").first()
    return _line(entry) if entry else None


@dataclass(frozen=True, slots=True)
class Doing:
    """What somebody did to a thing, for those who tell of many things: its act, who, when, in words."""

    subject: str
    act: str
    actor: str
    at: datetime
    sentence: str


def doings_on(subjects: Sequence[str], *, since: datetime, but_by: str = "", most: int = 500) -> list[Doing]:
    """Return what was done to ``subjects`` after ``since``, newest first, without what ``but_by`` did: one query.

    The caller has checked the reader.
    """
    entries = Entry.objects.filter(subject__in=subjects, at__gt=since).order_by("-seq")
    if but_by:
        entries = entries.exclude(actor=but_by)
    return [
        Doing(entry.subject, entry.act, entry.actor_name or entry.actor, entry.at, sentence_for(entry))
        for entry in entries[:most]
    ]


def subjects_acted_on(actor: str, labels: Sequence[str], *, most: int = 12) -> list[str]:
    """Return what ``actor`` (a sign-in name) acted on last, newest first and each once, of the kinds ``labels``.

    Only the newest entries are looked at, so that a long life costs no more than a short one: one query.
    """
    newest = Entry.objects.filter(actor=actor).order_by("-seq").values_list("subject", flat=True)[: most * 10]
    kept = [subject for subject in newest if subject.partition(":")[0] in labels]
    return list(dict.fromkeys(kept))[:most]


def facts_of_acts(subjects: Sequence[str], *, beginning: str) -> dict[str, list[tuple[int, str, dict[str, Any]]]]:
    """Return (seq, act, facts) of the entries about each of ``subjects`` whose act has this beginning, in order."""
    rows = Entry.objects.filter(subject__in=subjects, act__startswith=beginning).order_by("seq")
    found: dict[str, list[tuple[int, str, dict[str, Any]]]] = {}
    for entry in rows.only("subject", "seq", "act", "facts"):
        found.setdefault(entry.subject, []).append((entry.seq, entry.act, entry.facts))
    return found


def facts_of_kind(label: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Yield (key, act, facts) of every entry about things of this label, in the order of writing.

    A range of the index of subjects: ";" follows ":". The caller is a check of the house, not a person with a reach.
    """
    rows = Entry.objects.filter(subject__gte=f"{label}:", subject__lt=f"{label};").order_by("seq")
    for entry in rows.only("subject", "act", "facts").iterator(chunk_size=1000):
        yield int(entry.subject.rpartition(":")[2]), entry.act, entry.facts


def facts_about(thing: models.Model, act: str, *, most: int = 200) -> list[dict[str, Any]]:
    """Return the facts of the newest entries of ``act`` about ``thing``. The caller has checked the reader."""
    rows = Entry.objects.filter(subject=subject_of(thing), act=act).order_by("-seq")
    return [entry.facts for entry in rows.only("facts")[:most]]


@dataclass(frozen=True, slots=True)
class Told:
    """An entry that is told outside this house: its act, and the line as it reads here."""

    act: str
    line: Line


def lines_to_tell(*, acts: Collection[str], subjects: Sequence[str] = (), seq: int | None = None) -> list[Told]:
    """Return the entries of ``acts`` about ``subjects``, in order; with ``seq`` that entry alone, if it is of them.

    In the language that is active. The caller has checked the reader.
    """
    entries = Entry.objects.filter(act__in=acts)
    entries = entries.filter(subject__in=subjects) if seq is None else entries.filter(seq=seq)
    return [Told(entry.act, _line(entry)) for entry in _with_seals(entries).order_by("seq")]


def entries_since(seq: int, *, most: int = 500) -> list[Entry]:
    """Return the entries after ``seq`` in order, for those who follow the journal by cursor."""
    return list(Entry.objects.filter(seq__gt=seq).order_by("seq")[:most])


def acts_recorded() -> dict[str, int]:
    """Return how often each act stands in the trail."""
    counted = Entry.objects.order_by().values_list("act").annotate(n=models.Count("seq"))
    return dict(counted)


def moments_of(acts: Sequence[str], *, subject: str = "") -> dict[str, list[tuple[str, datetime]]]:
    """Return (act, when) of every entry of ``acts`` in order, by subject; with ``subject`` only what is about it."""
    rows = Entry.objects.filter(act__in=acts)
    rows = rows.filter(subject=subject) if subject else rows
    found: dict[str, list[tuple[str, datetime]]] = {}
    for about, act, at in rows.order_by("seq").values_list("subject", "act", "at"):
        found.setdefault(about, []).append((act, at))
    return found


def lines_of_acts(
    acts: Sequence[str],
    *,
    before: int | None = None,
    most: int = 50,
    actors: Sequence[str] | None = None,
    subjects: Sequence[str] | None = None,
) -> list[Line]:
    """Return the newest entries of ``acts`` (older than ``before`` when given), newest first, at most ``most``.

    With ``actors`` or ``subjects``: those done by one of these sign-in names, or about one of these things.
    """
    entries = _with_seals(Entry.objects.filter(act__in=acts))
    if actors is not None or subjects is not None:
        entries = entries.filter(models.Q(actor__in=actors or ()) | models.Q(subject__in=subjects or ()))
    if before is not None:
        entries = entries.filter(seq__lt=before)
    return [_line(entry) for entry in entries.order_by("-seq")[:most]]


def last_actors(acts: Sequence[str], subjects: Sequence[str], *, before: datetime | None = None) -> dict[str, str]:
    """Return who did the latest of ``acts`` (before a moment when given) to each of ``subjects``, by subject."""
    rows = Entry.objects.filter(subject__in=subjects, act__in=acts)
    rows = rows.filter(at__lt=before) if before is not None else rows
    named = rows.order_by("seq").values_list("subject", "actor_name", "actor")
    return {subject: name or actor for subject, name, actor in named}


def lines_between(subjects: Sequence[str], *, since: datetime, until: datetime) -> dict[str, list[Line]]:
    """Return what happened to each of ``subjects`` from one moment to before another, oldest first, by subject.

    The caller has checked the reader.
    """
    entries = _with_seals(Entry.objects.filter(subject__in=subjects, at__gte=since, at__lt=until)).order_by("seq")
    found: dict[str, list[Line]] = {}
    for entry in entries:
        found.setdefault(entry.subject, []).append(_line(entry))
    return found


@dataclass(frozen=True, slots=True)
class Facts:
    """An entry by its facts: when, which, why."""

    at: datetime
    facts: dict[str, Any]
    reason: str


def facts_of(seq: int, *, act: str, actor: str) -> Facts | None:
    """Return the facts of entry ``seq`` if it is one of ``act`` by ``actor``, else None."""
    entry = Entry.objects.filter(seq=seq, act=act, actor=actor).first()
    return Facts(entry.at, entry.facts, entry.reason) if entry else None


@dataclass(frozen=True, slots=True)
class StateOfSeals:
    """How the seals stand: the last number, its moment, how many entries are sealed and wait, the last head outside."""

    number: int
    sealed_at: datetime | None
    sealed: int
    waiting: int
    kept: int


def state_of_seals() -> StateOfSeals:
    """Return how the seals stand, in two queries whatever the length of the journal."""
    newest = exporting.newest_seal()
    head = heads.last()
    kept = head.number if head else 0
    if newest is None:
        return StateOfSeals(0, None, 0, Entry.objects.count(), kept)
    header = read_header(newest.number, newest.header)
    open_tail = models.Q(seq__gt=header.upper)
    for low, high in header.awaited:
        open_tail |= models.Q(seq__gte=low, seq__lte=high)
    waiting = Entry.objects.filter(open_tail).count()
    return StateOfSeals(newest.number, moment_of(header.sealed_at), header.total, waiting, kept)


def subject_of_entry(seq: int) -> tuple[str, datetime] | None:
    """Return what an entry is about and of when it is, None when there is none. The caller asks who may see it."""
    return Entry.objects.filter(seq=seq).values_list("subject", "at").first()


def _with_seals(entries: models.QuerySet[Entry]) -> Any:
    """Let each entry carry the end and the seal of the last span that begins at or before it."""
    spans = Span.objects.filter(low__lte=models.OuterRef("seq")).order_by("-low")
    return entries.annotate(
        span_high=models.Subquery(spans.values("high")[:1]), span_seal=models.Subquery(spans.values("seal")[:1])
    )


def _line(entry: Any) -> Line:
    who = entry.actor_name or entry.actor
    reason = _(entry.reason) if entry.reason else ""  # a reason that the system gave is a sentence of ours
    seal = entry.span_seal if entry.span_high and entry.span_high >= entry.seq else None
    return Line(entry.seq, entry.at, who, entry.office, sentence_for(entry), reason, entry.digest, seal, entry.subject)
