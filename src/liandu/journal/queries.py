"""Reading the trail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _

from liandu.journal.models import Entry
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


def history_of(thing: models.Model, *, most: int = 200) -> list[Line]:
    """Return what happened to ``thing``, newest first, at most ``most`` lines. The caller has checked the reader."""
    entries = Entry.objects.filter(subject=subject_of(thing)).order_by("-seq")[:most]
    return [_line(entry) for entry in entries]


def entries_since(seq: int, *, most: int = 500) -> list[Entry]:
    """Return the entries after ``seq`` in order, for those who follow the journal by cursor."""
    return list(Entry.objects.filter(seq__gt=seq).order_by("seq")[:most])


def acts_recorded() -> dict[str, int]:
    """Return how often each act stands in the trail."""
    counted = Entry.objects.order_by().values_list("act").annotate(n=models.Count("seq"))
    return dict(counted)


def first_moments(act: str) -> dict[str, datetime]:
    """Return when ``act`` was first recorded, by subject."""
    rows = Entry.objects.filter(act=act).order_by().values_list("subject").annotate(at=models.Min("at"))
    return dict(rows)


def lines_of_acts(acts: Sequence[str], *, before: int | None = None, most: int = 50) -> list[Line]:
    """Return the newest entries of ``acts`` (older than ``before`` when given), newest first, at most ``most``."""
    entries = Entry.objects.filter(act__in=acts)
    if before is not None:
        entries = entries.filter(seq__lt=before)
    return [_line(entry) for entry in entries.order_by("-seq")[:most]]


def _line(entry: Entry) -> Line:
    who = entry.actor_name or entry.actor
    reason = _(entry.reason) if entry.reason else ""  # a reason that the system gave is a sentence of ours
    return Line(entry.seq, entry.at, who, entry.office, sentence_for(entry), reason, entry.digest)
