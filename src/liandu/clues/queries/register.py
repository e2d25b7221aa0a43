"""The register as a list, one clue with everything that belongs to it, one sealed list with its lines."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone

from liandu.clues.models import (
    Assignment,
    Clue,
    Correction,
    Disposition,
    FollowUp,
    ListLine,
    Progress,
    Review,
    SealedList,
)
from liandu.clues.queries.reach import clues_for, lists_for
from liandu.clues.states import OPEN_ASSIGNMENTS, State

PAGE = 50
BEFORE_DISPOSITION = (State.REGISTERED, State.REVIEWED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which clues the list shows; ``before`` is the key of the clue after which the page begins."""

    state: str = ""
    nature: str = ""
    source: str = ""
    late: bool = False
    before: str = ""


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One page of the register, and the key to go on from ("" on the last page)."""

    rows: list[Clue]
    further: str


def register_page(reader: Any, wanted: Wanted) -> RegisterPage:
    """Return a page of the clues within reach, newest number first."""
    rows = _chosen(clues_for(reader), wanted)
    if wanted.before:
        here = clues_for(reader).filter(pk=wanted.before).values_list("year", "serial").first()
        if here is not None:
            rows = rows.filter(Q(year__lt=here[0]) | Q(year=here[0], serial__lt=here[1]))
    rows = rows.select_related("unit", "keeper").order_by("-year", "-serial", "key")
    found = list(rows[: PAGE + 1])
    return RegisterPage(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else "")


def _chosen(rows: QuerySet[Clue], wanted: Wanted) -> QuerySet[Clue]:
    for field in ("state", "nature", "source"):
        value = getattr(wanted, field)
        if value:
            rows = rows.filter(**{field: value})
    return rows.filter(late_on(timezone.localdate())) if wanted.late else rows


def late_on(day: date) -> Q:
    """Return the condition that a clue waits for something past its day: disposition, second start, or a handler."""
    handled = Assignment.objects.filter(state__in=OPEN_ASSIGNMENTS, due_on__lt=day).values("clue")
    return (
        Q(state__in=BEFORE_DISPOSITION, due_on__lt=day)
        | Q(state=State.HELD, restart_on__lt=day)
        | Q(state=State.IN_FORCE, pk__in=handled)
    )


def opened_clue(reader: Any, key: str) -> Clue | None:
    """Return one clue within reach with all that its page shows, None otherwise; the same queries in both cases."""
    people = ("registrar", "keeper", "approver")
    rows = clues_for(reader).select_related("register", "unit", "round", "line__sealed_list__office", *people)
    return (
        rows.prefetch_related(
            Prefetch("corrections", Correction.objects.select_related("by").order_by("place")),
            Prefetch("reviews", Review.objects.select_related("by").order_by("at")),
            Prefetch(
                "dispositions", Disposition.objects.select_related("proposed_by", "approver").order_by("proposed_at")
            ),
            Prefetch("follow_ups", FollowUp.objects.select_related("by").order_by("at")),
            Prefetch(
                "assignments",
                Assignment.objects.select_related("office", "handler", "given_by", "decided_by").order_by("given_at"),
            ),
            Prefetch("assignments__progress", Progress.objects.select_related("by").order_by("at")),
        )
        .filter(pk=key)
        .first()
    )


def opened_list(reader: Any, key: str) -> SealedList | None:
    """Return one sealed list within reach with its lines in order, None otherwise."""
    lines = ListLine.objects.select_related("unit", "clue", "resends__sealed_list").order_by("place")
    rows = lists_for(reader).select_related("office", "recipient", "round", "sender", "signed_by")
    return rows.prefetch_related(Prefetch("lines", lines)).filter(pk=key).first()


def lists_page(reader: Any, *, most: int = 200) -> list[SealedList]:
    """Return the sealed lists within reach, newest first, each with ``count`` of its lines."""
    rows = lists_for(reader).select_related("office", "recipient", "sender", "signed_by", "round")
    return list(rows.annotate(count=Count("lines")).order_by(F("drafted_at").desc(), "key")[:most])
