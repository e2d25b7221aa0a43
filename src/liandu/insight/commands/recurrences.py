"""Suggesting what came back, and saying whether it did."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act as Right
from liandu.findings.models import Finding
from liandu.findings.states import State as FindingState
from liandu.insight.models import Compared, Recurrence
from liandu.insight.rules.recurrences import refuse_withdrawn
from liandu.insight.states import RECURRENCES, RecurrenceAct
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.texts.recurring import Match

MOST_NOTE = 300


@transaction.atomic
def propose_recurrences(*, matches: Sequence[Match], compared: Sequence[int], worker: str) -> int:  # noqa: ARG001
    """Keep what the worker found for the findings ``compared`` (keys), and that it is done; return how many pairs.

    A pair that was ever suggested, whatever a person said of it, is left alone; so is what was withdrawn meanwhile. One
    entry tells of all: a suggestion is no act on a finding.
    """
    sides = {key for one in matches for key in (one.key, one.earlier)}.union(compared)
    rows = Finding.objects.select_for_update().filter(pk__in=sides, state=FindingState.CONFIRMED)
    units = dict(rows.order_by("pk").values_list("pk", "unit"))
    fresh = units.keys() & set(compared)
    done = set(Compared.objects.filter(pk__in=fresh).values_list("pk", flat=True))
    now = timezone.now()
    Compared.objects.bulk_create(
        [Compared(finding_id=key, at=now) for key in sorted(fresh - done)], batch_size=400, ignore_conflicts=True
    )
    known = _known(fresh)
    new = [
        Recurrence(
            finding_id=one.key,
            earlier_id=one.earlier,
            unit_id=units[one.key],
            earlier_unit_id=units[one.earlier],
            kind=one.way.value,
            score=one.score,
            proposed_at=now,
        )
        for one in matches
        if {one.key, one.earlier} <= units.keys() and frozenset((one.key, one.earlier)) not in known
    ]
    Recurrence.objects.bulk_create(new, batch_size=200)
    if new:
        facts = {"findings": len(fresh), "pairs": len(new)}
        record(act="recurrence.proposed", subject="insight.recurrence", by=None, facts=facts)
    return len(new)


def _known(keys: set[int]) -> set[frozenset[int]]:
    """Return the pairs of these findings that were suggested before, whichever side came first."""
    rows = Recurrence.objects.filter(Q(finding__in=keys) | Q(earlier__in=keys))
    return {frozenset(pair) for pair in rows.values_list("finding", "earlier")}


@transaction.atomic
def confirm_recurrence(*, recurrence: Recurrence, by: Any, note: str = "") -> Recurrence:
    """Say that the problem did come back and return the pair; refused when one side is withdrawn."""
    return _judge(recurrence, RecurrenceAct.CONFIRM, by=by, note=note)


@transaction.atomic
def dismiss_recurrence(*, recurrence: Recurrence, by: Any, note: str = "") -> Recurrence:
    """Say that it is another problem and return the pair, which never comes back by itself."""
    return _judge(recurrence, RecurrenceAct.DISMISS, by=by, note=note)


@transaction.atomic
def reconsider_recurrence(*, recurrence: Recurrence, by: Any) -> Recurrence:
    """Take back what was said of the pair, so that it waits again, and return it."""
    return _judge(recurrence, RecurrenceAct.RECONSIDER, by=by, note="")


_RECORDED = {
    RecurrenceAct.CONFIRM: "recurrence.confirmed",
    RecurrenceAct.DISMISS: "recurrence.dismissed",
    RecurrenceAct.RECONSIDER: "recurrence.reconsidered",
}


def _judge(recurrence: Recurrence, act: RecurrenceAct, *, by: Any, note: str) -> Recurrence:
    for side in (recurrence.finding, recurrence.earlier):
        require(by, Right.INSIGHT_JUDGE, unit=side.unit, subject=recurrence)
    state = RECURRENCES.after(state=recurrence.state, act=act)
    refuse_withdrawn(recurrence)
    open_again = act == RecurrenceAct.RECONSIDER
    told = {
        "state": state,
        "note": note.strip()[:MOST_NOTE],
        "judged_at": None if open_again else timezone.now(),
        "judged_by": None if open_again else by,
    }
    if not Recurrence.objects.filter(pk=recurrence.pk, state=recurrence.state).update(**told):
        raise Refusal("recurrence.changed_meanwhile", gettext_noop("这一对刚被别人研判过，请刷新后再看。"))
    for name, value in told.items():
        setattr(recurrence, name, value)
    facts = {
        "kind": recurrence.kind, "number": recurrence.finding.number, "earlier": recurrence.earlier.number,
    }  # fmt: skip
    record(act=_RECORDED[act], subject=recurrence, by=by, facts=facts, reason=recurrence.note)
    return recurrence
